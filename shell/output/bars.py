"""Bars behind the sizes of a table, so that the big ones are seen at a glance."""

from __future__ import annotations

import re
from collections.abc import Sequence

BARRED = (
    ("TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE"),  # system df
    ("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT"),  # history
)
LONGEST, SHORTEST = 24, 6
EIGHTHS = " ▏▎▍▌▋▊▉█"
SIZE = re.compile(r"([0-9.]+(?:e\+[0-9]+)?) ?([kMGTPE]?)(i?)B")
UNITS = " kMGTPE"


def bars(titles: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[str]:
    """One bar for every row, no longer than `room`; none for tables that have no sizes to compare."""
    if tuple(titles) not in BARRED or room < SHORTEST or len(rows) < 2:
        return []
    at = list(titles).index("SIZE")
    sizes = [size_of(row[at]) for row in rows]
    largest = max(sizes)
    return [bar(size / largest, min(room, LONGEST)) for size in sizes] if largest else []


def size_of(text: str) -> float:
    """Bytes of `1.98MB`; 0 for what is no size."""
    found = SIZE.match(text)
    if found is None:
        return 0.0
    base = 1024 if found[3] else 1000
    return float(found[1]) * float(base ** UNITS.index(found[2] or " "))


def bar(share: float, length: int) -> str:
    """A bar of `length` characters for 1, in steps of an eighth."""
    eighths = round(share * length * 8)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (EIGHTHS[rest] if rest else "")
