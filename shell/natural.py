"""The order of docker's lists of names: digits before everything else, runs of them as numbers (fvbommel/sortorder)."""

from __future__ import annotations

import re

PARTS = re.compile("[0-9]+|[^0-9]", re.DOTALL)


def natural(name: str) -> list[tuple[int, int, int]]:
    """A sort key: web2 comes before web10, web10 before web-1, and 1 before 01."""
    return [(0, int(part), len(part)) if part[0] in "0123456789" else (1, ord(part), 0) for part in PARTS.findall(name)]
