"""HTTP/1.1 without I/O: heads written and parsed, bodies unframed as their bytes come (RFC 9112)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from shell.errors import TransportError
from shell.spec.durations import go_quote

BROKEN = "net/http: HTTP/1.x transport connection broken: "  # how Go begins to tell what is wrong with a head
TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
SHOWN = 512  # bytes of what is no HTTP
HEAD_LIMIT = 256 * 1024
LINE_LIMIT = 64 * 1024
FIELD_LIMIT = 100
INTERIM_LIMIT = 10
CRLF = b"\r\n"
MANY = 8  # chunks of less than SMALL bytes are worth a look whether all are simple
SMALL = 1024


class NotHTTP(TransportError):
    """What answers speaks something else."""


class Headers(dict[str, str]):
    """Header fields by lower-case name; a repeated field's values are joined by commas."""

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        return super().get(name.lower(), default)


class Head(NamedTuple):
    """A status line and its fields."""

    status: int
    reason: str
    headers: Headers


def check_fields(headers: Mapping[str, str]) -> None:
    """TransportError in Go's words for a name or a value that would be another line, or none (RFC 9110 section 5)."""
    for name, value in headers.items():
        if not TOKEN.match(name):
            raise TransportError(f"net/http: invalid header field name {go_quote(name)}")
        if CONTROL.search(value):
            raise TransportError(f"net/http: invalid header field value for {go_quote(name)}")


def request_head(method: str, target: str, headers: Mapping[str, str]) -> bytes:
    """The bytes before a request's body; TransportError for a field that HTTP does not allow."""
    check_fields(headers)
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def chunk(data: bytes) -> tuple[bytes, bytes, bytes]:
    """One chunk of a chunked body (RFC 9112, 7.1) in parts, so that nobody copies `data`; the empty one ends it."""
    return b"%x\r\n" % len(data), data, b"\r\n"


class HeadParser:
    """Reads a response's head; `rest` is what came behind it."""

    def __init__(self) -> None:
        self.rest = b""
        self._data = b""
        self._interim = 0

    @property
    def empty(self) -> bool:
        """No byte of an answer has come."""
        return not self._data and not self._interim

    def feed(self, data: bytes) -> Head | None:
        """The head once it is complete; interim answers (100, 103) are passed over."""
        self._data += data
        while (end := self._end()) >= 0:
            head = parse_head(self._data[:end])
            self._data = self._data[end:].split(b"\n", 2)[2] if self._data[end:].startswith(b"\n") else b""
            if head.status == 101 or head.status >= 200:
                self.rest, self._data = self._data, b""
                return head
            self._count_interim()
        self._check_start()
        return None

    def close(self) -> None:
        """The connection ended before the head did."""
        if self._data:
            _status(self._data.partition(b"\n")[0])
        raise TransportError("EOF" if self.empty else f"{BROKEN}unexpected EOF")

    def _end(self) -> int:
        """Where the blank line is: behind the last field, before its line end's LF."""
        found = [at for at in (self._data.find(b"\n\r\n"), self._data.find(b"\n\n")) if at >= 0]
        return min(found) if found else -1

    def _count_interim(self) -> None:
        self._interim += 1
        if self._interim > INTERIM_LIMIT:
            raise TransportError("net/http: too many 1xx informational responses")

    def _check_start(self) -> None:
        """Refuse early what can never become a head."""
        start = self._data[:5]
        if start != b"HTTP/"[: len(start)]:
            raise _not_http(self._data)
        if len(self._data) > HEAD_LIMIT:
            raise TransportError(f"the Engine's response header is larger than {HEAD_LIMIT} bytes")


def _not_http(line: bytes) -> NotHTTP:
    return NotHTTP(f"{BROKEN}malformed HTTP response {_quoted(line.rstrip(CRLF))}")


def _quoted(data: bytes) -> str:
    return go_quote(data[:SHOWN].decode("utf-8", "surrogateescape"))


def _status(line: bytes) -> tuple[int, str]:
    """A status line -> code and reason."""
    version, space, rest = line.rstrip(CRLF).partition(b" ")
    code, _, reason = rest.lstrip(b" ").partition(b" ")
    if not version.startswith(b"HTTP/1.") or not space:
        raise _not_http(line)
    if len(code) != 3 or not code.isdigit():
        raise TransportError(f"{BROKEN}malformed HTTP status code {_quoted(code)}")
    return int(code), reason.decode("latin-1")


def parse_head(data: bytes) -> Head:
    """A head without its blank line -> Head; NotHTTP or TransportError, in Go's words, if it is none."""
    status_line, *lines = data.replace(CRLF, b"\n").rstrip(b"\r").split(b"\n")
    code, reason = _status(status_line)
    if len(lines) > FIELD_LIMIT:
        raise TransportError(f"the Engine's response has more than {FIELD_LIMIT} header fields")
    headers = Headers()
    for line in lines:
        _add_field(headers, line)
    return Head(code, reason, headers)


def _add_field(headers: Headers, line: bytes) -> None:
    name_bytes, colon, value_bytes = line.partition(b":")
    if not colon or not name_bytes.strip() or len(line) > LINE_LIMIT:
        raise TransportError(f"{BROKEN}malformed MIME header: missing colon: {_quoted(line)}")
    name, value = name_bytes.decode("latin-1").strip().lower(), value_bytes.decode("latin-1").strip()
    if name not in headers:
        headers[name] = value
    elif name != "content-length":
        headers[name] = f"{headers[name]}, {value}"
    elif headers[name] != value:
        got = f'["{headers[name]}" "{value}"]'
        raise TransportError(f"{BROKEN}http: message cannot contain multiple Content-Length headers; got {got}")


class Body(Protocol):
    """Unframes a body: `feed` gives the payload in the bytes, `close` says whether the end came too early.

    `failure` is set by the feed that met broken framing and gave what came before it.
    """

    done: bool
    rest: bytes
    failure: TransportError | None

    def feed(self, data: bytes) -> bytes: ...
    def close(self) -> None: ...


def body_of(method: str, head: Head) -> Body:
    """The framing that a response's head announces (RFC 9112 section 6.3)."""
    if method == "HEAD" or head.status in (204, 304) or 100 <= head.status < 200:
        return Length(0)
    if head.headers.get("transfer-encoding").lower().split(",")[-1].strip() == "chunked":
        return Chunked()
    if "content-length" not in head.headers:
        return UntilClose()
    text = head.headers["content-length"]
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise TransportError(f'{BROKEN}bad Content-Length "{text[:40]}"')
    return Length(int(text))


class Length:
    """A body of a known number of bytes."""

    failure: TransportError | None = None

    def __init__(self, size: int) -> None:
        self._left = size
        self.rest = b""
        self.done = size == 0

    def feed(self, data: bytes) -> bytes:
        if len(data) > self._left:
            self.rest += data[self._left :]
            data = data[: self._left]
        self._left -= len(data)
        self.done = self._left == 0
        return data

    def close(self) -> None:
        if not self.done:
            raise TransportError("unexpected EOF")


class UntilClose:
    """A body that ends where the connection does; HTTP cannot tell a cut from the end."""

    failure: TransportError | None = None

    def __init__(self) -> None:
        self.rest = b""
        self.done = False

    def feed(self, data: bytes) -> bytes:
        return data

    def close(self) -> None:
        self.done = True


class Chunked:
    """A chunked body. A chunk is handed on as its bytes come, never kept whole."""

    def __init__(self) -> None:
        self.rest = b""
        self.done = False
        self.failure: TransportError | None = None
        self._pending = b""
        self._left = 0  # bytes of the open chunk that have not come
        self._ending = False  # its line end has not come
        self._sizes: dict[bytes, int] = {}
        self._trailers = -1  # bytes of trailers seen; -1 before the last chunk

    def feed(self, data: bytes) -> bytes:
        if self.failure:
            raise self.failure
        parts: list[bytes] = []
        try:
            self._read(self._pending + data if self._pending else data, parts)
        except TransportError as why:
            self.failure = why
        return b"".join(parts)

    def close(self) -> None:
        if self.failure:
            raise self.failure
        if not self.done:
            raise TransportError("unexpected EOF")

    def _read(self, data: bytes, parts: list[bytes]) -> None:
        self._pending = b""
        if self.done:
            self.rest += data
        elif self._trailers >= 0:
            self._read_trailers(data)
        else:
            self._read_chunks(data, parts)

    def _read_chunks(self, data: bytes, parts: list[bytes]) -> None:
        """The hot loop, for what `_whole_chunks` did not take."""
        at = self._open_chunk(data, 0, parts)
        if not self._ending and not self._left:
            at = self._whole_chunks(data, at, parts)
        length, find, known, add = len(data), data.find, self._sizes.get, parts.append
        while not self._ending and not self._left and (end := find(CRLF, at)) >= 0:
            line = data[at:end]
            if (size := known(line, -1)) < 0:
                size = self._size(line)
            start = end + 2
            at = start + size
            if not size:
                self._trailers = 0
                return self._read_trailers(data[start:])
            if at + 2 > length:
                self._left = size
                at = self._open_chunk(data, start, parts)
                break
            if data[at : at + 2] != CRLF:
                raise TransportError("malformed chunked encoding")
            add(data[start:at])
            at += 2
        if len(data) - at > LINE_LIMIT:
            raise TransportError("chunk size line is too long")
        self._pending = data[at:]

    def _whole_chunks(self, data: bytes, at: int, parts: list[bytes]) -> int:
        """Many small chunks at once -> behind the last; none if one has a line end inside or a size not seen before.

        A million lines of a log are a million chunks, so nothing here is done chunk by chunk in Python.
        """
        known = self._sizes.get
        if known(data[at : data.find(CRLF, at)], SMALL) >= SMALL:
            return at
        pieces = data[at:].split(CRLF)
        lines, chunks = pieces[:-1:2], pieces[1:-1:2]
        if len(chunks) < MANY:
            return at
        del lines[len(chunks) :]
        sizes = list(map(known, lines))
        if not all(sizes) or sizes != list(map(len, chunks)):
            return at
        parts += chunks
        return at + sum(map(len, lines)) + sum(map(len, chunks)) + 4 * len(chunks)

    def _open_chunk(self, data: bytes, at: int, parts: list[bytes]) -> int:
        """Go on with a chunk that is not complete -> where its bytes in `data` end."""
        if self._left:
            part = data[at : at + self._left]
            parts.append(part)
            at += len(part)
            self._left -= len(part)
            self._ending = not self._left
        if self._ending and len(data) - at >= 2:
            if data[at : at + 2] != CRLF:
                raise TransportError("malformed chunked encoding")
            at += 2
            self._ending = False
        return at

    def _size(self, line: bytes) -> int:
        digits = line.partition(b";")[0].strip(b" \t")
        if not digits or len(digits) > 15 or digits.strip(b"0123456789abcdefABCDEF"):
            raise TransportError("invalid byte in chunk length")
        if len(self._sizes) < 4096:
            self._sizes[line] = int(digits, 16)
        return int(digits, 16)

    def _read_trailers(self, data: bytes) -> None:
        while (end := data.find(CRLF)) >= 0:
            line, data = data[:end], data[end + 2 :]
            if not line:
                self.done, self.rest = True, data
                return
            self._trailers += len(line)
        self._pending = data
        if self._trailers + len(data) > LINE_LIMIT:
            raise TransportError("http: suspiciously long trailer after chunked body")
