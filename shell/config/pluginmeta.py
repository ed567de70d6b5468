"""What a CLI plugin tells of itself, read as docker reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..errors import ShellError
from .godecode import GoJSONError, decode, kind

NAME = re.compile(r"[a-z][a-z0-9]*")
_FIELDS: Mapping[str, type] = {
    "SchemaVersion": str,
    "Vendor": str,
    "Version": str,
    "ShortDescription": str,
    "URL": str,
    "Hidden": bool,
}
_EARLIEST_UNKNOWN = 2  # major version of the schema


class MetadataError(ShellError):
    """The plugin cannot be used; `told` is what could be read of it."""

    def __init__(self, message: str, told: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.told = told or {}


def read(output: bytes) -> dict[str, Any]:
    """The fields that a plugin's answer sets. Raises MetadataError, in docker's words, for one that is no plugin's."""
    told, problem = _fields(_value(output))
    if not problem:
        problem = _schema(told.get("SchemaVersion", ""))
    if not problem and not told.get("Vendor"):
        problem = "plugin metadata does not define a vendor"
    if problem:
        raise MetadataError(problem, told)
    return told


def _value(output: bytes) -> Any:
    try:
        value = decode(output)
    except GoJSONError as why:
        problem = str(why).replace("unexpected EOF", "unexpected end of JSON input")
        raise MetadataError(f"invalid metadata: {problem}") from None
    text = output.decode("utf-8", "replace").strip(" \t\r\n")
    if not text:
        raise MetadataError("invalid metadata: unexpected end of JSON input")
    rest = text[json.JSONDecoder().raw_decode(text)[1] :].strip(" \t\r\n")
    if rest:
        raise MetadataError(f"invalid metadata: invalid character '{rest[0]}' after top-level value")
    return value


def _fields(value: Any) -> tuple[dict[str, Any], str]:
    """What fits, and Go's sentence about the first that does not."""
    if value is None:
        return {}, ""
    if not isinstance(value, dict):
        return {}, f"invalid metadata: json: cannot unmarshal {kind(value)} into Go value of type metadata.Metadata"
    told: dict[str, Any] = {}
    problem = ""
    names = {name.lower(): name for name in _FIELDS}
    for key, item in value.items():
        name = names.get(key.lower())
        if name is None or item is None:
            continue
        if isinstance(item, _FIELDS[name]):
            told[name] = item
        elif not problem:
            wanted = "bool" if _FIELDS[name] is bool else "string"
            where = f"Go struct field Metadata.{key} of type {wanted}"
            problem = f"invalid metadata: json: cannot unmarshal {kind(item)} into {where}"
    return told, problem


def _schema(version: str) -> str:
    if not version:
        return "plugin SchemaVersion version cannot be empty"
    major, dot, _ = version.partition(".")
    shown = json.dumps(version, ensure_ascii=False)
    if not dot or not re.fullmatch(r"[+-]?[0-9]{1,18}", major):
        return f"plugin SchemaVersion {shown} has wrong format: must be <major>.<minor>.<patch>"
    if int(major) >= _EARLIEST_UNKNOWN:
        return f"plugin SchemaVersion {shown} is not supported: must be lower than {_EARLIEST_UNKNOWN}.0.0"
    return ""
