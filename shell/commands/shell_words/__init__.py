"""The shell's own words: jobs, scripts, variables."""
