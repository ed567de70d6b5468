"""The prompt; the only place that imports prompt_toolkit."""
