"""What is coloured as wrong, and what the toolbar tells."""

from __future__ import annotations

import pytest

from shell.cli import DockerCli
from shell.completion.about import about
from shell.completion.check import marks
from shell.env import Env

from .world import World


def marked(line: str, cursor: int = -1, known: bool = True) -> list[tuple[str, str]]:
    shell = DockerCli(Env({"HOME": "/nowhere"}))
    found = marks(shell, line, World() if known else None, {"psa": "ps -a"}, cursor)
    return [(line[start:end], mark) for start, end, mark in found]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("stop web", [("stop", "command")]),
        ("container stop web", [("container", "command"), ("stop", "command")]),
        ("stpo web", [("stpo", "error")]),
        ("container stpo web", [("container", "command"), ("stpo", "error")]),
        ("stop --tim 5 web", [("stop", "command"), ("--tim", "error")]),
        ("stop nobody", [("stop", "command"), ("nobody", "missing")]),
        ("stop aaa111", [("stop", "command")]),
        ("stop $NAME", [("stop", "command")]),
        ("docker stop 'web'", [("stop", "command")]),
        ("psa", [("psa", "command")]),
        ("stop web && kill nobody", [("stop", "command"), ("kill", "command"), ("nobody", "missing")]),
        ("stop web | grep nosuch --flag", [("stop", "command")]),
        ("stop $(stop nobody)", [("stop", "command"), ("nobody", "missing"), ("stop", "command")]),
        ("stop > nobody", [("stop", "command")]),
        ("!nosuch", []),
        ("X=1", []),
        ("", []),
    ],
)
def test_marks(line: str, found: list[tuple[str, str]]) -> None:
    assert sorted(marked(line)) == sorted(found)


def test_the_word_under_the_cursor_is_no_fault_yet() -> None:
    assert marked("stop nob", cursor=8) == [("stop", "command")]
    assert marked("stp", cursor=3) == []
    assert marked("stop --tim", cursor=10) == [("stop", "command")]


def test_without_a_picture_names_are_not_judged() -> None:
    assert marked("stop nobody", known=False) == [("stop", "command")]


def told(line: str) -> str:
    return about(DockerCli(Env({"HOME": "/nowhere"})), line, {"halt": "stop -t 1"})


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("", ""),
        ("sto", ""),
        ("nosuch ", "nosuch: no such command"),
        ("container ", ""),
        ("stop -t ", "-t, --timeout int  "),
        ("stop --timeout", "-t, --timeout int  "),
        ("stop --timeout=", "-t, --timeout int  "),
        ("stop ", "stop [OPTIONS] CONTAINER [CONTAINER...]  "),
        ("halt ", "stop [OPTIONS] CONTAINER [CONTAINER...]  "),
        ("stop web; rm ", "rm [OPTIONS] CONTAINER [CONTAINER...]  "),
        ("!ls ", ""),
    ],
)
def test_the_toolbar_tells_about_the_word_under_the_cursor(line: str, text: str) -> None:
    assert told(line).startswith(text) if text else told(line) == ""
