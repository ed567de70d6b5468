"""Signals while something is attached: handed on to the container, or the way out."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable
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
    signal.SIGALRM,
    signal.SIGTERM,
    signal.SIGCONT,
    signal.SIGWINCH,
    signal.SIGIO,
    signal.SIGPWR,
    *range(signal.SIGRTMIN, signal.SIGRTMAX + 1),
)
ENDING = (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM)


class Ended(BaseException):
    """A signal ends the session; the terminal is restored on the way out, then the signal takes its course."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Signals:
    """`with Signals(...) as signals`: handlers while attached, the former ones afterwards; main thread only.

    Without a container that gets them (see `forward`), the first of ENDING ends the session. `terminal`: we are at one,
    so a SIGHUP says that it is gone and a SIGWINCH that its size changed. `tty`: the container has one too; the keys of
    ours are bytes then, and a SIGTERM leaves it a moment before it ends us.
    """

    def __init__(self, errands: Errands, *, terminal: bool = False, tty: bool = False) -> None:
        self._errands = errands
        self._container = ""
        self._terminal = terminal
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
        self._handle(FORWARDED)
        return self

    def _handle(self, numbers: Iterable[int]) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in numbers:
                if signal.getsignal(number) != signal.SIG_IGN:  # nohup, or a job of a plain shell
                    self._former[number] = signal.signal(number, self._came)

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        for number, former in self._former.items():
            signal.signal(number, signal.SIG_DFL if former is None else former)
            if number in self._seen and (noted := getattr(former, "noted", None)):
                noted()  # a script that was asked to end does so behind this command
        os.close(self._wake_read)
        os.close(self._wake_write)
        if isinstance(why, Ended):
            os.kill(os.getpid(), why.number)
            raise Status(128 + why.number) from None

    def forward(self, name: str) -> None:
        """From now on that container gets them; until then, Ctrl-Z stops us as it stops any program."""
        self._container = name
        self._handle((signal.SIGTSTP,))

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
        if number == signal.SIGCONT:
            self._call(self.on_continue)
        if number in (signal.SIGCONT, signal.SIGWINCH):
            self._call(self.on_resize)
        if number == signal.SIGWINCH and self._terminal:
            return
        again = number in self._seen
        self._seen.add(number)
        self.hand_on(number)
        self._decide(number, again)

    def _decide(self, number: int, again: bool) -> None:
        """What becomes of us: nothing when the container is asked the first time, else the way out."""
        if number == signal.SIGINT and (again or not self._container):
            raise KeyboardInterrupt
        if number == signal.SIGHUP and self._container and not self._terminal:
            return  # a supervisor's: read your configuration again
        if number not in ENDING:
            return
        if again or not self._container or number == signal.SIGHUP:
            raise Ended(number)
        if self._tty:
            self.leaving = number

    def hand_on(self, number: int) -> None:
        """Send the container a signal, if it gets ours."""
        if not self._container:
            return
        path = url("/containers/{}/kill", self._container)

        def errand(engine: Engine) -> None:
            engine.post(path, {"signal": _name(number)})

        self._errands.add(errand)

    def _call(self, act: Callable[[], None] | None) -> None:
        if act is not None:
            act()


def _name(number: int) -> str:
    """As the Engine takes it; most real-time signals have none."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
