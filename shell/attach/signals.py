"""Signals while something is attached: handed on to the container, or the way out."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any

from shell.attach.errands import Errands
from shell.engine.transport import Engine, url
from shell.errors import Status

# What docker hands on and a user or a supervisor sends; not what the kernel tells a process about itself.
FORWARDED = (
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGTERM,
    signal.SIGTSTP,
    signal.SIGCONT,
)
ENDING = (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM)


class Ended(BaseException):
    """A signal ends the session; the terminal is restored on the way out, then the signal takes its course."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Signals:
    """`with Signals(...) as signals`: handlers while attached, the former ones afterwards; main thread only.

    `forward` is the container that gets them, "" for none: then the first one ends the session. With `tty` the
    container has a terminal: the keys of ours are bytes then, and a SIGTERM leaves it a moment before it ends us.
    """

    def __init__(self, errands: Errands, tty: bool = False) -> None:
        self._errands = errands
        self.forward = ""
        self._tty = tty
        self._former: dict[int, Any] = {}
        self._seen: set[int] = set()
        self.on_resize: Callable[[], None] | None = None
        self.on_continue: Callable[[], None] | None = None
        self.leaving = 0  # a signal after which there is little time left
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        os.set_blocking(self._wake_read, False)

    def __enter__(self) -> Signals:
        if threading.current_thread() is threading.main_thread():
            for number in (*FORWARDED, signal.SIGWINCH):
                if signal.getsignal(number) != signal.SIG_IGN:  # nohup, or a job of a plain shell
                    self._former[number] = signal.signal(number, self._came)
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        for number, former in self._former.items():
            signal.signal(number, signal.SIG_DFL if former is None else former)
        os.close(self._wake_read)
        os.close(self._wake_write)
        if isinstance(why, Ended):
            os.kill(os.getpid(), why.number)
            raise Status(128 + why.number) from None

    def fileno(self) -> int:
        """Readable when a signal came."""
        return self._wake_read

    def calm(self) -> None:
        """Empty the pipe that `fileno` is."""
        with suppress(BlockingIOError):
            while os.read(self._wake_read, 1024):
                continue

    def _came(self, number: int, frame: FrameType | None) -> None:
        with suppress(BlockingIOError):
            os.write(self._wake_write, b"s")
        if number == signal.SIGWINCH:
            return self._call(self.on_resize)
        if number == signal.SIGCONT:
            self._call(self.on_continue)
            self._call(self.on_resize)
        again = number in self._seen
        self._seen.add(number)
        self.hand_on(signal.Signals(number))
        self._decide(number, again)

    def _decide(self, number: int, again: bool) -> None:
        """What becomes of us: nothing when the container is asked the first time, else the way out."""
        if number == signal.SIGINT and (again or not self.forward):
            raise KeyboardInterrupt
        if number not in ENDING:
            return
        if again or not self.forward or number == signal.SIGHUP:
            raise Ended(number)
        if self._tty:
            self.leaving = number

    def hand_on(self, number: signal.Signals) -> None:
        """Send the container a signal, if it gets ours."""
        if not self.forward:
            return
        path = url("/containers/{}/kill", self.forward)

        def errand(engine: Engine) -> None:
            engine.post(path, {"signal": number.name})

        self._errands.add(errand)

    def _call(self, act: Callable[[], None] | None) -> None:
        if act is not None:
            act()
