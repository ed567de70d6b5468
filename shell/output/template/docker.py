"""The functions docker adds to Go's templates: json join lower upper title split pad truncate."""

from __future__ import annotations

from shell.output import gojson
from shell.output.template.errors import CallError
from shell.output.template.functions import Function
from shell.output.template.strings import from_bytes, to_bytes
from shell.output.template.values import Slice, Value

_LONGEST = 64 * 1024 * 1024


def _strings(items: list[str]) -> Slice:
    return Slice(list(items), "[]string", "")


def _split(text: str, separator: str) -> Slice:
    return _strings(text.split(separator) if separator else list(text))


def _simple(char: str, changed: str) -> str:
    return changed if len(changed) == 1 else char


def _lower(text: str) -> str:
    return text.lower() if text.isascii() else "".join(c.lower()[0] for c in text)


def _upper(text: str) -> str:
    return text.upper() if text.isascii() else "".join(_simple(c, c.upper()) for c in text)


def _separates(char: str) -> bool:
    if char.isascii():
        return not (char.isalnum() or char == "_")
    return not char.isalpha() and not char.isdecimal() and char.isspace()


def _title(text: str) -> str:
    """Go's strings.Title: the first letter of each word."""
    return "".join(
        _simple(char, char.title()) if at == 0 or _separates(text[at - 1]) else char for at, char in enumerate(text)
    )


def _pad(text: str, before: int, after: int) -> str:
    if not text:
        return text
    if before < 0 or after < 0:
        raise CallError("strings: negative Repeat count")
    if before + after > _LONGEST:
        raise CallError("strings: Repeat output length overflow")
    return " " * before + text + " " * after


def _truncate(text: str, length: int) -> str:
    data = to_bytes(text)
    if len(data) < length:
        return text
    if length < 0:
        raise CallError(f"runtime error: slice bounds out of range [:{length}]")
    return from_bytes(data[:length])


def _json(value: Value) -> str:
    try:
        return gojson.dumps(value, escape_html=False)
    except TypeError as error:
        raise CallError(error) from None


FUNCTIONS: dict[str, Function] = {
    "json": Function(_json, ("any",)),
    "split": Function(_split, ("string", "string")),
    "join": Function(lambda items, separator: separator.join(items), ("[]string", "string")),
    "title": Function(_title, ("string",)),
    "lower": Function(_lower, ("string",)),
    "upper": Function(_upper, ("string",)),
    "pad": Function(_pad, ("string", "int", "int")),
    "truncate": Function(_truncate, ("string", "int")),
}


def _same(text: str, *_: Value) -> str:
    return text


# What a table's header goes through: the names of the columns stay as they are, only pad works.
HEADER_FUNCTIONS: dict[str, Function] = {
    "json": Function(_same, ("string",)),
    "split": Function(_same, ("string", "string")),
    "join": Function(_same, ("string", "string")),
    "title": Function(_same, ("string",)),
    "lower": Function(_same, ("string",)),
    "upper": Function(_same, ("string",)),
    "truncate": Function(_same, ("string", "int")),
}
