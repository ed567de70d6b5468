"""docker's own store of contexts on disk; both programs see each other's.

contexts/meta/SHA256(NAME)/meta.json
contexts/tls/SHA256(NAME)/ENDPOINT/{ca,cert,key}.pem
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ..engine.tlsoptions import TLSOptions
from ..errors import ShellError
from ..natural import natural
from .godecode import GoJSONError, decode, kind
from .options import DEFAULT_CONTEXT
from .writing import alone, replace

DEFAULT_DESCRIPTION = "Current DOCKER_HOST based configuration"
DOCKER_ENDPOINT = "docker"
NAME_PATTERN = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"
_CUT = "unexpected end of JSON input"
TLS_FILES = ("ca.pem", "cert.pem", "key.pem")


class ContextError(ShellError):
    """A context that cannot be read or written; docker's sentence."""


class NoSuchContext(ContextError):
    """The store has no context of that name."""


class Context:
    """What meta.json says of one context.

    metadata   what the user wrote about it: `Description` and whatever else; None where the file has none
    endpoints  NAME -> its fields; docker's own has `Host` and `SkipTLSVerify`
    """

    def __init__(self, name: str, metadata: dict[str, Any] | None, endpoints: dict[str, dict[str, Any]]) -> None:
        self.name = name
        self.metadata = metadata
        self.endpoints = endpoints

    @property
    def description(self) -> str:
        return str((self.metadata or {}).get("Description") or "")

    def describe(self, text: str) -> None:
        """Set the description; "" takes it away."""
        others = {key: value for key, value in (self.metadata or {}).items() if key != "Description"}
        self.metadata = {**others, "Description": text} if text else others

    @property
    def docker(self) -> dict[str, Any]:
        """Its docker endpoint. Raises ContextError when there is none."""
        if DOCKER_ENDPOINT not in self.endpoints:
            raise ContextError("cannot find docker endpoint in context")
        return self.endpoints[DOCKER_ENDPOINT]

    def fields(self) -> dict[str, Any]:
        """As meta.json has it: what is absent is left out, names in order."""
        found: dict[str, Any] = {"Name": self.name} if self.name else {}
        if self.metadata is not None:
            found["Metadata"] = {key: self.metadata[key] for key in sorted(self.metadata)}
        if self.endpoints:
            found["Endpoints"] = {key: self.endpoints[key] for key in sorted(self.endpoints)}
        return found

    def shown(self) -> dict[str, Any]:
        """As `context inspect` has it: the docker endpoint with all that it consists of."""
        found = self.fields()
        if DOCKER_ENDPOINT in self.endpoints:
            fields = self.endpoints[DOCKER_ENDPOINT]
            typed = docker_fields(str(fields.get("Host") or ""), bool(fields.get("SkipTLSVerify")))
            found["Endpoints"] = {**found["Endpoints"], DOCKER_ENDPOINT: typed}
        return found


def docker_fields(host: str, skip: bool) -> dict[str, Any]:
    """A docker endpoint as meta.json has it."""
    return {**({"Host": host} if host else {}), "SkipTLSVerify": skip}


class ContextEndpoint(NamedTuple):
    """The Engine of a context: its host as written, and how to speak TLS to it."""

    host: str
    tls: TLSOptions | None


def identity(name: str) -> str:
    """The folder name of a context: names never become paths."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()


def check_name(name: str) -> None:
    """That a context can be called so. Raises ContextError with docker's sentence."""
    if not name:
        raise ContextError("context name cannot be empty")
    if name == DEFAULT_CONTEXT:
        raise ContextError('"default" is a reserved context name')
    if not re.fullmatch(NAME_PATTERN, name) or name.endswith("\n"):
        raise ContextError(
            f'context name {_quoted(name)} is invalid, names are validated against regexp "{NAME_PATTERN}"'
        )


class Store:
    """The folder `contexts` beside config.json, which need not exist."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def meta_path(self, name: str) -> Path:
        return self.root / "meta" / identity(name)

    def tls_path(self, name: str) -> Path:
        return self.root / "tls" / identity(name)

    def get(self, name: str) -> Context:
        """One context. Raises NoSuchContext, ContextError."""
        path = self.meta_path(name) / "meta.json"
        try:
            return _parse(path.read_bytes())
        except FileNotFoundError:
            why = f"open {path}: no such file or directory"
            raise NoSuchContext(f"context {_quoted(name)}: context not found: {why}") from None
        except (OSError, GoJSONError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise ContextError(f"context {_quoted(name)}: {why[:1].lower()}{why[1:]}") from error

    def all(self) -> list[Context]:
        """All of them, in natural order of their names. Raises ContextError."""
        found = []
        for path in sorted(self.root.glob("meta/*/meta.json")):
            try:
                found.append(_parse(path.read_bytes()))
            except (OSError, GoJSONError) as error:
                why = getattr(error, "strerror", None) or str(error)
                raise ContextError(f"failed to read metadata: parsing {path}: {why}") from error
        return sorted(found, key=lambda context: natural(context.name))

    def endpoint(self, name: str) -> ContextEndpoint:
        """The Engine of a context. Raises NoSuchContext, ContextError."""
        fields = self.get(name).docker
        return ContextEndpoint(str(fields.get("Host") or ""), self._tls(name, bool(fields.get("SkipTLSVerify"))))

    def _tls(self, name: str, skip: bool) -> TLSOptions | None:
        folder = self.tls_path(name) / DOCKER_ENDPOINT
        if not folder.is_dir():
            return TLSOptions(verify=False) if skip else None
        ca, cert, key = (str(folder / file) if (folder / file).is_file() else "" for file in TLS_FILES)
        return TLSOptions(ca, cert, key, verify=not skip)

    def tls_files(self, name: str) -> dict[str, list[str]]:
        """ENDPOINT -> the names of its TLS files."""
        found: dict[str, list[str]] = {}
        folder = self.tls_path(name)
        for endpoint in sorted(folder.iterdir()) if folder.is_dir() else ():
            if endpoint.is_dir():
                files = sorted(file.name for file in endpoint.iterdir())
                found[endpoint.name] = [file for file in files if not file.startswith(".")]
        return found

    def tls_data(self, name: str, endpoint: str, file: str) -> bytes:
        try:
            return (self.tls_path(name) / endpoint / file).read_bytes()
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise ContextError(f"failed to read TLS data for endpoint {endpoint}: {why}") from error

    def save(self, context: Context) -> None:
        """Write its meta.json, new or not."""
        folder = self.meta_path(context.name)
        with self._writing():
            folder.mkdir(parents=True, exist_ok=True, mode=0o755)
            replace(folder / "meta.json", go_json(context.fields()).encode("utf-8", "surrogatepass"), 0o644)

    def replace_tls(self, name: str, data: Mapping[str, Mapping[str, bytes]]) -> None:
        """ENDPOINT -> FILE -> content: all the TLS files of a context from now on."""
        with self._writing():
            _remove(self.tls_path(name))
            for endpoint, files in data.items():
                self._write_tls(name, endpoint, files)

    def replace_endpoint_tls(self, name: str, endpoint: str, files: Mapping[str, bytes]) -> None:
        """The TLS files of one endpoint from now on."""
        with self._writing():
            _remove(self.tls_path(name) / endpoint)
            self._write_tls(name, endpoint, files)

    def _write_tls(self, name: str, endpoint: str, files: Mapping[str, bytes]) -> None:
        folder = self.tls_path(name) / endpoint
        for file, content in files.items():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace(folder / file, content, 0o600)

    def remove(self, name: str) -> None:
        """Both folders of a context; none is no failure."""
        with self._writing():
            _remove(self.meta_path(name))
            _remove(self.tls_path(name))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Alone among our writers; faults of the disk become messages."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o755)
            with alone(self.root):
                yield
        except OSError as error:
            raise ContextError(f"cannot write {error.filename or self.root}: {error.strerror or error}") from error


def parse_metadata(content: bytes, name: str) -> Context:
    """A meta.json that comes from elsewhere, under `name`. Raises ContextError."""
    try:
        context = _parse(content, "store.Metadata")
    except GoJSONError as error:
        raise ContextError(str(error)) from error
    check_name(name)
    context.name = name
    return context


def go_json(value: Any) -> str:
    """JSON as Go's encoder writes it, on one line."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _parse(content: bytes, whole: str = "store.untypedContextMetadata") -> Context:
    """What a meta.json says; `whole` is Go's name for the type of it. Raises GoJSONError."""
    try:
        value = decode(content)
    except GoJSONError as error:
        raise GoJSONError(str(error).replace("unexpected EOF", _CUT)) from None
    if value is None:
        raise GoJSONError(_CUT)
    _expect(value, dict, whole)
    fields = {key.lower(): item for key, item in value.items()}
    name, metadata, endpoints = fields.get("name") or "", fields.get("metadata"), fields.get("endpoints") or {}
    _expect(name, str, "string")
    if metadata is not None:
        _expect(metadata, dict, "map[string]interface {}")
    _expect(endpoints, dict, "map[string]json.RawMessage")
    for endpoint in endpoints.values():
        _expect(endpoint, dict, "context.EndpointMetaBase")
    return Context(name, metadata, endpoints)


def _expect(value: Any, wanted: type, go_type: str) -> None:
    if not isinstance(value, wanted):
        raise GoJSONError(f"json: cannot unmarshal {kind(value)} into Go value of type {go_type}")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _remove(folder: Path) -> None:
    """The folder with all that is in it; none is no failure."""
    import shutil  # brings every kind of compression, and most commands only read contexts

    if folder.exists():
        shutil.rmtree(folder)
