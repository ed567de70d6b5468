"""The Engine: plain calls over one kept connection, streams and hijacks on connections of their own.

Plain calls of a session go through requests; its adapter hands every connection to our own `dial`, so that there is one
place where sockets and TLS are made. Streams and hijacks never touch requests: what its reader has buffered would be
lost. Nor do the few calls of a single command: loading it would take longer than they do.
"""

from __future__ import annotations

import json
import os
import re
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from .. import __version__
from ..errors import CannotConnect, DaemonError, NotFound, ShellError, TransportError

if TYPE_CHECKING:
    from ..config.endpoint import Endpoint
    from .hijack import Hijacked
    from .stream import Stream

SAFE = ("GET", "HEAD")  # what may be sent again when a kept connection turns out to be stale
OURS = "1.51"
LEAST = "1.24"
SILENCE = 3.0  # seconds after which a person is told that the Engine has not answered yet …
WORKING = 15.0  # … and where it may well be busy with what was asked: a stop waits ten seconds
GREETING = 10.0  # seconds within which a living Engine answers /_ping
REDIRECTS = (301, 302, 303, 307, 308)  # not 304, the Engine's "it is so already"
Query = Mapping[str, "str | list[str]"]
Body = bytes | Iterable[bytes] | None


def url(pattern: str, *names: str) -> str:
    """`/containers/{}/json` with the names quoted, without space around them; an empty one is refused, as by docker."""
    return _path(pattern, map(trimmed, names))


def trimmed(name: str, kind: str = "container") -> str:
    """A name or ID without space around it, as docker's client sends it. ShellError where nothing is left."""
    if not (name := name.strip()):
        raise ShellError(f"invalid {kind} name or ID: value is empty")
    return name


def image_url(pattern: str, name: str) -> str:
    """The same for images, whose names may be empty."""
    return _path(pattern, (name,))


def _path(pattern: str, names: Iterable[str]) -> str:
    """Slashes of names stay, but two in a row are one: so `inspect /web` finds web, as docker's client does it."""
    return re.sub("/+", "/", pattern.format(*map(_segment, names)))


def _segment(name: str) -> str:
    """A name that would climb to another path of the API is quoted whole."""
    climbs = not {".", ".."}.isdisjoint(name.split("/"))
    return quote(name, safe=":@$&+,;=~" if climbs else "/:@$&+,;=~", errors="surrogateescape")


class Answer(NamedTuple):
    """A whole answer: HTTP status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body's value; None for no body; TransportError when it is no JSON."""
        if not self.body.strip():
            return None
        try:
            return json.loads(self.body)
        except ValueError:
            head = self.body[:200].decode("utf-8", "replace")
            raise TransportError(f"the daemon's answer is no JSON: {head}") from None


class Engine:
    """A Docker Engine at an endpoint. Methods raise DaemonError, CannotConnect, TransportError.

    `headers` go out with every request (HttpHeaders of config.json, DOCKER_CUSTOM_HEADERS). `single` says that one
    command is all it is for. `trace` is called with method, path, status and seconds of every request when it is set.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        headers: Mapping[str, str] | None = None,
        environ: Mapping[str, str] | None = None,
        single: bool = False,
    ) -> None:
        self.endpoint = endpoint
        self.single = single
        self.environ = os.environ if environ is None else environ
        self.headers = {"User-Agent": f"docker-shell/{__version__} ({os.uname().sysname.lower()})", **(headers or {})}
        self.trace: Callable[[str, str, int, float], None] | None = None
        self.waiting: Callable[[], None] | None = None  # called when an answer takes longer than SILENCE
        self.server: dict[str, str] = {}  # what /_ping told: api-version, ostype, builder-version, swarm …
        self._version = self.environ.get("DOCKER_API_VERSION", "").removeprefix("v")
        self._pinged = False
        self._lock = threading.Lock()
        self._calls: Any = None
        self._open: weakref.WeakSet[Any] = weakref.WeakSet()
        self.closed = False

    # -- version --------------------------------------------------------------------------------------------------

    @property
    def api_version(self) -> str:
        """The API version that requests name: DOCKER_API_VERSION, else the lower of ours and the Engine's."""
        if not self._version:
            self.ping()
        return self._version

    def ping(self) -> dict[str, str]:
        """HEAD /_ping, GET where that is refused: the Engine's headers; sets the version to speak."""
        answer = self._raw("HEAD", "/_ping", {}, None, {}, GREETING)
        if answer.status >= 400 and answer.status != 500:
            answer = self._raw("GET", "/_ping", {}, None, {}, GREETING)
        if answer.status >= 400 and answer.status != 500:
            self._version = self._version or OURS  # the next request is told why
            return answer.headers
        self.server = answer.headers
        self._pinged = True
        if not self._version or not self.environ.get("DOCKER_API_VERSION"):
            self._version = _lower(OURS, answer.headers.get("api-version", "") or LEAST)
        return self.server

    def greet(self) -> dict[str, str]:
        """What /_ping told, asked once."""
        return self.server if self._pinged else self.ping()

    def at_least(self, version: str) -> bool:
        """Whether the spoken version is `version` or newer."""
        return _number(self.api_version) >= _number(version)

    def require_command(self, version: str, name: str) -> None:
        """ShellError in docker's words where the Engine is too old for a command."""
        if not self.at_least(version):
            spoken = self.api_version
            raise ShellError(
                f"docker {name} requires API version {version}, but the Docker daemon API version is {spoken}"
            )

    # -- plain calls ----------------------------------------------------------------------------------------------

    def get(self, path: str, query: Query = {}) -> Any:  # noqa: B006  (never changed)
        """GET; the answer's JSON. TransportError when it has none."""
        answer = self.call("GET", path, query)
        if not answer.body.strip():
            raise TransportError(f"the daemon's answer to GET {path} is empty (HTTP status {answer.status})")
        return answer.json()

    def post(self, path: str, query: Query = {}, body: Any = None) -> Any:  # noqa: B006
        """POST with `body` as JSON; the answer's JSON, None where there is none."""
        return self.call("POST", path, query, body).json()

    def put(self, path: str, query: Query = {}, body: Any = None) -> Any:  # noqa: B006
        """PUT with `body` as JSON."""
        return self.call("PUT", path, query, body).json()

    def delete(self, path: str, query: Query = {}) -> Any:  # noqa: B006
        """DELETE; the answer's JSON."""
        return self.call("DELETE", path, query).json()

    def _url(self, target: str) -> str:
        """Where that is, as docker's messages write it."""
        from .dial import base_url

        return base_url(self.endpoint) + target

    def call(
        self,
        method: str,
        path: str,
        query: Query = {},  # noqa: B006
        body: Any = None,
        headers: Mapping[str, str] = {},
    ) -> Answer:
        """One request and its whole answer; `body`: bytes, or a value sent as JSON. DaemonError from 400 on."""
        versioned = self._versioned(method, path, query)
        answer = self._raw(method, versioned, query, body, headers)
        if answer.status >= 400:
            asked = self._url(_target(versioned, query))
            raise daemon_error(answer.status, answer.body, answer.headers, asked)
        if answer.status in REDIRECTS:
            raise TransportError("unexpected redirect in response")
        return answer

    def _versioned(self, method: str, path: str, query: Query) -> str:
        """The path with the version before it; where even the greeting fails, the failure names this request."""
        try:
            return f"/v{self.api_version}{path}"
        except (CannotConnect, TransportError) as why:
            from .dial import described

            meant = described(self.endpoint, method, _target(f"/v{OURS}{path}", query))
            said = str(why).replace(described(self.endpoint, "HEAD", "/_ping"), meant)
            raise type(why)(said) from None

    def _raw(
        self,
        method: str,
        path: str,
        query: Query,
        body: Any,
        headers: Mapping[str, str],
        seconds: float | None = None,
    ) -> Answer:
        import time

        began = time.monotonic()
        data, kind = _encoded(body)
        fields = {**self.headers, **kind, **headers}
        with self._patience(method):
            answer: Answer = self._session().send(method, _target(path, query), data, fields, seconds)
        if self.trace is not None:
            self.trace(method, _target(path, query), answer.status, time.monotonic() - began)
        return answer

    @contextmanager
    def _patience(self, method: str) -> Iterator[None]:
        """Tell somebody who waits that the Engine is silent."""
        if self.waiting is None:
            yield
            return
        timer = threading.Timer(SILENCE if method in ("GET", "HEAD") else WORKING, self.waiting)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _session(self) -> Any:
        with self._lock:
            if self._calls is None and self.single:
                from .direct import Direct

                self._calls = Direct(self.endpoint, self.environ)
            elif self._calls is None:
                from .calls import Calls

                self._calls = Calls(self.endpoint, self.environ)
            return self._calls

    # -- connections of their own -----------------------------------------------------------------------------------

    def stream(
        self,
        method: str,
        path: str,
        query: Query = {},  # noqa: B006
        body: Any = None,
        headers: Mapping[str, str] = {},
    ) -> Stream:
        """A request whose answer is read as it comes, on a connection that ends with it.

        `body` is bytes, a value sent as JSON, or an iterable of bytes sent chunked.
        """
        from .stream import open_stream

        way = partial(open_stream, started=self._track)
        stream: Stream = self._opened(way, method, path, query, body, headers)
        return stream

    def hijack(
        self,
        method: str,
        path: str,
        query: Query = {},  # noqa: B006
        body: Any = None,
        headers: Mapping[str, str] = {},
    ) -> Hijacked:
        """A request that turns its connection into a two-way byte stream (`Upgrade: tcp`)."""
        from .hijack import hijack

        taken: Hijacked = self._opened(hijack, method, path, query, body, headers)
        return taken

    def _opened(
        self, way: Callable[..., Any], method: str, path: str, query: Query, body: Any, headers: Mapping[str, str]
    ) -> Any:
        """A connection that `way` makes for one request; DaemonError when that is refused."""
        data, kind = _encoded(body)
        target = _target(self._versioned(method, path, query), query)
        quiet = data is None or isinstance(data, bytes)  # what is sent piece by piece shows by itself that it goes on
        with self._patience(method) if quiet else nullcontext():
            opened = way(self.endpoint, method, target, {**self.headers, **kind, **headers}, data, self.environ)
        if self.trace is not None:
            self.trace(method, target, opened.status, 0.0)
        if opened.status >= 400:
            with opened:
                refusal = opened.error_body()
            raise daemon_error(opened.status, refusal, opened.headers, self._url(target))
        if opened.status in REDIRECTS:
            opened.close()
            raise TransportError("unexpected redirect in response")
        self._track(opened)
        return opened

    def _track(self, connection: Any) -> None:
        """Remember what `cancel` has to close."""
        with self._lock:
            if self.closed:
                connection.close()
                raise TransportError("the connection was closed")
            self._open.add(connection)

    # -- the end ------------------------------------------------------------------------------------------------------

    def another(self) -> Engine:
        """An Engine of its own at the same endpoint, that knows what this one has learned."""
        other = Engine(self.endpoint, self.headers, self.environ, self.single)
        other._version, other.server, other._pinged = self._version, self.server, self._pinged
        other.trace, other.waiting = self.trace, self.waiting
        return other

    def forget(self) -> None:
        """Ask for the version again before the next request: the Engine may be another one now."""
        self._pinged = False
        self._version = self.environ.get("DOCKER_API_VERSION", "").removeprefix("v")

    def close(self) -> None:
        """Close every connection; whoever reads one is told so."""
        with self._lock:
            self.closed = True
            open_ = list(self._open)
            calls, self._calls = self._calls, None
        for connection in open_:
            connection.cancel()
        if calls is not None:
            calls.close()


def _encoded(body: Any) -> tuple[Any, dict[str, str]]:
    """The bytes of a body and the headers that tell of them; Go ends JSON bodies with a line end."""
    if body is None or isinstance(body, bytes):
        return body, {}
    if isinstance(body, (dict, list, str, int)):
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n", {
            "Content-Type": "application/json"
        }
    return body, {}


def _target(path: str, query: Query) -> str:
    """Path and query; names in order, as Go encodes them."""
    if not query:
        return path
    return f"{path}?{urlencode(sorted(query.items()), doseq=True, errors='surrogateescape')}"


def daemon_error(status: int, body: bytes, headers: Mapping[str, str], url: str) -> DaemonError:
    """The failure that an answer tells: the JSON's `message`, else the text, else the status."""
    kind = NotFound if status == 404 else DaemonError
    if not body:
        from http.client import responses

        message = (
            f"request returned {status} {responses.get(status, '')} for API route and version {url}, "
            "check if the server supports the requested API version"
        )
        return kind(message, status, told=False)
    message = body.decode("utf-8", "replace").strip()
    if headers.get("content-type", "").startswith("application/json"):
        try:
            message = str(json.loads(body)["message"]).strip()
        except (ValueError, KeyError, TypeError):
            message = f"API returned a {status} but provided no error-message"
    return kind(message, status)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _lower(ours: str, theirs: str) -> str:
    return theirs if _number(theirs) < _number(ours) else ours
