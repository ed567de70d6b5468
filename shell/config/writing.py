"""Files of the configuration: one writer at a time, and each file whole, the old one or the new."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(directory: Path) -> Iterator[None]:
    """Alone among the writers of this folder; the lock is on the folder, so no file is left behind."""
    import fcntl

    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def replace(target: Path, content: bytes, mode: int = 0o600) -> None:
    """The whole new content or the whole old one, whatever happens in between."""
    import tempfile

    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        _keep_owner(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _keep_owner(target: Path, temporary: str) -> None:
    """Root writing for somebody else leaves the file to its owner."""
    if os.getuid() == 0 and target.exists():
        before = target.stat()
        os.chown(temporary, before.st_uid, before.st_gid)
