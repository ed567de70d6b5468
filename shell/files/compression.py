"""Compressed streams: told by their first bytes, unpacked and made piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from shell.errors import ShellError
from shell.files import tar

MAGIC = {b"BZh": "bzip2", b"\x1f\x8b\x08": "gzip", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
PEEK = 2 * tar.BLOCK


def detect(start: bytes) -> str:
    """The name of the compression that a stream beginning so has; "" for none."""
    return next((name for magic, name in MAGIC.items() if start.startswith(magic)), "")


def is_archive(start: bytes) -> bool:
    """Whether a stream that begins so is a tar archive, compressed or not, and not a text."""
    if detect(start):
        return True
    try:
        return len(start) >= tar.BLOCK and tar.decode(start[: tar.BLOCK]) is not None
    except ShellError:
        return False


def plain(start: bytes, read: Callable[[], bytes]) -> Callable[[], bytes]:
    """`read`, unpacked as `start` demands. Raises ShellError for what cannot be unpacked here."""
    kind = detect(start)
    if not kind:
        return read
    decompress, failure = _decompressor(kind)

    def reading() -> bytes:
        while data := read():
            try:
                unpacked = decompress(data)
            except (failure, OSError, EOFError) as why:
                raise ShellError(f"{kind}: {why}") from None
            if unpacked:
                return unpacked
        return b""

    return reading


def _decompressor(kind: str) -> tuple[Callable[[bytes], bytes], type[Exception]]:
    """The function that unpacks, and what it raises."""
    if kind == "gzip":
        import zlib

        return zlib.decompressobj(wbits=31).decompress, zlib.error
    if kind == "bzip2":
        import bz2

        return bz2.BZ2Decompressor().decompress, OSError
    if kind == "xz":
        import lzma

        return lzma.LZMADecompressor().decompress, lzma.LZMAError
    raise ShellError(f"a context packed with {kind} cannot be changed here")


def gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as one gzip stream (RFC 1952)."""
    import zlib

    packer = zlib.compressobj(wbits=31)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
