"""The commands of a line that is being typed, word by word with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..line.errors import LineError
from ..line.tokenizer import Scanner
from ..line.tokens import Nested, Text, Token

ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")


class Typed(NamedTuple):
    """A word from `start` to `end`; `plain` is false where a variable or $( ) is in it."""

    text: str
    start: int
    end: int
    plain: bool


def typed_commands(text: str) -> Iterator[list[Typed]]:
    """Every command of ours in the line, `docker` and assignments taken off; programs behind | are not ours."""
    scanner = Scanner(text, forgiving=True)
    try:
        tokens = scanner.tokens()
    except LineError:
        return
    yield from _commands(tokens)


def _commands(tokens: list[Token]) -> Iterator[list[Typed]]:
    words: list[Typed] = []
    ours, after_redirect = True, False
    for token in tokens:
        if token.kind in ("operator", "newline"):
            if words and ours:
                yield words
            words, ours = [], token.text != "|"
        elif token.kind == "word":
            for part in token.parts:
                if isinstance(part, Nested):
                    yield from _commands(part.tokens)
            if not after_redirect:
                _add(words, token)
        after_redirect = token.kind == "redirect"
    if words and ours:
        yield words


def _add(words: list[Typed], token: Token) -> None:
    plain = all(isinstance(part, Text) for part in token.parts)
    text = "".join(part.text for part in token.parts if isinstance(part, Text))
    if words and words[0].text == "docker" and len(words) == 1:
        words.clear()
    if not words and ASSIGNMENT.match(text):
        return
    words.append(Typed(text, token.start, token.end, plain))
