"""The container's terminal gets the size of ours: at the start, and whenever ours changes."""

from __future__ import annotations

from collections.abc import Callable

from shell.attach.errands import Errands
from shell.engine.transport import Engine, url
from shell.errors import ShellError

TRIES = 10  # docker's: 10, 20, … 100 ms apart
APART = 0.05  # seconds between two calls, so at most 20 in a second
Size = tuple[int, int]  # columns, rows


class Resizer:
    """Sends sizes through the errands; many changes become one call with the latest size."""

    def __init__(self, errands: Errands, path: str, size: Callable[[], Size], complain: Callable[[], None]) -> None:
        self._errands = errands
        self._path = path
        self._size = size
        self._complain = complain
        self._sent: Size | None = None
        self._asked = False  # no Event: its lock would be taken again when one signal comes within another

    def start(self) -> None:
        """The first size; tried again while the terminal inside is not ready, then given up with a complaint."""
        self._errands.add(self._first)

    def changed(self) -> None:
        """Ours may have another size. Never waits; safe in a signal handler."""
        if not self._asked:
            self._asked = True
            self._errands.add(self._follow)

    def _first(self, engine: Engine) -> None:
        for attempt in range(TRIES + 1):
            if self._errands.ended.wait(attempt * 0.01):
                return
            try:
                return self._send(engine)
            except ShellError:
                continue
        self._complain()

    def _follow(self, engine: Engine) -> None:
        self._asked = False
        self._send(engine)
        self._errands.ended.wait(APART)

    def _send(self, engine: Engine) -> None:
        size = self._size()
        if size == self._sent or not any(size):
            return
        resize(engine, self._path, size)
        self._sent = size


def resize(engine: Engine, path: str, size: Size) -> None:
    """POST /containers/{id}/resize or /exec/{id}/resize."""
    columns, rows = size
    engine.post(path, {"h": str(rows), "w": str(columns)})


def container_path(name: str) -> str:
    """Where a container's size is set."""
    return url("/containers/{}/resize", name)


def exec_path(identity: str) -> str:
    """Where an exec's size is set."""
    return url("/exec/{}/resize", identity)
