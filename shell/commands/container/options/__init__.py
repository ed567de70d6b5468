"""The options of run and create, by theme: how each is read and where it stands in the request."""
