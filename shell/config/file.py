"""config.json: read as docker reads it, written so that nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import ShellError
from .godecode import GoJSONError, decode, kind
from .home import config_directory
from .writing import alone, replace

# Field -> the Go type that docker decodes it into; "map[string]X" and "[]X" nest.
_TYPES = {
    "auths": "map[string]types.AuthConfig",
    "HttpHeaders": "map[string]string",
    "credHelpers": "map[string]string",
    "aliases": "map[string]string",
    "features": "map[string]string",
    "proxies": "map[string]configfile.ProxyConfig",
    "plugins": "map[string]map[string]string",
    "pruneFilters": "[]string",
    "cliPluginsExtraDirs": "[]string",
} | dict.fromkeys(
    (
        "psFormat",
        "imagesFormat",
        "networksFormat",
        "pluginsFormat",
        "volumesFormat",
        "statsFormat",
        "detachKeys",
        "credsStore",
        "serviceInspectFormat",
        "servicesFormat",
        "tasksFormat",
        "secretFormat",
        "configFormat",
        "nodesFormat",
        "currentContext",
        "experimental",
    ),
    "string",
)
_STRUCTS = {
    "types.AuthConfig": (
        "username",
        "password",
        "auth",
        "email",
        "serveraddress",
        "identitytoken",
        "registrytoken",
    ),
    "configfile.ProxyConfig": ("httpProxy", "httpsProxy", "noProxy", "ftpProxy", "allProxy"),
}


class Config:
    """One config.json.

    path      the file, which need not exist
    warning   what docker prints on stderr about it, or ""
    broken    it cannot be understood: it is never written
    environ   the environment that it was found in; credential helpers run in it
    """

    def __init__(self, path: Path, data: dict[str, Any] | None = None, warning: str = "", broken: bool = False) -> None:
        self.path, self.warning, self.broken = path, warning, broken
        self.environ: Mapping[str, str] = os.environ
        self._data: dict[str, Any] = data or {}

    @classmethod
    def load(cls, environ: Mapping[str, str], directory: str = "") -> Config:
        """The file in `directory` (--config), DOCKER_CONFIG or ~/.docker."""
        config = cls.read(config_directory(environ, directory) / "config.json")
        config.environ = environ
        return config

    @classmethod
    def read(cls, path: Path) -> Config:
        try:
            data = _parse(path.read_bytes())
        except FileNotFoundError:
            return cls(path)
        except IsADirectoryError:
            return cls(path, warning=_unreadable(path, f"read {path}: is a directory"), broken=True)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            return cls(path, warning=f"WARNING: Error loading config file: open {path}: {why}", broken=True)
        except GoJSONError as error:
            return cls(path, warning=_unreadable(path, str(error)), broken=True)
        problem = _mistyped(data) or _bad_auth(data)
        if problem:
            return cls(path, _without_mistyped(data), _unreadable(path, problem), broken=True)
        return cls(path, data)

    @property
    def directory(self) -> Path:
        return self.path.parent

    def text(self, name: str) -> str:
        """A string field (`psFormat`, `detachKeys`, `currentContext`, `credsStore` …), "" when absent."""
        value = self._field(name)
        return value if isinstance(value, str) else ""

    def strings(self, name: str) -> list[str]:
        """A list field (`cliPluginsExtraDirs`, `pruneFilters`)."""
        value = self._field(name)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def mapping(self, name: str) -> dict[str, str]:
        """A map of strings (`HttpHeaders`, `credHelpers`, `aliases`, `features`)."""
        value = self._field(name)
        return {k: v for k, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}

    def tables(self, name: str) -> dict[str, dict[str, str]]:
        """A map of maps of strings (`auths`, `proxies`, `plugins`)."""
        value = self._field(name)
        found = value if isinstance(value, dict) else {}
        return {key: _strings_of(entry) for key, entry in found.items()}

    @property
    def current_context(self) -> str:
        return self.text("currentContext")

    @property
    def detach_keys(self) -> str:
        return self.text("detachKeys")

    def _field(self, name: str) -> Any:
        return _lookup(self._data, name)

    def update(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Write what `change` makes of the file as it is now: locked, whole, mode 0600, other keys untouched.

        Raises ShellError when the file cannot be understood or written.
        """
        target = Path(os.path.realpath(self.path))
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with alone(target.parent):
                now = Config.read(self.path)
                if now.broken:
                    raise ShellError(f"{self.path} is left as it is, because it cannot be read: {_reason(now.warning)}")
                change(now._data)
                replace(target, encode(now._data))
        except OSError as error:
            raise ShellError(f"cannot write {self.path}: {error.strerror or error}") from error
        self._data = now._data


def encode(data: dict[str, Any]) -> bytes:
    """The file's bytes, indented as docker does it."""
    return json.dumps(data, indent="\t", ensure_ascii=False).encode("utf-8", "surrogatepass")


def key_of(data: Mapping[str, Any], name: str) -> str:
    """The spelling of `name` in `data`: Go matches field names whatever their case."""
    return next((key for key in data if key.lower() == name.lower()), name) if name not in data else name


def _lookup(data: Mapping[str, Any], name: str) -> Any:
    return data.get(key_of(data, name))


def _strings_of(entry: Any) -> dict[str, str]:
    return {k: v for k, v in entry.items() if isinstance(v, str)} if isinstance(entry, dict) else {}


def _unreadable(path: Path, why: str) -> str:
    return f"WARNING: Error parsing config file ({path}): {why}"


def _reason(warning: str) -> str:
    return warning.partition("): ")[2] or warning.removeprefix("WARNING: ")


def _parse(content: bytes) -> dict[str, Any]:
    value = decode(content)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise GoJSONError(f"json: cannot unmarshal {kind(value)} into Go value of type configfile.ConfigFile")
    return value


def _mistyped(data: Mapping[str, Any]) -> str:
    """Go's sentence about the first field of the wrong type, or ""."""
    names = {name.lower(): name for name in _TYPES}
    for key, value in data.items():
        if (name := names.get(key.lower())) and (problem := _check(value, _TYPES[name], "ConfigFile", name)):
            return problem
    return ""


def _without_mistyped(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if not _mistyped({key: value}) and not _bad_auth({key: value})}


def _check(value: Any, wanted: str, struct: str, path: str) -> str:
    if value is None:
        return ""
    inner = _inner_type(wanted)
    if inner and isinstance(value, dict) and wanted.startswith("map["):
        return _first(_check(item, inner, struct, path) for item in value.values())
    if inner and isinstance(value, list) and wanted.startswith("[]"):
        return _first(_check(item, inner, struct, path) for item in value)
    if wanted in _STRUCTS and isinstance(value, dict):
        fields = {name.lower(): name for name in _STRUCTS[wanted]}
        known = ((fields[k.lower()], v) for k, v in value.items() if k.lower() in fields)
        return _first(_check(v, "string", wanted.partition(".")[2], f"{path}.{name}") for name, v in known)
    if wanted == "string" and isinstance(value, str):
        return ""
    return f"json: cannot unmarshal {kind(value)} into Go struct field {struct}.{path} of type {wanted}"


def _inner_type(wanted: str) -> str:
    return wanted.partition("]")[2] if wanted.startswith(("map[", "[]")) else ""


def _first(problems: Iterator[str]) -> str:
    return next(filter(None, problems), "")


def _bad_auth(data: Mapping[str, Any]) -> str:
    auths = _lookup(data, "auths")
    entries = auths.values() if isinstance(auths, dict) else ()
    for entry in entries:
        if isinstance(entry, dict) and (auth := entry.get("auth")):
            try:
                decode_auth(auth)
            except ValueError as error:
                return str(error)
    return ""


def decode_auth(auth: str) -> tuple[str, str]:
    """User and password of an `auth` field: base64 of USER:PASSWORD. Raises ValueError with docker's words."""
    import base64

    compact = auth.replace("\r", "").replace("\n", "")
    try:
        pair = base64.b64decode(compact, validate=True).decode("utf-8", "surrogateescape")
    except ValueError:
        raise ValueError(f"illegal base64 data at input byte {_bad_byte(compact)}") from None
    user, colon, password = pair.partition(":")
    if not colon or not user:
        raise ValueError("Invalid auth configuration file")
    return user, password.strip("\x00")


def _bad_byte(text: str) -> int:
    """Where Go's decoder stops: the first foreign character, else the start of the last, short group."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return next((at for at, character in enumerate(text) if character not in alphabet), len(text) // 4 * 4)
