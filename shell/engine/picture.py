"""The live picture of an Engine: what exists, kept true by one event stream on a connection of its own."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..errors import ShellError
from .catalog import Catalog, Event
from .jsonstream import JsonStream
from .names import ContainerName, ImageName

if TYPE_CHECKING:
    from .transport import Engine

State = Literal["connecting", "live", "lost"]
KINDS = ("container", "image", "volume", "network")
LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "container": ("/containers/json", {"all": "1"}),
    "image": ("/images/json", {}),
    "volume": ("/volumes", {}),
    "network": ("/networks", {}),
}
PATIENCE = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds before the next attempt to connect
SETTLE = 0.3  # seconds that events may follow each other before a list is asked for again
WRONG = (ShellError, OSError, ValueError, KeyError, TypeError, AttributeError)  # what an answer may lead to
KEPT = 10_000  # events that are remembered while a list is under way


def nothing(*whatever: object) -> None:
    """Nobody listens."""


class Picture:
    """Two threads of its own: one reads GET /events, one asks for the lists when they may have changed.

    Reading the picture never waits for the Engine. `changed` is called from those threads after every change,
    `happened` with every event of a container. `state` is "live" once the events flow and every list has been there.
    """

    def __init__(
        self,
        connect: Callable[[], Engine],
        changed: Callable[[], None] = nothing,
        happened: Callable[[Event], None] = nothing,
    ) -> None:
        self._connect = connect
        self._changed = changed
        self._happened = happened
        self._lock = threading.Condition()
        self._catalog = Catalog()
        self._stale: set[str] = set()  # lists to ask for
        self._missing: set[str] = set(KINDS)  # lists that have not been there since the stream began
        self._since: dict[str, deque[Event]] = {}  # events that came while a list was under way
        self._streaming = False
        self._attempt = 0
        self._engines: list[Engine] = []
        self.stopped = False
        self.why = ""  # what is wrong while the state is "lost"
        self.server: Mapping[str, str] = {}
        self.api_version = ""
        self.version = 0  # grows with every change

    # -- what others read -----------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        if self._streaming and not self._missing:
            return "live"
        return "lost" if self.why else "connecting"

    def containers(self) -> Sequence[ContainerName]:
        """Every container."""
        with self._lock:
            return self._catalog.container_names()

    def images(self) -> Sequence[ImageName]:
        """Every name of every image."""
        with self._lock:
            return self._catalog.image_names()

    def volumes(self) -> Sequence[str]:
        """Names of volumes."""
        with self._lock:
            return tuple(self._catalog.volumes)

    def networks(self) -> Sequence[str]:
        """Names of networks."""
        with self._lock:
            return tuple(self._catalog.networks.values())

    @property
    def running(self) -> int:
        """How many containers run."""
        with self._lock:
            return self._catalog.running()

    # -- life -------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to watch."""
        for work, name in ((self._watch, "picture-events"), (self._list, "picture-lists")):
            threading.Thread(target=work, name=name, daemon=True).start()

    def stop(self) -> None:
        """End both threads; their connections are closed."""
        with self._lock:
            self.stopped = True
            engines, self._engines = self._engines, []
            self._lock.notify_all()
        for engine in engines:
            engine.close()

    def wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until `condition` holds, looked at after every change."""
        with self._lock:
            return self._lock.wait_for(condition, seconds)

    # -- the event stream -------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        while not self.stopped:
            try:
                self._stream(self._engine())
                self._lost("the event stream ended")
            except WRONG as why:
                self._lost(str(why).partition("\n")[0])
            with self._lock:
                pause = PATIENCE[min(self._attempt, len(PATIENCE) - 1)]
                self._attempt += 1
                self._lock.wait_for(lambda: self.stopped, pause)

    def _engine(self) -> Engine:
        engine = self._connect()
        with self._lock:
            if self.stopped:
                engine.close()
                raise ShellError("stopped")
            old, self._engines = self._engines, [engine]
        for other in old:
            other.close()
        return engine

    def _stream(self, engine: Engine) -> None:
        engine.forget()
        self.server = engine.greet()
        self.api_version = engine.api_version
        filters = json.dumps({"type": list(KINDS)}, separators=(",", ":"))
        decoder = JsonStream()
        with engine.stream("GET", "/events", {"filters": filters}) as stream:
            self._live()
            while data := stream.read1():
                for event in decoder.feed(data):
                    if isinstance(event, dict):
                        self.take(event)

    def _live(self) -> None:
        """Events flow: everything is listed anew, for much may have happened meanwhile."""
        with self._lock:
            self._streaming, self._attempt, self.why = True, 0, ""
            self._stale, self._missing = set(KINDS), set(KINDS)
            self._bump()

    def _lost(self, why: str) -> None:
        with self._lock:
            self._streaming = False
            self.why = why or "no connection"
            self._bump()

    def take(self, event: Mapping[str, Any]) -> None:
        """One event of the Engine."""
        read = Event.read(event)
        if read is None:
            return
        with self._lock:
            for kind, kept in self._since.items():
                if kind == read.kind:
                    kept.append(read)
            fresh = self._catalog.apply(read)
            if read.kind == "image":
                self._stale.add("image")
            if fresh or read.kind == "image":
                self._bump()
        if read.kind == "container":
            self._happened(read)

    def _bump(self) -> None:
        self.version += 1
        self._lock.notify_all()
        self._changed()

    # -- the lists --------------------------------------------------------------------------------------------------

    def _list(self) -> None:
        while (engine := self._to_be_asked()) is not None:
            if not self._missing:
                self._pause(SETTLE)
            self._list_stale(engine)

    def _to_be_asked(self) -> Engine | None:
        """The Engine, once a list is wanted; None at the end."""
        with self._lock:
            self._lock.wait_for(lambda: self.stopped or (self._streaming and bool(self._stale)))
            return None if self.stopped else self._engines[0]

    def _pause(self, seconds: float) -> None:
        with self._lock:
            self._lock.wait_for(lambda: self.stopped, seconds)

    def _list_stale(self, engine: Engine) -> None:
        for kind in KINDS:
            with self._lock:
                if kind not in self._stale:
                    continue
                self._stale.discard(kind)
                self._since[kind] = deque(maxlen=KEPT)
            try:
                self._replace(kind, engine.get(*LISTS[kind]))
            except WRONG as why:
                self._list_failed(kind, str(why))
                return

    def _list_failed(self, kind: str, why: str) -> None:
        with self._lock:
            self._since.pop(kind, None)
            self._stale.add(kind)
            self.why = why.partition("\n")[0]
            self._bump()
        self._pause(1.0)

    def _replace(self, kind: str, found: Any) -> None:
        """A list, and on top of it what happened since it was asked for."""
        with self._lock:
            self._catalog.replace(kind, found)
            events = self._since.pop(kind)
            for event in events:
                self._catalog.apply(event)
            if len(events) == KEPT:
                self._stale.add(kind)
            self._missing.discard(kind)
            if not self._missing:
                self.why = ""
            self._bump()
