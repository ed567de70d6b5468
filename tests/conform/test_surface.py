"""The declared commands against docker's own table: names, letters, kinds, defaults, lowest API versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shell.spec.surface import dump

REFERENCE = {
    entry["path"]: entry
    for entry in json.loads((Path(__file__).parents[1] / "data" / "docker-cli-28.5.2.json").read_text())
    if not entry.get("subcommands")
}
LATER = ("config", "manifest", "node", "plugin", "secret", "service", "stack", "swarm", "trust")
EXPECTED = {path: entry for path, entry in REFERENCE.items() if path.split()[0] not in LATER}
OURS = {entry["path"]: entry for entry in dump()}


def test_every_command_is_there_and_no_other() -> None:
    assert sorted(set(EXPECTED) - set(OURS)) == []
    assert sorted(set(OURS) - set(REFERENCE)) == []


@pytest.mark.parametrize("path", sorted(set(EXPECTED) & set(OURS)))
def test_its_flags_are_docker_s(path: str) -> None:
    theirs = {flag["name"]: flag for flag in EXPECTED[path]["flags"]}
    ours = {flag["name"]: flag for flag in OURS[path]["flags"]}
    assert {name: _facts(flag) for name, flag in ours.items()} == {name: _facts(flag) for name, flag in theirs.items()}


@pytest.mark.parametrize("path", sorted(set(EXPECTED) & set(OURS)))
def test_its_arguments_and_demands_are_docker_s(path: str) -> None:
    for name in ("args", "api", "stops_at_first_argument", "experimental", "ostype"):
        assert OURS[path].get(name) == EXPECTED[path].get(name), name


@pytest.mark.parametrize("path", sorted(set(EXPECTED) & set(OURS)))
def test_its_other_names_are_docker_s(path: str) -> None:
    theirs = set(EXPECTED[path].get("aliases", ())) - {path.split()[-1]}  # docker lists `rm` as an alias of itself
    assert set(OURS[path].get("aliases", ())) == theirs


def _facts(flag: dict[str, Any]) -> dict[str, Any]:
    return {name: flag.get(name) for name in ("short", "type", "default", "hidden", "deprecated", "api", "ostype")}
