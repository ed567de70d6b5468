"""The small part of Go's regexp syntax that ignore patterns can produce, as a Python regexp."""

from __future__ import annotations

import re

from shell.errors import ShellError

_CONTROLS = {"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}
_PLAIN = {"]": r"\]", "}": r"\}", "$": r"\Z"}
_COUNT = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_LARGEST_COUNT = 1000
_CLASSES = frozenset("dDsSwW")
_ANCHORS = {"A": r"\A", "b": r"\b", "B": r"\B", "z": r"\Z"}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": r"0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}


class BadPattern(ShellError):
    """Go's ErrBadPattern."""

    def __init__(self) -> None:
        super().__init__("syntax error in pattern")


def translate(source: str) -> re.Pattern[str]:
    """A compiled regexp, to be searched for; raises BadPattern."""
    out = []
    at = 0
    while at < len(source):
        char = source[at]
        if char == "\\":
            out.append(_escape(source[at + 1 : at + 2]))
            at += 2
        elif char == "[":
            text, at = _class(source, at + 1)
            out.append(text)
        elif char == "{":
            text, at = _count(source, at)
            out.append(text)
        else:
            out.append(_PLAIN.get(char, char))
            at += 1
    try:
        return re.compile("".join(out), re.ASCII)
    except re.error:
        raise BadPattern from None


def _count(source: str, at: int) -> tuple[str, int]:
    """A repetition as `{2}` or `{2,}`, or the brace alone, and the position behind it."""
    found = _COUNT.match(source, at)
    if found is None:
        return r"\{", at + 1
    if any(int(number) > _LARGEST_COUNT for number in found.groups("0") if number):
        raise BadPattern
    return found[0], found.end()


def _escape(char: str) -> str:
    if char in _CLASSES and char:
        return "\\" + char
    if char in _ANCHORS and char:
        return _ANCHORS[char]
    return re.escape(_literal(char))


def _literal(char: str) -> str:
    """The character that a backslash before `char` stands for."""
    if char in _CONTROLS:
        return _CONTROLS[char]
    if not char or (char.isascii() and char.isalnum()) or not char.isascii():
        raise BadPattern
    return char


def _class(source: str, at: int) -> tuple[str, int]:
    """A class from after its `[`, and the position behind its `]`."""
    negated = source[at : at + 1] == "^"
    at += negated
    members: list[str] = []
    while source[at : at + 1] != "]" or not members:
        if at >= len(source):
            raise BadPattern
        text, at = _member(source, at)
        members.append(text)
    return f"[{'^' if negated else ''}{''.join(members)}]", at + 1


def _member(source: str, at: int) -> tuple[str, int]:
    """One member of a class: a set by name, an escape of several, a range or a character."""
    end = source.find(":]", at + 2)
    if source.startswith("[:", at) and end > 0:
        name = source[at + 2 : end]
        if name not in _POSIX:
            raise BadPattern
        return _POSIX[name], end + 2
    if source[at] == "\\" and source[at + 1 : at + 2] in _CLASSES and at + 1 < len(source):
        return source[at : at + 2], at + 2
    low, at = _one(source, at)
    if source[at : at + 1] == "-" and source[at + 1 : at + 2] not in ("", "]"):
        high, at = _one(source, at + 1)
        if high < low:
            raise BadPattern
        return f"{_member_text(low)}-{_member_text(high)}", at
    return _member_text(low), at


def _one(source: str, at: int) -> tuple[str, int]:
    if source[at] == "\\":
        return _literal(source[at + 1 : at + 2]), at + 2
    return source[at], at + 1


def _member_text(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x80 else char
