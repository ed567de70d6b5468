"""Every example of every command is run, as a line of the shell, against a daemon that knows one of each object."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shell.cli import DockerCli
from shell.env import Env
from shell.line.runner import Runner
from shell.main import PROGRAM, session
from shell.spec.parse import parse
from shell.spec.surface import commands
from shell.streams import In, Out, Streams
from tests.support.certificates import authority
from tests.support.objects import Known, archive

# Why an example is not run here, or ends with another status than 0.
NEEDS_TERMINAL = "needs a terminal: tests/term"
NEEDS_STREAM = "attaches to a container: tests/live, tests/fault"
NEEDS_FOLLOWING = "goes on until it is interrupted"
NEEDS_NETWORK = "asks a host that this machine cannot reach"
NOT_RUN = {
    "attach --no-stdin web": NEEDS_STREAM,
    "exec -it web sh": NEEDS_TERMINAL,
    "exec -u nobody web id": NEEDS_STREAM,
    "run --rm -it busybox sh": NEEDS_TERMINAL,
    "run -i --rm busybox sort": NEEDS_STREAM,
    "start -ai box": NEEDS_STREAM,
    "logs -f -n 10 web": NEEDS_FOLLOWING,
    "stats --format '{{.Name}} {{.MemUsage}}' web": NEEDS_FOLLOWING,
    "stats --sort cpu": NEEDS_FOLLOWING,
    "watch ps": NEEDS_TERMINAL,
    "watch -n 10 system df": NEEDS_TERMINAL,
    "events --format '{{.Action}} {{.Actor.Attributes.name}}'": NEEDS_FOLLOWING,
    "build https://github.com/docker-library/hello-world.git#master:amd64": NEEDS_NETWORK,
    "cp web:/etc/hosts .": "tests/twin and tests/live copy files",
    "cp site web:/srv/site": "tests/twin and tests/live copy files",
    "cp web:/etc - > etc.tar": "tests/twin and tests/live copy files",
    "system dial-stdio < request.http": "tests/live",
    "bake": "needs the buildx plugin",
    "fg": "needs a job: tests/unit/line",
    "fg %2": "needs a job: tests/unit/line",
    "use prod": "needs that context: tests/unit/commands",
    "use tcp://10.0.0.7:2375": NEEDS_NETWORK,
    "wait --healthy web": "needs a health check: tests/live",
    "network rm lab test": "the daemon's answer is the same for every name",
}
FAILS = {"false": 1}
LATER = ("config", "manifest", "node", "plugin", "secret", "service", "stack", "swarm", "trust")


def cases() -> Iterator[Any]:
    for name, spec in commands():
        for _, line in spec.examples:
            if line not in NOT_RUN:
                yield pytest.param(line, 1 if name in LATER else FAILS.get(line, 0), id=f"{name}: {line}")


def test_each_reason_belongs_to_an_example() -> None:
    assert set(NOT_RUN) <= {line for _, spec in commands() for _, line in spec.examples}


@pytest.mark.parametrize(("line", "status"), list(cases()))
def test_an_example_runs(line: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    _files(folder)
    monkeypatch.chdir(folder)
    out, err = bytearray(), bytearray()
    streams = Streams(In(), Out(out.extend), Out(err.extend))
    with Known(tmp_path, experimental=True) as daemon:
        environ = {
            "HOME": str(tmp_path),
            "PATH": "/usr/bin:/bin",
            "DOCKER_HOST": daemon.host,
            "DOCKER_BUILDKIT": "0",
            "XDG_CONFIG_HOME": str(tmp_path),
        }
        shell = session(parse(PROGRAM, []), Env(environ), streams)
        shell.last = "web"
        if line.startswith("context ") and "far" in line and "create" not in line:
            _contexts(shell, streams, *(["far", "near"] if "import" not in line else []))
        runner = Runner(shell)
        got = runner.run_line(line, streams)
        got = got if runner.leaving is None else runner.leaving
        shell.close()
    assert got == status, err.decode()
    assert b"Traceback" not in err


def _contexts(shell: DockerCli, streams: Streams, *names: str) -> None:
    """What the examples of `context` act on; `far.tar` is an exported one."""
    for name in names or ("far",):
        assert shell.run(["context", "create", name, "--docker", "host=tcp://127.0.0.1:1"], streams) == 0
    if not names:
        assert shell.run(["context", "export", "far", "far.tar"], streams) == 0
        assert shell.run(["context", "rm", "far"], streams) == 0


def _files(folder: Path) -> None:
    """What the examples name."""
    (folder / "Dockerfile").write_text("FROM busybox\n")
    (folder.parent / "Dockerfile.test").write_text("FROM busybox\n")
    for name in ("images.tar", "rootfs.tar"):
        (folder / name).write_bytes(archive())
    (folder / "password.txt").write_text("secret\n")
    (folder / "project.dsh").write_text("ps\n")
    (folder / "site").mkdir()
    (folder / "ca.pem").write_bytes(authority().pem)
