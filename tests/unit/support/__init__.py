"""The test harness itself."""
