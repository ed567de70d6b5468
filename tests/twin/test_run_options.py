"""The request of `create` for every option, against what the docker client sends for the same line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.both import Both
from tests.support.recording import Recording
from tests.twin.run_lines import CONFIG, FILES, LINES, OLD_LINES, RUN_LINES

pytestmark = pytest.mark.twin


def created_by(folder: Path, api_version: str = "1.51") -> Recording:
    """A daemon that creates every container."""
    daemon = Recording(folder, api_version)
    daemon.answer("POST", "/containers/create", {"Id": "0" * 64, "Warnings": ["from the daemon"]}, 201)
    daemon.answer("PUT", "/containers/0+/archive")
    daemon.answer("POST", "/containers/0+/start", status=204)
    daemon.answer("POST", "/containers/0+/wait", {"StatusCode": 0})
    return daemon


@pytest.fixture(scope="module")
def pair(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("pair")
    with created_by(folder) as daemon:
        yield Both(folder, daemon, CONFIG, FILES)


@pytest.fixture(scope="module", params=["1.43", "1.41", "1.30"])
def old_pair(bed: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("old")
    with created_by(folder, request.param) as daemon:
        yield Both(folder, daemon, CONFIG, FILES)


@pytest.mark.parametrize("line", LINES)
def test_one_line_asks_for_the_same(pair: Both, line: str) -> None:
    assert pair.ours(line) == pair.docker(line)


@pytest.mark.parametrize("line", RUN_LINES)
def test_run_starts_the_same_container(pair: Both, line: str) -> None:
    assert pair.ours(line) == pair.docker(line)


@pytest.mark.parametrize("line", OLD_LINES)
def test_an_older_engine_is_asked_for_the_same(old_pair: Both, line: str) -> None:
    assert old_pair.ours(line) == old_pair.docker(line)


def test_the_lines_are_many_and_differ() -> None:
    assert len(LINES) == len(set(LINES)) >= 300
