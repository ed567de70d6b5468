"""What threads print while the prompt waits: whole lines appear above it, and the typed line stays whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from prompt_toolkit.application import Application, run_in_terminal

Write = Callable[[bytes], None]


class Above:
    """The sink of stdout and stderr in a session with a prompt.

    Bytes go straight to the descriptor while a command is in the foreground, or in the prompt's place (`straight`).
    While the prompt is there, they are held up to the end of a line and written above it by its own loop.
    """

    def __init__(self, app: Application[Any]) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._held: list[tuple[int, bytes]] = []
        self._begun: dict[int, bytes] = {}
        self._coming = False
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
            if not self._held or self._coming:
                return
            self._coming = True
        try:
            loop.call_soon_threadsafe(self._show)
        except RuntimeError:  # the prompt ended a moment ago
            self.settle()

    def _show(self) -> None:
        if self._app.is_running:
            run_in_terminal(self._held_out)
        else:
            self.settle()

    def settle(self) -> None:
        """Write what is held, begun lines too: the prompt is gone."""
        self._held_out()
        with self._lock:
            begun, self._begun = self._begun, {}
        for fd, data in begun.items():
            _all(fd, data)

    def _held_out(self) -> None:
        with self._lock:
            held, self._held, self._coming = self._held, [], False
        for fd, data in held:
            _all(fd, data)


def _all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
