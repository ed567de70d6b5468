"""JSON read as Go's decoder reads it: the first value of a text, and Go's sentence about what is wrong with it."""

from __future__ import annotations

import json
import re
from typing import Any

_SPACE = " \t\r\n"
_NUMBER_STEPS = (
    # what has been read of a number -> what Go says when the next character does not fit
    (re.compile(r"-$"), "in numeric literal"),
    (re.compile(r"-?\d+\.$"), "after decimal point in numeric literal"),
    (re.compile(r"-?\d+(\.\d+)?[eE][+-]?$"), "in exponent of numeric literal"),
)
_NUMBER = re.compile(r"-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:(?<!\.)[eE][+-]?\d*)?)?")

_HALF_ESCAPED, _HALF = re.compile(r"\\u[dD][89a-fA-F]"), re.compile("[\ud800-\udfff]")


class GoJSONError(ValueError):
    """The text is no JSON; the message is Go's."""


def decode(data: bytes) -> Any:
    """The first JSON value in `data`, or None when there is nothing but space; what follows it is ignored.

    Raises GoJSONError.
    """
    text = data.decode("utf-8", "replace")
    start = len(text) - len(text.lstrip(_SPACE))
    if start == len(text):
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        # Go reads bytes, so it is the first one of the mark that it names.
        raise GoJSONError("invalid character 'ï' looking for beginning of value")
    try:
        value = json.JSONDecoder(parse_constant=_refuse).raw_decode(text, start)[0]
        return _paired(value) if _HALF_ESCAPED.search(text) else value
    except (ValueError, RecursionError):
        raise GoJSONError(_fault(text)) from None


def _paired(value: Any) -> Any:
    """The value with U+FFFD for every half of a surrogate pair."""
    match value:
        case str():
            return _HALF.sub("\ufffd", value)
        case list():
            return [_paired(item) for item in value]
        case dict():
            return {_paired(key): _paired(item) for key, item in value.items()}
    return value


def _fault(text: str) -> str:
    """What Go says of a text that Python cannot read."""
    try:
        _Scanner(text).value()
    except GoJSONError as error:
        return str(error)
    except RecursionError:
        return "exceeded max depth"
    return "invalid number literal"


def kind(value: Any) -> str:
    """Go's word for what kind of JSON value this is."""
    match value:
        case bool():
            return "bool"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
    return "number"


def _refuse(word: str) -> Any:
    raise ValueError(word)


class _Scanner:
    """Walks a text that is known to be wrong, up to the place where Go's scanner stops."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def value(self, where: str = "looking for beginning of value") -> None:
        character = self.peek()
        if character == "{":
            self.members()
        elif character == "[":
            self.elements()
        elif character == '"':
            self.string()
        elif character == "-" or character.isdigit():
            self.number()
        elif character in "tfn":
            self.literal({"t": "true", "f": "false", "n": "null"}[character])
        else:
            self.wrong(where)

    def peek(self) -> str:
        """The next character that is no space."""
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1
        return self.here()

    def here(self) -> str:
        if self.at >= len(self.text):
            raise GoJSONError("unexpected EOF")
        return self.text[self.at]

    def wrong(self, where: str) -> None:
        character = self.here()
        shown = {"'": "\\'", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\"}.get(character, character)
        raise GoJSONError(f"invalid character '{shown}' {where}")

    def members(self) -> None:
        self.at += 1
        if self.peek() == "}":
            self.at += 1
            return
        while True:
            if self.peek() != '"':
                self.wrong("looking for beginning of object key string")
            self.string()
            if self.peek() != ":":
                self.wrong("after object key")
            self.at += 1
            self.value()
            if self.ends("}", "after object key:value pair"):
                return

    def elements(self) -> None:
        self.at += 1
        if self.peek() == "]":
            self.at += 1
            return
        while True:
            self.value()
            if self.ends("]", "after array element"):
                return

    def ends(self, closing: str, where: str) -> bool:
        """Past a comma (False) or past `closing` (True)."""
        character = self.peek()
        if character not in ("," + closing):
            self.wrong(where)
        self.at += 1
        return character == closing

    def string(self) -> None:
        self.at += 1
        while (character := self.here()) != '"':
            if character < " ":
                self.wrong("in string literal")
            self.at += 1
            if character == "\\":
                self.escape()
        self.at += 1

    def escape(self) -> None:
        if self.here() not in '"\\/bfnrtu':
            self.wrong("in string escape code")
        digits = 4 if self.here() == "u" else 0
        self.at += 1
        for _ in range(digits):
            if self.here() not in "0123456789abcdefABCDEF":
                self.wrong("in \\u hexadecimal character escape")
            self.at += 1

    def number(self) -> None:
        found = _NUMBER.match(self.text, self.at)
        read = found[0] if found else ""
        self.at += len(read)
        for unfinished, where in _NUMBER_STEPS:
            if unfinished.match(read):
                self.wrong(where)

    def literal(self, word: str) -> None:
        for expected in word:
            if self.here() != expected:
                self.wrong(f"in literal {word} (expecting '{expected}')")
            self.at += 1
