"""HTTP/1.1 requests out of a stream of bytes, whatever the splits; shared by the tap and the scripted daemon."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

VERSION = re.compile(r"^/v1\.\d+(?=/)")
UNORDERED = ("Env", "Binds")  # of a container: docker gathers them in a Go map, so that their order is random
# What says something about the command; the rest is the library's own business.
TELLING = ("x-registry-auth", "x-registry-config", "upgrade", "content-type", "x-docker-token")


@dataclass
class Request:
    """One request as a client sent it; `path` is without the API version, `raw` with it."""

    method: str
    raw: str
    headers: dict[str, str]
    body: bytes = b""
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()
    stdin: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        parts = urlsplit(self.raw)
        self.path = unquote(VERSION.sub("", parts.path))
        self.query = tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))

    @property
    def key(self) -> str:
        """`GET /containers/json`"""
        return f"{self.method} {self.path}"

    @property
    def upgrades(self) -> bool:
        """Whether the connection stops being HTTP after this request."""
        return "upgrade" in self.headers

    @property
    def json(self) -> Any:
        """The body read as JSON; for another body its size, which says enough to compare."""
        if not self.body:
            return None
        try:
            return json.loads(self.body)
        except ValueError:
            return f"{len(self.body)} bytes"

    @property
    def telling(self) -> dict[str, Any]:
        """The headers that belong to the command; credentials are decoded."""
        return {name: _decoded(self.headers[name]) for name in TELLING if name in self.headers}


class RequestReader:
    """`feed(bytes)` gives the requests that became whole; after an upgrade all bytes are its `stdin`."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._head: Request | None = None
        self.raw: Request | None = None

    @property
    def begun(self) -> Request | None:
        """The request whose head has come and whose body is not whole."""
        return self._head

    def feed(self, data: bytes) -> list[Request]:
        if self.raw is not None:
            self.raw.stdin += data
            return []
        self._buffer += data
        return list(self._whole())

    def _whole(self) -> Iterator[Request]:
        while self.raw is None:
            if self._head is None and not self._read_head():
                return
            assert self._head is not None
            body = self._read_body(self._head)
            if body is None:
                return
            request, self._head = self._head, None
            request.body = body
            if request.upgrades:
                self.raw = request
                request.stdin += self._buffer
                self._buffer.clear()
            yield request

    def _read_head(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        self._buffer = rest
        first, *lines = head.decode("latin-1").split("\r\n")
        method, raw, _ = first.split(" ", 2)
        pairs = (line.partition(":") for line in lines)
        self._head = Request(method, raw, {name.lower(): value.strip() for name, _, value in pairs})
        return True

    def _read_body(self, head: Request) -> bytes | None:
        """The whole body, or None while some of it is missing."""
        if head.headers.get("transfer-encoding", "").lower() == "chunked":
            return self._read_chunks()
        size = int(head.headers.get("content-length", "0"))
        if len(self._buffer) < size:
            return None
        body = bytes(self._buffer[:size])
        del self._buffer[:size]
        return body

    def _read_chunks(self) -> bytes | None:
        body, at = bytearray(), 0
        while True:
            end = self._buffer.find(b"\r\n", at)
            if end < 0:
                return None
            size = int(self._buffer[at:end].split(b";")[0], 16)
            at = end + 2
            if len(self._buffer) < at + size + 2:
                return None
            if size == 0:
                del self._buffer[: at + 2]
                return bytes(body)
            body += self._buffer[at : at + size]
            at += size + 2


def _decoded(value: str) -> Any:
    """A header that is base64 of JSON, as X-Registry-Auth is; any other as it stands."""
    try:
        return json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except ValueError:
        return value


def in_order(body: Any) -> Any:
    """The body of POST /containers/create with the lists that have no order sorted; of bytes only the length."""
    if not isinstance(body, dict):
        return len(body) if isinstance(body, bytes) else body
    return {name: sorted(value) if name in UNORDERED and value else in_order(value) for name, value in body.items()}
