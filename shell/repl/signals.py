"""Signals at the prompt: the terminal is given back as it was, whoever ends or stops us."""

from __future__ import annotations

import os
import signal
import termios
from contextlib import suppress
from types import FrameType
from typing import Any

from prompt_toolkit.application import Application

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
PLAIN = b"\x1b[?2004l\x1b[?25h\x1b[0m"  # no bracketed paste, a cursor, no colours


class Terminated(BaseException):
    """A signal asks the session to end; no handler of exceptions keeps it from that."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


class Signals:
    """While entered: ending signals raise Terminated, in a running prompt by way of its loop.

    A handler itself never writes: it may interrupt a write.
    """

    def __init__(self, app: Application[Any], fd: int = 0) -> None:
        self._app = app
        self._fd = fd
        self._before: dict[int, Any] = {}
        self._modes: Any = None

    def __enter__(self) -> Signals:
        with suppress(termios.error, OSError):
            self._modes = termios.tcgetattr(self._fd)
        for number in ENDING:
            self._before[number] = signal.signal(number, self._end)
        self._before[signal.SIGCONT] = signal.signal(signal.SIGCONT, self._continued)
        self._before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if kind is not None and issubclass(kind, Terminated):
            with suppress(OSError):
                os.write(self._fd, PLAIN)
        if self._modes is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(self._fd, termios.TCSANOW, self._modes)

    def _end(self, number: int, frame: FrameType | None) -> None:
        loop = self._app.loop
        if self._app.is_running and loop is not None:
            loop.call_soon_threadsafe(self._leave, Terminated(number))
        else:
            raise Terminated(number)

    def _leave(self, why: Terminated) -> None:
        future = self._app.future
        if future is not None and not future.done():
            self._app.exit(exception=why)

    def _continued(self, number: int, frame: FrameType | None) -> None:
        loop = self._app.loop
        if self._app.is_running and loop is not None:
            loop.call_soon_threadsafe(self._redraw)

    def _redraw(self) -> None:
        """After a stop from outside the terminal's modes are the calling shell's: take ours again."""
        if not self._app.is_running or self._app._running_in_terminal:
            return
        self._app.input.raw_mode().__enter__()
        self._app.renderer.reset()
        self._app._request_absolute_cursor_position()
        self._app._redraw()
