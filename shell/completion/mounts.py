"""Values of --mount and of -v."""

from __future__ import annotations

from collections.abc import Iterator

from . import constants
from .candidate import Candidate
from .files import files
from .place import Place
from .world import World

SOURCES = ("source", "src")
FLAGS = ("readonly", "ro", "volume-nocopy")


def bind(place: Place, world: World) -> Iterator[Candidate]:
    """`-v`: a volume or a local path, then the place inside, then the options."""
    source, colon, rest = place.value.partition(":")
    if not colon:
        if not source.startswith(("/", ".", "~")):
            for name in world.volumes():
                yield Candidate(f"{name}:", "volume", whole=False)
        yield from files(source, world.home)
        return
    target, second, _ = rest.partition(":")
    if second:
        head = len(source) + len(target) + 2
        for option in ("ro", "rw", "z", "Z", "nocopy", "rshared", "rslave", "rprivate"):
            yield Candidate(f"{source}:{target}:{option}", "", head)


def mount(place: Place, world: World) -> Iterator[Candidate]:
    """`--mount`: keys, and the values of those that are known; commas part them."""
    head = place.value.rfind(",") + 1
    before, part = place.value[:head], place.value[head:]
    given = dict(item.partition("=")[::2] for item in before.split(",") if item)
    key, equals, value = part.partition("=")
    if not equals:
        for name in constants.MOUNT_KEYS:
            if name not in given and name not in ("src", "dst", "destination", "ro"):
                yield Candidate(before + name + ("" if name in FLAGS else "="), "", head, whole=name in FLAGS)
        return
    begin = head + len(key) + 1
    for found in _values(key, value, given.get("type", "volume"), world):
        yield Candidate(place.value[:begin] + found.text, found.help, begin + found.head, found.whole)


def _values(key: str, value: str, kind: str, world: World) -> Iterator[Candidate]:
    if key == "type":
        for name in constants.MOUNT_TYPES:
            yield Candidate(name)
    elif key in SOURCES and kind == "bind":
        yield from files(value, world.home)
    elif key in SOURCES and kind == "image":
        for image in world.images():
            yield Candidate(image.name)
    elif key in SOURCES:
        for name in world.volumes():
            yield Candidate(name)
    elif key == "bind-propagation":
        for name in ("private", "rprivate", "shared", "rshared", "slave", "rslave"):
            yield Candidate(name)
    elif key == "bind-recursive":
        for name in ("enabled", "disabled", "writable", "readonly"):
            yield Candidate(name)
    elif key in FLAGS:
        for name in ("true", "false"):
            yield Candidate(name)
