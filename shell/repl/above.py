"""What threads print while the prompt waits: whole lines appear above it, and the typed line stays whole."""

from __future__ import annotations

import os
import threading
import time
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from prompt_toolkit.application import Application, run_in_terminal

PAUSE = 0.1  # seconds between two times that the prompt gives way to lines
Write = Callable[[bytes], None]


class Above:
    """The sink of stdout and stderr in a session with a prompt.

    Bytes go straight to the descriptor while a command is in the foreground, or in the prompt's place (`straight`).
    While the prompt is there, they are held up to the end of a line and written above it by its own loop; not too
    often, since the prompt is erased and drawn again each time.
    """

    def __init__(self, app: Application[Any]) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._held: list[tuple[int, bytes]] = []
        self._begun: dict[int, bytes] = {}
        self._coming: AbstractEventLoop | None = None  # that is going to write what is held; each prompt has its own
        self._shown = 0.0
        self._straight = False

    @contextmanager
    def straight(self) -> Iterator[None]:
        """The prompt is hidden and its loop stands still: bytes have nobody to wait for."""
        self._straight = True
        try:
            yield
        finally:
            self._straight = False

    def sink(self, fd: int) -> Write:
        """Where an `Out` for the descriptor writes to."""
        return lambda data: self.write(fd, data)

    def write(self, fd: int, data: bytes) -> None:
        """Bytes for a descriptor, from any thread."""
        loop = self._app.loop
        if self._straight or not self._app.is_running or loop is None:
            self.settle()
            _all(fd, data)
            return
        with self._lock:
            data = self._begun.pop(fd, b"") + data
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                self._begun[fd] = data[whole:]
            if whole:
                self._held.append((fd, data[:whole]))
            if not self._held or self._coming is loop:
                return
            self._coming = loop
        try:
            loop.call_soon_threadsafe(self._soon, loop)
        except RuntimeError:  # the prompt ended a moment ago
            self.settle()

    def _soon(self, loop: AbstractEventLoop) -> None:
        due = self._shown + PAUSE
        if time.monotonic() < due:
            loop.call_later(due - time.monotonic(), self._show)
        else:
            self._show()

    def _show(self) -> None:
        self._shown = time.monotonic()
        if self._app.is_running:
            run_in_terminal(self.flush)
        else:
            self.settle()

    def settle(self) -> None:
        """Write what is held, begun lines too: the prompt is gone."""
        self.flush()
        with self._lock:
            begun, self._begun = self._begun, {}
        for fd, data in begun.items():
            _all(fd, data)

    def flush(self) -> None:
        """Write the whole lines that are held."""
        with self._lock:
            held, self._held, self._coming = self._held, [], None
        for fd, data in held:
            _all(fd, data)


def _all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
