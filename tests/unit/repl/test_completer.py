"""What is taken from the menu reads back as the word that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from shell.cli import DockerCli
from shell.env import Env
from shell.line.cursor import under_cursor
from shell.repl.completer import LineCompleter
from tests.unit.completion.world import World


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my data").mkdir()
    (tmp_path / "my data" / "in$ide").write_text("")
    (tmp_path / "plain").write_text("")
    return tmp_path


def completed(line: str, asked: bool = True, path: str = "") -> list[str]:
    """The lines that the menu would make of a line."""
    shell = DockerCli(Env({"HOME": "/nowhere", "LANG": "C", "PATH": path}))
    shell.variables["NAME"] = "x"
    completer = LineCompleter(shell, World(), dict)
    found = completer.get_completions(Document(line), CompleteEvent(completion_requested=asked))
    return [line[: len(line) + one.start_position] + one.text for one in found]


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("stop we", "stop web"),
        ("stop 'we", "stop web"),
        ('stop "we', "stop web"),
        ("ps && stop we", "ps && stop web"),
        ("echo $(stop we", "echo $(stop web"),
        ("stop $NA", "stop $NAME"),
        ("stop ${NA", "stop ${NAME"),
        ("stop --sig", "stop --signal"),
        ("create --env-file pl", "create --env-file plain"),
        ("ps > pl", "ps > plain"),
        ("!cat pl", "!cat plain"),
        ("docker sto", "docker stop"),
        ("create -v da", "create -v data:"),
        ("ps -f stat", "ps -f status="),
        ("ps -f status=ex", "ps -f status=exited"),
        ("ps -f 'status=ex", "ps -f status=exited"),
        ("ps --filter=stat", "ps --filter=status="),
    ],
)
def test_the_first_candidate_makes_this_line(folder: Path, line: str, becomes: str) -> None:
    assert completed(line)[0] == becomes


def test_a_folder_with_a_blank_stays_open_for_what_follows(folder: Path) -> None:
    first = completed("create --env-file my")[0]
    assert first == "create --env-file 'my data/"
    inside = completed(first)[0]
    assert under_cursor(inside).current == "my data/in$ide"
    assert inside.endswith("'")


def test_nothing_is_offered_where_nothing_fits(folder: Path) -> None:
    assert completed("nosuch we") == []
    assert completed("ps # we") == []
    assert completed("!cat pl", asked=False) == []
    assert completed("stop web") == []


def test_behind_a_pipe_programs_and_their_files_are_offered_on_demand(folder: Path) -> None:
    programs = folder / "bin"
    programs.mkdir()
    for name, mode in (("logger", 0o755), ("lost", 0o644), ("top", 0o755)):
        (programs / name).touch(mode)
    path = str(programs)
    assert completed("ps | lo", asked=False, path=path) == []
    assert completed("ps | lo", path=path) == ["ps | load", "ps | login", "ps | logger"]
    assert completed("ps | top pl", path=path) == ["ps | top plain"]
    assert completed("ps | top pl", path=path, asked=False) == []
    assert completed("cat x | exec -i we", path=path, asked=False) == ["cat x | exec -i web"]
    assert completed("ps | docker top we", path=path) == ["ps | docker top web"]


def test_flags_come_unasked_only_behind_a_dash(folder: Path) -> None:
    assert completed("ps ", asked=False) == []
    assert "ps --all" in completed("ps ")
    assert "ps --all" in completed("ps --", asked=False)


def test_where_a_command_begins_there_is_no_menu_unasked() -> None:
    for line in ("", "ps\n", "ps; ", "logs -f web &"):
        assert completed(line, asked=False) == []
        assert f"{line}images" in completed(line)
    assert completed("ps; i", asked=False)
    assert completed("stop \\\n", asked=False)
