"""What every list shows: rows with docker's placeholders as methods, and their header."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from shell.output.template.values import Methods, parameters


class Row(Methods):
    """One line of a list: each placeholder is a method of the same name.

    ``HEADERS`` maps placeholders to column titles, ``go_type`` is what error messages call the row.
    """

    HEADERS: ClassVar[Mapping[str, str]] = {}
    html = True

    def FullHeader(self) -> None:
        """Only header rows have one; a template that asks a row gets nothing."""

    def Header(self) -> None:
        """As FullHeader."""

    def to_json(self) -> dict[str, Any]:
        """All placeholders without arguments, sorted: what ``{{json .}}`` prints."""
        return {name: getattr(self, name)() for name in placeholders(type(self))}


@functools.lru_cache(maxsize=64)
def _placeholders(kind: Any) -> tuple[str, ...]:
    found = []
    for name in sorted(dir(kind)):
        method = getattr(kind, name)
        if (
            name[0].isupper()
            and name not in ("HEADERS", "FullHeader", "Header")
            and callable(method)
            and not parameters(method)
        ):
            found.append(name)
    return tuple(found)


def placeholders(kind: type[Row]) -> tuple[str, ...]:
    """The names of a kind of row's placeholders that take no argument, sorted."""
    hashable: Any = kind
    return _placeholders(hashable)


class Header(dict[str, str], Methods):
    """The row above a table: each placeholder's title."""

    go_type = "formatter.SubHeaderContext"

    def Label(self, name: str) -> str:
        """A label's title: the last part of its name, ``-`` and ``_`` as spaces."""
        return name.split(".")[-1].replace("-", " ").replace("_", " ")


def truncate_id(identifier: str) -> str:
    """The twelve characters that docker shows of an ID, its ``sha256:`` left off."""
    _, colon, rest = identifier.partition(":")
    return (rest if colon else identifier)[:12]


def _widths(text: str) -> Iterator[int]:
    total = 0
    for char in text:
        total += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        yield total


def ellipsis(text: str, width: int) -> str:
    """The text, or what fits into ``width`` columns with ``…`` at its end."""
    if text.isascii():
        return text if len(text) <= width else text[: width - 1] + "…"
    widths = list(_widths(text))
    if widths[-1] <= width:
        return text
    fitting = sum(1 for reached in widths if reached <= width - 1)
    return text[:fitting] + "…"


def json_of(row: Row) -> str:
    """``{{json .}}`` of a row: docker's own MarshalJSON escapes HTML inside."""
    from shell.output import gojson  # most lists print none

    return gojson.dumps(row.to_json())
