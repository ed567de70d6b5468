"""--check: all errors at once with their places, and not a word to the Engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.scripts import run_file
from tests.unit.line.session import Captured, session


def check(folder: Path, text: str) -> tuple[list[str], int]:
    """(messages, status); the session has no way to an Engine, so asking for one would fail the test."""
    (folder / "script").write_text(text)
    seen = Captured()
    status = run_file(session(), str(folder / "script"), [], {"check": True}, seen.streams)
    assert seen.out == ""
    return seen.err.splitlines(), status


def test_all_errors_are_listed(tmp_path: Path) -> None:
    text = """say a
nowhere x
flags --bad x
flags
flags a b
say $NONE "x$NADA"
for x in a
say a | nowhere
say $(nowhere y)
flags --all=perhaps x
source /nowhere/file
> $NIL say a
exit 1 2
say 'open
"""
    messages, status = check(tmp_path, text)
    assert status == 2
    assert [message.split(": ", 1)[0] for message in messages] == [
        "script:2:1",
        "script:3:7",
        "script:4:1",
        "script:5:1",
        "script:6:5",
        "script:6:13",
        "script:7:1",
        "script:8:9",
        "script:9:7",
        "script:10:7",
        "script:11:8",
        "script:12:3",
        "script:13:1",
        "script:14:5",
    ]
    assert "unknown flag: --bad" in messages[1]
    assert "requires 1 argument" in messages[2]
    assert "NONE is not set" in messages[4]
    assert 'invalid argument "perhaps"' in messages[9]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "say a\n# b\n\nsay c",
        "X=1\nsay $X ${X} $? $HOME",
        "X=1 Y=$X\nsay $Y",
        "X=1 Y=$X say a",
        "set X=1\nsay $X",
        "X=1; flags $X",
        "flags $(say a)",
        "flags --all=$(say true) x",
        "X=a\n$X b",
        "say a | cat | wc",
        "!anything 'at all",
        "docker say a",
        "flags --help",
        "false || exit 2",
        "say a &\nwait_for_nothing=1",
    ],
)
def test_script_without_errors_is_silent(tmp_path: Path, text: str) -> None:
    assert check(tmp_path, text) == ([], 0)


def test_sourced_file_is_checked_in_its_turn(tmp_path: Path) -> None:
    (tmp_path / "inner").write_text(f"X=1\n\nnowhere\nsource {tmp_path}/inner")
    messages, status = check(tmp_path, f"source {tmp_path}/inner\nsay $X\nsay $Y")
    assert [message.split(": ", 1)[0] for message in messages] == ["inner:3:1", "script:3:5"]


def test_errors_inside_continued_lines_have_their_own_place(tmp_path: Path) -> None:
    messages, _ = check(tmp_path, "say a \\\n  $NONE\nsay 'x\ny' && flags -z")
    assert [message.split(": ", 1)[0] for message in messages] == ["script:2:3", "script:4:13"]
