"""Commands on containers, a module for each kind of work."""
