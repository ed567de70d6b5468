"""A daemon that does what a script says: for faults that no real engine shows on demand.

    with Daemon() as daemon:
        daemon.answer("GET /containers/json", reply([]))                   # every time, until told otherwise
        daemon.answer("GET /events", head(chunked=True), chunk(b"{}"), Conversation.reset)
        ... a client of daemon.host ...

A reply is a row of steps: bytes are sent, a callable is given the `Conversation` and acts. Several
`answer` calls for one request are used in turn, the last one again and again. A request that no
answer was given for gets 501 and fails the test when the `with` ends.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.wire import Request, RequestReader

PATIENCE = 60.0
PIECE = 65536
LAST_CHUNK = b"0\r\n\r\n"


class Conversation:
    """One connection of a client, in the hands of a step."""

    def __init__(self, connection: socket.socket, daemon: Daemon) -> None:
        self.connection = connection
        self.daemon = daemon
        self.request = Request("", "/", {})
        self.open = True

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.connection.sendall(data)

    def recv(self, size: int = PIECE) -> bytes:
        """What the client sends next, for a hijacked connection; b"" at its end."""
        return self.connection.recv(size)

    def close(self) -> None:
        """End the connection in order."""
        self.open = False

    def reset(self) -> None:
        """End the connection with a TCP reset (on a unix socket: an end with unread bytes)."""
        if self.connection.family == socket.AF_INET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.open = False

    def hold(self) -> None:
        """Say nothing more until the client leaves or the daemon ends."""
        with contextlib.suppress(OSError):
            while self.connection.recv(PIECE):
                pass
        self.open = False


Step = bytes | Callable[[Conversation], object]


class Daemon:
    """Listens on a unix socket, or on TCP (`tcp=True`, with TLS if given a server context)."""

    def __init__(self, tcp: bool = False, tls: ssl.SSLContext | None = None, api: str = "1.51") -> None:
        self.requests: list[Request] = []
        self.unexpected: list[str] = []
        self.accepted = 0
        self._tls = tls
        self._answers: dict[str, list[tuple[Step, ...]]] = {}
        self._early: set[str] = set()
        self._folder = tempfile.TemporaryDirectory(prefix="daemon-")
        self.path = Path(self._folder.name) / "docker.sock"
        self._tcp = tcp or tls is not None
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._stopped = False
        self._listen(0)
        for method in ("GET", "HEAD"):
            self.answer(f"{method} /_ping", ping(api, method))

    def _listen(self, port: int) -> None:
        self._stopped = False
        if self._tcp:
            self._listener = socket.create_server(("127.0.0.1", port))
            self.host = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        else:
            self.path.unlink(missing_ok=True)
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(str(self.path))
            self._listener.listen(64)
            self.host = f"unix://{self.path}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def answer(self, key: str, *steps: Step, early: bool = False) -> None:
        """Queue a reply to `key`, as in `GET /containers/json`; the last one queued is used again.

        `early`: as soon as the request's head is there, while its body is still on its way.
        """
        self._answers.setdefault(key, []).append(steps)
        if early:
            self._early.add(key)

    def forget(self, key: str) -> None:
        """Drop the replies to `key`, to say something else from now on."""
        self._answers.pop(key, None)

    def seen(self, key: str) -> list[Request]:
        """The requests of that key so far."""
        with self._lock:
            return [request for request in self.requests if request.key == key]

    def stop(self) -> None:
        """Die as a killed engine does: nothing listens, every connection ends, and none is answered meanwhile."""
        with self._lock:
            self._stopped = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def restart(self) -> None:
        """Listen again at the same address after `stop`."""
        self._listen(int(self.host.rpartition(":")[2]) if self._tcp else 0)

    def __enter__(self) -> Daemon:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        self.stop()
        self._folder.cleanup()
        if kind is None:
            assert not self.unexpected, f"nothing was scripted for {self.unexpected}"

    def _accept(self) -> None:
        listener = self._listener
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                self.accepted += 1
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, contextlib.suppress(OSError):
                connection.settimeout(PATIENCE)
                self._converse(self._tls.wrap_socket(connection, server_side=True) if self._tls else connection)
        finally:
            with self._lock:
                self._connections.discard(connection)

    def _converse(self, connection: socket.socket) -> None:
        with connection:
            talk, reader = Conversation(connection, self), RequestReader()
            while talk.open:
                data = connection.recv(PIECE)
                if not data:
                    return
                for request in reader.feed(data):
                    talk.request = request
                    self._act(talk)
                if reader.begun is not None and reader.begun.key in self._early:
                    talk.request = reader.begun
                    self._act(talk)

    def _act(self, talk: Conversation) -> None:
        for step in self._next(talk.request):
            if isinstance(step, bytes):
                talk.send(step)
            else:
                step(talk)
            if not talk.open:
                return

    def _next(self, request: Request) -> tuple[Step, ...]:
        with self._lock:
            if self._stopped:
                return (Conversation.close,)
            self.requests.append(request)
            queue = self._answers.get(request.key)
            if not queue:
                self.unexpected.append(request.key)
                return (reply({"message": f"nothing scripted for {request.key}"}, 501),)
            return queue.pop(0) if len(queue) > 1 else queue[0]


def head(status: int = 200, chunked: bool = False, **headers: str) -> bytes:
    """A response's first lines; header names are written with underscores."""
    lines = [f"HTTP/1.1 {status} Scripted"]
    if chunked:
        headers = {"Content_Type": "application/json", "Transfer_Encoding": "chunked", **headers}
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def reply(body: Any, status: int = 200) -> bytes:
    """A whole JSON response."""
    text = json.dumps(body).encode()
    return head(status, Content_Type="application/json", Content_Length=str(len(text))) + text


def empty(status: int = 204) -> bytes:
    """A whole response without a body."""
    return head(status) if status == 204 else head(status, Content_Length="0")


def chunk(data: bytes) -> bytes:
    """One chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def ping(api: str = "1.51", method: str = "GET") -> bytes:
    """The answer to /_ping of an engine that speaks `api`."""
    body = b"OK" if method == "GET" else b""
    return head(Api_Version=api, Ostype="linux", Server="Docker/scripted", Content_Length="2") + body
