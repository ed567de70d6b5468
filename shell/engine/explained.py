"""An Engine that sends nothing: it writes down what it is asked and makes up answers."""

from __future__ import annotations

import io
import json
import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ..errors import ShellError
from .transport import OURS, Answer, Engine, Query

if TYPE_CHECKING:
    from ..config.endpoint import Endpoint
    from .tlsoptions import TLSOptions

ID = "0" * 64
HIDDEN = ("X-Registry-Auth", "X-Registry-Config", "Authorization")
LISTS = tuple(
    f"/{name}"
    for name in (
        "containers/json",
        "images/json",
        "images/search",
        "networks",
        "services",
        "nodes",
        "tasks",
        "secrets",
        "configs",
        "plugins",
    )
)


@dataclass(frozen=True)
class Request:
    """What would be sent; `body` is a value sent as JSON, or a text that says what the bytes would be."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def body_text(self) -> str:
        """The body, JSON indented."""
        if isinstance(self.body, str):
            return self.body
        return json.dumps(self.body, indent=2, ensure_ascii=False)

    def curl(self, endpoint: Endpoint) -> str:
        """The same request as a line for a shell."""
        scheme, _, rest = endpoint.host_text.partition("://")
        words = ["curl"]
        if scheme == "unix":
            words += ["--unix-socket", rest]
        if endpoint.tls is not None:
            words += _tls_words(endpoint.tls)
        base = "localhost" if scheme in ("unix", "fd") else rest
        base = f"{'http' if endpoint.tls is None else 'https'}://{base}"
        if self.method != "GET":
            words += ["-X", self.method] if self.method != "HEAD" else ["-I"]
        for name, value in self.headers.items():
            words += ["-H", f"{name}: {value if name not in HIDDEN else '…'}"]
        if self.body is not None and not isinstance(self.body, str):
            words += ["-H", "Content-Type: application/json", "-d", json.dumps(self.body, ensure_ascii=False)]
        elif self.body is not None:
            words += ["-T", "-"]
        query = f"?{urlencode(self.query, errors='surrogateescape')}" if self.query else ""
        return " ".join(shlex.quote(word) for word in [*words, f"{base}{self.path}{query}"])


def _tls_words(tls: TLSOptions) -> list[str]:
    """How curl is told of the same certificates."""
    words = [] if tls.verify else ["-k"]
    for name, path in (("--cacert", tls.ca), ("--cert", tls.cert), ("--key", tls.key)):
        words += [name, path] if path else []
    return words


class NotToldYet(ShellError):
    """What follows depends on an answer that nobody gave."""


class Explained(Engine):
    """`requests` grows with every call; `cut` tells that more would follow, by an answer that nobody can make up."""

    def __init__(self, like: Engine) -> None:
        super().__init__(like.endpoint, {}, like.environ)
        self.requests: list[Request] = []
        self.cut = False
        self._version = like._version or OURS
        self.server = {"api-version": self._version, "ostype": "linux", **like.server}
        self._pinged = True

    def another(self) -> Engine:
        """The same one: there is no connection to share or not."""
        return self

    def _raw(
        self,
        method: str,
        path: str,
        query: Query,
        body: Any,
        headers: Mapping[str, str],
        seconds: float | None = None,
    ) -> Answer:
        """Where plain calls and /_ping end up."""
        self._note(method, path, query, body, headers)
        if path == "/_ping":
            return Answer(200, self.server, b"")
        value = made_up(method, path.removeprefix(f"/v{self._version}"))
        return Answer(200, {"content-type": "application/json"}, json.dumps(value).encode())

    def _opened(
        self, way: Callable[..., Any], method: str, path: str, query: Query, body: Any, headers: Mapping[str, str]
    ) -> Any:
        """The last that can be told: what comes back decides the rest, unless it is a wait."""
        self._note(method, f"/v{self._version}{path}", query, body, headers)
        if path.endswith("/wait"):
            return _Silent(b'{"StatusCode":0}\n')
        self.cut = True
        raise NotToldYet

    def _note(self, method: str, path: str, query: Query, body: Any, headers: Mapping[str, str]) -> None:
        pairs = tuple(
            (name, value)
            for name, values in sorted(query.items())
            for value in ([values] if isinstance(values, str) else values)
        )
        if body is not None and not isinstance(body, (dict, list, int)):
            body = f"({len(body)} bytes)" if isinstance(body, bytes) else "(bytes, as they come)"
        self.requests.append(Request(method, path, pairs, body, dict(headers)))


class _Silent(io.BytesIO):
    """A stream of what was made up."""

    status = 200
    headers: Mapping[str, str] = {}

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_RDONLY)


def made_up(method: str, path: str) -> Any:
    """An answer of the right form for most requests."""
    if method == "POST" and path.endswith(("/create", "/exec", "/commit")):
        return {"Id": ID, "ID": ID, "Warnings": [], "Name": "NAME"}
    if method == "GET" and path.endswith(LISTS):
        return []
    if method == "GET" and path == "/volumes":
        return {"Volumes": [], "Warnings": []}
    if method == "DELETE" and path.startswith("/images/"):
        return []
    return {"Id": ID, "ID": ID, "State": {"Running": True, "Status": "running"}, "Config": {"Tty": False}}
