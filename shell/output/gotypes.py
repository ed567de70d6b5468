"""Go's types for templates: JSON becomes structs with Go's field names, zero values and order.

A schema is text: a line ``package.Name`` opens a struct, each line below it is a field:

    GoName[:jsonName] type[?]      ``?`` is omitempty, a jsonName of ``-`` keeps the field out of JSON
    + type                         an embedded struct

Types: string bool int int64 uint16 … ``any``, ``raw`` (JSON in its order), ``time``, ``duration``, ``*T``, ``[]T``,
``[n]T``, ``{T}`` (a map of strings; ``{port:T}`` of ports), ``~name`` (a string type of that name), or the name of a
struct.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from shell.output.gomethods import MODES, Duration, Port, Time
from shell.output.template.values import Int, Map, Nil, Number, Ordered, Pointer, Slice, Stringer, Struct, Text, Value

_NUMBERS = {"int64", "int32", "uint", "uint8", "uint16", "uint32", "uint64"}
_NAMED = {"{port:[]nat.PortBinding}": "nat.PortMap", "{port:struct {}}": "nat.PortSet"}


class Field(NamedTuple):
    """``json`` is "" for an embedded struct, "-" for a field that JSON does not have."""

    name: str
    json: str
    type: str
    omitempty: bool


_ERRORS = {"manager.pluginError"}  # print as their text, wherever they stand
_OWN_JSON = {"manager.Plugin"}  # structs whose pointers make their JSON themselves, which escapes HTML


class Record(Struct):
    """A struct that knows its schema: embedded fields are found through it, JSON leaves out what is empty."""

    __slots__ = ("layout", "html")

    def __init__(self, go_type: str, fields: dict[str, Value], layout: tuple[Field, ...]) -> None:
        super().__init__(go_type, fields)
        self.layout, self.html = layout, go_type in _OWN_JSON

    def lookup(self, name: str) -> Value:
        if name in self.fields:
            return self.fields[name]
        for field in self.layout:
            inner = self.fields[field.name]
            if not field.json and isinstance(inner, Record):
                try:
                    return inner.lookup(name)
                except KeyError:
                    continue
        raise KeyError(name)

    def members(self) -> list[tuple[str, Value]]:
        found: list[tuple[str, Value]] = []
        for field in self.layout:
            value = self.fields[field.name]
            if not field.json:
                found += value.members() if isinstance(value, Record) else []
            elif field.json != "-" and not (field.omitempty and _empty(value)):
                found.append((field.json, value))
        return found


class Spelt(Record, Stringer):
    """A struct that prints as ``SPELLINGS`` has it."""

    def go_string(self) -> str:
        return SPELLINGS[self.go_type].format(**self.fields)


SPELLINGS = {
    "units.Ulimit": "{Name}={Soft}:{Hard}",
    "blkiodev.WeightDevice": "{Path}:{Weight}",
    "blkiodev.ThrottleDevice": "{Path}:{Rate}",
}


def _empty(value: Value) -> bool:
    return not value and not isinstance(value, Struct)


class Types:
    """The structs of a schema."""

    def __init__(self, schema: str) -> None:
        self.structs: dict[str, tuple[Field, ...]] = {}
        name = ""
        fields: list[Field] = []
        for line in [*schema.split("\n"), "end"]:
            if not line.strip():
                continue
            if not line.startswith(" "):
                if name:
                    self.structs[name] = tuple(fields)
                name, fields = line.strip(), []
            else:
                fields.append(_field(line.strip()))

    def decode(self, value: Any, go_type: str) -> Value:
        """The JSON value as that type; what is missing or of another type becomes the zero value."""
        if go_type.startswith("*"):
            return self._pointer(value, go_type[1:])
        if go_type.startswith("[]"):
            return self._slice(value, go_type, go_type[2:])
        if go_type.startswith("["):
            return self._array(value, go_type)
        if go_type.startswith("{"):
            return self._map(value, go_type)
        if go_type in self.structs:
            return self._struct(value, go_type)
        return self._scalar(value, go_type)

    def _pointer(self, value: Any, inner: str) -> Value:
        if value is None:
            return Nil("*" + go_name(inner))
        found = self.decode(value, inner)
        if inner in _ERRORS:
            return found
        if not isinstance(found, Record):
            return Pointer(found, "*" + go_name(inner))
        found.pointer = True
        return found

    def _slice(self, value: Any, go_type: str, inner: str) -> Value:
        items = [self.decode(item, inner) for item in value] if isinstance(value, list) else []
        return Slice(items, go_name(go_type), self.decode(None, inner), nil=not isinstance(value, list))

    def _array(self, value: Any, go_type: str) -> Value:
        size, inner = go_type[1:].split("]", 1)
        given = value if isinstance(value, list) else []
        items = [self.decode(item, inner) for item in [*given, *[None] * int(size)][: int(size)]]
        return Slice(items, go_name(go_type))

    def _map(self, value: Any, go_type: str) -> Value:
        ports = go_type.startswith("{port:")
        inner = go_type[1:-1].removeprefix("port:")
        given = value if isinstance(value, dict) else {}
        items = {Port(key) if ports else key: self.decode(item, inner) for key, item in given.items()}
        key = "nat.Port" if ports else "string"
        return Map(items, go_name(go_type), self.decode(None, inner), not isinstance(value, dict), key)

    def _struct(self, value: Any, go_type: str) -> Record:
        given: Mapping[str, Any] = value if isinstance(value, dict) else {}
        layout, fields = self.structs[go_type], {}
        for field in layout:
            source = given if not field.json else given.get(field.json)
            fields[field.name] = self.decode(source, field.type)
        return (Spelt if go_type in SPELLINGS else Record)(go_type, fields, layout)

    def _scalar(self, value: Any, go_type: str) -> Value:
        if go_type == "any":
            return generic(value)
        if go_type == "raw":
            return _ordered(value)
        if go_type == "bool":
            return value is True
        if go_type == "time":
            return Time(value if isinstance(value, str) else "")
        if go_type == "duration":
            return Duration(_whole(value), "time.Duration")
        if go_type == "int":
            return _whole(value)
        if go_type == "float64":
            return float(value) if isinstance(value, (int, float)) else 0.0
        if go_type in _NUMBERS:
            return Int(_whole(value), go_type)
        text = value if isinstance(value, str) else ""
        return MODES.get(go_type[1:], Text)(text, go_type[1:]) if go_type.startswith("~") else text


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) and math.isfinite(value) else 0


def _field(line: str) -> Field:
    if line.startswith("+ "):
        go_type = line[2:]
        return Field(go_type.lstrip("*").split(".")[-1], "", go_type, False)
    name, go_type = line.split(" ", 1)
    name, _, json = name.partition(":")
    return Field(name, json or name, go_type.rstrip("?"), go_type.endswith("?"))


@lru_cache(maxsize=1024)
def go_name(go_type: str) -> str:
    """Go's spelling of a schema's type."""
    if go_type[:1] in ("*", "["):
        head = re.match(r"\*|\[\d*\]", go_type)
        assert head is not None
        return head.group() + go_name(go_type[head.end() :])
    if go_type.startswith("{"):
        return _NAMED.get(go_type) or f"map[string]{go_name(go_type[1:-1])}"
    return {"any": "interface {}", "time": "time.Time", "duration": "time.Duration"}.get(go_type, go_type.lstrip("~"))


def generic(value: Any) -> Value:
    """JSON as Go decodes it without knowing its shape: numbers become float64."""
    if isinstance(value, dict):
        return {key: generic(item) for key, item in value.items()}
    if isinstance(value, list):
        return [generic(item) for item in value]
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _ordered(value: Any) -> Value:
    if isinstance(value, dict):
        return Ordered({key: _ordered(item) for key, item in value.items()})
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    return value


def spelt(text: str) -> Value:
    """JSON text with every number kept as it was spelt (json.Number), as docker's inspect reads it."""
    import json

    return json.loads(text, parse_int=Number, parse_float=Number)
