"""The history's file: one JSON object a line, appended under a lock, read by any number of sessions at once."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

MOST = 10_000  # entries kept
SPARE = 2_000  # entries above that before the file is written anew
LONGEST = 100_000  # characters of one entry; longer ones are not kept


class HistoryFile:
    """Entries of all sessions, oldest first. Whatever is wrong with the file ends up in `warning`, never raised."""

    def __init__(self, path: str, most: int = MOST) -> None:
        self.path = path
        self.most = most
        self.warning = ""
        self._place = (0, 0)  # device and inode that `_offset` belongs to
        self._offset = 0

    def news(self) -> list[str]:
        """What was appended since the last call, by us or by another session; everything at the first call."""
        try:
            with open(self.path, "rb") as file:
                found = os.fstat(file.fileno())
                if (found.st_dev, found.st_ino) != self._place or found.st_size < self._offset:
                    self._place, self._offset = (found.st_dev, found.st_ino), 0
                if found.st_size == self._offset:
                    return []
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            return []
        except OSError as why:
            self._warn(f"cannot read the history {self.path}: {why.strerror}")
            return []
        whole = data.rfind(b"\n") + 1
        self._offset += whole
        return self._entries(data[:whole])[-self.most :]

    def append(self, text: str) -> None:
        """Add one entry; it is in the file whole or not at all."""
        if len(text) > LONGEST:
            return
        row = json.dumps({"at": int(time.time()), "line": text}, ensure_ascii=False) + "\n"
        try:
            with self._locked() as fd:
                self._after_torn_end(fd)
                os.write(fd, row.encode("utf-8", "surrogatepass"))
        except OSError as why:
            self._warn(f"cannot write the history {self.path}: {why.strerror}")

    def trim(self) -> None:
        """Write the file anew with the newest `most` entries when it has grown too far beyond."""
        try:
            with self._locked() as fd, os.fdopen(os.dup(fd), "rb") as file:
                file.seek(0)
                rows = file.read().splitlines(keepends=True)
                if len(rows) > self.most + SPARE:
                    self._replace(b"".join(rows[-self.most :]))
        except OSError as why:
            self._warn(f"cannot write the history {self.path}: {why.strerror}")

    def _replace(self, data: bytes) -> None:
        fd, name = tempfile.mkstemp(prefix=".history-", dir=os.path.dirname(self.path))
        try:
            with os.fdopen(fd, "wb") as file:
                file.write(data)
            os.replace(name, self.path)
        except OSError:
            with suppress(OSError):
                os.unlink(name)
            raise

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The open file, alone; opened again when another session replaced it while we waited."""
        os.makedirs(os.path.dirname(self.path), mode=0o700, exist_ok=True)
        while True:
            fd = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX)
                ours = os.fstat(fd)
                with suppress(FileNotFoundError):
                    now = os.stat(self.path)
                    if (now.st_dev, now.st_ino) == (ours.st_dev, ours.st_ino):
                        if stat.S_IMODE(ours.st_mode) & 0o077:
                            os.fchmod(fd, 0o600)
                        yield fd
                        return
            finally:
                os.close(fd)

    @staticmethod
    def _after_torn_end(fd: int) -> None:
        """A crash may have left half a row: close it, so that it spoils only itself."""
        size = os.fstat(fd).st_size
        if size and os.pread(fd, 1, size - 1) != b"\n":
            os.write(fd, b"\n")

    def _entries(self, data: bytes) -> list[str]:
        entries, bad = [], 0
        for row in data.splitlines():
            try:
                entries.append(str(json.loads(row)["line"]))
            except (ValueError, KeyError, TypeError, RecursionError):
                bad += bool(row.strip())
        if bad:
            self._warn(f"{bad} unreadable {'entry' if bad == 1 else 'entries'} in the history {self.path}")
        return entries

    def _warn(self, text: str) -> None:
        self.warning = self.warning or text
