"""Calls that turn their connection into a two-way stream: attach and exec (API: "Hijacking" of container attach)."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

from shell.engine.dial import Data, Endpoint, Socket
from shell.engine.http1 import Body, Head, Headers, UntilClose, body_of
from shell.engine.stream import Stream, exchange
from shell.errors import TransportError
from shell.streams import PIECE

MULTIPLEXED = "application/vnd.docker.multiplexed-stream"
STREAMS = (101, 200)  # engines before 1.24 and some proxies say 200


class Hijacked:
    """The connection after the head; bytes that came with the head are read first."""

    def __init__(self, sock: Socket, head: Head, early: bytes = b"") -> None:
        self.status = head.status
        self.headers: Headers = head.headers
        self.media_type = head.headers.get("content-type").partition(";")[0].strip()
        self._sock = sock
        self._head = head
        self._body: Body = UntilClose() if head.status == 101 else body_of("POST", head)
        self._early = early
        self._open = True
        self.cancelled = False

    def recv(self, size: int = PIECE) -> bytes:
        """Waits; b"" at the end."""
        while not self._body.done:
            payload, wire = self._unframe(self._early[:size] or self._sock.recv(size), size)
            if payload or not wire:
                return payload
        return b""

    def take(self, size: int = PIECE) -> bytes | None:
        """What has come, None when nothing has, b"" at the end."""
        while not self._body.done:
            data = self._early[:size] or self._sock.take(size)
            if data is None:
                return None
            payload, wire = self._unframe(data, size)
            if payload or not wire:
                return payload
        return b""

    def _unframe(self, data: bytes, size: int) -> tuple[bytes, bytes]:
        """-> (payload, the bytes as they came)."""
        if self._body.failure:
            raise self._body.failure
        self._early = self._early[size:]
        if not data:
            self._body.close()
            return b"", b""
        return self._body.feed(data), data

    def send(self, data: Data) -> None:
        self._sock.send(data)

    def offer(self, data: Data) -> int:
        """As many bytes as go out without waiting."""
        return self._sock.offer(data)

    def flush(self) -> bool:
        """Push on what `offer` took; whether nothing of it is left."""
        return self._sock.flush()

    def close_write(self) -> None:
        """The end of stdin; output is still read."""
        if self._open:
            self._sock.close_write()
        self._open = False

    def pending(self) -> int:
        """Bytes, or an end, that `take` has although the descriptor is silent."""
        return len(self._early) + self._sock.pending() + self._body.done

    def fileno(self) -> int:
        return self._sock.fileno()

    def cancel(self) -> None:
        """From another thread: a waiting reader gets the end, and `cancelled` says why."""
        self.cancelled = True
        self._sock.abort()

    def error_body(self) -> bytes:
        """The body of an answer that is no stream, at most 1 MiB."""
        return Stream(self._sock, self._head, self._body, self._early).error_body()

    def close(self) -> None:
        self._sock.close()

    def __enter__(self) -> Hijacked:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def hijack(
    endpoint: Endpoint,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
    environ: Mapping[str, str] | None = None,
) -> Hijacked:
    """Ask for an upgrade -> Hijacked: the stream, or an answer from 400 on. Raises CannotConnect, TransportError."""
    fields = {"Connection": "Upgrade", "Upgrade": "tcp", **headers}
    talk, head = exchange(endpoint, method, path, fields, body, environ, tunnel=True)
    try:
        if head.status not in STREAMS and head.status < 400:
            raise TransportError(f"unable to upgrade to tcp, received {head.status}")
        return Hijacked(talk.sock, head, bytes(talk.early))
    except TransportError:
        talk.sock.close()
        raise
