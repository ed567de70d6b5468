"""One module per family of commands; imported on first use."""
