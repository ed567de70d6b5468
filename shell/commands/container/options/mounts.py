"""`--mount`, every key of it."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from ....spec.flags import Flag
from ....spec.record import read_record
from ....spec.sizes import parse_size
from .values import decimal

DEPRECATED = "bind-nonrecursive is deprecated, use bind-recursive=disabled instead"
_TRUE = ("1", "t", "T", "TRUE", "true", "True")
_FALSE = ("0", "f", "F", "FALSE", "false", "False")
_RECURSIVE = ("enabled", "disabled", "writable", "readonly")
#: API field, the prefix of its keys, the mount type that takes them.
_GROUPS = (
    ("VolumeOptions", "volume"),
    ("ImageOptions", "image"),
    ("BindOptions", "bind"),
    ("TmpfsOptions", "tmpfs"),
)


class Mount(Flag):
    """A list of `Parsed` mounts."""

    kind = metavar = "mount"
    repeats = True

    def start(self) -> Any:
        return []

    def read(self, text: str, before: Any) -> Any:
        return [*before, Parsed.of(text)]


class Parsed(NamedTuple):
    """One mount: `body` as the API spells it, `warnings` for the user."""

    body: dict[str, Any]
    warnings: list[str]

    @staticmethod
    def of(text: str) -> Parsed:
        """Reads a `--mount` word. Raises ValueError."""
        reader = _Reader()
        for part in read_record(text):
            reader.take(part)
        return Parsed(reader.finish(), reader.warnings)


class _Reader:
    def __init__(self) -> None:
        self.type = "volume"
        self.source = self.target = self.consistency = ""
        self.read_only = False
        self.groups: dict[str, dict[str, Any]] = {}
        self.warnings: list[str] = []

    def take(self, part: str) -> None:
        key, equals, value = part.partition("=")
        key = key.lower()
        if not equals:
            self._bare(key, part)
        elif key == "type":
            self.type = value.lower()
        elif key in ("source", "src"):
            self.source = os.path.abspath(value) if value.startswith(".") else value
        elif key in ("target", "dst", "destination"):
            self.target = value
        elif key in ("readonly", "ro"):
            self.read_only = _bool(key, value)
        elif key == "consistency":
            self.consistency = value.lower()
        else:
            self._option(key, value, part)

    def _bare(self, key: str, part: str) -> None:
        if key in ("readonly", "ro"):
            self.read_only = True
        elif key == "volume-nocopy":
            self._volume()["NoCopy"] = True
        elif key == "bind-nonrecursive":
            self._group("BindOptions")["NonRecursive"] = True
        else:
            raise ValueError(f"invalid field '{part}' must be a key=value pair")

    def _option(self, key: str, value: str, part: str) -> None:
        if key.startswith("bind-"):
            self._bind(key, value, part)
        elif key.startswith("volume-"):
            self._volume_option(key, value, part)
        elif key == "image-subpath":
            self._group("ImageOptions")["Subpath"] = value
        elif key == "tmpfs-size":
            self._group("TmpfsOptions")["SizeBytes"] = _value(key, value, parse_size)
        elif key == "tmpfs-mode":
            self._group("TmpfsOptions")["Mode"] = _value(key, value, _octal)
        else:
            raise ValueError(f"unexpected key '{key}' in '{part}'")

    def _bind(self, key: str, value: str, part: str) -> None:
        if key == "bind-propagation":
            self._group("BindOptions")["Propagation"] = value.lower()
        elif key == "bind-nonrecursive":
            self._group("BindOptions")["NonRecursive"] = _bool(key, value)
            self.warnings.append(DEPRECATED)
        elif key == "bind-recursive":
            self._recursive(value)
        else:
            raise ValueError(f"unexpected key '{key}' in '{part}'")

    def _recursive(self, value: str) -> None:
        if value not in _RECURSIVE:
            raise ValueError(
                f'invalid value for bind-recursive: {value} (must be "enabled", "disabled", "writable", or "readonly")'
            )
        name = {"disabled": "NonRecursive", "writable": "ReadOnlyNonRecursive", "readonly": "ReadOnlyForceRecursive"}
        if value in name:
            self._group("BindOptions")[name[value]] = True

    def _volume_option(self, key: str, value: str, part: str) -> None:
        name, _, text = value.partition("=")
        if key == "volume-nocopy":
            self._volume()["NoCopy"] = _bool(key, value)
        elif key == "volume-label":
            self._pair(self._volume().setdefault("Labels", {}), name, text)
        elif key == "volume-subpath":
            self._volume()["Subpath"] = value
        elif key == "volume-driver":
            self._volume()["DriverConfig"]["Name"] = value
        elif key == "volume-opt":
            self._pair(self._volume()["DriverConfig"].setdefault("Options", {}), name, text)
        else:
            raise ValueError(f"unexpected key '{key}' in '{part}'")

    @staticmethod
    def _pair(target: dict[str, str], name: str, text: str) -> None:
        if name:
            target[name] = text

    def _group(self, name: str) -> dict[str, Any]:
        return self.groups.setdefault(name, {})

    def _volume(self) -> dict[str, Any]:
        options = self._group("VolumeOptions")
        options.setdefault("DriverConfig", {})
        return options

    def finish(self) -> dict[str, Any]:
        """The whole, checked, without what is empty."""
        if not self.type:
            raise ValueError("type is required")
        if not self.target:
            raise ValueError("target is required")
        for name, prefix in _GROUPS:
            if name in self.groups and self.type != prefix:
                raise ValueError(f"cannot mix '{prefix}-*' options with mount type '{self.type}'")
        self._check_recursive(self.groups.get("BindOptions", {}))
        body = {
            "Type": self.type,
            "Source": self.source,
            "Target": self.target,
            "ReadOnly": self.read_only,
            "Consistency": self.consistency,
        }
        return _filled(body) | {name: _without_empty(options) for name, options in self.groups.items()}

    def _check_recursive(self, options: dict[str, Any]) -> None:
        if options.get("ReadOnlyNonRecursive") and not self.read_only:
            raise ValueError("option 'bind-recursive=writable' requires 'readonly' to be specified in conjunction")
        if not options.get("ReadOnlyForceRecursive"):
            return
        if not self.read_only:
            raise ValueError("option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction")
        if options.get("Propagation") != "rprivate":
            raise ValueError(
                "option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction"
            )


def _filled(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value not in ("", False, 0, {})}


def _without_empty(options: dict[str, Any]) -> dict[str, Any]:
    """Empty fields go, the driver stays: docker names it as soon as any volume option was given."""
    kept = _filled(options)
    if "DriverConfig" in options:
        kept["DriverConfig"] = _filled(options["DriverConfig"])
    return kept


def _bool(key: str, value: str) -> bool:
    if value not in (*_TRUE, *_FALSE):
        raise ValueError(f"invalid value for {key}: {value}")
    return value in _TRUE


def _value(key: str, value: str, read: Any) -> int:
    try:
        return int(read(value))
    except ValueError:
        raise ValueError(f"invalid value for {key}: {value}") from None


def _octal(text: str) -> int:
    if set(text) - set("01234567"):
        raise ValueError(text)
    mode = int(text, 8)
    decimal(str(mode), 2**32 - 1)
    return mode
