"""Samples of many containers at once: each on a connection and a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from ...engine.filters import query as filters
from ...engine.jsonstream import JsonStream
from ...engine.transport import Engine, url
from ...errors import ShellError
from .sample import Usage, usage_of

STALE = 2.0  # seconds after which a figure is no longer shown


class Watched:
    """The last sample of one container, kept up over a connection of its own."""

    def __init__(self, name: str, engine: Engine) -> None:
        self.engine = engine
        self.usage = Usage(name, valid=False)
        self.error = ""
        self.at = 0.0
        self.first = threading.Event()

    def told(self, now: float) -> Usage:
        """The usage; without figures if none came lately."""
        return self.usage if now - self.at <= STALE else _blank(self.usage)._replace(valid=False)

    def take(self, sample: Any, system: str) -> None:
        self.usage = usage_of(self.usage.container, sample, system)
        self.at = time.monotonic()
        self.first.set()

    def fail(self, error: str) -> None:
        self.error = error
        self.usage = self.usage._replace(valid=False)
        self.first.set()


def _blank(usage: Usage) -> Usage:
    return Usage(usage.container, usage.name, usage.identifier)


class Watch:
    """All containers that are watched, in the order in which they came."""

    def __init__(self, connect: Callable[[], Engine]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._watched: dict[str, Watched] = {}
        self._news: Engine | None = None
        self.ended = threading.Event()
        self.system = "linux"
        self.failure = ""

    def add(self, name: str) -> Watched:
        """Begin to follow a container; what is known already if it is followed."""
        with self._lock:
            known = self._watched.get(name)
            if known is not None:
                return known
            watched = self._watched[name] = Watched(name, self._connect())
        self._start(lambda: self._follow(name, watched))
        return watched

    def remove(self, name: str) -> None:
        """Follow it no longer: the Engine would go on telling of a container that has ended."""
        with self._lock:
            watched = self._watched.pop(name, None)
        if watched is not None:
            watched.engine.close()

    def all(self) -> list[Watched]:
        with self._lock:
            return list(self._watched.values())

    def close(self) -> None:
        """Close every connection; the threads end with them."""
        self.ended.set()
        with self._lock:
            engines = [self._news, *(one.engine for one in self._watched.values())]
        for engine in filter(None, engines):
            engine.close()

    def _start(self, act: Callable[[], None]) -> None:
        threading.Thread(target=act, daemon=True, name="stats").start()

    def _follow(self, name: str, watched: Watched) -> None:
        decoder = JsonStream()
        try:
            path = url("/containers/{}/stats", name)
            with watched.engine.stream("GET", path, {"stream": "1"}) as stream:
                self.system = stream.headers.get("ostype", "") or self.system
                for data in stream:
                    for sample in decoder.feed(data):
                        watched.take(sample, self.system)
            watched.fail("EOF")
        except ShellError as error:
            watched.fail(str(error))

    def follow_events(self, everything: bool) -> None:
        """Add containers that start (or are created, if all are wanted), drop those that die."""
        news = self._news = self._connect()
        self._start(lambda: self._events(news, everything))

    def _events(self, news: Engine, everything: bool) -> None:
        decoder = JsonStream()
        try:
            with news.stream("GET", "/events", filters([("type", "container")])) as stream:
                for data in stream:
                    for event in decoder.feed(data):
                        self._happened(event, everything)
        except ShellError as error:
            self.failure = str(error)
        self.ended.set()

    def _happened(self, event: Any, everything: bool) -> None:
        action, identifier = event.get("Action"), (event.get("Actor") or {}).get("ID") or ""
        if action == "start" or (action == "create" and everything):
            self.add(identifier)
        elif (action == "die" and not everything) or action == "destroy":
            self.remove(identifier)
