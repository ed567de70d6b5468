"""What the commands with --format share: the flag, and which format counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..output.formatter import ID_ONLY, TABLE
from ..spec import Call
from ..spec.flags import Bool, String

FORMAT = String("format", "", "`table`, `json`, or a Go template that prints each line", complete="format")
NO_TRUNC = Bool("no-trunc", "", "Whole IDs and texts")
BOTH = "WARNING: Ignoring custom format, because both --format and --quiet are set."


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: an answer of a million values has no cycles to look for."""
    import gc

    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def chosen(call: Call, configured: str, quiet: bool = False) -> str:
    """The format: typed, else the one that config.json has under that key, else ``table``."""
    typed: str = call["format"]
    if typed:
        return typed
    kept = call.shell.config.text(configured) if configured and not quiet else ""
    return kept or TABLE


def quiet_or(form: str, quiet: bool, table: str, quiet_form: str = ID_ONLY) -> str:
    """The format to print: only IDs when quiet, ``table`` filled in."""
    if form == TABLE:
        return quiet_form if quiet else table
    return form
