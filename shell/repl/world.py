"""What completion at the prompt looks at: the live picture, answers in the background, what was used last."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..cli import DockerCli
from ..errors import ShellError
from .recent import Recent

if TYPE_CHECKING:
    from ..engine.answers import Answers, Ask
    from ..engine.catalog import Event
    from ..engine.names import ContainerName, ImageName, Word
    from ..engine.picture import Picture
    from ..engine.transport import Engine

FRESH = 5.0  # seconds that contexts and registries are not read again


class LiveWorld:
    """The picture of the session's Engine; a new one when `use` changes it."""

    def __init__(
        self,
        shell: DockerCli,
        recent: Recent,
        changed: Callable[[], None],
        arrived: Callable[[], None],
        happened: Callable[[Event], None],
    ) -> None:
        self._shell = shell
        self._recent = recent
        self._changed = changed
        self._arrived = arrived
        self._happened = happened
        self._uses = shell.uses
        self._read: dict[str, tuple[float, Sequence[Word]]] = {}
        self.picture: Picture | None = None
        self.answers: Answers | None = None

    def _connect(self) -> Engine:
        """Of its own, and nobody is told of what it sends and how long it waits."""
        session = self._shell.engine
        if session.endpoint.address.scheme == "fd":
            raise ShellError("an inherited connection is not shared")
        engine = session.another()
        engine.trace = engine.waiting = None
        return engine

    def start(self) -> None:
        """Begin to watch, once; the prompt is on the screen by then."""
        if self.picture is None:
            from ..engine.answers import Answers
            from ..engine.picture import Picture

            self.answers = Answers(self._connect, self._arrived)
            self.picture = Picture(self._connect, self._changed, self._happened)
            self.picture.start()

    def follow(self) -> None:
        """Watch the Engine that the session uses now, if that is another one."""
        if self._uses != self._shell.uses:
            self._uses = self._shell.uses
            self.stop()
            self.start()

    def stop(self) -> None:
        """Close the connections."""
        if self.picture is not None:
            self.picture.stop()
        if self.answers is not None:
            self.answers.stop()
        self.picture = self.answers = None

    @property
    def live(self) -> bool:
        """Whether the picture is true."""
        return self.picture is not None and self.picture.state == "live"

    @property
    def version(self) -> int:
        """Another number for another picture."""
        return self.picture.version if self.picture is not None else 0

    @property
    def environ(self) -> Mapping[str, str]:
        return self._shell.env.environ

    @property
    def home(self) -> str:
        return self._shell.env.home

    def containers(self) -> Sequence[ContainerName]:
        return self.picture.containers() if self.picture is not None else ()

    def images(self) -> Sequence[ImageName]:
        return self.picture.images() if self.picture is not None else ()

    def volumes(self) -> Sequence[str]:
        return self.picture.volumes() if self.picture is not None else ()

    def networks(self) -> Sequence[str]:
        return self.picture.networks() if self.picture is not None else ()

    def contexts(self) -> Sequence[Word]:
        from ..completion.contexts import context_words

        return self._kept("contexts", lambda: context_words(self._shell))

    def registries(self) -> Sequence[Word]:
        from ..completion.contexts import registry_words

        return self._kept("registries", lambda: registry_words(self._shell))

    def jobs(self) -> Sequence[Word]:
        from ..engine.names import Word

        jobs = self._shell.jobs
        return [Word(f"%{job.number}", f"{job.state}  {job.text}") for job in jobs.all()] if jobs is not None else ()

    def asked(self, key: str, ask: Ask) -> Sequence[Word]:
        return self.answers.get(key, ask) if self.answers is not None else ()

    def recent(self, text: str) -> int:
        return self._recent.rank(text)

    def _kept(self, name: str, read: Callable[[], Sequence[Word]]) -> Sequence[Word]:
        """Files are not read at every key."""
        now = time.monotonic()
        known = self._read.get(name)
        if known is None or now - known[0] > FRESH:
            known = self._read[name] = (now, read())
        return known[1]
