"""Small calls made beside an attached stream (sizes, signals), on a connection of their own; never in its way."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress

from shell.engine.transport import Engine
from shell.errors import ShellError

PATIENCE = 1.0  # seconds for the last errands of a session that has ended


class Errands:
    """Runs functions of an Engine one after the other in a thread of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._other: Engine | None = None
        self._queue: queue.SimpleQueue[Callable[[Engine], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True, name="errands")
        self._thread.start()
        self.ended = threading.Event()

    def add(self, errand: Callable[[Engine], None]) -> None:
        """Do it soon; what it raises as a ShellError is dropped. Safe in a signal handler."""
        self._queue.put(errand)

    def finish(self) -> None:
        """Let what was asked for be done, but do not wait long for an Engine that does not answer."""
        self.ended.set()
        self._queue.put(None)
        self._thread.join(PATIENCE)
        if self._thread.is_alive() and self._other is not None:
            self._other.close()
            self._thread.join(PATIENCE)

    def _work(self) -> None:
        while (errand := self._queue.get()) is not None:
            with suppress(ShellError, OSError):
                self._other = self._other or self._engine.another()
                errand(self._other)
        if self._other is not None:
            self._other.close()
