"""What a line means: sequences of and-or lists of pipelines of commands, all with offsets into the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shell.line.tokens import Text, Variable


@dataclass(frozen=True, slots=True)
class Home:
    """An unquoted ~ or ~user at the beginning of a word."""

    user: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Output:
    """$( … ): what these commands print; split into words unless `quote`."""

    line: Sequence
    start: int
    end: int
    quote: str = ""


Piece = Text | Variable | Output | Home


@dataclass(frozen=True, slots=True)
class Word:
    """Becomes no, one or several arguments."""

    parts: tuple[Piece, ...]
    start: int
    end: int


Operation = Literal["<", ">", ">>", "dup", "text"]


@dataclass(frozen=True, slots=True)
class Redirect:
    """`fd` is 0, 1 or 2; `target` a file's name, a descriptor to copy ("dup"), or text to read ("text")."""

    fd: int
    operation: Operation
    target: Word | int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """NAME=value."""

    name: str
    value: Word


@dataclass(frozen=True, slots=True)
class Simple:
    """One command: assignments, words, redirections; a leading `docker` is already gone."""

    assignments: tuple[Assignment, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    start: int
    end: int
    named: bool = False  # `docker` was written before it


@dataclass(frozen=True, slots=True)
class Local:
    """`!cmd`: text for the user's own shell."""

    text: str
    start: int
    end: int


Command = Simple | Local


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One command, or several joined by |."""

    commands: tuple[Command, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AndOr:
    """Pipelines with what stands before each: "" for the first, then && or ||; `background` when & follows."""

    items: tuple[tuple[str, Pipeline], ...]
    background: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """All of a text, in order."""

    items: tuple[AndOr, ...]
