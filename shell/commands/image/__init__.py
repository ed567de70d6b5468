"""Commands on images, a module for each kind of work."""
