"""Tables on a terminal: columns shortened or left out so that no line wraps, headers and states coloured."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .bars import bars
from .rows import ellipsis
from .tabwriter import display_width

GAP = 3  # as docker has it, in columns of at least …
NARROWEST = 10
NARROW_GAP = 2
SHORTEST = 16  # what a column is shortened to before one is left out
# Left out first, by title; then the others from the right; of those that are kept the last one named goes first.
EXPENDABLE = (
    "COMMAND",
    "MOUNTS",
    "LABELS",
    "DIGEST",
    "CREATED AT",
    "MOUNTPOINT",
    "DESCRIPTION",
    "PORTS",
    "CREATED",
    "NETWORKS",
    "COMMENT",
    "PIDS",
    "BLOCK I/O",
    "NET I/O",
    "SCOPE",
)
KEPT = ("NAME", "NAMES", "STATUS", "REPOSITORY", "TAG", "IMAGE", "CONTAINER ID", "IMAGE ID")
SHORTENED_LAST = ("NAME", "NAMES", "STATUS", "CONTAINER ID", "IMAGE ID", "TAG")

BOLD, RESET = "\x1b[1m", "\x1b[0m"
# Of the 16 colours green, yellow and cyan fade on white; 28 of the 256 can be read on black too.
GREEN, MAGENTA, RED, DIM, BLUE = (f"\x1b[{code}m" for code in ("38;5;28", 35, 31, 2, 94))
STATES = (
    (re.compile(r"Up .*\(unhealthy\)"), RED),
    (re.compile(r"Up .*\((?:Paused|health: starting)\)"), MAGENTA),
    (re.compile(r"Up |running$|Ready$|Running "), GREEN),
    (re.compile(r"Exited \(0\)|Created$|exited$|created$|Complete "), DIM),
    (re.compile(r"Exited |Dead$|dead$|Down$|Failed |Rejected "), RED),
    (re.compile(r"Restarting|paused$|restarting$|Removal|Preparing|Pending"), MAGENTA),
)
STATE_COLUMNS = ("STATUS", "STATE", "CURRENT STATE")


def fitted(header: str, rows: Sequence[str], columns: int, colour: bool) -> str:
    """The table of tab-separated cells, no line longer than `columns`; a `+N` tells how many columns were left out."""
    table = [line.split("\t") for line in (header, *rows)]
    width = max(map(len, table))
    whole = [max(NARROWEST, size + GAP) for size in _sizes(table)]
    odd = any("\n" in line for line in rows) or any(len(line) != width for line in table)
    if odd or _longest(table, whole) <= columns:
        drawn = bars(table[0], table[1:], columns - sum(whole)) if colour and not odd else []
        if drawn:
            table = [[*table[0], ""], *([*line, end] for line, end in zip(table[1:], drawn, strict=True))]
        return _drawn(table, whole, colour)
    kept = list(range(width))
    while True:
        cells = [[line[at] for at in kept] for line in table]
        room = columns - (len(f"+{width - len(kept)}") + NARROW_GAP if len(kept) < width else 0)
        shortened = _shortened(cells, room)
        if shortened is not None or len(kept) == 1:
            break
        kept.remove(_expendable([table[0][at] for at in kept], kept))
    cells = shortened or [[ellipsis(cell, max(room, 1)) for cell in line] for line in cells]
    if len(kept) < width:
        cells[0] = [*cells[0], f"+{width - len(kept)}"]
        cells[1:] = [[*line, ""] for line in cells[1:]]
    sizes = _sizes(cells)
    gap = GAP if sum(sizes) + GAP * (len(sizes) - 1) <= columns else NARROW_GAP
    return _drawn(cells, [size + gap for size in sizes], colour)


def _sizes(cells: list[list[str]]) -> list[int]:
    """The longest cell of every column."""
    columns = max(map(len, cells))
    return [max((display_width(line[at]) for line in cells if at < len(line)), default=0) for at in range(columns)]


def _longest(cells: list[list[str]], widths: list[int]) -> int:
    return max(sum(widths[: len(line) - 1]) + display_width(line[-1]) for line in cells)


def upright(header: str, rows: Sequence[str], colour: bool) -> str:
    """The same cells, each on a line of its own behind its title; a line between two rows."""
    titles = header.split("\t")
    width = max(map(display_width, titles)) + NARROW_GAP
    blocks = []
    for row in rows:
        lines = []
        for title, cell in zip(titles, row.split("\t"), strict=False):
            name = _coloured(title, title, True) if colour else title
            shown = _coloured(title, cell, False) if colour else cell
            lines.append(f"{name}{' ' * (width - display_width(title))}{shown}".rstrip())
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _expendable(titles: Sequence[str], kept: Sequence[int]) -> int:
    for title in EXPENDABLE:
        if title in titles:
            return kept[titles.index(title)]
    for at in reversed(range(len(titles))):
        if titles[at] not in KEPT:
            return kept[at]
    return kept[titles.index(next(title for title in reversed(KEPT) if title in titles))]


def _shortened(cells: list[list[str]], room: int) -> list[list[str]] | None:
    """Cells that fit into `room` columns, the widest ones shortened first; None when too much would be lost."""
    widths = _sizes(cells)
    excess = sum(widths) + NARROW_GAP * (len(widths) - 1) - room
    if excess <= 0:
        return cells
    for last in (False, True):
        while excess > 0:
            able = [
                at
                for at in range(len(widths))
                if widths[at] > max(SHORTEST, display_width(cells[0][at])) and (cells[0][at] in SHORTENED_LAST) == last
            ]
            if not able:
                break
            widest = max(able, key=lambda at: widths[at])
            widths[widest] -= 1
            excess -= 1
        if excess <= 0 or _has_expendable(cells[0]):
            break
    if excess > 0:
        return None
    return [[ellipsis(cell, widths[at]) for at, cell in enumerate(line)] for line in cells]


def _has_expendable(titles: Sequence[str]) -> bool:
    """Whether a column can go before a name has to be shortened."""
    return any(title in EXPENDABLE for title in titles)


def _drawn(cells: list[list[str]], widths: list[int], colour: bool) -> str:
    """Every cell but the last of its line filled up to its column's width."""
    titles = cells[0]
    lines = []
    for number, line in enumerate(cells):
        text = ""
        for at, cell in enumerate(line):
            shown = _coloured(titles[at] if at < len(titles) else "", cell, number == 0) if colour else cell
            text += shown + (" " * (widths[at] - display_width(cell)) if at < len(line) - 1 else "")
        lines.append(text)
    return "\n".join(lines) + "\n"


def _coloured(title: str, cell: str, header: bool) -> str:
    if not cell:
        return cell
    if header:
        return f"{BOLD}{cell}{RESET}"
    if title in STATE_COLUMNS:
        for pattern, code in STATES:
            if pattern.match(cell):
                return f"{code}{cell}{RESET}"
    if title == "PORTS":
        return f"{BLUE}{cell}{RESET}"
    return cell
