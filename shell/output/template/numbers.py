"""Number and character literals of Go templates."""

from __future__ import annotations

import re

from shell.output.template.nodes import Number
from shell.output.template.strings import quote, unquote_char

_INTEGER = re.compile(
    r"[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)\Z"
)
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9]+)?\Z"
)
_HEX = re.compile(r"[+-]?0[xX](?:_?[0-9a-fA-F])*(?:\.[0-9a-fA-F_]*)?[pP][+-]?[0-9]+\Z")
_SPLIT = re.compile(r"(.*?[^eEpP+-])([+-].+)i\Z")


def _integer(text: str) -> int | None:
    if not _INTEGER.match(text):
        return None
    bare = text.lstrip("+-").replace("_", "")
    base = {"x": 16, "o": 8, "b": 2}.get(bare[1:2].lower(), 8 if bare.startswith("0") else 10)
    digits = bare[2:] if base != 10 and bare[1:2].isalpha() else bare
    return int(digits, base) * (-1 if text.startswith("-") else 1)


def _real(text: str) -> float | None:
    if _DECIMAL.match(text):
        value = float(text.replace("_", ""))
    elif _HEX.match(text):
        value = float.fromhex(text.replace("_", ""))
    else:
        return None
    return value if value not in (float("inf"), float("-inf")) else None


def _complex(number: Number, text: str) -> Number:
    found = _SPLIT.match(text)
    first, second = (found[1], found[2]) if found else ("0", text[:-1])
    real, imaginary = _real(first), _real(second)
    if real is None or imaginary is None:
        raise ValueError(f"illegal number syntax: {quote(text)}")
    number.imaginary = complex(real, imaginary)
    if imaginary == 0:
        number.real = real
        number.integer = int(real) if real.is_integer() else None
    return number


def number(pos: int, text: str) -> Number:
    """The node of a literal; ValueError with Go's complaint if it is none."""
    node = Number(pos, text)
    if text.startswith("'"):
        node.integer = unquote_char(text)
        node.real = float(node.integer)
        return node
    if text.endswith("i") and not text[:-1].endswith("i"):
        return _complex(node, text)
    value = _integer(text)
    if value is not None:
        if not -(1 << 63) <= value < 1 << 64:
            raise ValueError(f"integer overflow: {quote(text)}")
        node.integer, node.real = value, float(value)
        return node
    node.real = _real(text)
    if node.real is None:
        raise ValueError(f"illegal number syntax: {quote(text)}")
    if not set(text) & set(".eEpP"):
        raise ValueError(f"integer overflow: {quote(text)}")
    if node.real.is_integer() and abs(node.real) < 1 << 63:
        node.integer = int(node.real)
    return node
