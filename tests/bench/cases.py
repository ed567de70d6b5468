"""What is measured of one process: a command, the help text, the first prompt."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator

from tests.bench.bench import OURS, Bench, case, docker, ours
from tests.bench.measure import Comparison, Run, Sample, compare, environment, program
from tests.support.engines import host
from tests.support.terminal import Terminal

PROMPT = "docker>"
BARE = "from prompt_toolkit import PromptSession; PromptSession('docker> ').prompt()"


@case("ps", "one command, a process of its own")
def ps(bench: Bench) -> Iterator[Comparison]:
    """As other people's scripts call it."""
    yield compare("ps", docker("ps"), ours("ps"), bench.pairs(20))


@case("inspect", "one command, a process of its own")
def inspect(bench: Bench) -> Iterator[Comparison]:
    """The same of one container's JSON."""
    yield compare("inspect", docker("inspect", bench.web), ours("inspect", bench.web), bench.pairs(20))


@case("help", "--help, against docker and against a bare Python")
def help_text(bench: Bench) -> Iterator[Comparison]:
    """Start-up alone."""
    yield compare("--help", docker("--help"), ours("--help"), bench.pairs(20))
    yield compare("--help", python("pass"), ours("--help"), bench.pairs(20), "left: python -c pass; 0.25 or more")


@case("requests", "ps against the import that it cannot do without")
def import_of_requests(bench: Bench) -> Iterator[Comparison]:
    """What a command costs beside that."""
    left = "left: python -c 'import requests'; 0.71 or more"
    yield compare("ps", python("import requests"), ours("ps"), bench.pairs(20), left)


@case("prompt", "from the start to the prompt on a terminal, against docker ps and a bare PromptSession")
def time_to_prompt(bench: Bench) -> Iterator[Comparison]:
    """How long until a person can type."""
    yield compare("time to prompt", docker("ps"), shown([OURS]), bench.pairs(10), "left: docker ps")
    bare = shown([sys.executable, "-c", BARE])
    yield compare("time to prompt", bare, shown([OURS]), bench.pairs(10), "left: a bare PromptSession; 0.80 or more")


def python(code: str) -> Run:
    """Our interpreter with other code."""
    return program([sys.executable, "-c", code], environment(host()))


def _spent() -> float:
    """CPU of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def shown(command: list[str]) -> Run:
    """From the start of a program to its prompt."""
    environ = {**environment(host()), "TERM": "xterm-256color"}

    def run() -> Sample:
        begun, before = time.perf_counter(), _spent()
        with Terminal(command=command, environ=environ) as terminal:
            terminal.shows(PROMPT)
            wall = time.perf_counter() - begun
        return Sample(wall, _spent() - before)

    return run
