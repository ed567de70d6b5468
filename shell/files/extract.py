"""Unpacking a tar stream into a directory without ever leaving it.

Every name is walked from the destination's descriptor, part by part, through real
directories only: no link below the destination is followed, whoever made it. Content
is written under another name and renamed when whole, so nothing half-written is left.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable
from typing import NamedTuple

from shell.errors import ShellError
from shell.files import gopath, tar
from shell.files.atomic import random_number, write_all
from shell.files.tar import Header
from shell.files.tarread import Reader
from shell.spec.durations import go_quote

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_IMPLIED = 0o755
_TEMPORARY = b".docker-cp-%d"
_LATEST = (1 << 63) - 1
_NODES = {tar.CHAR: stat.S_IFCHR, tar.BLOCKDEV: stat.S_IFBLK, tar.FIFO: stat.S_IFIFO}

Parts = tuple[bytes, ...]


class Rebase(NamedTuple):
    """Names must begin with `old`, which becomes `new`. "" or "." as `old` stands for every name."""

    old: str = ""
    new: str = ""

    def apply(self, parts: Parts) -> Parts | None:
        """The new name's parts, or None for a name that does not lie below `old`."""
        old = os.fsencode(self.old)
        if old in (b"", b".", b"/"):
            return (os.fsencode(self.new), *parts) if self.new else parts
        if parts[:1] != (old,):
            return None
        return (os.fsencode(self.new or self.old), *parts[1:])


class Extractor:
    """Unpacks into one directory, named by the user: links in that name are the user's and are followed."""

    def __init__(self, destination: str, rebase: Rebase | None = None) -> None:
        self.destination = destination
        self.rebase = rebase or Rebase()
        self._folders: list[tuple[bytes, int]] = []
        self._later: dict[Parts, tuple[int, int]] = {}
        try:
            self._root = os.open(destination, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as why:
            raise gopath.failure("open", destination, why) from None

    def run(self, read: Callable[[], bytes]) -> None:
        """Unpacks the whole stream; `read()` gives its next piece, b"" at the end. Raises ShellError."""
        reader = Reader(read)
        try:
            for header in reader:
                if header.kind != tar.PAX_GLOBAL:
                    self._entry(header, reader)
        finally:
            self._finish()

    def _finish(self) -> None:
        """Directories get their modes and times last, the deepest first: what was put into them changed both."""
        try:
            for parts in sorted(self._later, key=len, reverse=True):
                mode, mtime = self._later[parts]
                with contextlib.suppress(OSError, ShellError):
                    folder = self._open(parts)
                    os.fchmod(folder, mode)
                    os.utime(folder, ns=(mtime, mtime))
        finally:
            self._close_below(0)
            os.close(self._root)

    def _entry(self, header: Header, reader: Reader) -> None:
        name, parts = self._place(header.name)
        if not parts:
            return
        try:
            folder = self._open(parts[:-1], make=True)
            self._make(header, reader, folder, parts)
        except OSError as why:
            raise gopath.failure(_OPERATIONS.get(header.kind, "open"), self._path(parts), why) from None

    def _place(self, raw: bytes) -> tuple[str, Parts]:
        """An entry's cleaned name and where it goes, as parts; () for the destination itself."""
        name = gopath.clean(os.fsdecode(raw))
        parts = tuple(os.fsencode(part) for part in name.split("/") if part not in ("", "."))
        placed = None if b".." in parts or b"\0" in raw else self.rebase.apply(parts)
        if placed is None or len(placed) != len([part for part in placed if part and b"/" not in part]):
            raise self._outside(name)
        return name, placed

    def _outside(self, name: str) -> ShellError:
        return ShellError(f"{go_quote(name)} is outside of {go_quote(self.destination)}")

    def _clash(self, there: str, parts: Parts, new: str) -> ShellError:
        name = go_quote(os.fsdecode(b"/".join(parts)))
        return ShellError(f"cannot overwrite {there} {name} with {new} {go_quote(gopath.clean(self.destination))}")

    def _path(self, parts: Parts) -> str:
        return gopath.join(self.destination, *(os.fsdecode(part) for part in parts))

    def _open(self, parts: Parts, make: bool = False) -> int:
        """A descriptor of a directory below the destination; the ones on the way stay open for the next entry."""
        depth = 0
        for held, part in zip(self._folders, parts, strict=False):
            if held[0] != part:
                break
            depth += 1
        self._close_below(depth)
        folder = self._folders[-1][1] if self._folders else self._root
        for index in range(depth, len(parts)):
            folder = self._descend(folder, parts[: index + 1], make)
            self._folders.append((parts[index], folder))
        return folder

    def _descend(self, folder: int, parts: Parts, make: bool) -> int:
        try:
            return os.open(parts[-1], _FOLDER, dir_fd=folder)
        except FileNotFoundError:
            if not make:
                raise
            os.mkdir(parts[-1], _IMPLIED, dir_fd=folder)
            return os.open(parts[-1], _FOLDER, dir_fd=folder)
        except OSError as why:
            if why.errno in (errno.ELOOP, errno.ENOTDIR) and _is_link(parts[-1], folder):
                raise self._outside(os.fsdecode(b"/".join(parts))) from None
            raise

    def _close_below(self, depth: int) -> None:
        while len(self._folders) > depth:
            os.close(self._folders.pop()[1])

    def _make(self, header: Header, reader: Reader, folder: int, parts: Parts) -> None:
        kind = header.kind
        if kind == tar.REGULAR:
            self._regular(header, reader, folder, parts)
        elif kind == tar.DIRECTORY:
            self._directory(header, folder, parts)
        elif kind == tar.SYMLINK:
            self._symlink(header, folder, parts)
        elif kind == tar.LINK:
            self._link(header, folder, parts)
        elif kind in _NODES:
            self._clear(folder, parts)
            os.mknod(parts[-1], _NODES[kind] | header.mode, os.makedev(header.major, header.minor), dir_fd=folder)
            os.chmod(parts[-1], header.mode, dir_fd=folder)
            _touch(header, parts[-1], folder)
        else:
            raise ShellError(f"unhandled tar header type {kind[0]}")

    def _regular(self, header: Header, reader: Reader, folder: int, parts: Parts) -> None:
        target, file = self._create(reader.at_hand(), folder, parts)
        try:
            _fill(file, header, reader)
            if target != parts[-1]:
                # Renaming over a file makes ext4 write the new one out at once; docker removes it first, too.
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(parts[-1], dir_fd=folder)
                os.rename(target, parts[-1], src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(target, dir_fd=folder)
            raise
        finally:
            os.close(file)

    def _create(self, at_hand: bool, folder: int, parts: Parts) -> tuple[bytes, int]:
        """A new file: under its own name when that is free and all content is at hand, else under another."""
        if at_hand:
            with contextlib.suppress(FileExistsError):
                return parts[-1], os.open(parts[-1], _NEW, 0o600, dir_fd=folder)
        self._refuse_folder(folder, parts)
        target = _TEMPORARY % random_number()
        return target, os.open(target, _NEW, 0o600, dir_fd=folder)

    def _directory(self, header: Header, folder: int, parts: Parts) -> None:
        try:
            os.mkdir(parts[-1], header.mode | 0o700, dir_fd=folder)
        except FileExistsError:
            if not stat.S_ISDIR(os.lstat(parts[-1], dir_fd=folder).st_mode):
                raise self._clash("non-directory", parts, "directory") from None
        # At once, lest what is put into it inherits a setgid bit that mkdir took over from the parent.
        os.fchmod(self._open(parts), header.mode | 0o700)
        self._later[parts] = header.mode, _time(header)

    def _symlink(self, header: Header, folder: int, parts: Parts) -> None:
        """Links may say anything: none is followed here."""
        self._clear(folder, parts)
        os.symlink(header.link, parts[-1], dir_fd=folder)
        _touch(header, parts[-1], folder)

    def _link(self, header: Header, folder: int, parts: Parts) -> None:
        """A further name for a file of this archive."""
        try:
            _, source = self._place(header.link)
        except ShellError:
            source = ()
        if not source:
            raise ShellError(f"invalid hardlink target {go_quote(os.fsdecode(header.link))}")
        if source == parts:
            os.lstat(parts[-1], dir_fd=folder)  # a link to itself is nothing to do, unless it is nothing
            return
        self._clear(folder, parts)
        there = os.dup(self._open(source[:-1]))
        try:
            here = self._open(parts[:-1])
            os.link(source[-1], parts[-1], src_dir_fd=there, dst_dir_fd=here, follow_symlinks=False)
        finally:
            os.close(there)

    def _clear(self, folder: int, parts: Parts) -> None:
        """Makes room for what is no directory; raises when a directory has the name."""
        try:
            os.unlink(parts[-1], dir_fd=folder)
        except FileNotFoundError:
            return
        except OSError:
            self._refuse_folder(folder, parts)
            raise

    def _refuse_folder(self, folder: int, parts: Parts) -> None:
        with contextlib.suppress(FileNotFoundError):
            if stat.S_ISDIR(os.lstat(parts[-1], dir_fd=folder).st_mode):
                raise self._clash("directory", parts, "non-directory")


_OPERATIONS = {tar.DIRECTORY: "mkdir", tar.SYMLINK: "symlink", tar.LINK: "link", **dict.fromkeys(_NODES, "mknod")}


def _is_link(name: bytes, folder: int) -> bool:
    with contextlib.suppress(OSError):
        return stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode)
    return False


def _fill(file: int, header: Header, reader: Reader) -> None:
    """Content, extended attributes, mode and times, in the order that keeps each."""
    for view in reader.chunks():
        write_all(file, view)
    for key, value in header.pax.items():
        if key.startswith(tar.XATTR):
            with contextlib.suppress(OSError):
                os.setxattr(file, key[len(tar.XATTR) :], value)
    os.fchmod(file, header.mode)
    mtime = _time(header)
    os.utime(file, ns=(mtime, mtime))


def _touch(header: Header, name: bytes, folder: int) -> None:
    mtime = _time(header)
    os.utime(name, ns=(mtime, mtime), dir_fd=folder, follow_symlinks=False)


def _time(header: Header) -> int:
    """Nanoseconds since 1970; a time that no file can have is 0, as Go's Chtimes has it."""
    return header.mtime if 0 <= header.mtime <= _LATEST else 0
