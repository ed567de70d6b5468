"""A Dockerfile put into a build context that passes by as a tar stream."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator

from shell.files import tar
from shell.files.dockerignore import NAME
from shell.files.tar import Header
from shell.files.tarread import Reader

IGNORE = NAME.encode()


def random_name() -> str:
    """A name that no context has."""
    return f".dockerfile.{secrets.token_hex(10)}"


def inject(read: Callable[[], bytes], name: str, dockerfile: bytes) -> Iterator[bytes]:
    """The context with `dockerfile` as `name`, which is added to its .dockerignore so that no image gets it.

    `read()` gives the stream's next piece, b"" at its end.
    """
    reader = Reader(read)
    entry = _new(name.encode())
    ignore, ignored = _new(IGNORE), IGNORE
    for header in reader:
        if header.name == IGNORE and header.kind == tar.REGULAR:
            ignore, ignored = header, b"".join(map(bytes, reader.chunks()))
            continue
        yield header.encode()
        yield from map(bytes, reader.chunks())
        yield tar.padding(header.size)
    yield from _with(entry, dockerfile)
    yield from _with(ignore, ignored + b"\n" + entry.name + b"\n")
    yield tar.END


def single(name: str, content: bytes) -> Iterator[bytes]:
    """A context of one file."""
    yield b"".join([*_with(_new(name.encode(), 0o644), content), tar.END])


def _new(name: bytes, mode: int = 0o600) -> Header:
    return Header(name, mode=mode, mtime=int(time.time()) * 1_000_000_000)


def _with(header: Header, content: bytes) -> Iterator[bytes]:
    """The entry with `content`, whatever it had before."""
    header.size = len(content)
    header.pax.pop(b"size", None)
    yield header.encode()
    yield content
    yield tar.padding(len(content))
