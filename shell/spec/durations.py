"""Go's durations for the flags; the arithmetic is imported when a duration is read."""

from __future__ import annotations


def parse_duration(text: str) -> int:
    """Nanoseconds of `1h5m`, `1.5s`, `-2ms`; ValueError in Go's words."""
    from ..output.units import parse_duration as parse

    return parse(text)


def duration_text(nanoseconds: int) -> str:
    """`1m30s`, as Go prints a duration."""
    from ..output.units import duration

    return duration(nanoseconds)


def go_quote(text: str) -> str:
    """`text` as Go's `%q` prints it."""
    from ..output.template.strings import quote

    return quote(text)
