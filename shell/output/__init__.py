"""What goes out: tables, templates, JSON, progress."""
