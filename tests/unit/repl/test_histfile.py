"""The history's file survives concurrent sessions, crashes and bad neighbours."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from shell.repl.histfile import SPARE, HistoryFile


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_entries_of_one_session_appear_in_another_once(tmp_path: Path) -> None:
    one, other = (HistoryFile(str(tmp_path / "d" / "history")) for _ in range(2))
    one.append("ps -a")
    one.append("run \\\n  busybox")
    assert other.news() == ["ps -a", "run \\\n  busybox"]
    assert other.news() == []
    other.append("images")
    assert other.news() == ["images"]
    assert one.news() == ["ps -a", "run \\\n  busybox", "images"]


def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "history"
    HistoryFile(str(path)).append("ps")
    assert mode(path) == 0o600
    path.chmod(0o644)
    HistoryFile(str(path)).append("ps")
    assert mode(path) == 0o600


def append_many(path: str, name: str) -> None:
    file = HistoryFile(path)
    for number in range(100):
        file.append(f"{name} {number} " + "x" * 3000)


def test_four_sessions_at_once_tear_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "history")
    context = multiprocessing.get_context("spawn")
    sessions = [context.Process(target=append_many, args=(path, f"s{number}")) for number in range(4)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(200)
        assert session.exitcode == 0
    file = HistoryFile(path)
    entries = file.news()
    assert len(entries) == 400
    assert not file.warning
    for number in range(4):
        mine = [entry.split()[1] for entry in entries if entry.startswith(f"s{number} ")]
        assert mine == [str(at) for at in range(100)]


def test_a_torn_end_spoils_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "history"
    file = HistoryFile(str(path))
    file.append("ps")
    with path.open("a") as torn:
        torn.write('{"at": 1, "li')
    file.append("images")
    fresh = HistoryFile(str(path))
    assert fresh.news() == ["ps", "images"]
    assert fresh.warning == f"1 unreadable entry in the history {path}"


def test_a_corrupt_file_is_one_warning(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_bytes(bytes(range(256)) * 20 + b"\n[]\nnull\n")
    file = HistoryFile(str(path))
    assert file.news() == []
    assert "unreadable entries" in file.warning
    assert "\n" not in file.warning


def test_what_cannot_be_written_is_one_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = HistoryFile(str(tmp_path / "file" / "history"))
    file.append("ps")
    file.trim()
    assert file.warning.startswith("cannot write the history")
    assert "\n" not in file.warning


def test_the_file_is_capped_and_other_sessions_follow(tmp_path: Path) -> None:
    path = tmp_path / "history"
    other = HistoryFile(str(path), most=10)
    file = HistoryFile(str(path), most=10)
    for number in range(10 + SPARE + 1):
        file.append(f"ps {number}")
    assert len(other.news()) == 10
    file.trim()
    assert len(path.read_text().splitlines()) == 10
    assert mode(path) == 0o600
    assert os.listdir(tmp_path) == ["history"]
    other.append("last")
    assert other.news()[-1] == "last"


@pytest.mark.parametrize("length", [100_001])
def test_a_huge_entry_is_left_out(tmp_path: Path, length: int) -> None:
    file = HistoryFile(str(tmp_path / "history"))
    file.append("x" * length)
    assert file.news() == []
