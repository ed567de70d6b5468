"""What completion may look at: the picture of the Engine, the environment, and answers that come later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from ..engine.names import ContainerName, ImageName, Word

if TYPE_CHECKING:
    from ..engine.transport import Engine

Ask = Callable[["Engine"], list[Word]]


class World(Protocol):
    """At the prompt the live picture; in `docker-shell __complete` the Engine itself. Nothing here may wait long."""

    @property
    def environ(self) -> Mapping[str, str]: ...

    @property
    def home(self) -> str: ...

    def containers(self) -> Sequence[ContainerName]:
        """Every container."""

    def images(self) -> Sequence[ImageName]:
        """Every name of every image."""

    def volumes(self) -> Sequence[str]:
        """Names of volumes."""

    def networks(self) -> Sequence[str]:
        """Names of networks."""

    def contexts(self) -> Sequence[Word]:
        """Docker contexts."""

    def registries(self) -> Sequence[Word]:
        """Registries that the user has logged in to."""

    def jobs(self) -> Sequence[Word]:
        """Jobs of the session, `%1`."""

    def asked(self, key: str, ask: Ask) -> Sequence[Word]:
        """The answer to a question that the picture cannot answer: kept under `key`, empty until it is there."""

    def recent(self, text: str) -> int:
        """Greater the later the word was used; 0 never."""
