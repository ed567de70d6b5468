"""Files of this machine as a tar stream: built while it is sent, never whole in memory."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator

from shell.errors import ShellError
from shell.files import gopath, tar
from shell.files.dockerignore import Matcher
from shell.files.tar import Header
from shell.streams import PIECE

CAPABILITY = "security.capability"

_KINDS = {
    stat.S_IFREG: tar.REGULAR,
    stat.S_IFLNK: tar.SYMLINK,
    stat.S_IFDIR: tar.DIRECTORY,
    stat.S_IFCHR: tar.CHAR,
    stat.S_IFBLK: tar.BLOCKDEV,
    stat.S_IFIFO: tar.FIFO,
}
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK

Entry = tuple[str, str, bool]
"""Path on this machine, name in the archive, whether it is a directory."""


def children(path: str) -> list[tuple[str, bool]]:
    """Names in a directory in the order of their bytes, and which are directories; raises ShellError."""
    try:
        with os.scandir(path) as found:
            return sorted(((e.name, e.is_dir(follow_symlinks=False)) for e in found), key=_order)
    except OSError as why:
        raise gopath.failure("open", path, why) from None


def _order(child: tuple[str, bool]) -> bytes:
    return os.fsencode(child[0])


def walk(top: str, name: str, matcher: Matcher | None = None) -> Iterator[Entry]:
    """Everything below a directory, parents first, without what `matcher` leaves out.

    Names in the archive begin with `name` and a slash, if there is one.
    """
    stack = [(top, name, list[bool](), iter(children(top)))]
    while stack:
        folder, prefix, hits, rest = stack[-1]
        child = next(rest, None)
        if child is None:
            stack.pop()
            continue
        path, inside = f"{folder.rstrip('/')}/{child[0]}", f"{prefix}/{child[0]}" if prefix else child[0]
        out, below = matcher.step(inside, hits) if matcher else (False, hits)
        if out and not (child[1] and matcher and matcher.may_hold_exceptions(inside)):
            continue
        if not out:
            yield path, inside, child[1]
        if child[1]:
            stack.append((path, inside, below, iter(children(path))))


def tree(top: str, name: str) -> Iterator[Entry]:
    """A directory and everything below it."""
    yield top, name, True
    yield from walk(top, name)


class Packer:
    """Turns entries into an archive's bytes. `owner` replaces every uid and gid; `warn` hears of what is left out."""

    def __init__(self, owner: tuple[int, int] | None, warn: Callable[[str], None]) -> None:
        self.owner = owner
        self.warn = warn
        self._links: dict[tuple[int, int], bytes] = {}

    def stream(self, entries: Iterable[Entry]) -> Iterator[bytes]:
        """The archive in pieces of some 100 KiB; raises ShellError for what cannot be read."""
        pending: list[bytes] = []
        size = 0
        for path, name, _ in entries:
            for piece in self._entry(path, name):
                pending.append(piece)
                size += len(piece)
                if size >= PIECE:
                    yield b"".join(pending) if len(pending) > 1 else piece
                    pending, size = [], 0
        pending.append(tar.END)
        yield b"".join(pending)

    def _entry(self, path: str, name: str) -> Iterator[bytes]:
        try:
            status = os.lstat(path)
            kind = _KINDS.get(stat.S_IFMT(status.st_mode))
            if kind is None:
                raise ShellError("archive/tar: sockets not supported")
            header = self._header(path, name, status, kind)
            if header.kind == tar.REGULAR and header.size:
                yield from _content(path, header)
            else:
                yield header.encode()
        except FileNotFoundError as why:
            self._left_out(path, f"lstat {path}: {gopath.reason(why)}")
        except OSError as why:
            raise gopath.failure("open", path, why) from None
        except ShellError as why:
            if "sockets" not in str(why):
                raise
            self._left_out(path, str(why))

    def _left_out(self, path: str, why: str) -> None:
        self.warn(f"Can't add file {path} to tar: {why}")

    def _header(self, path: str, name: str, status: os.stat_result, kind: bytes) -> Header:
        encoded = os.fsencode(name)
        if kind == tar.DIRECTORY and not encoded.endswith(b"/"):
            encoded += b"/"
        header = Header(encoded, kind, status.st_mode & 0o7777, *(self.owner or (status.st_uid, status.st_gid)))
        header.mtime = status.st_mtime_ns
        if kind == tar.SYMLINK:
            header.link = os.fsencode(os.readlink(path))
            header.size = 0
        elif kind == tar.REGULAR:
            header.size = status.st_size
        elif kind in (tar.CHAR, tar.BLOCKDEV):
            header.major, header.minor = os.major(status.st_rdev), os.minor(status.st_rdev)
        if kind != tar.SYMLINK and (capability := _capability(path)):
            header.pax = {tar.XATTR + CAPABILITY.encode(): capability}
        if kind != tar.DIRECTORY and status.st_nlink > 1:
            self._link(header, status)
        return header

    def _link(self, header: Header, status: os.stat_result) -> None:
        """A further name of a file that is in the archive becomes a hard link."""
        identity = (status.st_dev, status.st_ino)
        first = self._links.setdefault(identity, header.name)
        if first != header.name:
            header.kind, header.link, header.size = tar.LINK, first, 0


def _capability(path: str) -> bytes:
    """The file's capabilities as they mean the same outside this user namespace (revision 2)."""
    try:
        value = os.getxattr(path, CAPABILITY, follow_symlinks=False)
    except OSError:
        return b""
    if len(value) > 3 and value[3] == 3:
        value = (value[:3] + b"\2" + value[4:])[:20]
    return value


def _content(path: str, header: Header) -> Iterator[bytes]:
    """Header and content; as long as the file was when it was looked at, whatever happens to it meanwhile."""
    file = os.open(path, _OPEN)
    try:
        left = header.size
        piece = os.read(file, min(left, PIECE))
        yield header.encode()
        while piece:
            yield piece
            left -= len(piece)
            piece = os.read(file, min(left, PIECE)) if left else b""
        if left:
            raise ShellError(f"{path}: file became {left} bytes shorter while it was read")
        yield tar.padding(header.size)
    finally:
        os.close(file)
