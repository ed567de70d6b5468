"""Aliases, and which lines go through a pager."""

from __future__ import annotations

import pytest

from shell.output.pager import Paged
from shell.repl.lines import expanded, pageable
from shell.streams import Out

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
