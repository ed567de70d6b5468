"""`docker-shell __complete WORDS`: candidates for the last word, for the completion files of other shells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..cli import DockerCli
from ..engine.names import ContainerName, ImageName, Word
from ..errors import ShellError
from ..options import OPTIONS
from ..spec import Args, Command
from ..streams import Streams
from .candidates import candidates, in_command
from .contexts import context_words, registry_words
from .place import place
from .world import Ask

if TYPE_CHECKING:
    from ..engine.catalog import Catalog

PROGRAM = Command("", "", Args("COMMAND [ARG...]", 0, None), OPTIONS, interspersed=False)


def complete_words(shell: DockerCli, words: Sequence[str], streams: Streams) -> int:
    """Print a candidate a line, what it is behind a tab; an Engine that does not answer leaves out its names."""
    before, typed = (list(words[:-1]), words[-1]) if words else ([], "")
    world = Once(shell)
    outer = place(PROGRAM, before, typed)
    if outer.flag is not None or (not outer.args and typed.startswith("-")):
        offered = in_command(outer, world)
    else:
        offered = candidates(shell, outer.args, typed, world)
    for found in offered:
        about = " ".join(found.help.split())
        streams.out.line(f"{found.text}\t{about}" if about else found.text)
    return 0


class Once:
    """The world of one completion: the Engine is asked for just what is needed, and waited for."""

    def __init__(self, shell: DockerCli) -> None:
        self._shell = shell

    @property
    def environ(self) -> Mapping[str, str]:
        return self._shell.env.environ

    @property
    def home(self) -> str:
        return self._shell.env.home

    def containers(self) -> Sequence[ContainerName]:
        return self._listed("container").container_names()

    def images(self) -> Sequence[ImageName]:
        return self._listed("image").image_names()

    def volumes(self) -> Sequence[str]:
        return tuple(self._listed("volume").volumes)

    def networks(self) -> Sequence[str]:
        return tuple(self._listed("network").networks.values())

    def contexts(self) -> Sequence[Word]:
        return context_words(self._shell)

    def registries(self) -> Sequence[Word]:
        return registry_words(self._shell)

    def jobs(self) -> Sequence[Word]:
        return ()

    def asked(self, key: str, ask: Ask) -> Sequence[Word]:
        try:
            return ask(self._shell.engine)
        except (ShellError, ValueError, KeyError, TypeError, AttributeError):
            return ()

    def recent(self, text: str) -> int:
        return 0

    @cached_property
    def _catalog(self) -> Catalog:
        from ..engine.catalog import Catalog

        return Catalog()

    def _listed(self, kind: str) -> Catalog:
        from ..engine.picture import LISTS

        try:
            found: Any = self._shell.engine.get(*LISTS[kind])
        except ShellError:
            found = None
        self._catalog.replace(kind, found)
        return self._catalog
