"""What is measured: one command, a script, the prompt, a long list."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.measure import Comparison, compare, environment, program
from tests.support.daemon import Daemon, reply
from tests.support.engines import docker_cli, host, socket
from tests.support.oracle import Oracle
from tests.support.tap import Tap
from tests.support.terminal import Terminal

OURS = str(Path(sys.executable).parent / "docker-shell")
PROMPT = "docker>"
READS = 1000


def all_cases(oracle: Oracle, scale: float) -> Iterator[Comparison]:
    """Every comparison in turn; `scale` multiplies the number of pairs."""

    def pairs(number: int) -> int:
        return max(1, round(number * scale))

    web = oracle.container(stem="bench")
    yield one_command(["ps"], pairs(40))
    yield one_command(["inspect", web], pairs(40))
    yield help_text(pairs(40))
    yield import_of_requests(pairs(40))
    yield script_of_reads(web, pairs(3))
    yield long_list(pairs(20))
    yield time_to_prompt(pairs(20))


def one_command(words: list[str], pairs: int) -> Comparison:
    """A process per command, as other people's scripts call it."""
    environ = environment(host())
    docker, ours = program([str(docker_cli()), *words], environ), program([OURS, *words], environ)
    return compare(f"one command: {words[0]}", docker, ours, pairs)


def help_text(pairs: int) -> Comparison:
    """Start-up alone."""
    environ = environment(host())
    return compare("--help", program([str(docker_cli()), "--help"], environ), program([OURS, "--help"], environ), pairs)


def import_of_requests(pairs: int) -> Comparison:
    """How much one command costs beside the import that it cannot do without."""
    environ = environment(host())
    bare = program([sys.executable, "-c", "import requests"], environ)
    return compare(
        "import requests / ps", bare, program([OURS, "ps"], environ), pairs, "left: python -c 'import requests'"
    )


def script_of_reads(name: str, pairs: int) -> Comparison:
    """A thousand reads: a loop of the shell against one session, whose connections are counted."""
    environ = environment(host())
    loop = f"i=0; while [ $i -lt {READS} ]; do {docker_cli()} inspect {name} >/dev/null || exit 1; i=$((i+1)); done"
    docker = program(["/bin/sh", "-c", loop], environ)
    script = f"inspect {name}\n".encode() * READS
    found = compare(f"script of {READS} reads", docker, program([OURS], environ, script), pairs)
    with Tap(socket()) as tap:
        program([OURS], environment(tap.host), script)()
        found.note = f"{tap.accepted} connection{'s' if tap.accepted > 1 else ''}"
    return found


def long_list(pairs: int) -> Comparison:
    """`ps -a` with a thousand containers: an answer served here, the same for both."""
    with Daemon() as daemon:
        daemon.answer("GET /containers/json", reply([container(number) for number in range(1000)]))
        environ = environment(daemon.host)
        docker, ours = program([str(docker_cli()), "ps", "-a"], environ), program([OURS, "ps", "-a"], environ)
        return compare("ps -a of 1000 containers", docker, ours, pairs)


def time_to_prompt(pairs: int) -> Comparison:
    """From the start to the prompt on a terminal, beside one `docker ps`."""
    environ = {**environment(host()), "TERM": "xterm-256color"}

    def prompt() -> None:
        with Terminal(command=[OURS], environ=environ) as terminal:
            terminal.shows(PROMPT)

    docker = program([str(docker_cli()), "ps"], environment(host()))
    return compare("time to prompt", docker, prompt, pairs, "left: docker ps")


def container(number: int) -> dict[str, Any]:
    """One of a long list, as the Engine tells it."""
    return {
        "Id": f"{number:064x}",
        "Names": [f"/service-{number}"],
        "Image": f"registry.example/team/service:{number % 7}",
        "ImageID": f"sha256:{number % 7:064x}",
        "Command": "/usr/bin/service --listen 0.0.0.0:8080 --verbose",
        "Created": 1_700_000_000 + number * 60,
        "Ports": [{"IP": "0.0.0.0", "PrivatePort": 8080, "PublicPort": 20000 + number, "Type": "tcp"}],
        "Labels": {"com.example.number": str(number), "com.example.tier": "front"},
        "State": "running",
        "Status": "Up 3 hours",
        "HostConfig": {"NetworkMode": "bridge"},
        "NetworkSettings": {"Networks": {"bridge": {"IPAddress": f"172.17.{number // 250}.{number % 250}"}}},
        "Mounts": [],
    }
