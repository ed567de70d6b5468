"""The main job, on both engines: pull, run, look, print, stop; as a script, from a file, one by one."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.support import engines
from tests.support.oracle import Oracle
from tests.support.tap import Tap
from tests.support.terminal import Terminal

pytestmark = pytest.mark.live
IMAGE = f"{engines.REGISTRY}/busybox"

Ours = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ours(docker: Oracle, tmp_path: Path) -> Ours:
    """Runs docker-shell on the engine of `docker`."""

    def run(
        *words: str, given: str = "", host: str = "", environ: Mapping[str, str] = {}
    ) -> subprocess.CompletedProcess[str]:
        base = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(engines.PROJECT)}
        return subprocess.run(
            [sys.executable, "-m", "shell", *words],
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            env={**base, "DOCKER_HOST": host or engines.host(docker.version), **environ},
        )

    return run


def session(name: str) -> list[str]:
    """The lines of the session; `foo` ends them."""
    return [
        f"pull {IMAGE}",
        f"run --rm {IMAGE} echo hello",
        f"run -d --name {name} -p 127.0.0.1:0:80 {IMAGE} httpd -f -p 80 -h /",
        f"ps --filter name={name} --format '{{{{.Names}}}} {{{{.Status}}}}'",
        f"inspect {name}",
        f"logs {name}",
        f"stop -t 0 {name}",
        "foo",
    ]


def check(printed: str, complaint: str, name: str) -> None:
    lines = printed.splitlines()
    assert "hello" in lines
    assert any(line.startswith(f"{name} Up ") for line in lines)
    assert f'        "Name": "/{name}",' in lines
    assert lines[-1] == name
    assert "Command not found: foo" in complaint
    assert "Traceback" not in complaint


def test_from_stdin(docker: Oracle, ours: Ours) -> None:
    name = docker.name("web")
    done = ours(given="\n".join(session(name)) + "\n")
    check(done.stdout, done.stderr, name)
    assert done.returncode == 1
    assert not docker.inspect(name)["State"]["Running"]


def test_from_a_file(docker: Oracle, ours: Ours, tmp_path: Path) -> None:
    name = docker.name("web")
    script = tmp_path / "script"
    script.write_bytes(b"\xef\xbb\xbf# a comment\r\n\r\n" + "\r\n".join(session(name)).encode())
    done = ours("-f", str(script))
    check(done.stdout, done.stderr, name)
    assert done.returncode == 1


def test_one_by_one(docker: Oracle, ours: Ours) -> None:
    name = docker.name("web")
    done = [ours(*shlex.split(line)) for line in session(name)]
    check("".join(each.stdout for each in done), done[-1].stderr, name)
    assert [each.returncode for each in done] == [0] * 7 + [1]


def test_a_script_of_reads_takes_one_connection(docker: Oracle, ours: Ours) -> None:
    name = docker.container()
    with Tap(engines.socket(docker.version)) as tap:
        done = ours(given=f"inspect -f '{{{{.Name}}}}' {name}\n" * 200, host=tap.host)
        assert (done.returncode, done.stdout) == (0, f"/{name}\n" * 200)
        assert tap.accepted == 1
        assert len(tap.take()) == 200


def test_a_script_stops_where_it_fails(docker: Oracle, ours: Ours) -> None:
    name = docker.container()
    done = ours(given=f"inspect -f ok {name}\nstop nosuch-1\ninspect -f never {name}\n")
    assert (done.returncode, done.stdout) == (1, "ok\n")
    assert "2: stop: " in done.stderr and "No such container: nosuch-1" in done.stderr


def test_inspect_is_json(docker: Oracle, ours: Ours) -> None:
    name = docker.container()
    assert json.loads(ours("inspect", name).stdout)[0]["Name"] == f"/{name}"


def test_at_the_prompt(docker: Oracle, tmp_path: Path) -> None:
    name = docker.name("web")
    environ = {"DOCKER_HOST": engines.host(docker.version), "HOME": str(tmp_path)}
    with Terminal(environ=environ, columns=120, rows=40) as terminal:
        terminal.shows("docker>")
        terminal.line(f"run --rm {IMAGE} echo he''llo")
        terminal.matches(r"^hello$")
        terminal.line(f"run -d --name {name} {IMAGE} sleep 600")
        terminal.matches(r"^[0-9a-f]{64}$")
        terminal.line(f"ps --filter name={name}")
        terminal.matches(rf"Up .*{name}")
        terminal.line(f"stop -t 0 {name}")
        terminal.matches(rf"^{name}$")
        terminal.line("foo")
        terminal.shows("Command not found: foo")
        terminal.line("exit")
        assert terminal.ends() == 1
