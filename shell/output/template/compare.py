"""Comparison in Go templates: eq, ne, lt, le, gt, ge."""

from __future__ import annotations

from shell.output.template.errors import CallError
from shell.output.template.printing import text_of
from shell.output.template.values import Invalid, Value, is_integer, is_nil, type_name

_BAD_TYPE = "invalid type for comparison"


def _kind(value: Value) -> str:
    """What Go compares by: bool, int, uint, float, complex, string; "" for the rest."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "bool"
    if is_integer(value):
        return "uint" if getattr(value, "go_type", "").startswith("uint") else "int"
    if isinstance(value, float):
        return "float"
    return "complex" if isinstance(value, complex) else ""


def _shape(value: Value) -> str:
    return "slice" if isinstance(value, list) else "map" if isinstance(value, dict) else "struct"


def _absent(value: Value) -> bool:
    return value is None or isinstance(value, Invalid)


def _incompatible(first: Value, second: Value) -> CallError:
    return CallError(f"incompatible types for comparison: {type_name(first)} and {type_name(second)}")


def _alike(first: Value, second: Value) -> bool:
    """Equality of values that are of no basic kind."""
    if _absent(first) or _absent(second):
        return is_nil_like(first) and is_nil_like(second)
    if is_nil(first) or is_nil(second):
        return is_nil(first) == is_nil(second)
    if _shape(first) != _shape(second):
        one, other = type_name(first), type_name(second)
        raise CallError(f"non-comparable types {text_of(first)}: {one}, {other}: {text_of(second)}")
    if isinstance(second, (list, dict)):
        raise CallError(f"non-comparable type {text_of(second)}: {type_name(second)}")
    return first is second


def is_nil_like(value: Value) -> bool:
    return _absent(value) or is_nil(value)


def eq(first: Value, *others: Value) -> bool:
    if not others:
        raise CallError("missing argument for comparison")
    kind = _kind(first)
    for other in others:
        theirs = _kind(other)
        if kind == theirs or {kind, theirs} == {"int", "uint"}:
            if first == other if kind else _alike(first, other):
                return True
        elif not _absent(first) and not _absent(other):
            raise _incompatible(first, other)
    return False


def ne(first: Value, second: Value) -> bool:
    return not eq(first, second)


def lt(first: Value, second: Value) -> bool:
    kind, theirs = _kind(first), _kind(second)
    if not kind or not theirs:
        raise CallError(_BAD_TYPE)
    if kind != theirs and {kind, theirs} != {"int", "uint"}:
        raise _incompatible(first, second)
    if kind in ("bool", "complex"):
        raise CallError(_BAD_TYPE)
    return bool(first < second)


def le(first: Value, second: Value) -> bool:
    return lt(first, second) or eq(first, second)


def gt(first: Value, second: Value) -> bool:
    return not le(first, second)


def ge(first: Value, second: Value) -> bool:
    return not lt(first, second)
