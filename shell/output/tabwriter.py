"""Columns as Go's text/tabwriter makes them, with the parameters docker uses."""

from __future__ import annotations

import unicodedata
from itertools import repeat

MIN_WIDTH = 10
PADDING = 3
_FIRST_WIDE = "\u1100"
_ATTACHED = ("Mn", "Me", "Mc", "Cf", "Cc")  # marks on the character before, and what cannot be seen
_JOINER = "\u200d"  # makes one character of its neighbours
_SKIN = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # colours the character before


def align(text: str, min_width: int = MIN_WIDTH, padding: int = PADDING) -> str:
    """Cells end with a tab; a column is a run of neighbouring lines that have it, as wide as its widest cell.

    A line's last cell belongs to no column. Widths are those on a screen, as in docker's own tabwriter.
    """
    lines = [line.split("\t") for line in text.split("\n")]
    if len({len(cells) for cells in lines[:-1]}) == 1 and len(lines[-1]) == 1:
        return "\n".join([*_one_block(lines[:-1], min_width, padding), lines[-1][0]])
    widths: list[list[int]] = [[0] * (len(cells) - 1) for cells in lines]
    _measure(lines, widths, min_width, padding)
    out = []
    for cells, wide in zip(lines, widths, strict=True):
        pad = str.ljust if _is_plain("".join(cells)) else _pad
        out.append("".join(map(pad, cells, wide)) + cells[-1])
    return "\n".join(out)


def _one_block(lines: list[list[str]], min_width: int, padding: int) -> list[str]:
    """Lines that all have the same number of cells: each column at once, which a long table needs."""
    *columns, last = zip(*lines, strict=True)
    return [
        "".join(cells) for cells in zip(*(_column(cells, min_width, padding) for cells in columns), last, strict=True)
    ]


def _column(cells: tuple[str, ...], min_width: int, padding: int) -> list[str]:
    plain = _is_plain("".join(cells))
    lengths = list(map(len if plain else display_width, cells))
    widest = max(lengths)
    width = max(min_width, widest + padding) if widest else _empty_width(min_width, padding)
    if plain:
        return list(map(str.ljust, cells, repeat(width)))
    return [cell + " " * (width - length) for cell, length in zip(cells, lengths, strict=True)]


def _measure(lines: list[list[str]], widths: list[list[int]], min_width: int, padding: int) -> None:
    """Fill in the width of every terminated cell: block by block, column by column."""
    pending = [(0, len(lines), 0)]
    while pending:
        start, end, column = pending.pop()
        at = start
        while at < end:
            if len(lines[at]) - 1 <= column:
                at += 1
                continue
            stop = at
            widest = 0
            while stop < end and len(lines[stop]) - 1 > column:
                cell = lines[stop][column]
                length = display_width(cell)
                if length > widest:
                    widest = length
                stop += 1
            width = max(min_width, widest + padding) if widest else _empty_width(min_width, padding)
            for line in range(at, stop):
                widths[line][column] = width
            pending.append((at, stop, column + 1))
            at = stop


def _is_plain(text: str) -> bool:
    """Whether every character takes one column."""
    return text.isascii() and text.isprintable()


def display_width(text: str) -> int:
    """Columns on a terminal: of a cluster of characters only the first counts, twice if it is wide."""
    if _is_plain(text):
        return len(text)
    width, joined = 0, False
    for char in text:
        if unicodedata.category(char) in _ATTACHED or char in _SKIN:
            joined = joined or char == _JOINER
        elif joined:
            joined = False
        else:
            width += 2 if char >= _FIRST_WIDE and unicodedata.east_asian_width(char) in "WF" else 1
    return width


def _pad(cell: str, width: int) -> str:
    return cell + " " * (width - display_width(cell))


def _empty_width(min_width: int, padding: int) -> int:
    return max(min_width, padding)
