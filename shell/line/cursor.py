"""Where in a line the cursor is: for completion, which must understand lines that are not finished."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from shell.line.errors import Incomplete, LineError
from shell.line.parser import parse
from shell.line.tokenizer import Scanner
from shell.line.tokens import Nested, Part, Text, Token

Place = Literal["command", "argument", "file", "local", "variable", "comment"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_VARIABLE = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)?$")


@dataclass(frozen=True, slots=True)
class Cursor:
    """`current` is the word under the cursor without its quotes, begun at offset `start`; `words` stand before it.

    `place` says what it can be: the first word, an argument, a file after a redirection, text of a `!` command,
    a variable's name (`current` is then the name so far). `quote` is the quote left open: ', " or nothing.
    `piped`: it is in a command behind a |, where programs of this machine come first.
    """

    words: tuple[str, ...]
    current: str
    start: int
    quote: str
    place: Place
    piped: bool = False


def under_cursor(text: str) -> Cursor:
    """What the end of `text` is; never raises."""
    scanner = Scanner(text, forgiving=True)
    try:
        tokens = scanner.tokens()
    except LineError:
        return Cursor((), "", len(text), "", "local")
    return _Finder(text, scanner.open).find(tokens)


def unfinished(text: str) -> bool:
    """Whether only the end is missing, so that Enter should open another line."""
    try:
        parse(text)
    except Incomplete:
        return True
    except LineError:
        return False
    return False


class _Finder:
    def __init__(self, text: str, quote: str) -> None:
        self.text = text
        self.quote = quote if quote in ("'", '"') else ""

    def find(self, tokens: list[Token]) -> Cursor:
        last = tokens[-1] if tokens else None
        touching = last is not None and last.end == len(self.text)
        if last is not None and last.kind == "local" and touching:
            return Cursor((), last.text, last.start + 1, "", "local")
        if last is not None and last.kind == "comment" and touching:
            return Cursor((), "", len(self.text), "", "comment")
        if last is not None and last.kind == "word" and touching:
            return self._in_word(tokens[:-1], last)
        return self._at(tokens, "", len(self.text))

    def _in_word(self, before: list[Token], word: Token) -> Cursor:
        part = word.parts[-1] if word.parts else None
        if isinstance(part, Nested) and not part.closed:
            return self.find(part.tokens)
        if self.quote != "'" and (name := _VARIABLE.search(self.text, word.start)):
            start = name.start(1) if name[1] else len(self.text)
            return Cursor((), name[1] or "", start, self.quote, "variable")
        return self._at(before, plain(self.text, word.parts), word.start)

    def _at(self, before: list[Token], current: str, start: int) -> Cursor:
        """The words of the command that the cursor is in."""
        begin = max((at for at, token in enumerate(before, 1) if token.kind in ("operator", "newline")), default=0)
        tokens = before[begin:]
        if tokens and tokens[-1].kind == "redirect":
            return Cursor((), current, start, self.quote, "file")
        words: list[str] = []
        for previous, token in zip([None, *tokens], tokens, strict=False):
            if token.kind == "word" and (previous is None or previous.kind != "redirect"):
                text = plain(self.text, token.parts)
                if words or not _NAME.match(text):
                    words.append(text)
        ours = words[:1] == ["docker"]
        words = words[1:] if ours else words
        piped = begin > 0 and before[begin - 1].text == "|" and not ours
        return Cursor(tuple(words), current, start, self.quote, "argument" if words else "command", piped)


def plain(text: str, parts: list[Part]) -> str:
    """A word as it stands, variables unexpanded."""
    return "".join(part.text if isinstance(part, Text) else text[part.start : part.end] for part in parts)
