"""The same line through docker and through docker-shell."""
