"""The request of `create` and `run` for every option, against what the docker client sends for the same line."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import engines
from tests.support.recording import Recording
from tests.support.run import run
from tests.twin.run_lines import CONFIG, FILES, LINES, OLD_LINES

pytestmark = pytest.mark.twin

PATIENCE = 120.0
OLDER_WORDS = {
    "Invalid ip address": "invalid IP address",
    "Invalid containerPort": "invalid containerPort",
    "Invalid hostPort": "invalid hostPort",
    "Invalid proto": "invalid proto",
    "Invalid ranges": "invalid ranges",
    "No port specified": "no port specified",
    "Invalid range specified for the Port": "invalid range specified for port",
    "Empty string specified for ports.": "empty string specified for ports",
}
UNORDERED = ("Env", "Binds")  # docker gathers them in a Go map


class Pair:
    """Both clients on one recording daemon; `@/` in a line is the folder of the files it names."""

    def __init__(self, folder: Path, api_version: str = "1.51") -> None:
        self.folder = folder
        self.daemon = Recording(folder, api_version)
        self.daemon.answer("POST", "/containers/create", {"Id": "0" * 64, "Warnings": ["from the daemon"]}, 201)
        self.daemon.answer("PUT", "/containers/0+/archive")
        (folder / "config.json").write_text(CONFIG)
        for name, content in FILES.items():
            (folder / name).write_bytes(content)
        self.environ = {"HOME": str(folder), "DOCKER_CONFIG": str(folder), "PATH": "/usr/bin:/bin", "A": "a"}

    def words(self, line: str | list[str]) -> list[str]:
        """A line split as sh does, or the words themselves."""
        if isinstance(line, list):
            return line
        return [word.replace("@/", f"{self.folder}/") for word in shlex.split(line)]

    def docker(self, line: str | list[str]) -> dict[str, Any]:
        done = subprocess.run(
            [engines.docker_cli(), *self.words(line)],
            env={**self.environ, "DOCKER_HOST": self.daemon.host},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
        )
        return self.outcome(done.stdout.decode(), done.stderr.decode(), done.returncode)

    def ours(self, line: str | list[str]) -> dict[str, Any]:
        done = run(self.words(line), self.daemon.host, environ=self.environ)
        return self.outcome(done.out, done.err, done.code)

    def outcome(self, out: str, err: str, code: int) -> dict[str, Any]:
        for made in self.folder.glob("*.cid"):
            made.unlink()
        sent = [(r.method, r.path, dict(r.query), _sorted(r.body)) for r in self.daemon.taken()]
        return {"out": out, "err": _normal(err), "code": code, "sent": sent}


def _normal(text: str) -> str:
    """Without the clock; ports refused in the words of docker's own build: Debian's has an older library."""
    text = re.sub(r'^time="[^"]*"', "time", text, flags=re.MULTILINE)
    for theirs, usual in OLDER_WORDS.items():
        text = text.replace(theirs, usual)
    return text


def _sorted(body: Any) -> Any:
    """Lists without an order sorted; a value that is no object is left alone."""
    if not isinstance(body, dict):
        return body if not isinstance(body, bytes) else len(body)
    return {name: sorted(value) if name in UNORDERED and value else _sorted(value) for name, value in body.items()}


@pytest.fixture(scope="module")
def pair(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    made = Pair(tmp_path_factory.mktemp("pair"))
    with made.daemon:
        yield made


@pytest.fixture(scope="module", params=["1.43", "1.41", "1.30"])
def old_pair(bed: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    made = Pair(tmp_path_factory.mktemp("old"), request.param)
    with made.daemon:
        yield made


@pytest.mark.parametrize("line", LINES)
def test_one_line_asks_for_the_same(pair: Pair, line: str) -> None:
    assert pair.ours(line) == pair.docker(line)


@pytest.mark.parametrize("line", OLD_LINES)
def test_an_older_engine_is_asked_for_the_same(old_pair: Pair, line: str) -> None:
    assert old_pair.ours(line) == old_pair.docker(line)


def test_the_lines_are_many_and_differ() -> None:
    assert len(LINES) == len(set(LINES)) >= 300
