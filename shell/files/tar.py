"""Tar headers, written and read: POSIX ustar with pax records (IEEE 1003.1-2001), GNU's long names read too."""

from __future__ import annotations

import os

from shell.errors import TransportError
from shell.files import gopath

BLOCK = 512
END = bytes(2 * BLOCK)
LARGEST_SPECIAL = 1 << 20

REGULAR, LINK, SYMLINK, CHAR, BLOCKDEV, DIRECTORY, FIFO = b"0", b"1", b"2", b"3", b"4", b"5", b"6"
CONTIGUOUS, PAX, PAX_GLOBAL, LONG_NAME, LONG_LINK = b"7", b"x", b"g", b"L", b"K"
XATTR = b"SCHILY.xattr."

_ZERO = bytes(BLOCK)
BODYLESS = frozenset((LINK, SYMLINK, CHAR, BLOCKDEV, DIRECTORY, FIFO))
SPECIAL = frozenset((PAX, PAX_GLOBAL, LONG_NAME, LONG_LINK))
_OCTAL_8, _OCTAL_12 = 0o7777777, 0o77777777777
_PREFIX = 155
_MAGIC = b"ustar\x0000" + bytes(64)


class Truncated(TransportError):
    """The archive ends before its end."""

    def __init__(self) -> None:
        super().__init__("unexpected EOF")


class Invalid(TransportError):
    """What came is no tar header."""

    def __init__(self, why: str = "invalid tar header") -> None:
        super().__init__(f"archive/tar: {why}")


class Header:
    """One entry. Names are bytes as stored; `mtime` counts nanoseconds; `pax` holds what has no field."""

    __slots__ = ("name", "kind", "mode", "uid", "gid", "size", "mtime", "link", "major", "minor", "pax")

    def __init__(
        self,
        name: bytes,
        kind: bytes = REGULAR,
        mode: int = 0o644,
        uid: int = 0,
        gid: int = 0,
        size: int = 0,
        mtime: int = 0,
        link: bytes = b"",
        major: int = 0,
        minor: int = 0,
        pax: dict[bytes, bytes] | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.mode = mode
        self.uid = uid
        self.gid = gid
        self.size = size
        self.mtime = mtime
        self.link = link
        self.major = major
        self.minor = minor
        self.pax = pax or {}

    def encode(self) -> bytes:
        """The header's blocks; what does not fit its field goes into a pax header before it."""
        records = dict(self.pax)
        seconds = self.mtime // 1_000_000_000
        name, link, prefix = self.name, self.link, b""
        if len(link) > 100 or not link.isascii():
            records[b"linkpath"], link = link, _ascii(link)
        numbers = {b"uid": self.uid, b"gid": self.gid, b"size": self.size, b"mtime": seconds}
        if self.size > _OCTAL_12 or self.uid > _OCTAL_8 or self.gid > _OCTAL_8 or not 0 <= seconds <= _OCTAL_12:
            for key, number in numbers.items():
                if not 0 <= number <= (_OCTAL_8 if key in (b"uid", b"gid") else _OCTAL_12):
                    records[key], numbers[key] = b"%d" % number, 0
        if len(name) > 100 or not name.isascii():
            prefix, name = _split(name)
            if records or not prefix:
                records[b"path"], name, prefix = self.name, _ascii(self.name), b""
        device = b"%07o\0%07o\0" % (self.major, self.minor)
        block = _block(name, self.kind, self.mode, tuple(numbers.values()), link, device, prefix)
        return _pax_blocks(self.name, records) + block if records else block


def _ascii(name: bytes) -> bytes:
    """What fits of a name. No slash ends what is cut: some readers would take a file for a directory."""
    plain = bytes(byte for byte in name if byte < 0x80)
    return plain if len(plain) <= 100 else plain[:100].rstrip(b"/")


def _split(name: bytes) -> tuple[bytes, bytes]:
    """A long name as ustar's fields `prefix` and `name`, cut where Go cuts it; without prefix where it cannot be."""
    end = min(len(name) - name.endswith(b"/"), _PREFIX + 1)
    prefix, _, rest = name[:end].rpartition(b"/")
    rest += name[end:]
    return (prefix, rest) if len(rest) <= 100 and name.isascii() else (b"", name)


def _block(
    name: bytes,
    kind: bytes,
    mode: int,
    numbers: tuple[int, ...],
    link: bytes = b"",
    device: bytes = b"",
    prefix: bytes = b"",
) -> bytes:
    """One block; `numbers` are uid, gid, size and mtime."""
    uid, gid, size, mtime = numbers
    start = b"%b%07o\0%07o\0%07o\0%011o\0%011o\0" % (name.ljust(100, b"\0"), mode, uid, gid, size, mtime)
    end = b"%b%b%b%b%b" % (kind, link.ljust(100, b"\0"), _MAGIC, device.ljust(16, b"\0"), prefix.ljust(167, b"\0"))
    total = sum(start) + sum(end) + 256
    return b"%b%06o\0 %b" % (start, total, end)


def _pax_blocks(name: bytes, records: dict[bytes, bytes]) -> bytes:
    body = b"".join(_record(key, value) for key, value in sorted(records.items()))
    folder, _, last = name.rpartition(b"/")
    title = _ascii(os.fsencode(gopath.join(os.fsdecode(folder), "PaxHeaders.0", os.fsdecode(last))))
    return _block(title.rstrip(b"/"), PAX, 0, (0, 0, len(body), 0)) + body + padding(len(body))


def _record(key: bytes, value: bytes) -> bytes:
    text = b" %b=%b\n" % (key, value)
    length = len(text)
    while True:
        whole = len(b"%d" % length) + len(text)
        if whole == length:
            return b"%d%b" % (length, text)
        length = whole


def padding(size: int) -> bytes:
    """The zeros between `size` bytes of content and the next header."""
    return bytes(-size % BLOCK)


def decode(block: bytes) -> Header | None:
    """One block as a header; None for the block of zeros that ends an archive."""
    if block == _ZERO:
        return None
    stored = _number(block[148:156])
    total = sum(block) - sum(block[148:156]) + 256
    if stored != total and stored != total - 256 * sum(byte > 127 for byte in block):
        raise Invalid
    name = block[:100].partition(b"\0")[0]
    kind = block[156:157]
    if block[257:262] == b"ustar" and block[345] and block[257:265] != b"ustar  \0":
        name = block[345:500].partition(b"\0")[0] + b"/" + name
    header = Header(
        name,
        REGULAR if kind in (b"\0", CONTIGUOUS) else kind,
        _number(block[100:108]) & 0o7777,
        _number(block[108:116]),
        _number(block[116:124]),
        _number(block[124:136]),
        _number(block[136:148]) * 1_000_000_000,
    )
    if kind != b"0":
        header.link = block[157:257].partition(b"\0")[0]
        if kind in (CHAR, BLOCKDEV):
            header.major, header.minor = _number(block[329:337]), _number(block[337:345])
        elif header.kind == REGULAR and name.endswith(b"/"):
            header.kind = DIRECTORY
    if header.size < 0:
        raise Invalid
    return header


def _number(field_bytes: bytes) -> int:
    """An octal field, or GNU's base-256 when its first bit is set."""
    first = field_bytes[0]
    if first & 0x80:
        value = int.from_bytes(field_bytes, "big", signed=False) & ((1 << (8 * len(field_bytes) - 1)) - 1)
        return value - (1 << (8 * len(field_bytes) - 1)) if first & 0x40 else value
    text = field_bytes.strip(b" \0").partition(b"\0")[0]
    try:
        return int(text, 8) if text else 0
    except ValueError:
        raise Invalid from None


def parse_pax(body: bytes) -> dict[bytes, bytes]:
    """The records of a pax header's body, `LENGTH KEY=VALUE\\n` one after the other."""
    records = {}
    while body:
        digits, _, _ = body.partition(b" ")
        if not digits.isdigit() or len(digits) > 7:
            raise Invalid
        length = int(digits)
        record = body[len(digits) + 1 : length]
        if length > len(body) or not record.endswith(b"\n") or b"=" not in record:
            raise Invalid
        key, _, value = record[:-1].partition(b"=")
        records[key] = value
        body = body[length:]
    return records
