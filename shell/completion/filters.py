"""Keys and values of --filter, object by object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from . import constants, questions
from .candidate import Candidate
from .place import Place
from .world import World

Values = Callable[[World], Iterable[str]]

BOOLEAN: Values = lambda world: ("true", "false")  # noqa: E731


def _constant(values: Iterable[str]) -> Values:
    return lambda world: values


def _containers(world: World) -> Iterable[str]:
    return [container.name for container in world.containers()]


def _images(world: World) -> Iterable[str]:
    return [image.name for image in world.images()]


def _asked(what: str) -> Values:
    return lambda world: [word.name for word in questions.words(world, what)]


NONE = _constant(())
NETWORKS: Values = lambda world: world.networks()  # noqa: E731
VOLUMES: Values = lambda world: world.volumes()  # noqa: E731
UNTIL = _constant(constants.DURATIONS)

KEYS: dict[str, dict[str, Values]] = {
    "container": {
        "ancestor": _images,
        "before": _containers,
        "exited": _constant(("0", "1", "125", "126", "127", "130", "137", "143")),
        "expose": NONE,
        "health": _constant(constants.HEALTH),
        "id": NONE,
        "is-task": BOOLEAN,
        "label": NONE,
        "name": _containers,
        "network": NETWORKS,
        "publish": NONE,
        "since": _containers,
        "status": _constant(constants.STATES),
        "volume": VOLUMES,
    },
    "image": {
        "before": _images,
        "dangling": BOOLEAN,
        "label": NONE,
        "reference": _images,
        "since": _images,
        "until": UNTIL,
    },
    "volume": {
        "dangling": BOOLEAN,
        "driver": _asked("volume-driver"),
        "label": NONE,
        "name": VOLUMES,
    },
    "network": {
        "dangling": BOOLEAN,
        "driver": _constant(("bridge", "host", "ipvlan", "macvlan", "null", "overlay")),
        "id": NONE,
        "label": NONE,
        "name": NETWORKS,
        "scope": _constant(("local", "global", "swarm")),
        "type": _constant(("builtin", "custom")),
    },
    "event": {
        "config": _asked("config"),
        "container": _containers,
        "daemon": _asked("daemon"),
        "event": _constant(constants.EVENTS),
        "image": _images,
        "label": NONE,
        "network": NETWORKS,
        "node": _asked("node"),
        "plugin": _asked("plugin"),
        "scope": _constant(("local", "swarm")),
        "secret": _asked("secret"),
        "service": _asked("service"),
        "type": _constant(constants.OBJECTS),
        "volume": VOLUMES,
    },
    "search": {"is-automated": BOOLEAN, "is-official": BOOLEAN, "stars": NONE},
    "prune": {"label": NONE, "label!": NONE, "until": UNTIL},
    "volume-prune": {"all": BOOLEAN, "label": NONE, "label!": NONE},
    "image-prune": {"label": NONE, "label!": NONE, "until": UNTIL},
    "builder-prune": {
        "description": NONE,
        "id": NONE,
        "inuse": BOOLEAN,
        "mutable": BOOLEAN,
        "parent": NONE,
        "private": BOOLEAN,
        "shared": BOOLEAN,
        "type": NONE,
        "until": UNTIL,
        "unused-for": UNTIL,
    },
    "plugin": {
        "capability": _constant(
            ("authz", "ipamdriver", "logdriver", "metricscollector", "networkdriver", "volumedriver")
        ),
        "enabled": BOOLEAN,
    },
    "config": {"id": NONE, "label": NONE, "name": _asked("config")},
    "secret": {"id": NONE, "label": NONE, "name": _asked("secret")},
    "node": {
        "id": NONE,
        "label": NONE,
        "membership": _constant(("accepted", "pending")),
        "name": _asked("node"),
        "node.label": NONE,
        "role": _constant(("manager", "worker")),
    },
    "service": {
        "id": NONE,
        "label": NONE,
        "mode": _constant(("global", "replicated")),
        "name": _asked("service"),
    },
    "stack": {"label": NONE, "name": NONE},
    "task": {
        "desired-state": _constant(("running", "shutdown", "accepted")),
        "id": NONE,
        "label": NONE,
        "name": _asked("task"),
        "node": _asked("node"),
        "service": _asked("service"),
    },
}
OBJECT = {
    "system events": "event",
    "system prune": "prune",
    "container prune": "prune",
    "network prune": "prune",
    "image prune": "image-prune",
    "volume prune": "volume-prune",
    "builder prune": "builder-prune",
    "node ps": "task",
    "service ps": "task",
    "stack ps": "task",
    "stack services": "service",
}


def object_of(command: str) -> str:
    """Which keys a command's --filter knows: `container ls` those of containers."""
    return OBJECT.get(command) or command.split()[0]


def filter_candidates(kind: str, place: Place, world: World) -> Iterator[Candidate]:
    """`status=`, and behind it `status=running`."""
    keys = KEYS.get(kind, {})
    key, equals, _ = place.value.partition("=")
    if not equals:
        for name in keys:
            yield Candidate(f"{name}=", "", whole=False)
        return
    for value in keys.get(key, NONE)(world):
        yield Candidate(f"{key}={value}", "", len(key) + 1)
