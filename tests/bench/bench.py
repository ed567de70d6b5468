"""The list of what is measured, and what a case gets to work with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.bench.measure import Comparison, Run, environment, program
from tests.support.engines import docker_cli, host
from tests.support.oracle import Oracle

OURS = str(Path(sys.executable).parent / "docker-shell")


@dataclass
class Bench:
    """One run of the benchmark. `scale` multiplies the numbers of pairs, `lines` is how long the scripts are."""

    oracle: Oracle
    scale: float
    lines: int

    def pairs(self, number: int) -> int:
        """So many pairs at scale 1."""
        return max(1, round(number * self.scale))

    @cached_property
    def web(self) -> str:
        """A running container, for reads."""
        return self.oracle.container(stem="bench", options=("--restart", "no"))


Case = Callable[[Bench], Iterator[Comparison]]
CASES: dict[str, tuple[str, Case]] = {}


def case(name: str, about: str) -> Callable[[Case], Case]:
    """Puts a function on the list under the name that selects it."""

    def register(function: Case) -> Case:
        CASES[name] = about, function
        return function

    return register


def docker(*words: str, at: str = "") -> Run:
    """A run of the real client, on the bed's engine unless told another."""
    return program([str(docker_cli()), *words], environment(at or host()))


def ours(*words: str, at: str = "", given: bytes = b"") -> Run:
    """A run of ours."""
    return program([OURS, *words], environment(at or host()), given)
