"""A TLS server of one connection after another, that remembers every application byte it was sent."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

PATIENCE = 30.0


class TLSServer:
    """Listens on 127.0.0.1; `received` holds what came through TLS, `failures` the handshakes that broke.

    Without a `context` it does `instead` with the bare connection.
    """

    def __init__(
        self, context: ssl.SSLContext | None, instead: Callable[[socket.socket], None] = lambda sock: None
    ) -> None:
        self.received = bytearray()
        self.failures: list[str] = []
        self._context, self._instead = context, instead
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> TLSServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finished.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join(PATIENCE)
        self._listener.close()

    def client(self) -> socket.socket:
        """A plain connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def _serve(self) -> None:
        while True:
            sock, _ = self._listener.accept()
            with sock:
                if self._finished.is_set():
                    return
                sock.settimeout(PATIENCE)
                self._answer(sock)

    def _answer(self, sock: socket.socket) -> None:
        if self._context is None:
            self._instead(sock)
            return
        secure = self._context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        try:
            secure.do_handshake()
            while data := secure.recv(4096):
                self.received += data
                secure.sendall(b"answer")
        except OSError as error:
            self.failures.append(str(error))
            _drain(secure)
        finally:
            secure.close()


def _drain(secure: ssl.SSLSocket) -> None:
    """Read on until the client ends: closing over unread bytes would reset the connection and lose our alert."""
    with suppress(OSError), socket.socket(fileno=secure.detach()) as plain:
        plain.settimeout(PATIENCE)
        while plain.recv(4096):
            pass
