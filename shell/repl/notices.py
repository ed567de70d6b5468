"""One line above the prompt when a container dies, turns unhealthy or restarts in a loop."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..engine.catalog import Event

ASKED = 15.0  # seconds in which a death is the answer to a kill
LOOP = 3  # deaths …
LOOP_SECONDS = 60.0  # … within which make a loop
BURST = 5  # notices …
BURST_SECONDS = 10.0  # … within which more are only counted
REMEMBERED = 1_000  # containers


class Notices:
    """Reads a container's events, in any thread; `tell` gets the lines.

    No notice for what somebody asked for: a death behind `stop` or `kill`, one with status 0, and those of containers
    that the command in the foreground has started or is attached to.
    """

    def __init__(self, tell: Callable[[str], None], now: Callable[[], float]) -> None:
        self.on = True
        self.last = ("", "")  # ID and name of the container that the last notice was about
        self._tell = tell
        self._now = now
        self._lock = threading.Lock()
        self._killed: OrderedDict[str, float] = OrderedDict()
        self._out_of_memory: OrderedDict[str, float] = OrderedDict()
        self._deaths: OrderedDict[str, deque[float]] = OrderedDict()
        self._ours: set[str] | None = None
        self._told: deque[float] = deque(maxlen=BURST)
        self._more = 0

    def foreground(self, begins: bool) -> None:
        """A command begins or ends in the foreground: it tells itself how its containers end."""
        with self._lock:
            self._ours = set() if begins else None

    def happened(self, event: Event) -> None:
        """One event of a container."""
        text = ""
        with self._lock:
            now = self._now()
            if event.action in ("start", "attach") and self._ours is not None and len(self._ours) < REMEMBERED:
                self._ours.add(event.id)
            elif event.action == "kill":
                _note(self._killed, event.id, now)
            elif event.action == "oom":
                _note(self._out_of_memory, event.id, now)
            elif event.action == "die":
                text = self._death(event, now)
            elif event.action == "health_status: unhealthy":
                text = "is unhealthy"
            if text and self.on:
                name = event.about.get("name") or event.id[:12]
                text = self._limited(f"container {name} {text}", now)
                if text:
                    self.last = event.id, name
            else:
                text = ""
        if text:
            from ..output.sanitize import safe

            self._tell(safe(text))

    def _death(self, event: Event, now: float) -> str:
        deaths = self._deaths.setdefault(event.id, deque(maxlen=LOOP))
        self._deaths.move_to_end(event.id)
        _bound(self._deaths)
        out_of_memory = self._out_of_memory.pop(event.id, None) is not None
        if now - self._killed.pop(event.id, -ASKED) < ASKED and not out_of_memory:
            return ""
        status = event.about.get("exitCode", "")
        if status == "0" or (self._ours is not None and event.id in self._ours):
            return ""
        deaths.append(now)
        if len(deaths) == LOOP and now - deaths[0] < LOOP_SECONDS:
            deaths.clear()
            return f"restarts in a loop: {LOOP} deaths within a minute, the last with status {status}"
        if len(deaths) > 1 and now - deaths[-2] < LOOP_SECONDS:
            return ""
        return f"died with status {status}" + (", out of memory" if out_of_memory else "")

    def _limited(self, text: str, now: float) -> str:
        if len(self._told) == BURST and now - self._told[0] < BURST_SECONDS:
            self._more += 1
            return ""
        self._told.append(now)
        more, self._more = self._more, 0
        return f"{text} (and {more} more notices before)" if more else text


def _note(table: OrderedDict[str, float], id: str, now: float) -> None:
    table[id] = now
    table.move_to_end(id)
    _bound(table)


def _bound(table: OrderedDict[str, Any]) -> None:
    while len(table) > REMEMBERED:
        table.popitem(last=False)
