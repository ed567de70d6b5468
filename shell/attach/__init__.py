"""A terminal or a pair of pipes joined to a container: raw mode, detach keys, sizes, signals, one loop."""
