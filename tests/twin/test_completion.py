"""Wherever docker's own completion offers something, ours offers it too."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shell.spec.surface import commands
from tests.support.canned import Canned

pytestmark = pytest.mark.twin

CONTAINERS = [
    {"Id": letter * 64, "Names": [f"/{name}"], "State": state, "Status": state, "Image": "busybox", "Labels": {}}
    for letter, name, state in (("a", "web", "running"), ("b", "worker", "exited"), ("c", "asleep", "paused"))
]
IMAGES = [{"Id": "sha256:" + "1" * 64, "RepoTags": ["busybox:latest", "nginx:1.27"], "RepoDigests": []}]
ANSWERS: dict[str, Any] = {
    "/containers/json": CONTAINERS,
    "/images/json": IMAGES,
    "/volumes": {"Volumes": [{"Name": "data", "Driver": "local"}], "Warnings": None},
    "/networks": [{"Id": "n" * 64, "Name": "back", "Driver": "bridge"}],
    "/info": {
        "Name": "host",
        "ID": "xyz",
        "Runtimes": {"runc": {}},
        "Plugins": {"Volume": ["local"], "Log": ["local"]},
    },
    "/plugins": [],
}
# Docker offers objects for words that the command does not take, or that are new names.
TOO_MANY = {"network connect"}
TOO_MANY |= {f"container {name}" for name in ("export", "rename", "port", "top", "cp", "commit", "exec", "create")}
# What docker asks the environment for differs from run to run.
OWN = {"env", "env-add"}


class Filtering(Canned):
    """Lists containers as an engine does: by their status, and stopped ones only when asked."""

    def answer(self, method: str, target: str) -> tuple[int, bytes]:
        parts = urlsplit(target)
        if not parts.path.endswith("/containers/json"):
            return super().answer(method, target)
        query = parse_qs(parts.query)
        wanted = set(json.loads(query.get("filters", ["{}"])[0]).get("status", ()))
        shown = [one for one in CONTAINERS if not wanted or one["State"] in wanted]
        if "all" not in query and not wanted:
            shown = [one for one in shown if one["State"] != "exited"]
        return 200, json.dumps(shown).encode()


def lines() -> Iterator[list[str]]:
    """Every command's first and second argument, and the value of every flag, twice where many commands have it."""
    yield [""]
    asked: Counter[str] = Counter()
    for name, spec in commands():
        if spec.ours or spec.hidden:
            continue
        yield [*name.split(), ""]
        if name not in TOO_MANY and spec.args.most != 1:
            yield [*name.split(), "x", ""]
        for flag in spec.flags:
            if flag.needs_value and not flag.hidden and not flag.ours and flag.name not in OWN and asked[flag.name] < 2:
                asked[flag.name] += 1
                yield [*name.split(), f"--{flag.name}", ""]


def known() -> set[str]:
    """First words of our commands; that none is missing is another test's."""
    return {spelling.split()[0] for _, spec in commands() for spelling in spec.spellings}


def offered(told: str) -> set[str]:
    return {line.partition("\t")[0] for line in told.splitlines() if line and not line.startswith((":", "Completion "))}


def test_ours_offers_all_that_docker_offers() -> None:
    with Filtering(ANSWERS) as daemon, ThreadPoolExecutor(4) as pool:
        asked = list(lines())
        theirs = pool.map(lambda words: offered(daemon.docker("__complete", *words).stdout), asked)
        missing = {}
        for words, wanted in zip(asked, theirs, strict=True):
            own = offered(daemon.ours("__complete", *words).stdout) if wanted else set()
            if lack := (wanted if len(words) > 1 else wanted & known()) - own:
                missing[" ".join(words)] = sorted(lack)
    assert not missing
