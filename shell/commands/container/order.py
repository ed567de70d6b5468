"""The order of stats' lines, and the keys that change it while the table is drawn."""

from __future__ import annotations

import os
import select
import termios
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from ...errors import ShellError
from ...streams import In
from .sample import Usage

ORDERS: dict[str, Callable[[Usage], Any]] = {
    "cpu": lambda usage: -usage.cpu,
    "memory": lambda usage: -usage.memory,
    "name": lambda usage: usage.name,
    "pids": lambda usage: -usage.pids,
}
KEYS = {b"c": "cpu", b"m": "memory", b"n": "name", b"p": "pids"}
HINT = "c CPU  m memory  n name  p PIDs  r reverse  q quit"
GLANCE = 0.05  # seconds between two looks at whether the stream has ended


class Order:
    """By what the lines are sorted; docker's order, that of ps, where nothing was said."""

    def __init__(self, name: str) -> None:
        if name and name not in ORDERS:
            raise ShellError(f"invalid order {name!r}: one of {', '.join(ORDERS)}")
        self.name = name
        self.reversed = False

    def of(self, usages: Iterable[Usage]) -> list[Usage]:
        """The usages in that order."""
        found = sorted(usages, key=ORDERS[self.name]) if self.name else list(usages)
        return found[::-1] if self.reversed else found

    def typed(self, keys: bytes) -> bool:
        """Take what was typed; False when it says to leave."""
        for key in (keys[at : at + 1] for at in range(len(keys))):
            if key in (b"q", b"Q", b"\x04"):
                return False
            if key == b"r":
                self.reversed = not self.reversed
            self.name = KEYS.get(key, self.name)
        return True


class Keyboard:
    """Keys as they are typed, while a table is drawn; without a terminal there are none."""

    def __init__(self, fd: int | None) -> None:
        self._fd = fd

    def wait(self, ended: threading.Event, seconds: float, order: Order) -> bool:
        """Until it is time to draw again; False when the stream has ended or the person leaves."""
        if self._fd is None:
            return not ended.wait(seconds)
        end = time.monotonic() + seconds
        while not ended.is_set() and (left := end - time.monotonic()) > 0:
            if select.select([self._fd], [], [], min(left, GLANCE))[0]:
                keys = os.read(self._fd, 256)
                return bool(keys) and order.typed(keys)
        return not ended.is_set()


@contextmanager
def keyboard(stdin: In, shown: bool) -> Iterator[Keyboard]:
    """The keys of a terminal, one by one and without echo; the terminal is as it was afterwards."""
    fd = stdin.fileno()
    if not shown or not stdin.isatty or fd is None:
        yield Keyboard(None)
        return
    before = termios.tcgetattr(fd)
    changed = termios.tcgetattr(fd)
    changed[3] &= ~(termios.ICANON | termios.ECHO)
    changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
    termios.tcsetattr(fd, termios.TCSADRAIN, changed)
    try:
        yield Keyboard(fd)
    finally:
        with suppress(termios.error):
            termios.tcsetattr(fd, termios.TCSADRAIN, before)
