"""Aliases, and which lines go through a pager."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.cli import DockerCli
from shell.env import Env
from shell.output.pager import Paged, reader
from shell.repl.lines import Lines, expanded, pageable
from shell.streams import In, Out, Streams

ALIASES = {"psa": "ps -a", "ps": "ps --no-trunc"}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("psa -q", "ps -a -q"),
        ("  psa", "  ps -a"),
        ("psa;ps", "ps -a;ps --no-trunc"),
        ("stop x && psa | wc", "stop x && ps -a | wc"),
        ("echo $(psa -q)", "echo $(ps -a -q)"),
        ("X=1 psa", "X=1 ps -a"),
        ("'psa' -q", "'psa' -q"),
        ("cat x | psa", "cat x | psa"),
        ("load <<END\npsa\nEND\npsa", "load <<END\npsa\nEND\nps -a"),
        ("ps", "ps --no-trunc"),
        ("psax", "psax"),
        ("stop psa", "stop psa"),
        ("psa=1", "psa=1"),
        ("", ""),
    ],
)
def test_an_alias_stands_for_the_beginning_of_a_command(text: str, becomes: str) -> None:
    assert expanded(text, ALIASES) == becomes


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("ps -a", True),
        ("docker container ls", True),
        ("inspect web", True),
        ("run -it busybox", False),
        ("exec web ls", False),
        ("ps | grep x", False),
        ("logs -f web &", False),
        ("logs web", True),
        ("logs -tf web", False),
        ("container logs web --follow", False),
        ("inspect -f json web", True),
        ("events", False),
        ("ps; images", False),
        ("!ls", False),
        ("X=1", False),
    ],
)
def test_only_what_prints_goes_through_a_pager(text: str, pages: bool) -> None:
    assert pageable(text) == pages


def test_the_pager_gets_it_all() -> None:
    with Paged(Out(lambda data: None), {"PATH": "/usr/bin:/bin", "PAGER": "cat >/dev/null"}) as paged:
        for _ in range(100):
            paged.line("x" * 1000)


def test_a_pager_that_quits_ends_the_writing() -> None:
    with (
        Paged(Out(lambda data: None), {"PATH": "/usr/bin:/bin", "PAGER": "true"}) as paged,
        pytest.raises(BrokenPipeError),
    ):
        while True:
            paged.line("x" * 1000)


def test_the_reader_is_the_users_or_one_that_is_there(tmp_path: Path) -> None:
    assert reader({"PATH": str(tmp_path), "PAGER": "most -s"}) == "most -s"
    assert reader({"PATH": str(tmp_path)}) == ""
    for name in ("more", "less"):
        (tmp_path / name).touch(0o755)
        assert reader({"PATH": str(tmp_path)}) == name


@pytest.mark.parametrize(
    ("pager", "status"), [("head -n 1", 0), ("no-such-pager-here", 127), ("cat >/dev/null", 0), ("", 0)]
)
def test_who_leaves_the_pager_early_has_read_enough(tmp_path: Path, pager: str, status: int) -> None:
    shell = DockerCli(Env({"PAGER": pager, "PATH": "/usr/bin:/bin" if pager else str(tmp_path)}))
    shell.settings.pager = True
    shell.settings.prompt = "long" * 500_000  # more than a pipe holds
    written: list[bytes] = []
    out = Out(written.append, None, True)
    Lines(shell, Streams(In(), out, out)).run("settings")
    assert shell.status == status
    assert bool(written) is not bool(pager)
