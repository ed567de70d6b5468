"""The command table as JSON: names, letters, kinds, defaults, lowest API versions (`--dump-spec`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import Command, spec_of
from .durations import duration_text
from .flags import Flag


def commands() -> Iterator[tuple[str, Command]]:
    """Every command once, by its own name, with its declaration; imports every family."""
    from ..cli import DockerCli
    from ..commands.index import INDEX
    from ..env import Env
    from .help import spelling_of

    shell = DockerCli(Env())
    for method, entry in sorted(INDEX.items()):
        if spelling_of(method) == entry.name:
            yield entry.name, spec_of(getattr(shell, method))


def dump() -> list[dict[str, Any]]:
    """One entry for every command of docker's, sorted by path; `list` for `ls` is an alias in the entry."""
    entries = []
    for _, spec in commands():
        if spec.ours:
            continue
        entries += [_entry(spec, spelling) for spelling in spec.spellings if spec.called_as(spelling) == spelling]
    return sorted(entries, key=lambda entry: str(entry["path"]))


def _entry(spec: Command, spelling: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": spelling, "args": spec.usage(spelling).removeprefix(f"docker {spelling}").strip()}
    near = [name for name in spec.aliases if spec.called_as(name) != name]
    if near and spelling == spec.name:
        entry["aliases"] = [name.rpartition(" ")[2] for name in near]
    if len(near) < len(spec.aliases):
        entry["same_as"] = [name for name in spec.spellings if name != spelling]
    if spec.since:
        entry["api"] = spec.since
    if not spec.interspersed:
        entry["stops_at_first_argument"] = True
    for name in ("experimental", "ostype", "swarm", "hidden"):
        if getattr(spec, name):
            entry[name] = getattr(spec, name)
    entry["flags"] = [_flag(flag) for flag in sorted(spec.flags, key=lambda flag: flag.name) if not flag.ours]
    return entry


def _flag(flag: Flag) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": flag.name}
    if flag.short:
        entry["short"] = flag.short
    entry["type"] = flag.surface
    default = default_text(flag)
    if default:
        entry["default"] = default
    if flag.since:
        entry["api"] = flag.since
    for name in ("hidden", "deprecated", "experimental", "ostype", "swarm"):
        if getattr(flag, name):
            entry[name] = bool(getattr(flag, name)) if name == "deprecated" else getattr(flag, name)
    return entry


def default_text(flag: Flag) -> str:
    """A default as the table spells it: `true`, `-1`, `10s`."""
    if flag.kind == "duration" and flag.default is not None:
        return duration_text(flag.default)
    if flag.default is None or flag.default in (False, "", 0) or flag.default == []:
        return ""
    if flag.default is True:
        return "true"
    return str(flag.default)
