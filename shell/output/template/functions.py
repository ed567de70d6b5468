"""The functions of Go's text/template, and how a function is described to the engine."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import Any, NamedTuple

from shell.output.template import compare
from shell.output.template.errors import CallError
from shell.output.template.printing import sprint, sprintf, sprintln
from shell.output.template.strings import from_bytes, is_print, to_bytes
from shell.output.template.values import (
    INVALID,
    Invalid,
    Map,
    Nil,
    Pointer,
    Slice,
    Struct,
    Value,
    is_generic,
    is_integer,
    truth,
    type_name,
)


class Function(NamedTuple):
    """``params``: Go's types of the fixed parameters; ``rest``: that of the variadic ones, if it has some.

    "value" is Go's reflect.Value (takes anything, the absent value too), "any" is interface {}.
    ``call`` raises CallError for what the engine shall report as ``error calling NAME: …``.
    """

    call: Callable[..., Value]
    params: tuple[str, ...] = ()
    rest: str | None = None


CALLED = "\0"  # in a complaint of call: where the engine puts the argument as it was typed


def _untyped_nil(value: Value) -> bool:
    return value is None or isinstance(value, Invalid)


def _number_index(at: Value, length: int, kind: str = "slice", cap: bool = False) -> int:
    if _untyped_nil(at):
        raise CallError("cannot index slice/array with nil")
    if not is_integer(at):
        raise CallError(f"cannot index slice/array with type {type_name(at)}")
    if at < 0 or at > length:
        raise CallError(f"index out of range: {int(at)}")
    if at == length and not cap:
        raise CallError(f"reflect: {kind} index out of range")
    return int(at)


def _map_key(item: Value, key: Value) -> str:
    wanted = item.key if isinstance(item, Map) else "string"
    if _untyped_nil(key):
        raise CallError(f"value is nil; should be of type {wanted}")
    if type_name(key) != wanted:
        raise CallError(f"value has type {type_name(key)}; should be {wanted}")
    return str(key)


def _index(item: Value, *indices: Value) -> Value:
    if _untyped_nil(item):
        raise CallError("index of untyped nil")
    for at in indices:
        if _untyped_nil(item) or isinstance(item, Nil):
            raise CallError("index of nil pointer")
        if isinstance(item, list):
            item = item[_number_index(at, len(item))]
        elif isinstance(item, str):
            data = to_bytes(item)
            item = data[_number_index(at, len(data), "string")]
        elif isinstance(item, dict):
            item = item.get(_map_key(item, at), item.zero if isinstance(item, Map) else None)
        else:
            raise CallError(f"can't index item of type {type_name(item)}")
    return item


def _slice(item: Value, *indices: Value) -> Value:
    if _untyped_nil(item):
        raise CallError("slice of untyped nil")
    if len(indices) > 3:
        raise CallError(f"too many slice indexes: {len(indices)}")
    if isinstance(item, str):
        if len(indices) == 3:
            raise CallError("cannot 3-index slice a string")
        data = to_bytes(item)
        return from_bytes(data[slice(*_bounds(len(data), indices))])
    if not isinstance(item, list):
        raise CallError(f"can't slice item of type {type_name(item)}")
    part = item[slice(*_bounds(len(item), indices))]
    return part if is_generic(item) else Slice(part, type_name(item), getattr(item, "zero", None))


def _bounds(length: int, indices: tuple[Value, ...]) -> tuple[int, int]:
    places = [_number_index(at, length, cap=True) for at in indices]
    start, end = places[0] if places else 0, places[1] if len(places) > 1 else length
    if start > end:
        raise CallError(f"invalid slice index: {start} > {end}")
    if len(places) == 3 and end > places[2]:
        raise CallError(f"invalid slice index: {end} > {places[2]}")
    return start, end


def _length(item: Value) -> int:
    if _untyped_nil(item):
        raise CallError("len of nil pointer" if item is None else "reflect: call of reflect.Value.Type on zero Value")
    if isinstance(item, Nil):
        raise CallError("len of nil pointer")
    if isinstance(item, str):
        return len(to_bytes(item))
    if isinstance(item, (list, dict)):
        return len(item)
    raise CallError(f"len of type {type_name(item)}")


def _call(function: Value, *_: Value) -> Value:
    if _untyped_nil(function):
        raise CallError("call of nil")
    raise CallError(f"non-function {CALLED} of type {type_name(function)}")


def _joined(args: tuple[Value, ...]) -> str:
    if len(args) == 1 and isinstance(args[0], str):
        return args[0]
    return sprint(["<no value>" if _untyped_nil(arg) else _followed(arg) for arg in args])


def _followed(value: Value) -> Value:
    if isinstance(value, Pointer):
        return value.value
    return Struct(value.go_type, value.fields) if isinstance(value, Struct) and value.pointer else value


_HTML = str.maketrans({'"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\ufffd"})
_JS = {"\\": "\\\\", "'": "\\'", '"': '\\"', "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D"}


def _js_char(char: str) -> str:
    if char in _JS:
        return _JS[char]
    return char if is_print(char) else f"\\u{ord(char):04X}"


def _and(*args: Value) -> Value:
    return next((arg for arg in args if not truth(arg)), args[-1])


def _or(*args: Value) -> Value:
    return next((arg for arg in args if truth(arg)), args[-1])


BUILTINS: dict[str, Function] = {
    "and": Function(_and, ("value",), "value"),
    "or": Function(_or, ("value",), "value"),
    "not": Function(lambda arg: not truth(arg), ("value",)),
    "call": Function(_call, ("value",), "value"),
    "html": Function(lambda *args: _joined(args).translate(_HTML), (), "any"),
    "js": Function(lambda *args: "".join(map(_js_char, _joined(args))), (), "any"),
    "urlquery": Function(lambda *args: urllib.parse.quote_plus(to_bytes(_joined(args)), safe="~"), (), "any"),
    "index": Function(_index, ("value",), "value"),
    "slice": Function(_slice, ("value",), "value"),
    "len": Function(_length, ("value",)),
    "print": Function(lambda *args: sprint(list(args)), (), "any"),
    "println": Function(lambda *args: sprintln(list(args)), (), "any"),
    "printf": Function(lambda form, *args: sprintf(form, list(args)), ("string",), "any"),
    "eq": Function(compare.eq, ("value",), "value"),
    "ne": Function(compare.ne, ("value", "value")),
    "lt": Function(compare.lt, ("value", "value")),
    "le": Function(compare.le, ("value", "value")),
    "gt": Function(compare.gt, ("value", "value")),
    "ge": Function(compare.ge, ("value", "value")),
}


def nothing(go_type: str) -> Any:
    """The zero value that an absent argument of that type becomes; CallError if nil does not fit it."""
    if go_type == "any":
        return None
    if go_type == "value":
        return INVALID
    if go_type.startswith("[]"):
        return Slice([], go_type, nil=True)
    raise CallError(f"invalid value; expected {go_type}")
