"""The terminal in raw mode while a container has it, and exactly as it was afterwards."""

from __future__ import annotations

import os
import termios
from contextlib import suppress
from types import TracebackType
from typing import Any

from shell.attach.modes import Modes
from shell.streams import Out

_IFLAG, _OFLAG, _CFLAG, _LFLAG, _CC = 0, 1, 2, 3, 6


def raw_form(state: list[Any]) -> list[Any]:
    """The settings of cfmakeraw (termios(3)) applied to `state`."""
    raw = [*state]
    raw[_IFLAG] &= ~(
        termios.IGNBRK
        | termios.BRKINT
        | termios.PARMRK
        | termios.ISTRIP
        | termios.INLCR
        | termios.IGNCR
        | termios.ICRNL
        | termios.IXON
    )
    raw[_OFLAG] &= ~termios.OPOST
    raw[_LFLAG] &= ~(termios.ECHO | termios.ECHONL | termios.ICANON | termios.ISIG | termios.IEXTEN)
    raw[_CFLAG] = raw[_CFLAG] & ~(termios.CSIZE | termios.PARENB) | termios.CS8
    raw[_CC] = [*state[_CC]]
    raw[_CC][termios.VMIN], raw[_CC][termios.VTIME] = 1, 0
    return raw


class RawTerminal:
    """`with RawTerminal(fd, out) as terminal`: raw until the end, however it ends.

    What goes out to the terminal is told to `shown`, so that a program that was killed in its full-screen mode leaves
    no traces.
    """

    def __init__(self, fd: int, out: Out | None) -> None:
        self._fd = fd
        self._out = out if out is not None and out.isatty else None
        self._saved: list[Any] | None = None
        self._modes = Modes()

    def __enter__(self) -> RawTerminal:
        self._saved = termios.tcgetattr(self._fd)
        self.again()
        return self

    def again(self) -> None:
        """Raw once more: whoever had the terminal while we were stopped has changed it."""
        if self._saved is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSANOW, raw_form(self._saved))

    def shown(self, data: bytes) -> None:
        """Output of the container, before or after it is written."""
        if self._out is not None:
            self._modes.feed(data)

    def restore(self) -> None:
        """As it was; a second call does nothing."""
        saved, self._saved = self._saved, None
        if saved is None:
            return
        undo = self._modes.undo()
        if undo and self._out is not None:
            with suppress(OSError):
                self._out.data(undo)
                self._out.flush()
        with suppress(termios.error, OSError):
            termios.tcsetattr(self._fd, termios.TCSANOW, saved)

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self.restore()


def is_terminal(fd: int | None) -> bool:
    """Whether the descriptor is a terminal that still answers."""
    try:
        return fd is not None and os.isatty(fd)
    except OSError:
        return False
