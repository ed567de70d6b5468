"""What is measured of a session: scripts against a shell that calls docker, long lists, a long log."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.bench import OURS, Bench, case, docker, ours
from tests.bench.measure import Comparison, Run, compare, environment, program
from tests.support.daemon import Daemon, reply
from tests.support.engines import IMAGE, docker_cli, host, socket
from tests.support.mortal import Mortal
from tests.support.oracle import Oracle
from tests.support.tap import Tap

LISTED = 10_000
INSPECTED = 100
TIMES = 20  # the same command in one session
LOGGED = 1_000_000
READS = ["ps -a", "inspect NAME", "images", "ps"]
ROUND = 15  # lines of a mixed script's round: three changes, thrice the reads
MEMORY = "/dev/shm"


@case("reads", "a script of reads, against as many calls of docker")
def script_of_reads(bench: Bench) -> Iterator[Comparison]:
    """One session, whose connections are counted."""
    script = f"docker inspect {bench.web}\n" * bench.lines
    yield _scripts(f"script of {bench.lines} reads", script, bench.pairs(2), _connections(script))


@case("mixed", "a script with 80 % reads and 20 % create, start, rm, against as many calls of docker")
def mixed_script(bench: Bench) -> Iterator[Comparison]:
    """Its changes take their time in the Engine, whoever asks for them: in one whose data is in memory, the least."""
    rounds = max(1, bench.lines // ROUND)
    lines = f"script of {rounds * ROUND} mixed lines"
    with tempfile.TemporaryDirectory(prefix="bench-", dir=MEMORY) as folder, Mortal(Path(folder)) as engine:
        yield _scripts(f"{lines}, Engine in memory", _mixed(bench, READS) * rounds, bench.pairs(1), at=engine.host)
    yield _scripts(lines, _mixed(bench, READS) * rounds, bench.pairs(1))
    yield _scripts(f"its {3 * rounds} changes alone", _mixed(bench, []) * rounds, bench.pairs(1))


def _mixed(bench: Bench, reads: Sequence[str]) -> str:
    """A container's whole life, with `reads` twice before its start and once after."""
    name = bench.oracle.name("bench-mixed")
    changes = [f"docker create --name {name} {IMAGE} true", f"docker start {name}", f"docker rm -f {name}"]
    seen = [f"docker {read}".replace("NAME", name) for read in reads]
    return "\n".join([changes[0], *seen * 2, changes[1], *seen, changes[2], ""])


def _scripts(name: str, script: str, pairs: int, note: str = "", at: str = "") -> Comparison:
    """The same file read by sh and by us."""
    environ = environment(at or host())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "script"
        file.write_text(script)
        shell = {**environ, "PATH": f"{docker_cli().parent}:{environ['PATH']}"}
        left, right = program(["/bin/sh", "-e", str(file)], shell), program([OURS, "-f", str(file)], environ)
        return compare(name, left, right, pairs, note, warm=False)


def _connections(script: str) -> str:
    with Tap(socket()) as tap:
        ours(at=tap.host, given=script.encode())()
        return f"{tap.accepted} connection{'s' if tap.accepted > 1 else ''}"


@case("list", "ps -a of 10,000 containers in a session; the answer is served here, the same for both")
def long_list(bench: Bench) -> Iterator[Comparison]:
    """A long table."""
    with Daemon() as daemon:
        daemon.answer("GET /containers/json", reply([container(number) for number in range(LISTED)]))
        yield _session(f"ps -a of {LISTED:,} containers, {TIMES} times", ["ps", "-a"], daemon.host, bench.pairs(3))


@case("inspect-100", "inspect of 100 containers in one command in a session, served here")
def many_inspected(bench: Bench) -> Iterator[Comparison]:
    """As many requests, one array."""
    names = [f"service-{number}" for number in range(INSPECTED)]
    with Daemon() as daemon:
        told = bench.oracle.inspect(bench.web)
        for name in names:
            daemon.answer(f"GET /containers/{name}/json", reply(told))
        yield _session(f"inspect of {INSPECTED}, {TIMES} times", ["inspect", *names], daemon.host, bench.pairs(3))


def _session(name: str, words: list[str], at: str, pairs: int) -> Comparison:
    """A command several times: processes of docker's against one session."""
    once = docker(*words, at=at)
    return compare(name, _again(once), ours(at=at, given=(" ".join(words) + "\n").encode() * TIMES), pairs)


def _again(once: Run) -> Run:
    def run() -> Any:
        samples = [once() for _ in range(TIMES)]
        first = samples[0]
        return type(first)(sum(each.wall for each in samples), sum(each.cpu for each in samples), first.memory)

    return run


@case("logs", "logs of 1,000,000 lines")
def long_log(bench: Bench) -> Iterator[Comparison]:
    """A frame per line."""
    name = logged(bench.oracle, LOGGED)
    yield compare(f"logs of {LOGGED:,} lines", docker("logs", name), ours("logs", name), bench.pairs(3))


def logged(oracle: Oracle, lines: int) -> str:
    """A container that has ended and left so many lines."""
    name = oracle.name("bench-log")
    oracle("run", "--name", name, "-d", IMAGE, "seq", "-w", str(lines))
    oracle("wait", name)
    return name


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
