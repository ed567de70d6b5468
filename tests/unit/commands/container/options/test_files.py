"""Files that options read: variables, labels, seccomp profiles, the container's ID."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.commands.container.options.creation import id_file
from shell.commands.container.options.environment import read_pairs
from shell.commands.container.options.security import security
from shell.errors import ShellError


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"A=1\n# no\n\n  B=2 \nHOME\nNOSUCH\n", ["A=1", "B=2 ", "HOME=/root"]),
        (b"\xef\xbb\xbfA=1\r\nB=\r\n", ["A=1", "B="]),
        (b"", []),
        ("Ä=é=ü".encode(), ["Ä=é=ü"]),
    ],
)
def test_lines_of_a_file(tmp_path: Path, content: bytes, lines: list[str]) -> None:
    file = tmp_path / "env"
    file.write_bytes(content)
    assert read_pairs(str(file), {"HOME": "/root"}.get) == lines


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"A B=1", "variable 'A B' contains whitespaces"),
        (b"=1", "no variable name on line '=1'"),
        (b"A=1\nB\xff=1", "invalid utf8 bytes at line 2: [66 255 61 49]"),
        (b"A=" + b"x" * 70000, "bufio.Scanner: token too long"),
    ],
)
def test_a_file_that_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "env"
    file.write_bytes(content)
    with pytest.raises(ShellError) as caught:
        read_pairs(str(file), None)
    assert str(caught.value) == f"invalid env file ({file}): {why}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ShellError) as caught:
        read_pairs(f"{tmp_path}/none", None)
    assert str(caught.value) == f"open {tmp_path}/none: no such file or directory"


def test_a_seccomp_profile_goes_out_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "profile.json"
    file.write_text('{ "a" : 1.0,\n "b": "<x \\" > y" }')
    assert security([f"seccomp={file}"]).options == ['seccomp={"a":1.0,"b":"<x \\" > y"}']


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "unexpected end of JSON input"),
        ('{"a":1', "unexpected end of JSON input"),
        ('{"a":1}x', "invalid character 'x' after top-level value"),
        ('{"a":1,}', "invalid character '}' looking for beginning of object key string"),
    ],
)
def test_a_seccomp_profile_that_is_no_json(tmp_path: Path, content: str, why: str) -> None:
    file = tmp_path / "profile.json"
    file.write_text(content)
    with pytest.raises(ShellError) as caught:
        security([f"seccomp={file}"])
    assert str(caught.value) == f"compacting json for seccomp profile ({file}) failed: {why}"


def test_system_paths_are_unconfined_on_this_side() -> None:
    asked = security(["systempaths=unconfined", "label=disable"])
    assert (asked.options, asked.masked_paths, asked.readonly_paths) == (["label=disable"], [], [])


def test_an_id_file_is_there_only_if_the_container_is(tmp_path: Path) -> None:
    path = tmp_path / "cid"
    with id_file(str(path)):
        assert path.exists()
    assert not path.exists()
    with id_file(str(path)) as write:
        write("abc")
    assert path.read_text() == "abc"
    with pytest.raises(ShellError, match="container ID file found"), id_file(str(path)):
        pass
    assert path.read_text() == "abc"
