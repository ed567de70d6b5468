"""The daemon: connections, calls, streams."""
