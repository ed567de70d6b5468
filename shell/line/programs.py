"""Local programs: what stands behind | and what follows !."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from shell.errors import ShellError
from shell.streams import LIMIT, Out, Streams


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals wait until the end: a process whose start was interrupted would run on, known to nobody."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda got, frame: came.append(got))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if callable(signal.getsignal(number))
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for got in came:
        handler = before[signal.Signals(got)]
        if callable(handler):
            handler(got, None)


class NotStarted(ShellError):
    """A program that is not there (127) or cannot be run (126), as in sh."""


class Program:
    """A process with a command's streams; a stream without a descriptor is copied from a pipe."""

    def __init__(self, words: Sequence[str], streams: Streams, environ: Mapping[str, str]) -> None:
        streams.flush()
        self._copiers: list[threading.Thread] = []
        self._ends: list[int] = []
        stdin = streams.stdin.fileno()
        same = streams.err is streams.out
        try:
            out = self._writable(streams.out)
            err = out if same else self._writable(streams.err)
            self._process = subprocess.Popen(
                [os.fsencode(word) for word in words],
                stdin=subprocess.DEVNULL if stdin is None else stdin,
                stdout=out,
                stderr=err,
                env={**environ},
            )
        except (OSError, ValueError) as why:
            raise _not_started(words[0], why) from None
        finally:
            for end in self._ends:
                os.close(end)

    def _writable(self, out: Out) -> int:
        fd = out.fileno()
        if fd is not None:
            return fd
        read, write = os.pipe()
        self._ends.append(write)
        copier = threading.Thread(target=_copy, args=(read, out), daemon=True)
        copier.start()
        self._copiers.append(copier)
        return write

    def wait(self) -> int:
        """Its exit status, 128 + N when signal N ended it; everything it printed has been copied."""
        status = self._process.wait()
        for copier in self._copiers:
            copier.join()
        return 128 - status if status < 0 else status

    def interrupt(self, number: int = signal.SIGINT) -> None:
        """Send it a signal."""
        with suppress(OSError):
            self._process.send_signal(number)


def _copy(read: int, out: Out) -> None:
    with suppress(OSError):
        while data := os.read(read, LIMIT):
            out.data(data)
        out.flush()
    os.close(read)


def _not_started(name: str, why: OSError | ValueError) -> NotStarted:
    if isinstance(why, FileNotFoundError):
        return NotStarted(f"{name}: not found", 127)
    reason = why.strerror if isinstance(why, OSError) and why.strerror else str(why)
    return NotStarted(f"{name}: {reason[:1].lower()}{reason[1:]}", 126)
