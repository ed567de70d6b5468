"""What is coloured as wrong, and what the toolbar tells."""

from __future__ import annotations

from pathlib import Path

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
        ("stop a", [("stop", "command")]),
        ("stop web-*", [("stop", "command")]),
        ("rm :exited label:app=shop", [("rm", "command")]),
        ("kill %1", [("kill", "command")]),
        ("wait nobody", [("wait", "command"), ("nobody", "missing")]),
        ("volume rm cach*", [("volume", "command"), ("rm", "command")]),
        ("stop $NAME", [("stop", "command")]),
        ("docker stop 'web'", [("stop", "command")]),
        ("psa", [("psa", "command")]),
        ("stop web && kill nobody", [("stop", "command"), ("kill", "command"), ("nobody", "missing")]),
        ("stop web | grep nosuch --flag", [("stop", "command")]),
        ("stop $(stop nobody)", [("stop", "command"), ("nobody", "missing"), ("stop", "command")]),
        ("stop > nobody", [("stop", "command")]),
        ("watch -n 2 stpo web", [("watch", "command"), ("stpo", "error")]),
        ("explain docker stop nobody", [("explain", "command"), ("stop", "command"), ("nobody", "missing")]),
        ("explain run --name", [("explain", "command"), ("run", "command"), ("--name", "error")]),
        ("help stop", [("help", "command")]),
        ("!nosuch", []),
        ("X=1", []),
        ("", []),
    ],
)
def test_marks(line: str, found: list[tuple[str, str]]) -> None:
    assert sorted(marked(line)) == sorted(found)


def test_a_program_at_the_beginning_of_a_pipeline_is_no_unknown_command(tmp_path: Path) -> None:
    (tmp_path / "zcat").touch(0o755)
    shell = DockerCli(Env({"HOME": "/nowhere", "PATH": str(tmp_path)}))
    for line, found in (
        ("zcat x | load", []),
        ("zcat x", ["zcat"]),
        ("zcat x || ps", ["zcat"]),
        ("zact x | load", ["zact"]),
    ):
        assert [line[start:end] for start, end, mark in marks(shell, line, None, {}) if mark == "error"] == found
    assert about(shell, "ps | zcat ", {}) == ""
    assert about(shell, "ps | zact ", {}) == "zact: no such command"
    assert about(shell, "zcat ", {}) == "zcat: a program of this machine; !zcat runs it"
    assert about(shell, "zcat x | load ", {}).startswith("load [OPTIONS]")


def test_the_word_under_the_cursor_is_no_fault_yet() -> None:
    assert marked("stop nob", cursor=8) == [("stop", "command")]
    assert marked("stp", cursor=3) == []
    assert marked("stop --tim", cursor=10) == [("stop", "command")]


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        ("run --name", "--name"),
        ("logs web --tail", "--tail"),
        ("ps -a --filter ", "--filter"),
        ("run -itp", "-itp"),
        ("run --name --rm busybox", "--name"),
        ("run --name -it busybox", "--name"),
        ("logs --tail ; ps", "--tail"),
        ("ps --filter | grep x", "--filter"),
        ("ps --format > file", "--format"),
        ("ps --format\nimages", "--format"),
    ],
)
def test_a_flag_without_its_value_is_a_fault(line: str, flag: str) -> None:
    assert (flag, "error") in marked(line)


@pytest.mark.parametrize("line", ["run --name web", "run --name=", "logs --tail -1 web", "run -e A=b -i busybox -p"])
def test_a_value_is_a_value(line: str) -> None:
    assert "error" not in [mark for _, mark in marked(line)]


@pytest.mark.parametrize(
    ("before", "after", "faulty"),
    [
        ("run --name", "", False),
        ("run --na", "me", False),
        ("run --name ", "", False),
        ("run --name \\\n  ", "", False),
        ("run --name  ", "; ps", False),
        ("run --name; ", "", True),
        ("run --name ;ps | ", "", True),
        ("run", " --name ", True),
        ("ps; r", "un --name", True),
    ],
)
def test_a_value_that_is_about_to_be_typed_is_no_fault(before: str, after: str, faulty: bool) -> None:
    assert (("--name", "error") in marked(before + after, len(before))) is faulty


def test_without_a_picture_names_are_not_judged() -> None:
    assert marked("stop nobody", known=False) == [("stop", "command")]


def told(line: str, after: str = "") -> str:
    return about(DockerCli(Env({"HOME": "/nowhere"})), line, {"halt": "stop -t 1"}, after)


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
        ("watch ps --fil", "ps [OPTIONS]  "),
        ("explain docker stop -t ", "-t, --timeout int  "),
        ("watch -n ", "-n, --interval float  "),
        ("stop web; rm ", "rm [OPTIONS] CONTAINER [CONTAINER...]  "),
        ("!ls ", ""),
    ],
)
def test_the_toolbar_tells_about_the_word_under_the_cursor(line: str, text: str) -> None:
    assert told(line).startswith(text) if text else told(line) == ""


@pytest.mark.parametrize(
    ("line", "lacks"),
    [
        ("run --name ", "needs a value"),
        ("run --name=", "needs a value"),
        ("run --name w", ""),
        ("run --rm ", "needs IMAGE"),
        ("run --rm busybox", ""),
        ("run --rm busybox ", ""),
        ("stop ", "needs CONTAINER"),
        ("stop w", ""),
        ("exec ", "needs CONTAINER COMMAND"),
        ("exec web ", "needs COMMAND"),
        ("tag busybox ", "needs TARGET_IMAGE"),
        ("build ", "needs PATH|URL|-"),
        ("cp ", "needs CONTAINER:SRC_PATH DEST_PATH|-"),
        ("volume update ", "needs an argument"),
        ("ps ", ""),
    ],
)
def test_the_toolbar_tells_what_is_still_lacking(line: str, lacks: str) -> None:
    parts = told(line).split("  ")
    assert [part for part in parts if part.startswith("needs ")] == ([lacks] if lacks else [])
    assert "\n" not in told(line)


def test_nothing_lacks_that_stands_behind_the_cursor() -> None:
    assert "needs" not in told("stop ", "web")
    assert "needs" not in told("logs --tail ", "5 web")
    assert "needs" in told("stop ", " ; ps")
