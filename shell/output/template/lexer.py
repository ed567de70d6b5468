"""Cuts a Go template into tokens (facts: Go's text/template/parse)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from shell.output.template.strings import quote

SPACES = " \t\r\n"
TERMINATORS = ".,|:)("


class Kind(Enum):
    ERROR = "error"
    BOOL = "bool"
    CHAR = "char"
    CHAR_CONSTANT = "char constant"
    COMPLEX = "complex"
    ASSIGN = "="
    DECLARE = ":="
    EOF = "EOF"
    FIELD = "field"
    IDENTIFIER = "identifier"
    LEFT_DELIM = "{{"
    LEFT_PAREN = "("
    NUMBER = "number"
    PIPE = "|"
    RAW_STRING = "raw string"
    RIGHT_DELIM = "}}"
    RIGHT_PAREN = ")"
    SPACE = "space"
    STRING = "string"
    TEXT = "text"
    VARIABLE = "variable"
    DOT = "."
    BLOCK = "block"
    BREAK = "break"
    CONTINUE = "continue"
    DEFINE = "define"
    ELSE = "else"
    END = "end"
    IF = "if"
    NIL = "nil"
    RANGE = "range"
    TEMPLATE = "template"
    WITH = "with"


KEYWORDS = {
    kind.value: kind
    for kind in (
        Kind.BLOCK,
        Kind.BREAK,
        Kind.CONTINUE,
        Kind.DEFINE,
        Kind.ELSE,
        Kind.END,
        Kind.IF,
        Kind.NIL,
        Kind.RANGE,
        Kind.TEMPLATE,
        Kind.WITH,
    )
}
_KEYWORD_KINDS = {*KEYWORDS.values(), Kind.DOT}

_NUMBER = re.compile(
    r"[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?"
    r"|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?"
)
_QUOTED = {
    '"': (re.compile(r'(?:[^"\\\n]|\\[^\n])*"'), Kind.STRING, "unterminated quoted string"),
    "'": (re.compile(r"(?:[^'\\\n]|\\[^\n])*'"), Kind.CHAR_CONSTANT, "unterminated character constant"),
    "`": (re.compile(r"[^`]*`"), Kind.RAW_STRING, "unterminated raw quoted string"),
}


class Token(NamedTuple):
    """One token; ``pos`` counts characters from the template's start, ``line`` from 1."""

    kind: Kind
    pos: int
    text: str
    line: int

    def __str__(self) -> str:
        if self.kind is Kind.EOF:
            return "EOF"
        if self.kind is Kind.ERROR:
            return self.text
        if self.kind in _KEYWORD_KINDS:
            return f"<{self.text}>"
        return f"{quote(self.text[:10])}..." if len(self.text.encode("utf-8", "replace")) > 10 else quote(self.text)


def _alphanumeric(char: str) -> bool:
    return char == "_" or char.isalpha() or char.isdecimal()


def code_point(char: str) -> str:
    """``U+0041 'A'``: how Go's %#U names a character (the end of the text is U+FFFFFFFFFFFFFFFF)."""
    if not char:
        return "U+FFFFFFFFFFFFFFFF"
    return f"U+{ord(char):04X}" + (f" '{char}'" if char.isprintable() else "")


class Lexer:
    """Yields the tokens one by one; after an ERROR or EOF token nothing more comes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self._line_pos = 0
        self._line = 1

    def _token(self, kind: Kind, start: int, end: int) -> Token:
        return Token(kind, start, self.text[start:end], self._line_at(start))

    def _line_at(self, pos: int) -> int:
        self._line += self.text.count("\n", self._line_pos, pos)
        self._line_pos = pos
        return self._line

    def _error(self, message: str, start: int) -> Token:
        return Token(Kind.ERROR, start, message, self._line_at(start))

    def _closing(self, pos: int) -> int:
        """Length of the closing delimiter at ``pos``, its trim marker included; 0 if there is none."""
        text = self.text
        if text.startswith("}}", pos):
            return 2
        if text[pos : pos + 1] and text[pos] in SPACES and text.startswith("-}}", pos + 1):
            return 4
        return 0

    def _after_closing(self, pos: int, length: int) -> int:
        pos += length
        if length == 4:
            while pos < len(self.text) and self.text[pos] in SPACES:
                pos += 1
        return pos

    def _trims_left(self, pos: int) -> bool:
        return self.text.startswith("-", pos) and self.text[pos + 1 : pos + 2] in tuple(SPACES)

    def tokens(self) -> Iterator[Token]:
        text = self.text
        while True:
            start = self.pos
            opening = text.find("{{", start)
            end = len(text) if opening < 0 else opening
            trims = opening >= 0 and self._trims_left(opening + 2)
            shown = len(text[:end].rstrip(SPACES)) if trims else end
            if shown > start:
                yield self._token(Kind.TEXT, start, shown)
            if opening < 0:
                yield self._token(Kind.EOF, end, end)
                return
            self.pos = opening + 2 + (2 if trims else 0)
            if text.startswith("/*", self.pos):
                wrong = self._comment()
                if wrong:
                    yield wrong
                    return
                continue
            yield self._token(Kind.LEFT_DELIM, opening, opening + 2)
            for token in self._action():
                yield token
                if token.kind is Kind.ERROR:
                    return

    def _comment(self) -> Token | None:
        start = self.pos
        end = self.text.find("*/", start + 2)
        if end < 0:
            return self._error("unclosed comment", start)
        length = self._closing(end + 2)
        if not length:
            return self._error("comment ends before closing delimiter", start)
        self.pos = self._after_closing(end + 2, length)
        return None

    def _action(self) -> Iterator[Token]:
        depth = 0
        while True:
            start, length = self.pos, self._closing(self.pos)
            if length:
                if depth:
                    yield self._error("unclosed left paren", start)
                    return
                self.pos = self._after_closing(start, length)
                yield self._token(Kind.RIGHT_DELIM, start + length - 2, start + length)
                return
            token = self._next(start)
            if token.kind is Kind.LEFT_PAREN:
                depth += 1
            elif token.kind is Kind.RIGHT_PAREN:
                depth -= 1
                if depth < 0:
                    token = self._error("unexpected right paren", start)
            self.pos = start + len(token.text)
            yield token
            if token.kind is Kind.ERROR:
                return

    def _next(self, start: int) -> Token:
        """The token inside an action that begins at ``start``."""
        char = self.text[start : start + 1]
        if not char:
            return self._error("unclosed action", start)
        if char in SPACES:
            return self._space(start)
        if char in _QUOTED:
            return self._quoted(char, start)
        if char in "$.":
            return self._field_or_variable(char, start)
        if char in "+-" or "0" <= char <= "9":
            return self._number(start)
        if _alphanumeric(char):
            return self._word(start)
        return self._sign(char, start)

    def _sign(self, char: str, start: int) -> Token:
        if char == ":":
            if self.text[start + 1 : start + 2] != "=":
                return self._error("expected :=", start)
            return self._token(Kind.DECLARE, start, start + 2)
        kind = {"=": Kind.ASSIGN, "|": Kind.PIPE, "(": Kind.LEFT_PAREN, ")": Kind.RIGHT_PAREN}.get(char)
        if kind is None and not " " <= char <= "~":
            return self._error(f"unrecognized character in action: {code_point(char)}", start)
        return self._token(kind or Kind.CHAR, start, start + 1)

    def _space(self, start: int) -> Token:
        end = start
        while self.text[end : end + 1] and self.text[end] in SPACES and not self._closing(end):
            end += 1
        return self._token(Kind.SPACE, start, end)

    def _quoted(self, char: str, start: int) -> Token:
        pattern, kind, complaint = _QUOTED[char]
        found = pattern.match(self.text, start + 1)
        return self._token(kind, start, found.end()) if found else self._error(complaint, start)

    def _run(self, pos: int) -> int:
        while pos < len(self.text) and _alphanumeric(self.text[pos]):
            pos += 1
        return pos

    def _at_terminator(self, pos: int) -> bool:
        char = self.text[pos : pos + 1]
        return not char or char in SPACES or char in TERMINATORS or self.text.startswith("}}", pos)

    def _bad(self, pos: int, start: int) -> Token:
        return self._error(f"bad character {code_point(self.text[pos : pos + 1])}", start)

    def _field_or_variable(self, char: str, start: int) -> Token:
        following = self.text[start + 1 : start + 2]
        if char == "." and (not following or "0" <= following <= "9"):
            return self._number(start)
        variable = char == "$"
        if self._at_terminator(start + 1):
            return self._token(Kind.VARIABLE if variable else Kind.DOT, start, start + 1)
        end = self._run(start + 1)
        if not self._at_terminator(end):
            return self._bad(end, start)
        return self._token(Kind.VARIABLE if variable else Kind.FIELD, start, end)

    def _word(self, start: int) -> Token:
        end = self._run(start)
        if not self._at_terminator(end):
            return self._bad(end, start)
        word = self.text[start:end]
        if word in ("true", "false"):
            return self._token(Kind.BOOL, start, end)
        return self._token(KEYWORDS.get(word, Kind.IDENTIFIER), start, end)

    def _scan_number(self, pos: int) -> tuple[int, bool]:
        found = _NUMBER.match(self.text, pos)
        end = found.end() if found else pos
        following = self.text[end : end + 1]
        return (end + 1, False) if following and _alphanumeric(following) else (end, True)

    def _number(self, start: int) -> Token:
        end, good = self._scan_number(start)
        kind = Kind.NUMBER
        if good and self.text[end : end + 1] in ("+", "-"):
            kind = Kind.COMPLEX
            end, good = self._scan_number(end)
            good = good and self.text[end - 1] == "i"
        if not good:
            return self._error(f"bad number syntax: {quote(self.text[start:end])}", start)
        return self._token(kind, start, end)
