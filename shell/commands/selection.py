"""Arguments that are patterns: `web-*`, `:exited`, `label:app=shop`. No object can have such a name.

Only lines of the shell and of scripts have them. One listing is asked for; a pattern that matches nothing is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ..engine.filters import query
from ..engine.transport import Engine
from ..errors import ShellError, Status
from ..spec import Call
from .confirm import confirmed
from .left import own_name

PATTERN = re.compile(r":[a-z]+\Z|label:[^=]+=|.*[*?\[]")
#: They make something of that name, or have patterns of their own.
EXCEPT = {"container create", "container run", "image ls", "image push", "plugin push"}
DESTRUCTIVE = {"container kill", "container rm", "image rm", "network rm", "volume rm"}
HEALTH = ("healthy", "unhealthy", "starting", "none")
STATES = {"running": ("running",), "paused": ("paused",), "stopped": ("created", "exited", "dead")}


class Found(NamedTuple):
    """An object: what it is called on a command line, and what else there is to say of it."""

    name: str
    note: str = ""


def select(call: Call) -> None:
    """Put what patterns match in their place among the arguments; ask before that destroys anything."""
    kinds = call.spec.args.complete.split(";")
    first_only = len(kinds) > 1 or not call.spec.interspersed
    kind, _, state = kinds[0].split(",")[0].partition(":")
    candidates = call.args[:1] if first_only else call.args
    if kind not in LISTINGS or call.spec.name in EXCEPT or not any(map(PATTERN.match, candidates)):
        return
    chosen: dict[str, Found] = {}
    for word in candidates:
        found = _matches(call.engine, kind, state, word) if PATTERN.match(word) else [Found(word)]
        chosen.update((one.name, one) for one in found)
    _few_enough(call, candidates, list(chosen))
    _ask(call, kind, list(chosen.values()))
    call.args[: len(candidates)] = list(chosen)


def _matches(engine: Engine, kind: str, state: str, word: str) -> list[Found]:
    found = LISTINGS[kind](engine, word, state)
    if not found:
        raise ShellError(f"no {kind} matches {word}")
    return sorted(found, key=lambda one: one.name)


def _few_enough(call: Call, words: list[str], names: list[str]) -> None:
    refusal = call.spec.args.refusal(len(call.args) - len(words) + len(names))
    if refusal:
        matched = f"{' '.join(words)} matches {len(names)}: {', '.join(names)}"
        raise ShellError(f"{call.spelling} {refusal}, and {matched}")


def _ask(call: Call, kind: str, found: list[Found]) -> None:
    """What a destructive command will hit is shown; at a prompt a person says yes, in a script --yes does."""
    if call.spec.name not in DESTRUCTIVE or call["yes"] or call.spec.long("dry-run") and call["dry-run"]:
        return
    names = ", ".join(one.name for one in found)
    if not call.shell.prompting:
        raise ShellError(f"this would hit {_count(kind, found)}: {names}; --yes says that it may")
    for one in found:
        call.out.line(call.out.safe(f"  {kind} {one.name}{f'  ({one.note})' if one.note else ''}"))
    if not confirmed(call, f"{call.spelling} {_count(kind, found)}?"):
        raise Status(1)


def _count(kind: str, found: list[Found]) -> str:
    return f"{len(found)} {kind}{'' if len(found) == 1 else 's'}"


# -- one listing of each kind ----------------------------------------------------------------------


def _containers(engine: Engine, word: str, state: str) -> list[Found]:
    """By name, by state or health, by label; a name's pattern only looks at what the command can act on."""
    pairs: list[tuple[str, str]] = []
    if word.startswith("label:"):
        pairs = [("label", word.removeprefix("label:"))]
    elif word.startswith(":"):
        asked = word[1:]
        pairs = [("health" if asked in HEALTH else "status", asked)] if asked != "all" else []
    if not word.startswith(":"):
        pairs += [("status", one) for one in STATES.get(state, ())]
    listed = engine.get("/containers/json", {"all": "1", **query(pairs)})
    glob = "*" if word.startswith(("label:", ":")) else word.removeprefix("/")
    return [
        Found(name, f"{one['State']}, {one['Image']}")
        for one in listed
        for name in [own_name(one)]
        if fnmatchcase(name, glob)
    ]


def _images(engine: Engine, word: str, state: str) -> list[Found]:
    """By repository or repository:tag, by label, or `:dangling`."""
    pairs: list[tuple[str, str]] = []
    if word.startswith("label:"):
        pairs = [("label", word.removeprefix("label:"))]
    elif word.startswith(":"):
        _only(word, "dangling")
        pairs = [("dangling", "true")]
    listed = engine.get("/images/json", query(pairs))
    if pairs:
        return [Found(name) for one in listed for name in _tags(one) or [one["Id"].removeprefix("sha256:")[:12]]]
    return [
        Found(tag)
        for one in listed
        for tag in _tags(one)
        if fnmatchcase(tag, word) or fnmatchcase(tag.rpartition(":")[0], word)
    ]


def _tags(image: dict[str, Any]) -> list[str]:
    return [tag for tag in image.get("RepoTags") or () if tag != "<none>:<none>"]


def _volumes(engine: Engine, word: str, state: str) -> list[Found]:
    """By name, by label, or `:dangling`, `:unused`."""
    listed = engine.get("/volumes", query(_simple_pairs(word)))["Volumes"] or []
    return _named(listed, word)


def _networks(engine: Engine, word: str, state: str) -> list[Found]:
    """By name, by label, or `:dangling`, `:unused`; never those that the Engine needs itself."""
    listed = engine.get("/networks", query(_simple_pairs(word)))
    return [one for one in _named(listed, word) if one.name not in ("bridge", "host", "none", "ingress")]


def _simple_pairs(word: str) -> list[tuple[str, str]]:
    if word.startswith("label:"):
        return [("label", word.removeprefix("label:"))]
    if word.startswith(":"):
        _only(word, "dangling", "unused")
        return [("dangling", "true")]
    return []


def _named(listed: list[dict[str, Any]], word: str) -> list[Found]:
    glob = "*" if word.startswith(("label:", ":")) else word
    return [Found(one["Name"], one.get("Driver", "")) for one in listed if fnmatchcase(one["Name"], glob)]


def _only(word: str, *known: str) -> None:
    if word[1:] not in known:
        raise ShellError(f"{word} is none of {', '.join(f':{one}' for one in known)}")


LISTINGS: dict[str, Callable[[Engine, str, str], list[Found]]] = {
    "container": _containers,
    "image": _images,
    "volume": _volumes,
    "network": _networks,
}
