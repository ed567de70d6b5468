"""Reading tar streams that arrive in pieces of any size: entry by entry, or looking on as they pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from shell.files.tar import (
    BLOCK,
    BODYLESS,
    LARGEST_SPECIAL,
    LONG_LINK,
    LONG_NAME,
    PAX,
    SPECIAL,
    Header,
    Invalid,
    Truncated,
    decode,
    parse_pax,
)


class _Overrides:
    """What special entries say about the entry after them."""

    def __init__(self) -> None:
        self.pax: dict[bytes, bytes] = {}
        self.name: bytes | None = None
        self.link: bytes | None = None

    def add(self, kind: bytes, body: bytes) -> None:
        if kind == PAX:
            self.pax = parse_pax(body)
        elif kind == LONG_NAME:
            self.name = body.partition(b"\0")[0]
        elif kind == LONG_LINK:
            self.link = body.partition(b"\0")[0]

    def apply(self, header: Header) -> None:
        if self.name is not None:
            header.name = self.name
        if self.link is not None:
            header.link = self.link
        if self.pax:
            _apply_pax(header, self.pax)
        if header.kind in BODYLESS:
            header.size = 0


def _apply_pax(header: Header, records: dict[bytes, bytes]) -> None:
    header.name = records.get(b"path") or header.name
    header.link = records.get(b"linkpath") or header.link
    if records.get(b"size"):
        if not records[b"size"].isdigit():
            raise Invalid
        header.size = int(records[b"size"])
    if records.get(b"mtime"):
        header.mtime = _nanoseconds(records[b"mtime"])
    if any(key.startswith(b"GNU.sparse.") for key in records):
        raise Invalid("sparse files are not supported")
    header.pax = records


def _nanoseconds(text: bytes) -> int:
    whole, _, fraction = text.partition(b".")
    try:
        nanoseconds = int(fraction[:9].ljust(9, b"0")) if fraction else 0
        return int(whole) * 1_000_000_000 + (-nanoseconds if whole.startswith(b"-") else nanoseconds)
    except ValueError:
        raise Invalid from None


class Reader:
    """Walks an archive that arrives in pieces. `read()` gives the next piece, b"" at the end."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._piece = b""
        self._at = 0
        self._left = 0
        self._padding = 0

    def __iter__(self) -> Iterator[Header]:
        """Every entry, skipping what `chunks` left of one; behind the end mark it reads on to the stream's end."""
        while (header := self._header()) is not None:
            yield header
        while self._read():
            pass

    def _header(self) -> Header | None:
        overrides = None
        while True:
            self._skip(self._left + self._padding)
            header = decode(self._take(BLOCK))
            if header is None:
                if self._rest(BLOCK).strip(b"\0"):  # an archive's end is two blocks of zeros
                    raise Invalid
                return None
            self._left, self._padding = header.size, -header.size % BLOCK
            if header.kind not in SPECIAL:
                if overrides:
                    overrides.apply(header)
                elif header.kind in BODYLESS:
                    header.size = 0
                self._left, self._padding = header.size, -header.size % BLOCK
                return header
            if header.size > LARGEST_SPECIAL:
                raise Invalid("header field too long")
            overrides = overrides or _Overrides()
            overrides.add(header.kind, self._take(header.size))
            self._left = 0

    def chunks(self) -> Iterator[memoryview]:
        """The content of the entry that was yielded last, as views of the pieces it came in."""
        while self._left:
            if self._at >= len(self._piece):
                self._more()
            view = memoryview(self._piece)[self._at : self._at + self._left]
            self._at += len(view)
            self._left -= len(view)
            yield view

    def at_hand(self) -> bool:
        """Whether the whole content has arrived already."""
        return len(self._piece) - self._at >= self._left

    def _take(self, size: int) -> bytes:
        taken = self._piece[self._at : self._at + size]
        self._at += len(taken)
        while len(taken) < size:
            self._more()
            more = self._piece[: size - len(taken)]
            self._at = len(more)
            taken += more
        return taken

    def _rest(self, size: int) -> bytes:
        """So many bytes, or what is left of the stream."""
        try:
            return self._take(size)
        except Truncated:
            return b""

    def _skip(self, size: int) -> None:
        self._left = self._padding = 0
        while size > len(self._piece) - self._at:
            size -= len(self._piece) - self._at
            self._more()
        self._at += size

    def _more(self) -> None:
        self._piece = self._read()
        self._at = 0
        if not self._piece:
            raise Truncated


class Skimmer:
    """Looks on while an archive passes by, and knows at its end whether it was whole."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._want = BLOCK
        self._skip = 0
        self._special = b""
        self._overrides = _Overrides()
        self.ended = False

    def feed(self, data: bytes) -> None:
        """The next bytes, in pieces of any size; raises Invalid."""
        at = 0
        while at < len(data) and not self.ended:
            if self._skip:
                step = min(self._skip, len(data) - at)
                self._skip -= step
                at += step
                continue
            step = min(self._want - len(self._pending), len(data) - at)
            self._pending += data[at : at + step]
            at += step
            if len(self._pending) == self._want:
                self._block()

    def _block(self) -> None:
        body, self._pending = bytes(self._pending), bytearray()
        if self._special:
            self._overrides.add(self._special, body)
            self._special, self._skip, self._want = b"", -len(body) % BLOCK, BLOCK
            return
        header = decode(body)
        if header is None:
            self.ended = True
        elif header.kind in SPECIAL and header.size:
            if header.size > LARGEST_SPECIAL:
                raise Invalid("header field too long")
            self._special, self._want = header.kind, header.size
        else:
            self._overrides.apply(header)
            self._overrides = _Overrides()
            self._skip = header.size + -header.size % BLOCK

    def finish(self) -> None:
        """Raises Truncated when the archive's end mark has not passed."""
        if not self.ended:
            raise Truncated
