"""A session goes over to another Engine when the current context changes under it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engines import PROJECT
from tests.support.recording import Recording


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[dict[str, Recording]]:
    """Two Engines that know one network each, of their own name."""
    started = {}
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        started[name] = Recording(tmp_path / name).__enter__()
        started[name].answer("GET", "/networks", [{"Name": name, "Id": name * 4}])
    yield started
    for recording in started.values():
        recording.__exit__(None, None, None)


def run(tmp_path: Path, script: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shell"],
        input=script,
        text=True,
        capture_output=True,
        timeout=120,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(tmp_path),
            "DOCKER_CONFIG": str(tmp_path / "config"),
            "PYTHONPATH": str(PROJECT),
            **environ,
        },
    )


NAMES = "network ls --format '{{.Name}}'\n"


def test_the_next_line_goes_to_the_context_now_in_use(tmp_path: Path, engines: dict[str, Recording]) -> None:
    script = "".join(f"context create {name} --docker host={engine.host}\n" for name, engine in engines.items())
    script += f"context use here\n{NAMES}context use there\n{NAMES}context rm -f there\ncontext use here\n{NAMES}"
    done = run(tmp_path, script)
    assert done.stdout.split() == ["here", "there", "here", "here", "there", "there", "there", "here", "here"]
    assert done.returncode == 0


def test_a_context_that_is_changed_is_used_as_it_is_now(tmp_path: Path, engines: dict[str, Recording]) -> None:
    here, there = engines["here"].host, engines["there"].host
    script = f"context create one --docker host={here}\ncontext use one\n{NAMES}"
    done = run(tmp_path, f"{script}context update one --docker host={there}\n{NAMES}")
    assert done.stdout.split() == ["one", "one", "here", "one", "there"]


def test_a_host_that_was_given_stays(tmp_path: Path, engines: dict[str, Recording]) -> None:
    there = engines["there"].host
    script = f"{NAMES}context create two --docker host={there}\ncontext use two\n{NAMES}"
    done = run(tmp_path, script, DOCKER_HOST=engines["here"].host)
    assert done.stdout.split() == ["here", "two", "two", "here"]
    assert "DOCKER_HOST environment variable overrides the active context" in done.stderr


def test_a_host_before_a_command_is_for_that_command(tmp_path: Path, engines: dict[str, Recording]) -> None:
    there = f"DOCKER_HOST={engines['there'].host} "
    names = NAMES.strip()
    script = f"{there}{NAMES}{NAMES}{there}{names} | cat\n{there}{names} &\nwait\n{NAMES}echo $({there}{names})\n"
    done = run(tmp_path, script, DOCKER_HOST=engines["here"].host)
    assert done.stdout.split() == ["there", "here", "there", "there", "here", "there"]
    assert (done.stderr, done.returncode) == ("", 0)


def test_an_engine_before_a_command_is_nearer_than_the_option(tmp_path: Path, engines: dict[str, Recording]) -> None:
    here, there = engines["here"].host, engines["there"].host
    script = f"context create two --docker host={there}\nuse {here}\nDOCKER_CONTEXT=two {NAMES}{NAMES}"
    done = run(tmp_path, f"{script}DOCKER_CONTEXT=none network ls\n")
    assert done.stdout.splitlines()[2:] == ["there", "here"]
    assert 'context "none": context not found' in done.stderr


@pytest.mark.parametrize("line", ["DOCKER_HOST=tcp://x:1", "set DOCKER_HOST=tcp://x:1", "A=1 DOCKER_HOST=tcp://x:1"])
def test_a_host_for_good_is_what_use_is_for(tmp_path: Path, line: str) -> None:
    done = run(tmp_path, f"{line}\necho not reached\n")
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr.endswith("for another Engine: use tcp://x:1\n")


@pytest.mark.parametrize("given", ["DOCKER_API_VERSION=1.30", "DOCKER_TLS_VERIFY=1", "DOCKER_CONFIG=/x"])
@pytest.mark.parametrize("line", ["{} network ls", "{} network ls | cat", "{}", "set {}"])
def test_what_was_read_once_is_not_ignored(tmp_path: Path, given: str, line: str) -> None:
    done = run(tmp_path, f"{line.format(given)}\n", DOCKER_HOST="unix:///nowhere.sock")
    assert f"{given.partition('=')[0]} was read when the session began" in done.stderr
    assert (done.stdout, done.returncode == 0) == ("", "|" in line)


def test_an_api_version_beside_a_host(tmp_path: Path, engines: dict[str, Recording]) -> None:
    there = engines["there"]
    run(tmp_path, f"DOCKER_HOST={there.host} DOCKER_API_VERSION=1.30 {NAMES}", DOCKER_HOST=engines["here"].host)
    assert [one.version for one in there.requests if one.path == "/networks"] == ["1.30"]


def test_a_host_before_source_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("network ls\n")
    done = run(tmp_path, f"DOCKER_HOST=tcp://127.0.0.1:1 source {tmp_path}/lines\n")
    assert "for the session's Engine" in done.stderr


@pytest.mark.parametrize("given", ["-H tcp://x", "--host=tcp://x", "-c x", "--context x"])
def test_an_option_of_docker_before_a_command_is_explained(tmp_path: Path, given: str) -> None:
    done = run(tmp_path, f"docker {given} ps\n")
    assert "Did you mean DOCKER_" in done.stderr and "use " in done.stderr


def test_a_context_is_taken_into_use_after_another_engine_was(tmp_path: Path, engines: dict[str, Recording]) -> None:
    script = "".join(f"context create {name} --docker host={engine.host}\n" for name, engine in engines.items())
    done = run(tmp_path, f"{script}use there\n{NAMES}context use here\n{NAMES}")
    assert done.stdout.splitlines()[3::2] == ["there", "here"]
