"""What a Go template can go wrong with: one error, its text in Go's words."""

from __future__ import annotations


class TemplateError(Exception):
    """A template that cannot be read or run; str() begins with ``template: ``.

    ``written`` is what a run had printed before it failed.
    """

    written = ""


class CallError(Exception):
    """A template function refused its arguments; the engine adds the place."""
