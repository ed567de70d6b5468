"""search against docker's, on a daemon that answers from a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pair import Pair, docker_program
from tests.support.recording import Recording

pytestmark = [pytest.mark.twin, pytest.mark.skipif(not docker_program(), reason="no docker client here")]
RESULTS = [
    {"name": "nginx", "description": "Official build", "is_official": True, "is_automated": False, "star_count": 12345},
    {"name": "me/nginx", "description": "a description of more than forty-five characters é\nin two lines <&>"},
    {"name": "日本/nginx", "description": "日本語の説明文は幅が広いので早めに切り捨てられます", "star_count": 7},
    {"name": "none", "description": "", "is_official": False, "star_count": 0},
]
AUTHS = {"reg.example:5000": {"auth": "bWU6c2VjcmV0"}, "https://index.docker.io/v1/": {"auth": "aHViOnB3"}}


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Recording]:
    with Recording(tmp_path) as recording:
        recording.answer("GET", "/images/search", RESULTS)
        yield recording


@pytest.mark.parametrize(
    "line",
    [
        "search nginx",
        "search --no-trunc nginx",
        "search --limit 5 nginx",
        "search --limit 0 nginx",
        "search --limit -1 nginx",
        "search --limit x nginx",
        "search --format json nginx",
        "search --format table nginx",
        "search --format raw nginx",
        "search --format '{{json .}}' nginx",
        "search --format '{{.Name}} {{.Description}} {{.StarCount}} {{.IsOfficial}}' nginx",
        "search --format 'table {{.Name}}\\t{{.IsOfficial}}' nginx",
        "search --format '{{.IsAutomated}}' nginx",
        "search --format '{{.Nope}}' nginx",
        "search --format '{{' nginx",
        "search -f stars=3 nginx",
        "search -f is-official=true -f stars=10 nginx",
        "search -f is-automated=true nginx",
        "search -f foo=bar nginx",
        "search -f bad nginx",
        "search reg.example:5000/nginx",
        "search docker.io/nginx",
        "search index.docker.io/nginx",
        "search localhost/nginx",
        "search a/b/c",
        "search ''",
        "search",
        "search a b",
        "search --stars 3 nginx",
    ],
)
def test_the_same_line_asks_and_prints_the_same(daemon: Recording, tmp_path: Path, line: str) -> None:
    pair = Pair(tmp_path / "pair")
    pair.write("config/config.json", json.dumps({"auths": AUTHS}))
    asked = []
    said = []
    for side in (0, 1):
        said.append(pair.run(side, line, environ={"DOCKER_HOST": daemon.host}))
        asked.append([(each.path, each.query, each.headers.get("X-Registry-Auth")) for each in daemon.taken()])
    assert said[1] == said[0]
    assert asked[1] == asked[0]


def test_an_empty_answer_is_an_empty_table(daemon: Recording, tmp_path: Path) -> None:
    daemon.answer("GET", "/images/search", [])
    Pair(tmp_path / "pair")("search nginx", environ={"DOCKER_HOST": daemon.host})


def test_a_refusal_is_passed_on(daemon: Recording, tmp_path: Path) -> None:
    daemon.answer("GET", "/images/search", {"message": "no such registry"}, status=500)
    Pair(tmp_path / "pair")("search nginx", environ={"DOCKER_HOST": daemon.host})
