"""A recording relay before an engine's socket: what a client sent, request by request."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
from pathlib import Path

from tests.support.wire import Request, RequestReader

PIECE = 65536


class Tap:
    """`with Tap(engines.socket()) as tap:` a client of `tap.host` reaches the engine; `tap.requests` tells.

    Bytes pass unchanged both ways, half-closes included, so that hijacked connections work.
    `tcp=True` listens on a port of 127.0.0.1 instead: a plain TCP address for any engine.
    """

    def __init__(self, engine: Path, tcp: bool = False) -> None:
        self.engine = engine
        self.requests: list[Request] = []
        self.accepted = 0
        self._folder = tempfile.TemporaryDirectory(prefix="tap-")
        self.path = Path(self._folder.name) / "docker.sock"
        self._listener = socket.create_server(("127.0.0.1", 0)) if tcp else socket.socket(socket.AF_UNIX)
        if not tcp:
            self._listener.bind(str(self.path))
            self._listener.listen(64)
        self.host = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}" if tcp else f"unix://{self.path}"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Tap:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._folder.cleanup()

    def take(self) -> list[Request]:
        """The requests so far, without the pings that every client starts with; the record begins anew."""
        with self._lock:
            taken, self.requests = self.requests, []
        return [request for request in taken if request.path != "/_ping"]

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as engine:
            try:
                engine.connect(str(self.engine))
            except OSError:
                return
            with self._lock:
                self._open |= {client, engine}
            back = threading.Thread(target=_pump, args=(engine, client), daemon=True)
            back.start()
            self._pump_requests(client, engine)
            back.join()
            with self._lock:
                self._open -= {client, engine}

    def _pump_requests(self, client: socket.socket, engine: socket.socket) -> None:
        reader = RequestReader()
        with contextlib.suppress(OSError):
            while data := client.recv(PIECE):
                with self._lock:
                    self.requests += reader.feed(data)
                engine.sendall(data)
        _end_writing(engine)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(PIECE):
            target.sendall(data)
    _end_writing(target)


def _end_writing(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_WR)
