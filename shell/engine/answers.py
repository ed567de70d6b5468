"""Answers to questions that completion asks beside the picture: fetched in the background, kept for a while."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..errors import ShellError
from .names import Word

if TYPE_CHECKING:
    from .transport import Engine

Ask = Callable[["Engine"], list[Word]]
FRESH = 10.0  # seconds that an answer is taken as true
MOST = 200  # answers


class Answers:
    """`get` gives what is known and never waits; a thread of its own asks for what is not, and then calls `arrived`."""

    def __init__(self, connect: Callable[[], Engine], arrived: Callable[[], None]) -> None:
        self._connect = connect
        self._arrived = arrived
        self._lock = threading.Condition()
        self._known: OrderedDict[str, tuple[float, list[Word]]] = OrderedDict()
        self._wanted: OrderedDict[str, Ask] = OrderedDict()
        self._engine: Engine | None = None
        self._thread: threading.Thread | None = None
        self._stopped = False

    def get(self, key: str, ask: Ask) -> Sequence[Word]:
        """The last answer, however old; a new one is asked for when it is not fresh."""
        with self._lock:
            known = self._known.get(key)
            if known is None or time.monotonic() - known[0] > FRESH:
                self._want(key, ask)
            return known[1] if known else ()

    def _want(self, key: str, ask: Ask) -> None:
        """The newest question is answered first; old ones that nobody asks any more are dropped."""
        self._wanted[key] = ask
        self._wanted.move_to_end(key)
        while len(self._wanted) > 8:
            self._wanted.popitem(last=False)
        if self._thread is None and not self._stopped:
            self._thread = threading.Thread(target=self._work, name="answers", daemon=True)
            self._thread.start()
        self._lock.notify_all()

    def stop(self) -> None:
        """End the thread and its connection; what is known is forgotten."""
        with self._lock:
            self._stopped = True
            self._lock.notify_all()
            engine = self._engine
        if engine is not None:
            engine.close()

    def _work(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._stopped or bool(self._wanted))
                if self._stopped:
                    return
                key, ask = self._wanted.popitem()
            words = self._answer(ask)
            with self._lock:
                self._known[key] = (time.monotonic(), words)
                self._known.move_to_end(key)
                while len(self._known) > MOST:
                    self._known.popitem(last=False)
            self._arrived()

    def _answer(self, ask: Ask) -> list[Word]:
        """What cannot be answered is no candidate: a failure here is no news to anybody."""
        try:
            if self._engine is None:
                self._engine = self._connect()
            return ask(self._engine)
        except (ShellError, OSError, ValueError, KeyError, TypeError, AttributeError):
            return []
