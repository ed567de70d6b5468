"""The kinds of words that declarations name in `complete=`, and what each offers.

    container container:running container:stopped container:paused     containers that the command can act on
    container-path        local paths, and with `NAME:` paths inside that container (cp)
    container-command     a program and its files inside the container or image (exec, run)
    image image-or-digest repository registry                                  local images; a registry's (pull, push)
    volume network context node service secret config plugin stack task checkpoint
    NAME-filter           keys and values of --filter: container-filter, image-filter …; `filter`: the command's own
    format                templates with the fields of the command's objects
    file folder dir path      local paths; path: files and folders
    mount bind            values of --mount and -v
    signal restart-policy log-driver log-opt capability platform ulimit security-opt detach-keys runtime
    command                                                             the words of a command (help)
    ipc pid link user env port container-port expose duration host device storage-opt network-or-container
    object job                                                          what `inspect` knows; jobs of the session
    a|b|c                 exactly these
    a,b,c                 words of all these kinds

A flag or argument without a declared kind has the one its name stands for in docker's own completions (`usual`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..engine.names import ContainerName, ImageName
from ..spec.flags import Flag
from . import constants, inside, mounts, questions
from .candidate import Candidate
from .files import files
from .filters import KEYS, filter_candidates, object_of
from .place import Place
from .placeholders import format_candidates
from .remote import remote_images
from .usual import RICHER, argument_kind, flag_kind
from .world import World

Kind = Callable[[Place, World], Iterable[Candidate]]


def flag_values(flag: Flag, place: Place, world: World) -> Iterable[Candidate]:
    """Values of a flag."""
    usual = flag_kind(flag, place.spec.name)
    return values(usual if flag.name in RICHER else flag.complete or usual, place, world)


def arguments(place: Place, world: World) -> Iterable[Candidate]:
    """Words for the argument under the cursor; those given already are left out."""
    spec, at = place.spec, len(place.args)
    if spec.args.most is not None and at >= spec.args.most:
        return []
    kinds = argument_kind(spec).split(";")
    kind = kinds[min(at, len(kinds) - 1)]
    found = values(kind, place, world)
    given = set(place.args)
    return [one for one in found if one.text not in given] if given else found


def values(kind: str, place: Place, world: World) -> Iterable[Candidate]:
    """Words of a kind; nothing for one that is not known."""
    if "|" in kind:
        return [Candidate(value) for value in kind.split("|") if value]
    if "," in kind:
        return [one for each in kind.split(",") for one in values(each, place, world)]
    if kind == "filter":
        return filter_candidates(object_of(place.spec.name), place, world)
    if kind.endswith("-filter"):
        return filter_candidates(kind.removesuffix("-filter"), place, world)
    found = KINDS.get(kind)
    return found(place, world) if found else ()


def known(kind: str) -> bool:
    """Whether a declaration may name the kind."""
    if "," in kind:
        return all(map(known, kind.split(",")))
    name = kind.removesuffix("-filter")
    return not kind or "|" in kind or kind == "filter" or kind in KINDS or (name != kind and name in KEYS)


def container_words(wanted: Callable[[ContainerName], bool]) -> Kind:
    """Containers by name; by the beginning of the ID when that is what was typed."""

    known: tuple[Sequence[ContainerName], list[Candidate]] = ((), [])

    def offer(place: Place, world: World) -> list[Candidate]:
        nonlocal known
        containers, typed = world.containers(), place.value
        if typed.startswith(":"):
            return [Candidate(f":{state}", "all of them") for state in (*constants.STATES, *constants.HEALTH[:-1])]
        if known[0] is not containers:  # ten thousand are made once, not at every key
            known = (containers, [_container(one) for one in containers if wanted(one)])
        if len(typed) < 3 or not all(c in "0123456789abcdef" for c in typed):
            return known[1]
        by_id = [one for one in containers if one.id.startswith(typed) and wanted(one)]
        return [*known[1], *(Candidate(one.id[:12], one.name) for one in by_id)]

    return offer


def _container(container: ContainerName) -> Candidate:
    return Candidate(container.name or container.id[:12], f"{container.state}  {container.image}".rstrip())


def _force_removes(place: Place, world: World) -> Iterable[Candidate]:
    """`rm` takes stopped ones, with --force all."""
    return KINDS["container" if "force" in place.given else "container:stopped"](place, world)


def _any(container: ContainerName) -> bool:
    return True


def _stopped(container: ContainerName) -> bool:
    return container.stopped


def _running(container: ContainerName) -> bool:
    return container.state in ("running", "restarting")


def _awake(container: ContainerName) -> bool:
    return container.state in ("running", "restarting", "paused")


def _paused(container: ContainerName) -> bool:
    return container.state == "paused"


def _image_words() -> Kind:
    known: tuple[Sequence[ImageName], list[Candidate]] = ((), [])

    def offer(place: Place, world: World) -> list[Candidate]:
        nonlocal known
        images = world.images()
        if known[0] is not images:
            known = (images, [Candidate(one.name, "" if one.name == one.id else one.id) for one in images])
        return known[1]

    return offer


_images = _image_words()


def _repository(place: Place, world: World) -> Iterator[Candidate]:
    here = _images(place, world)
    yield from here
    there = list(remote_images(place, world))
    names = {one.text for one in here} if there else ()
    yield from (one for one in there if one.text not in names)


def _image_or_digest(place: Place, world: World) -> Iterator[Candidate]:
    yield from _images(place, world)
    if "@" in place.value:
        yield from _asked("digest")(place, world)


def _named(names: Callable[[World], Iterable[str]]) -> Kind:
    return lambda place, world: [Candidate(name) for name in names(world)]


def _asked(what: str) -> Kind:
    return lambda place, world: [Candidate(word.name, word.help) for word in questions.words(world, what)]


def _constants(texts: Iterable[str]) -> Kind:
    found = [Candidate(text, whole=text[-1] not in "=:") for text in texts]
    return lambda place, world: found


def _contexts(place: Place, world: World) -> Iterator[Candidate]:
    for word in world.contexts():
        yield Candidate(word.name, word.help)


def _signals(place: Place, world: World) -> Iterator[Candidate]:
    head = 3 if place.value.startswith("SIG") else 0
    likely = constants.LIKELY_SIGNALS
    for name in [*likely, *(name for name in constants.SIGNALS if name not in likely)]:
        yield Candidate(f"SIG{name}" if head else name, "", head)


def _capabilities(place: Place, world: World) -> Iterator[Candidate]:
    yield Candidate("ALL", "every capability")
    bare = place.value and not "CAP_".startswith(place.value[:4].upper())
    for name in constants.CAPABILITIES:
        yield Candidate(name if bare else f"CAP_{name}")


def _files(place: Place, world: World) -> Iterable[Candidate]:
    return files(place.value, world.home)


def _folders(place: Place, world: World) -> Iterable[Candidate]:
    return files(place.value, world.home, only_folders=True)


def _env(place: Place, world: World) -> Iterator[Candidate]:
    if "=" not in place.value:
        for name in world.environ:
            yield Candidate(name)


def _log_drivers(place: Place, world: World) -> Iterator[Candidate]:
    known_ones = dict.fromkeys([*(word.name for word in questions.words(world, "log-driver")), *constants.LOG_DRIVERS])
    for name in known_ones:
        yield Candidate(name)


def _log_options(place: Place, world: World) -> Iterator[Candidate]:
    name, equals, _ = place.value.partition("=")
    if equals:
        for value in constants.LOG_VALUES.get(name, ()):
            yield Candidate(f"{name}={value}", "", len(name) + 1)
        return
    driver = (place.given.get("log-driver") or [""])[-1]
    drivers = [driver] if driver in constants.LOG_OPTIONS else list(constants.LOG_OPTIONS)
    for option in dict.fromkeys(option for each in drivers for option in constants.LOG_OPTIONS[each]):
        yield Candidate(f"{option}=", driver, whole=False)


def _ulimits(place: Place, world: World) -> Iterator[Candidate]:
    if "=" not in place.value:
        for name in constants.ULIMITS:
            yield Candidate(f"{name}=", "", whole=False)


def _shared_with(*words: str) -> Kind:
    """`host`, `container:NAME` and the like."""

    def offer(place: Place, world: World) -> Iterator[Candidate]:
        if place.value.startswith("container:"):
            for container in world.containers():
                yield Candidate(f"container:{container.name}", container.state, len("container:"))
            return
        for word in words:
            yield Candidate(word, "", whole=not word.endswith(":"))

    return offer


def _links(place: Place, world: World) -> Iterator[Candidate]:
    if ":" not in place.value:
        for container in world.containers():
            yield Candidate(f"{container.name}:", container.state, whole=False)


def _networks_of_run(place: Place, world: World) -> Iterator[Candidate]:
    if place.value.startswith("container:"):
        yield from _shared_with()(place, world)
        return
    for name in world.networks():
        yield Candidate(name)
    yield Candidate("container:", "the network of another container", whole=False)


def _restart(place: Place, world: World) -> Iterator[Candidate]:
    yield Candidate("no", "it stays stopped")
    yield Candidate("always", "whatever its status, and with the Engine")
    yield Candidate("on-failure", "when its status is not 0")
    yield Candidate("unless-stopped", "as always, unless somebody stopped it")


def _registries(place: Place, world: World) -> Iterator[Candidate]:
    for word in world.registries():
        yield Candidate(word.name, word.help)


def _commands(place: Place, world: World) -> Iterator[Candidate]:
    """Words of a command's name, for `help` and what takes a whole command."""
    from .spellings import next_words

    return next_words(place.args)


def _jobs(place: Place, world: World) -> Iterator[Candidate]:
    for word in world.jobs():
        yield Candidate(word.name, word.help)


def _objects(place: Place, world: World) -> Iterator[Candidate]:
    """`inspect`: objects of the --type that was given, else of the four kinds that most people have."""
    given = (place.given.get("type") or [""])[-1]
    for kind in [given] if given else ("container", "image", "volume", "network"):
        yield from values(kind, place, world)


KINDS: dict[str, Kind] = {
    "container": container_words(_any),
    "container:any": container_words(_any),
    "container:running": container_words(_awake),
    "container:awake": container_words(_awake),
    "container:unpaused": container_words(_running),
    "container:stopped": container_words(_stopped),
    "container:paused": container_words(_paused),
    "container:removable": _force_removes,
    "container-path": inside.copied,
    "container-command": inside.command,
    "container-port": inside.container_port,
    "image": _images,
    "image-or-digest": _image_or_digest,
    "repository": _repository,
    "object": _objects,
    "command": _commands,
    "job": _jobs,
    "volume": _named(lambda world: world.volumes()),
    "network": _named(lambda world: world.networks()),
    "network-or-container": _networks_of_run,
    "context": _contexts,
    "registry": _registries,
    "use": _contexts,
    "node": _asked("node"),
    "service": _asked("service"),
    "secret": _asked("secret"),
    "config": _asked("config"),
    "plugin": _asked("plugin"),
    "stack": _asked("stack"),
    "task": _asked("task"),
    "checkpoint": inside.checkpoint,
    "runtime": _asked("runtime"),
    "volume-driver": _asked("volume-driver"),
    "network-driver": _asked("network-driver"),
    "log-driver": _log_drivers,
    "log-opt": _log_options,
    "format": format_candidates,
    "file": _files,
    "path": _files,
    "folder": _folders,
    "dir": _folders,
    "mount": mounts.mount,
    "bind": mounts.bind,
    "device": _files,
    "signal": _signals,
    "restart-policy": _restart,
    "capability": _capabilities,
    "platform": _constants(constants.PLATFORMS),
    "ulimit": _ulimits,
    "security-opt": _constants(constants.SECURITY),
    "storage-opt": _constants(["size="]),
    "detach-keys": _constants(["ctrl-", "ctrl-p,ctrl-q"]),
    "ipc": _shared_with("container:", "host", "none", "private", "shareable"),
    "pid": _shared_with("container:", "host"),
    "link": _links,
    "host": _constants(["host"]),
    "host-ip": _constants(["host-gateway"]),
    "user": inside.user,
    "env": _env,
    "port": inside.published_port,
    "expose": inside.exposed_port,
    "duration": _constants(constants.DURATIONS),
}
