"""Files that appear whole or not at all: written under a name of their own, then renamed."""

from __future__ import annotations

import contextlib
import os
import stat
from types import TracebackType

from shell.errors import ShellError
from shell.files import gopath

MODE = 0o600
REFUSED = {
    stat.S_IFDIR: "a directory",
    stat.S_IFLNK: "a symbolic link directly",
    stat.S_IFIFO: "a named pipe (FIFO)",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a character device file",
    stat.S_IFBLK: "a block device file",
}
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


def random_number() -> int:
    """Below 2**32, for a temporary name; the secrets module takes milliseconds to load."""
    return int.from_bytes(os.urandom(4), "little")


def write_all(file: int, data: bytes | memoryview) -> None:
    """Every byte; a short write goes on where it stopped."""
    written = os.write(file, data)
    while written < len(data):
        data = memoryview(data)[written:]
        written = os.write(file, data)


def temporary(folder: str, name: str) -> tuple[str, int]:
    """A new file beside `name`, and its descriptor; only its owner can read it."""
    while True:
        path = gopath.join(folder, f".tmp-{name[:200]}{random_number()}")
        with contextlib.suppress(FileExistsError):
            return path, os.open(path, _CREATE, MODE)


class Whole:
    """A context manager to write a file by: the name changes hands only when the block ends well.

    What is there may only be a regular file, as docker has it. `mode` is the new file's, whatever the umask.
    """

    def __init__(self, path: str, mode: int = MODE) -> None:
        check(path)
        self.path = path
        self.mode = mode
        self._file = -1
        self._temporary = ""

    def __enter__(self) -> Whole:
        try:
            self._temporary, self._file = temporary(gopath.directory(self.path), gopath.base(self.path))
        except OSError as why:
            raise gopath.failure("open", self.path, why) from None
        return self

    def write(self, data: bytes | memoryview) -> None:
        """Raises ShellError when the disk is full or the reader of a FIFO is gone."""
        try:
            write_all(self._file, data)
        except OSError as why:
            raise gopath.failure("write", self.path, why) from None

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._temporary and kind is None:
                os.fchmod(self._file, self.mode)
                os.rename(self._temporary, self.path)
                self._temporary = ""
        except OSError as failure:
            raise gopath.failure("rename", self.path, failure) from None
        finally:
            with contextlib.suppress(OSError):
                os.close(self._file)
            if self._temporary:
                with contextlib.suppress(OSError):
                    os.unlink(self._temporary)


def check(path: str) -> None:
    """Raises ShellError, in docker's words, for what cannot be written and renamed over."""
    if not path:
        raise ShellError("file name is empty")
    folder = gopath.directory(path)
    try:
        status = os.stat(folder)
    except OSError as why:
        raise ShellError(f"invalid output path: stat {folder}: {gopath.reason(why)}") from None
    if not stat.S_ISDIR(status.st_mode):
        raise ShellError(f"invalid output path: stat {folder}: not a directory")
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as why:
        raise ShellError(f"failed to stat output path: lstat {path}: {gopath.reason(why)}") from None
    if stat.S_IFMT(mode) in REFUSED:
        raise ShellError(f"cannot write to {REFUSED[stat.S_IFMT(mode)]}")
