"""The same lines through sh and through ours: the same output, the same status, the same files.

as_sh.txt has one case a line, ⏎ for a line end. sh runs every command as a program; ours are in session.py.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from shell.line.runner import Runner
from tests.unit.line.session import Captured, session, write_programs

CASES = [
    case.replace("⏎", "\n")
    for case in (Path(__file__).parent / "as_sh.txt").read_text("utf-8").rstrip("\n").split("\n")
]
HOME = {"HOME": "/home/me", "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programs")
    write_programs(folder)
    return folder


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_there_are_two_hundred_lines() -> None:
    assert len(set(CASES)) >= 200


@pytest.mark.parametrize("line", CASES, ids=repr)
def test_same_as_sh(line: str, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sh").mkdir()
    (tmp_path / "ours").mkdir()
    theirs = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=tmp_path / "sh",
        env={**HOME, "PATH": f"{programs}:{os.defpath}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    monkeypatch.chdir(tmp_path / "ours")
    seen = Captured()
    status = Runner(session({**HOME, "PATH": os.defpath})).run_line(line, seen.streams)
    assert (seen.out, status) == (theirs.stdout, theirs.returncode), seen.err
    assert bool(seen.err) == bool(theirs.stderr)
    assert files(tmp_path / "ours") == files(tmp_path / "sh")
