"""A file appears whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
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
    def full(file: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shell.files.atomic.os.write", full)
    with pytest.raises(ShellError, match="write .*out: no space left on device"), Whole(str(tmp_path / "out")) as file:
        file.write(b"x")
    monkeypatch.undo()
    assert os.listdir(tmp_path) == []


def test_a_device_is_written_directly() -> None:
    with Whole("/dev/null") as file:
        file.write(b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(ShellError, match="write /dev/full: no space left on device"), Whole("/dev/full") as file:
        file.write(b"x")


def test_a_fifo_is_written_directly(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(fifo.read_bytes()))
    reader.start()
    with Whole(str(fifo)) as file:
        file.write(b"through")
    reader.join(30)
    assert got == [b"through"]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "way").symlink_to("real")
    with Whole(str(tmp_path / "way")) as file:
        file.write(b"new")
    assert (tmp_path / "way").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "file name is empty"),
        ("{}", "cannot write to a directory"),
        ("{}/no/file", "invalid output path: stat {}/no: no such file or directory"),
        ("{}/file/x", "invalid output path: stat {}/file: not a directory"),
    ],
)
def test_what_cannot_be_written_is_said_as_docker_says_it(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ShellError) as caught, Whole(name.format(tmp_path)):
        pass
    assert str(caught.value) == message.format(tmp_path)
