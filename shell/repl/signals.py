"""Signals at the prompt: the terminal is given back as it was, whoever ends or stops us."""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from prompt_toolkit.application import Application

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
AGAIN = 0.01  # seconds until a signal is sent again that came at a time when it could not be heeded
IMPORTS = "<frozen importlib._bootstrap>"
PLAIN = b"\x1b[?2004l\x1b[?25h\x1b[0m"  # no bracketed paste, a cursor, no colours


class Terminated(BaseException):
    """A signal asks the session to end; no handler of exceptions keeps it from that."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.status = 128 + number


class Signals:
    """While entered: ending signals raise Terminated, in a running prompt by way of its loop.

    A handler itself never writes: it may interrupt a write. What arrives while a prompt is winding up is kept until
    `check`; Ctrl-C is handled here too, since prompt_toolkit and asyncio lose it then.
    """

    def __init__(self, app: Application[Any], fd: int = 0) -> None:
        self._app = app
        self._fd = fd
        self._before: dict[int, Any] = {}
        self._modes: Any = None
        self._kept: BaseException | None = None
        self._hidden = False  # the prompt is, a command runs in its place

    def __enter__(self) -> Signals:
        with suppress(termios.error, OSError):
            self._modes = termios.tcgetattr(self._fd)
        for number in ENDING:
            self._before[number] = signal.signal(number, self._end)
        self._before[signal.SIGCONT] = signal.signal(signal.SIGCONT, self._continued)
        self._before[signal.SIGINT] = signal.signal(signal.SIGINT, self._interrupt)
        self._hook, sys.unraisablehook = sys.unraisablehook, self._swallowed
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        sys.unraisablehook = self._hook
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if kind is not None and issubclass(kind, Terminated):
            with suppress(OSError):
                os.write(self._fd, PLAIN)
        if self._modes is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(self._fd, termios.TCSANOW, self._modes)

    def check(self) -> None:
        """Raise what arrived in the prompt's last moments."""
        why, self._kept = self._kept, None
        if why is not None:
            raise why

    @contextmanager
    def in_place_of_the_prompt(self) -> Iterator[None]:
        """A command runs in the prompt's loop, which stands still: Ctrl-C ends that alone, a signal both."""
        self._hidden = True
        try:
            yield
        except KeyboardInterrupt:
            pass
        except Terminated as why:
            self._hidden = False
            self._arrived(why)
        finally:
            self._hidden = False

    def _end(self, number: int, frame: FrameType | None) -> None:
        if _deaf(frame):
            _send_again(number)
        else:
            self._arrived(Terminated(number))

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if _deaf(frame):
            _send_again(number)
        else:
            self._arrived(KeyboardInterrupt())

    def _arrived(self, why: BaseException) -> None:
        loop = self._app.loop
        if self._hidden or not self._app.is_running or loop is None:
            raise why
        loop.call_soon_threadsafe(self._leave, why)
        if self._kept is None or isinstance(why, Terminated):
            self._kept = why  # in case that the loop does not get to it

    def _swallowed(self, what: sys.UnraisableHookArgs) -> None:
        """Python drops what is raised in a weak reference's callback or in `__del__`: the signal is sent again."""
        error = what.exc_value
        if isinstance(error, KeyboardInterrupt):
            number = int(signal.SIGINT)
        elif isinstance(error, Terminated):
            number = error.number
        else:
            self._hook(what)
            return
        _send_again(number)

    def _leave(self, why: BaseException) -> None:
        future = self._app.future
        if future is None or future.done():
            return
        self._kept = None
        self._app.exit(exception=why)

    def _continued(self, number: int, frame: FrameType | None) -> None:
        """After Ctrl-Z prompt_toolkit, which hid the prompt, draws it again itself."""
        loop = self._app.loop
        if self._app.is_running and loop is not None and not self._app._running_in_terminal:
            loop.call_soon_threadsafe(self._redraw)

    def _redraw(self) -> None:
        """After a stop from outside the terminal's modes are the calling shell's: take ours again."""
        if not self._app.is_running or self._app._running_in_terminal:
            return
        self._app.input.raw_mode().__enter__()
        self._app.output.write_raw("\r")  # when no shell wrote anything, the cursor still is in the line
        self._app.output.erase_down()
        self._app.renderer.reset()
        self._app._request_absolute_cursor_position()
        self._app._redraw()


def _deaf(frame: FrameType | None) -> bool:
    """Whether a handler had better not raise now.

    In an import it may leave half a module, or come out as another error; in `_swallowed` it is dropped once more.
    """
    while frame is not None:
        if frame.f_code.co_filename == IMPORTS or frame.f_code is Signals._swallowed.__code__:
            return True
        frame = frame.f_back
    return False


def _send_again(number: int) -> None:
    again = threading.Timer(AGAIN, os.kill, (os.getpid(), number))
    again.daemon = True
    again.start()
