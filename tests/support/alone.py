"""One test at a time where an engine allows only one: a prune refuses while another of its kind runs."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.engines import run_folder


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Wait until no other test process is inside `alone(what)`; the lock goes with the process that holds it."""
    with open(run_folder() / f"{what}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
