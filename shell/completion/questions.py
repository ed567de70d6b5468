"""Questions to the Engine that the picture does not answer: each is asked in the background and kept for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..engine.names import Word
from .world import World

if TYPE_CHECKING:
    from ..engine.transport import Engine


def words(world: World, what: str) -> Sequence[Word]:
    """Names of what the Engine has: services, nodes, secrets, plugins …; empty where it has none to tell."""
    return world.asked(what, ASKED[what])


def _listed(path: str, name: Callable[[dict[str, Any]], str], help: Callable[[dict[str, Any]], str]) -> Any:
    def ask(engine: Engine) -> list[Word]:
        return [Word(name(item), help(item)) for item in engine.get(path) or ()]

    return ask


def _spec_name(item: dict[str, Any]) -> str:
    return str(item.get("Spec", {}).get("Name", ""))


def _node_name(item: dict[str, Any]) -> str:
    return str(item.get("Description", {}).get("Hostname") or item.get("ID", ""))


def _daemon(engine: Engine) -> list[Word]:
    info = engine.get("/info")
    return [Word(str(info[key])) for key in ("Name", "ID") if info.get(key)]


def _runtimes(engine: Engine) -> list[Word]:
    return [Word(name) for name in sorted(engine.get("/info").get("Runtimes") or ())]


def _drivers(kind: str) -> Callable[[Engine], list[Word]]:
    def ask(engine: Engine) -> list[Word]:
        return [Word(str(name)) for name in (engine.get("/info").get("Plugins") or {}).get(kind) or ()]

    return ask


def _stacks(engine: Engine) -> list[Word]:
    label = "com.docker.stack.namespace"
    found = {str((item.get("Spec", {}).get("Labels") or {}).get(label, "")) for item in engine.get("/services") or ()}
    return [Word(name) for name in sorted(found) if name]


def _tasks(engine: Engine) -> list[Word]:
    return [
        Word(str(item.get("ID", "")), str(item.get("Status", {}).get("State", ""))) for item in engine.get("/tasks")
    ]


def _digests(engine: Engine) -> list[Word]:
    found: Iterable[dict[str, Any]] = engine.get("/images/json", {"digests": "1"}) or ()
    return [Word(str(digest)) for item in found for digest in item.get("RepoDigests") or () if "<none>" not in digest]


ASKED: dict[str, Callable[[Engine], list[Word]]] = {
    "service": _listed("/services", _spec_name, lambda item: ""),
    "node": _listed("/nodes", _node_name, lambda item: str(item.get("Spec", {}).get("Role", ""))),
    "secret": _listed("/secrets", _spec_name, lambda item: ""),
    "config": _listed("/configs", _spec_name, lambda item: ""),
    "plugin": _listed(
        "/plugins",
        lambda item: str(item.get("Name", "")),
        lambda item: "enabled" if item.get("Enabled") else "disabled",
    ),
    "task": _tasks,
    "stack": _stacks,
    "daemon": _daemon,
    "runtime": _runtimes,
    "digest": _digests,
    "volume-driver": _drivers("Volume"),
    "network-driver": _drivers("Network"),
    "log-driver": _drivers("Log"),
}
