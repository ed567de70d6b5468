"""What a line is made of, each piece with the offsets [start, end) it has in the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["word", "operator", "redirect", "newline", "comment", "local"]


@dataclass(slots=True)
class Text:
    """Characters that stand for themselves, escapes already taken out; `quote` is ', " or nothing."""

    text: str
    start: int
    end: int
    quote: str = ""


@dataclass(slots=True)
class Variable:
    """$NAME, ${NAME}, $? or $_."""

    name: str
    start: int
    end: int
    quote: str = ""


@dataclass(slots=True)
class Nested:
    """$( … ): the tokens between; `closed` is false only under a cursor."""

    tokens: list[Token]
    start: int
    end: int
    quote: str = ""
    closed: bool = True


Part = Text | Variable | Nested


@dataclass(slots=True)
class Token:
    """One piece. A redirect `<<` carries its `body`; a word its `parts`; the others their `text`."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    parts: list[Part] = field(default_factory=list)
    body: list[Part] | None = None
