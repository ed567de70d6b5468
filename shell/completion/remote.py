"""What a registry has: `pull 127.0.0.1:5000/bus<TAB>` and, behind a colon, the tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..engine.names import Word
from .candidate import Candidate

if TYPE_CHECKING:
    from ..engine.answers import Ask
    from ..engine.registry import Registry
    from .place import Place
    from .world import World

_HERE = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?")


def remote_images(place: Place, world: World) -> Iterator[Candidate]:
    """Names in the registry that the word begins with; only one on this machine or with stored credentials is asked."""
    host, slash, rest = place.value.partition("/")
    known = bool(_HERE.fullmatch(host)) or any(word.name == host for word in world.registries())
    if not slash or not known:
        return
    repository, colon, _ = rest.partition(":")
    if colon:
        for word in world.asked(f"tags {host}/{repository}", _tags(world, host, repository)):
            yield Candidate(f"{host}/{repository}:{word.name}", "", len(f"{host}/{repository}:"))
    else:
        for word in world.asked(f"repositories {host}", _repositories(world, host)):
            yield Candidate(f"{host}/{word.name}", "", len(f"{host}/"))


def _repositories(world: World, host: str) -> Ask:
    return lambda engine: [Word(name) for name in _registry(world, host).repositories()]


def _tags(world: World, host: str, repository: str) -> Ask:
    return lambda engine: [Word(name) for name in _registry(world, host).tags(repository)]


def _registry(world: World, host: str) -> Registry:
    """With the file's credentials; no helper is run for a Tab."""
    from ..config.credentials import in_file
    from ..config.file import Config
    from ..engine.registry import Registry

    user, password = in_file(Config.load(world.environ), host)
    return Registry(host, user, password)
