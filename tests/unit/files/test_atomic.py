"""A file appears whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from shell.errors import ShellError
from shell.files.atomic import Whole


def test_the_name_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "out.tar"
    with Whole(str(target)) as file:
        file.write(b"content")
        assert not target.exists()
    assert target.read_bytes() == b"content"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["out.tar"]


@pytest.mark.parametrize("failure", [ShellError("cut"), KeyboardInterrupt(), ValueError()])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, failure: BaseException) -> None:
    target = tmp_path / "out.tar"
    target.write_text("old")
    with pytest.raises(type(failure)), Whole(str(target)) as file:
        file.write(b"half")
        raise failure
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.tar"]


def test_a_full_disk_is_an_error_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shell.files.atomic.write_all", full)
    with pytest.raises(ShellError, match="write .*out: no space left on device"), Whole(str(tmp_path / "out")) as file:
        file.write(b"x")
    monkeypatch.undo()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "file name is empty"),
        ("{}", "cannot write to a directory"),
        ("{}/no/file", "invalid output path: stat {}/no: no such file or directory"),
        ("{}/fifo", "cannot write to a named pipe (FIFO)"),
        ("{}/way", "cannot write to a symbolic link directly"),
        ("/dev/null", "cannot write to a character device file"),
        ("{}/file/x", "invalid output path: stat {}/file: not a directory"),
    ],
)
def test_what_cannot_be_written_is_said_as_docker_says_it(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file").write_text("")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "way").symlink_to("file")
    with pytest.raises(ShellError) as caught, Whole(name.format(tmp_path)):
        pass
    assert str(caught.value) == message.format(tmp_path)
