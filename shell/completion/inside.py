"""Words from inside a container or an image: paths, programs, users, ports, checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..engine.names import Word
from .candidate import Candidate
from .files import files
from .place import Place
from .world import Ask, World

if TYPE_CHECKING:
    from ..engine.transport import Engine

PROGRAMS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
LIKELY = ("sh", "bash", "ls", "cat", "ps", "env", "top", "tail")


def copied(place: Place, world: World) -> Iterator[Candidate]:
    """`cp`: a local path, or `NAME:PATH`."""
    name, colon, path = place.value.partition(":")
    if colon and "/" not in name:
        yield from _paths(name, path, len(name) + 1, place.value, world)
        return
    for container in world.containers():
        yield Candidate(f"{container.name}:", f"{container.state}  {container.image}", whole=False)
    yield from files(place.value, world.home)


def command(place: Place, world: World) -> Iterator[Candidate]:
    """The program that `exec` and `run` start, and its arguments."""
    running = place.spec.name == "container exec"
    first = len(place.args) == 1
    if "/" in place.value and running:
        yield from _paths(place.args[0], place.value, 0, place.value, world)
    elif first and running:
        programs = world.asked(f"programs {place.args[0]}", _programs(place.args[0]))
        names = [word.name for word in programs] or list(LIKELY)
        for name in sorted(names, key=lambda name: (LIKELY.index(name) if name in LIKELY else len(LIKELY), name)):
            yield Candidate(name)
    elif first:
        for word in world.asked(f"command {place.args[0]}", _image_command(place.args[0])):
            yield Candidate(word.name, word.help)
    elif running:
        yield from _paths(place.args[0], place.value, 0, place.value, world)


def user(place: Place, world: World) -> Iterator[Candidate]:
    """Users of the container that `exec` names; the usual one elsewhere."""
    if place.spec.name == "container exec" and place.args:
        for word in world.asked(f"users {place.args[0]}", _users(place.args[0])):
            yield Candidate(word.name, word.help)
    else:
        yield Candidate("root")


def checkpoint(place: Place, world: World) -> Iterator[Candidate]:
    """Checkpoints of the container on the line."""
    if place.args:
        for word in world.asked(f"checkpoints {place.args[0]}", _checkpoints(place.args[0])):
            yield Candidate(word.name)


def published_port(place: Place, world: World) -> Iterator[Candidate]:
    """`-p`: the ports that the image on the line exposes, on the host's same port and on a free one."""
    for word in _exposed(place, world):
        port = word.name.removesuffix("/tcp")
        number = port.partition("/")[0]
        if ":" in place.value:
            head = place.value.rfind(":") + 1
            yield Candidate(place.value[:head] + port, "exposed by the image", head)
        else:
            yield Candidate(f"{number}:{port}", "exposed by the image")
            yield Candidate(port, "on a free port of the host")


def exposed_port(place: Place, world: World) -> Iterator[Candidate]:
    """`--expose`: what the image exposes."""
    for word in _exposed(place, world):
        yield Candidate(word.name)


def container_port(place: Place, world: World) -> Iterator[Candidate]:
    """`port NAME`: the ports that the container publishes."""
    if place.args:
        for word in world.asked(f"ports {place.args[0]}", _ports(place.args[0])):
            yield Candidate(word.name, word.help)


def _exposed(place: Place, world: World) -> list[Word]:
    """Of the image before the cursor; it mostly comes later, then of the one that was used last."""
    image = place.args[0] if place.args else max((one.name for one in world.images()), key=world.recent, default="")
    return list(world.asked(f"exposed {image}", _image_ports(image))) if image else []


def _paths(container: str, path: str, head: int, typed: str, world: World) -> Iterator[Candidate]:
    folder, slash, _ = path.rpartition("/")
    where = folder + slash
    begin = head + len(where)
    for word in world.asked(f"folder {container} {where}", _folder(container, where)):
        is_folder = word.name.endswith("/")
        yield Candidate(typed[:begin] + word.name, "folder" if is_folder else "", begin, whole=not is_folder)


def _folder(container: str, path: str) -> Ask:
    def ask(engine: Engine) -> list[Word]:
        from ..engine.peek import folder

        return folder(engine, container, path)

    return ask


def _users(container: str) -> Ask:
    def ask(engine: Engine) -> list[Word]:
        from ..engine.peek import users

        return users(engine, container)

    return ask


def _programs(container: str) -> Ask:
    def ask(engine: Engine) -> list[Word]:
        from ..engine.peek import output

        names = output(engine, container, ["ls", "-1", *PROGRAMS]).decode("utf-8", "replace").split("\n")
        return [Word(name) for name in dict.fromkeys(names) if name and not name.endswith(":")]

    return ask


def _checkpoints(container: str) -> Ask:
    def ask(engine: Engine) -> list[Word]:
        from ..engine.transport import url

        return [Word(str(item["Name"])) for item in engine.get(url("/containers/{}/checkpoints", container)) or ()]

    return ask


def _image_command(image: str) -> Ask:
    def ask(engine: Engine) -> list[Word]:
        words = _image_config(engine, image).get("Cmd") or ()
        return [Word(str(words[0]), "the image's own command")] if words else []

    return ask


def _image_ports(image: str) -> Ask:
    def ask(engine: Engine) -> list[Word]:
        return [Word(str(port)) for port in sorted(_image_config(engine, image).get("ExposedPorts") or ())]

    return ask


def _image_config(engine: Engine, image: str) -> dict[str, Any]:
    from ..engine.transport import image_url

    return engine.get(image_url("/images/{}/json", image)).get("Config") or {}


def _ports(container: str) -> Ask:
    def ask(engine: Engine) -> list[Word]:
        from ..engine.transport import url

        info = engine.get(url("/containers/{}/json", container))
        ports = (info.get("NetworkSettings") or {}).get("Ports") or {}
        return [
            Word(port.removesuffix("/tcp"), str(where[0].get("HostPort", ""))) for port, where in ports.items() if where
        ]

    return ask
