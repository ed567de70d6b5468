"""What tests stand on: engines, a terminal, recorders."""
