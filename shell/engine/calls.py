"""Plain calls through requests, every connection made by our `dial`: one pool for one Engine.

The only module that imports requests for the Engine. The stock adapter of requests-unixsocket keeps a pool for every
URL; this one keeps a single pool whatever the path, follows no redirect, and reads nothing from the environment.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from http.client import BadStatusLine
from typing import TYPE_CHECKING, Any

import requests
from requests_unixsocket.adapters import UnixAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import HTTPError

from ..errors import ShellError, TransportError
from .dial import LOCAL, absolute, described, dial
from .http1 import check_fields, parse_head
from .stream import placed
from .transport import SAFE, Answer

if TYPE_CHECKING:
    from ..config.endpoint import Endpoint
    from .dial import Socket

KEPT = 8  # connections: one is used, unless many objects are worked on at once
DUMMY = "api.moby.localhost"  # the Host of a request over a unix socket, as docker sends it
PLACE = f"http://{DUMMY}"


class _Reader(io.RawIOBase):
    """What http.client reads from: the socket's receiving side."""

    def __init__(self, sock: Socket, done: Callable[[], None]) -> None:
        self._sock = sock
        self._done = done

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._done()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._sock.recv(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Wire:
    """Our socket under the names that http.client and urllib3 call.

    As with the socket module's own, it stays open while a reader is: an answer with `Connection: close` is read after
    http.client has closed the connection.
    """

    def __init__(self, sock: Socket) -> None:
        self._sock = sock
        self._readers = 0
        self._closed = False
        self.fileno = sock.fileno
        self.settimeout = sock.settimeout
        self.abort = sock.abort

    def close(self) -> None:
        self._closed = True
        if not self._readers:
            self._sock.close()

    def _release(self) -> None:
        self._readers -= 1
        if self._closed and not self._readers:
            self._sock.close()

    def sendall(self, data: Any) -> None:
        self._sock.send(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        self._readers += 1
        return io.BufferedReader(_Reader(self._sock, self._release), 1 << 16)

    def shutdown(self, how: int) -> None:
        self._sock.abort()


class _Pool(HTTPConnectionPool):
    """Connections to the one Engine."""

    def __init__(self, endpoint: Endpoint, environ: Mapping[str, str]) -> None:
        super().__init__("localhost", maxsize=KEPT, block=False)
        self.made = 0
        self._endpoint, self._environ = endpoint, environ

    def _new_conn(self) -> HTTPConnection:
        self.made += 1
        return _Connection(self._endpoint, self._environ)


class _Connection(HTTPConnection):
    """A connection that `dial` makes."""

    def __init__(self, endpoint: Endpoint, environ: Mapping[str, str]) -> None:
        super().__init__("localhost")
        self._endpoint, self._environ = endpoint, environ
        self.request_line = ""

    def connect(self) -> None:
        sock = dial(self._endpoint, environ=self._environ, request=self.request_line, tunnel=False)
        self.sock = _Wire(sock)

    def putrequest(self, method: str, url: str, *more: Any, **others: Any) -> None:
        self.request_line = described(self._endpoint, method, url)
        super().putrequest(method, url, *more, **others)


class EngineAdapter(UnixAdapter):  # type: ignore[misc]
    """One pool, and the target sent exactly as it was written."""

    def __init__(self, endpoint: Endpoint, environ: Mapping[str, str]) -> None:
        super().__init__()
        self.pool = _Pool(endpoint, environ)

    def get_connection(self, url: str, proxies: Any = None) -> _Pool:
        return self.pool

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> _Pool:
        return self.pool

    def request_url(self, request: Any, proxies: Any) -> str:
        return str(request.url).removeprefix(PLACE)

    def close(self) -> None:
        self.pool.close()


class Calls:
    """Sends whole requests and gives whole answers; CannotConnect and TransportError are all it raises."""

    def __init__(self, endpoint: Endpoint, environ: Mapping[str, str]) -> None:
        self._adapter = EngineAdapter(endpoint, environ)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", self._adapter)
        self._endpoint = endpoint
        self._prefix, self._proxy_headers = absolute(endpoint, environ)

    def send(
        self, method: str, target: str, body: Any, headers: Mapping[str, str], seconds: float | None = None
    ) -> Answer:
        """One request; a stale kept connection is replaced once when the call is safe to repeat.

        `seconds` is how long the answer may take to begin; None: for ever.
        """
        before = self._adapter.pool.made
        try:
            return self._send(method, target, body, headers, seconds)
        except TransportError:
            fresh = self._adapter.pool.made > before
            if fresh or method not in SAFE:
                raise
        return self._send(method, target, body, headers, seconds)

    def _send(self, method: str, target: str, body: Any, headers: Mapping[str, str], seconds: float | None) -> Answer:
        address = self._endpoint.address
        host = DUMMY if address.scheme in LOCAL else address.netloc
        request = requests.PreparedRequest()
        request.method, request.url, request.body, request.hooks = method, PLACE + self._prefix + target, body, {}
        request.headers = requests.structures.CaseInsensitiveDict(
            {"Host": host, "Accept-Encoding": "identity", **self._proxy_headers, **headers}
        )
        if body is not None or method in ("POST", "PUT"):
            request.headers["Content-Length"] = str(len(body or b""))
        try:
            check_fields(request.headers)
            answer = self._adapter.send(request, stream=True, timeout=seconds)
            return Answer(
                answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content
            )
        except TransportError as why:
            raise TransportError(placed(why, described(self._endpoint, method, target))) from None
        except ShellError:
            raise
        except (requests.RequestException, HTTPError) as why:
            raise _translated(why, described(self._endpoint, method, target)) from None

    def close(self) -> None:
        """Close what is kept."""
        self._adapter.close()


def _translated(why: Exception, request: str) -> ShellError:
    text = str(why)
    if (
        "RemoteDisconnected" in text
        or "IncompleteRead" in text
        or isinstance(why, requests.exceptions.ChunkedEncodingError)
    ):
        return TransportError(f"error during connect: {request}: EOF")
    line = _status_line(why)
    if line is not None:
        try:
            parse_head(line)
        except TransportError as told:
            return TransportError(placed(told, request))
    return TransportError(f"error during connect: {request}: {text}")


def _status_line(why: BaseException | None) -> bytes | None:
    """The first line of an answer that is no HTTP, from the depths of the exception."""
    while why is not None and not isinstance(why, BadStatusLine):
        why = next((part for part in why.args if isinstance(part, BaseException)), None)
    return None if why is None else str(why.args[0]).encode("latin-1")
