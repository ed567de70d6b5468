"""A daemon that answers from a table and remembers every request: what a client sends is what a test compares.

with Recording(folder) as daemon:
    daemon.answer("POST", "/containers/create", {"Id": "1"}, status=201)
    …                                  # a client of daemon.host
    daemon.requests[-1].body           # already decoded where it was JSON
"""

from __future__ import annotations

import json
import re
import socketserver
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

VERSION = re.compile(r"/v(\d+\.\d+)(?=/)")


@dataclass(frozen=True)
class Request:
    """One request; `path` is without the API version, `body` is JSON already decoded, else bytes, else None."""

    method: str
    path: str
    version: str
    query: Mapping[str, list[str]]
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    media_type: str = "application/json"


Answerer = Callable[[Request], Reply]


@dataclass
class _Route:
    method: str
    pattern: re.Pattern[str]
    answer: Answerer


@dataclass
class Recording:
    """Listens on a unix socket in `folder` until its `with` ends. The newest answer that fits a request wins."""

    folder: Path
    api_version: str = "1.51"
    os_type: str = "linux"
    experimental: bool = False
    requests: list[Request] = field(default_factory=list)
    _routes: list[_Route] = field(default_factory=list)

    @property
    def socket(self) -> Path:
        return self.folder / "docker.sock"

    @property
    def host(self) -> str:
        return f"unix://{self.socket}"

    def answer(self, method: str, path: str, body: Any = None, status: int = 200) -> None:
        """Answers what matches `path`, a regular expression for all of it, with JSON (None: no body)."""
        content = b"" if body is None else json.dumps(body).encode()
        self.answer_with(method, path, lambda request: Reply(status, content))

    def answer_with(self, method: str, path: str, answer: Answerer) -> None:
        self._routes.insert(0, _Route(method, re.compile(path), answer))

    def taken(self) -> list[Request]:
        """The requests since the last call, pings aside."""
        taken = [request for request in self.requests if request.path != "/_ping"]
        self.requests.clear()
        return taken

    def reply(self, request: Request) -> Reply:
        if request.path == "/_ping":
            return Reply(200, b"OK", "text/plain; charset=utf-8")
        for route in self._routes:
            if route.method == request.method and route.pattern.fullmatch(request.path):
                return route.answer(request)
        return Reply(404, b'{"message":"page not found"}')

    def __enter__(self) -> Recording:
        self._server = _Server(str(self.socket), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(30)


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is no fault; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _handler(recording: Recording) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            request = self.request_read()
            recording.requests.append(request)
            reply = recording.reply(request)
            self.send_response(reply.status)
            for name, value in self.headers_of(reply):
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer

        def request_read(self) -> Request:
            address = urlsplit(self.path)
            found = VERSION.match(address.path)
            path = address.path[found.end() :] if found else address.path
            query = parse_qs(address.query, keep_blank_values=True)
            return Request(
                self.command, path, found[1] if found else "", query, _decoded(self.body_read()), dict(self.headers)
            )

        def body_read(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def headers_of(self, reply: Reply) -> list[tuple[str, str]]:
            return [
                ("Api-Version", recording.api_version),
                ("Ostype", recording.os_type),
                ("Docker-Experimental", str(recording.experimental).lower()),
                ("Builder-Version", "2"),
                ("Swarm", "inactive"),
                ("Server", f"Docker/28.5.2 ({recording.os_type})"),
                ("Content-Type", reply.media_type),
                ("Content-Length", str(len(reply.body))),
            ]

        def address_string(self) -> str:
            return "a client"  # a unix socket has no address to name

        def log_message(self, format: str, *args: Any) -> None:
            """Keeps the test's stderr clean."""

    return Handler


def _decoded(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body
