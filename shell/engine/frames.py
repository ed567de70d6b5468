"""Taking apart the multiplexed stream of attach, exec and logs (API: "Stream format" of container attach)."""

from __future__ import annotations

import struct

from shell.errors import TransportError

STDOUT, STDERR, SYSTEM = 1, 2, 3
MESSAGE_LIMIT = 64 * 1024
_HEADER = struct.Struct(">BxxxI")


class Demux:
    """feed(bytes) -> [(1 or 2, bytes)]: neighbouring frames of one stream are joined, no frame is kept whole.

    A broken stream is told by `failure`, set by the feed that also gives what came before the break; the next feed
    and close raise it.
    """

    def __init__(self) -> None:
        self.failure: TransportError | None = None
        self._pending = b""
        self._kind = STDOUT
        self._left = 0  # bytes of the open frame that have not come
        self._message = b""

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        if self.failure:
            raise self.failure
        if self._pending:
            data, self._pending = self._pending + data, b""
        found: list[tuple[int, bytes]] = []
        at = self._open_frame(data, found) if self._left else 0
        while self.failure is None and len(data) - at >= 8:
            at = self._run(data, at, found)
            if self._left:
                at = self._open_frame(data, found, at)
        self._pending = data[at:] if self.failure is None else b""
        return found

    def close(self) -> None:
        """Raises TransportError if the stream ended inside a frame or was broken."""
        if self._kind == SYSTEM and self._left and self.failure is None:
            self._fail_with_message()
        if self.failure:
            raise self.failure
        if self._pending or self._left:
            raise TransportError("unexpected EOF")

    def _run(self, data: bytes, at: int, found: list[tuple[int, bytes]]) -> int:
        """Whole frames of one stream from `at` on (the hot loop) -> where it stopped: the next header or payload."""
        unpack, length, parts = _HEADER.unpack_from, len(data), []
        kind, size = unpack(data, at)
        self._kind = first = kind
        while kind == first and kind < SYSTEM:
            end = at + 8 + size
            if end > length:
                self._left = size
                at += 8
                break
            parts.append(data[at + 8 : end])
            at = end
            if length - at < 8:
                break
            kind, size = unpack(data, at)
        else:
            if not parts:
                self._left = size
                at = self._special(kind, at)
        _add(found, first, b"".join(parts))
        return at

    def _special(self, kind: int, at: int) -> int:
        if kind != SYSTEM:
            self._left = 0
            self.failure = TransportError(f"Unrecognized input header: {kind}")
        elif not self._left:
            self._fail_with_message()
        return at + 8

    def _open_frame(self, data: bytes, found: list[tuple[int, bytes]], at: int = 0) -> int:
        """The part of an unfinished frame that is in `data` -> where it ends."""
        part = data[at : at + self._left]
        self._left -= len(part)
        if self._kind != SYSTEM:
            _add(found, self._kind, part)
            return at + len(part)
        self._message += part[: MESSAGE_LIMIT - len(self._message)]
        if not self._left or len(self._message) >= MESSAGE_LIMIT:
            self._fail_with_message()
        return at + len(part)

    def _fail_with_message(self) -> None:
        text = self._message.decode("utf-8", "replace")
        self.failure = TransportError(f"error from daemon in stream: {text}")


def _add(found: list[tuple[int, bytes]], kind: int, data: bytes) -> None:
    """Stream 0 is stdin's echo, which goes where stdout goes."""
    kind = kind or STDOUT
    if not data:
        return
    if found and found[-1][0] == kind:
        found[-1] = (kind, found[-1][1] + data)
    else:
        found.append((kind, data))
