"""JSON as Go's encoding/json spells it."""

from __future__ import annotations

import re
from typing import Any

from shell.output.template import floats
from shell.output.template.values import (
    Invalid,
    Methods,
    Nil,
    Number,
    Ordered,
    Pointer,
    Stringer,
    Struct,
    is_nil,
    type_name,
)

_ESCAPED = re.compile(r'[\x00-\x1f"\\\u2028\u2029\ud800-\udfff]')
_ESCAPED_HTML = re.compile(r'[\x00-\x1f"\\\u2028\u2029\ud800-\udfff<>&]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _SHORT.get(char) or f"\\u{ord(char):04x}"


def string(text: str, escape_html: bool = True) -> str:
    """A string literal; bytes that were no UTF-8 become U+FFFD, as in Go."""
    return f'"{(_ESCAPED_HTML if escape_html else _ESCAPED).sub(_escape, text)}"'


def number(value: float) -> str:
    """A float: as in JavaScript, with an exponent below 1e-6 and from 1e21 on."""
    text = floats.shortest(value, low=-6, high=21)
    return re.sub(r"e-0(\d)$", r"e-\1", text)


def dumps(value: Any, escape_html: bool = True) -> str:
    """One line of JSON: map keys sorted, a struct's fields and a row's placeholders in their order.

    TypeError with Go's complaint for what JSON has no form for.
    """
    if isinstance(value, str):
        return (str(value) or "0") if isinstance(value, Number) else string(value, escape_html)
    if value is None or isinstance(value, (Invalid, Nil)):
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list):
        items = (dumps(item, escape_html or getattr(item, "html", False)) for item in value)
        return "null" if is_nil(value) else "[" + ",".join(items) + "]"
    if isinstance(value, Ordered):
        return _object(list(value.items()), escape_html)
    if isinstance(value, dict):
        return "null" if is_nil(value) else _object([(key, value[key]) for key in sorted(value)], escape_html)
    return _special(value, escape_html)


def _special(value: Any, escape_html: bool) -> str:
    if isinstance(value, Struct):
        return _object(value.members(), escape_html)
    if isinstance(value, Methods):
        told = value.to_json()
        return (
            _object(list(told.items()), value.html or escape_html) if type(told) is dict else dumps(told, escape_html)
        )
    if isinstance(value, Stringer):
        return string(value.go_string(), escape_html)
    if isinstance(value, Pointer):
        return dumps(value.value, escape_html)
    raise TypeError(f"json: unsupported type: {type_name(value)}")


def _object(pairs: list[tuple[str, Any]], escape_html: bool) -> str:
    return "{" + ",".join(f"{string(key, escape_html)}:{dumps(item, escape_html)}" for key, item in pairs) + "}"


_TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


def indent(text: str, prefix: str = "", step: str = "    ") -> str:
    """JSON text with one member per line; strings, numbers and the order of keys stay as they are (json.Indent)."""
    out: list[str] = []
    depth, tokens = 0, _TOKEN.findall(text)
    newlines = [f"\n{prefix}"]
    previous = ""
    for token in tokens:
        if token in ("}", "]"):
            depth -= 1
            if previous not in ("{", "["):
                out.append(newlines[depth])
        elif previous in ("{", "["):
            out.append(newlines[depth])
        if token in ("{", "["):
            depth += 1
            if depth == len(newlines):
                newlines.append(newlines[-1] + step)
        out.append(token)
        if token == ",":
            out.append(newlines[depth])
        elif token == ":":
            out.append(" ")
        previous = token
    return "".join(out)


def compact(text: str) -> str:
    """JSON text without the space between its parts (json.Compact)."""
    return "".join(_TOKEN.findall(text))
