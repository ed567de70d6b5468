"""Files on this side: paths, archives, build contexts, whole-or-nothing writing."""
