"""One request on a connection of its own whose answer is read as it comes: logs, events, pull, build, archives."""

from __future__ import annotations

import select
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType

from shell.engine.dial import LOCAL, Endpoint, Socket, absolute, described, dial, readable
from shell.engine.http1 import Body, Head, Headers, HeadParser, NotHTTP, body_of, chunk, request_head
from shell.errors import Cancelled, CannotConnect, TransportError
from shell.streams import PIECE, Feed

ERROR_LIMIT = 1024 * 1024
Upload = bytes | Iterable[bytes] | Feed | None
Started = Callable[["Exchange"], None] | None


class _NoMore(Exception):
    """The Engine has refused, or ended, while an upload waited for its input."""


class Exchange:
    """Sends a request over a socket and reads the answer's head, even while the request's body is on its way."""

    def __init__(self, sock: Socket) -> None:
        self.sock = sock
        self.parser = HeadParser()
        self.head: Head | None = None
        self.early = bytearray()  # of the answer's body, come while the request's body was sent
        self.cancelled = False

    def run(self, method: str, target: str, headers: Mapping[str, str], body: Upload) -> Head:
        """-> the answer's head; TransportError if the connection ends first."""
        whole = body if isinstance(body, bytes) or body is None else None
        fields = {"Host": "api.moby.localhost", **headers}
        if body is not whole:
            fields["Transfer-Encoding"] = "chunked"
        elif whole is not None or method in ("POST", "PUT", "PATCH"):
            fields["Content-Length"] = str(len(whole or b""))
        self._send(request_head(method, target, fields) + (whole or b""))
        if body is not None and not isinstance(body, bytes):
            self._upload(body)
        return self._answer()

    def cancel(self) -> None:
        """From another thread: whoever sends or waits gets Cancelled."""
        self.cancelled = True
        self.sock.abort()

    def close(self) -> None:
        self.sock.close()

    def _upload(self, body: Iterable[bytes] | Feed) -> None:
        """Send chunk by chunk until the end or until the Engine has refused."""
        if not isinstance(body, Feed):
            self._send_chunks(body)
            return
        body.source.wait = self._wait_for_input
        try:
            self._send_chunks(body.pieces)
        except _NoMore:
            pass
        finally:
            body.source.wait = None

    def _send_chunks(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            if piece and not self._send(*chunk(piece)):
                return
        self._send(*chunk(b""))

    def _wait_for_input(self, fd: int) -> None:
        """Until there is something to read, or _NoMore: a silent input must not hide the Engine's end."""
        poll = select.poll()
        poll.register(fd, select.POLLIN)
        poll.register(self.sock.fileno(), select.POLLIN)
        while True:
            ready = {found for found, _ in poll.poll()}
            if self._refused():
                raise _NoMore
            if fd in ready:
                return

    def _send(self, *parts: bytes) -> bool:
        """All of the parts; False if an answer made the rest pointless."""
        left = [memoryview(part) for part in parts if part]
        while left:
            if self._refused():
                return False
            try:
                sent = self.sock.offer(*left)
            except TransportError as why:
                self._last_words(why)
                return False
            if not sent:
                select.select([self.sock], [self.sock], [])
            while left and sent >= len(left[0]):
                sent -= len(left.pop(0))
            if sent:
                left[0] = left[0][sent:]
        return True

    def _refused(self) -> bool:
        """Read what has come of an answer -> whether it is an error or the connection's end."""
        while not self._error and readable(self.sock):
            data = self.sock.take(PIECE)
            if data is None:
                break
            if not data:
                return self._ended()
            self._feed(data)
        return self._error

    @property
    def _error(self) -> bool:
        return self.head is not None and self.head.status >= 400

    def _ended(self) -> bool:
        if self.head is None:
            self.parser.close()
        return True

    def _last_words(self, why: TransportError) -> None:
        """The connection broke while sending: an answer that came before says more than the break."""
        try:
            while self.head is None and (data := self.sock.recv(PIECE)):
                self._feed(data)
        except TransportError:
            pass
        if self.head is None:
            raise why

    def _answer(self) -> Head:
        while self.head is None:
            data = self.sock.recv(PIECE)
            if not data:
                self.parser.close()
            self._feed(data)
        return self.head

    def _feed(self, data: bytes) -> None:
        if self.head is not None:
            self.early += data
        elif head := self.parser.feed(data):
            self.head = head
            self.early += self.parser.rest


class Stream:
    """An answer being read. `read1` gives what has come, b"" at the true end; a cut raises TransportError after it."""

    def __init__(self, sock: Socket, head: Head, body: Body, early: bytes = b"") -> None:
        self.status = head.status
        self.headers: Headers = head.headers
        self._sock = sock
        self._body = body
        self._early = early
        self._ended = False
        self._cancelled = False
        self._lock = threading.Lock()

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type").partition(";")[0].strip()

    def read1(self) -> bytes:
        """The next bytes of the body, as many as are there (at most some 128 KiB), waiting for the first."""
        while not self._ended and not self._body.done:
            if self._body.failure:
                raise self._body.failure
            data, self._early = self._early or self._receive(), b""
            if not data:
                self._end()
            elif payload := self._body.feed(data):
                return payload
        return b""

    def _receive(self) -> bytes:
        try:
            data = self._sock.recv(PIECE)
        except (TransportError, ValueError):
            if self._cancelled:
                raise Cancelled("") from None
            raise
        if not data and self._cancelled:
            raise Cancelled("")
        return data

    def _end(self) -> None:
        self._body.close()
        self._ended = True

    def __iter__(self) -> Iterator[bytes]:
        while data := self.read1():
            yield data

    def fileno(self) -> int:
        """For select; see `pending`."""
        return self._sock.fileno()

    def pending(self) -> bool:
        """Whether `read1` would not wait although the descriptor is silent."""
        return bool(self._early) or self._body.done or self._ended or bool(self._sock.pending())

    def error_body(self) -> bytes:
        """The body of an answer that is an error, at most 1 MiB of it."""
        found = b""
        try:
            while len(found) < ERROR_LIMIT and (data := self.read1()):
                found += data
        except TransportError:
            pass  # what came of the reason is better than none
        return found[:ERROR_LIMIT]

    def cancel(self) -> None:
        """From another thread: the reader gets Cancelled."""
        self._cancelled = True
        self._sock.abort()

    def close(self) -> None:
        with self._lock:
            self._ended = True
            self._sock.close()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def exchange(
    endpoint: Endpoint,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: Upload,
    environ: Mapping[str, str] | None,
    tunnel: bool,
    started: Started = None,
) -> tuple[Exchange, Head]:
    """Dial, ask, read the answer's head; the socket is closed if anything fails. `started` gets what can cancel it."""
    request = described(endpoint, method, path)
    sock = dial(endpoint, environ=environ, request=request, tunnel=tunnel)
    prefix, more = ("", {}) if tunnel else absolute(endpoint, environ)
    host = {} if endpoint.address.scheme in LOCAL else {"Host": endpoint.address.netloc}
    talk = Exchange(sock)
    try:
        if started is not None:
            started(talk)
        return talk, talk.run(method, prefix + path, {**host, **more, **headers}, body)
    except TransportError as why:
        sock.close()
        if talk.cancelled:
            raise Cancelled("") from None
        raise CannotConnect(placed(why, request)) from None
    except BaseException:
        sock.close()
        raise


def placed(why: TransportError, request: str) -> str:
    """A failure of the connection with the request that it ended (see `described`), as docker tells it."""
    if not isinstance(why, NotHTTP):
        return f"error during connect: {request}: {why}"
    hint = "" if '"https:' in request else ".\n* Are you trying to connect to a TLS-enabled daemon without TLS?"
    return f"{request}: {why}{hint}"


def open_stream(
    endpoint: Endpoint,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: Upload = None,
    environ: Mapping[str, str] | None = None,
    started: Started = None,
) -> Stream:
    """Send a request (path with its version and query) -> Stream of whatever status.

    An iterable body is sent chunked, in the caller's thread; an error answer ends it early. Raises CannotConnect.
    """
    talk, head = exchange(endpoint, method, path, headers, body, environ, tunnel=False, started=started)
    try:
        return Stream(talk.sock, head, body_of(method, head), bytes(talk.early))
    except BaseException:
        talk.sock.close()
        raise
