"""A line into coloured spans; what they look like is the prompt's affair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from shell.line.errors import LineError
from shell.line.parser import reserved
from shell.line.tokenizer import Scanner
from shell.line.tokens import Nested, Text, Token

Colour = Literal["command", "argument", "flag", "string", "variable", "operator", "comment", "local", "error"]
Span = tuple[int, int, Colour]


def spans(text: str) -> Iterator[Span]:
    """(start, end, colour) in order, without overlap; what lies between is blank or continuation. Never raises."""
    scanner = Scanner(text, forgiving=True)
    try:
        tokens = scanner.tokens()
    except LineError:
        yield 0, len(text), "error"
        return
    yield from _line(text, tokens)


def _line(text: str, tokens: list[Token]) -> Iterator[Span]:
    first, after_redirect = True, False
    for token in tokens:
        if token.kind == "word":
            yield from _word(text, token, first and not after_redirect)
            first = first and (after_redirect or _continues_command(text, token))
        elif token.kind == "comment":
            yield token.start, token.end, "comment"
        elif token.kind == "local":
            yield token.start, token.end, "local"
        elif token.kind in ("operator", "redirect"):
            yield token.start, token.end, "operator"
        first = first or token.kind in ("operator", "newline")
        after_redirect = token.kind == "redirect"


def _continues_command(text: str, token: Token) -> bool:
    """`docker` and NAME=value leave the command's own name still to come."""
    raw = text[token.start : token.end]
    return raw == "docker" or raw.partition("=")[0].isidentifier() and "=" in raw


def _word(text: str, token: Token, first: bool) -> Iterator[Span]:
    plain: Colour = "command" if first else "flag" if text.startswith("-", token.start) else "argument"
    if first and reserved(text[token.start : token.end]):
        plain = "error"
    for part in token.parts:
        if isinstance(part, Text):
            yield part.start, part.end, "string" if part.quote else plain
        elif isinstance(part, Nested):
            yield part.start, part.start + 2, "operator"
            yield from _line(text, part.tokens)
            if part.closed:
                yield part.end - 1, part.end, "operator"
        else:
            yield part.start, part.end, "variable"
