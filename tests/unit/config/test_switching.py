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


def test_a_context_is_taken_into_use_after_another_engine_was(tmp_path: Path, engines: dict[str, Recording]) -> None:
    script = "".join(f"context create {name} --docker host={engine.host}\n" for name, engine in engines.items())
    done = run(tmp_path, f"{script}use there\n{NAMES}context use here\n{NAMES}")
    assert done.stdout.splitlines()[3::2] == ["there", "here"]
