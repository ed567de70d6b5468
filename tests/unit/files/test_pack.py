"""Archives of local files: Go's order and headers, links, and what cannot be read."""

from __future__ import annotations

import io
import os
import socket
import tarfile
from pathlib import Path

import pytest

from shell.errors import ShellError
from shell.files import context, pack
from shell.files.dockerignore import Matcher


def members(data: bytes) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(data)) as file:
        return {member.name: member for member in file.getmembers()}


def pack_context(top: Path, patterns: list[str]) -> bytes:
    return b"".join(context.stream(str(top), patterns, lambda text: None))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    top = tmp_path / "top"
    (top / "b" / "inner").mkdir(parents=True)
    (top / "b" / "inner" / "file").write_bytes(b"x" * 300_000)
    (top / "b.txt").write_text("b")
    (top / "a").write_text("a")
    (top / "link").symlink_to("/nowhere")
    os.link(top / "a", top / "twin")
    (top / "a").chmod(0o751)
    return top


def test_names_come_in_the_order_of_their_bytes_parents_first(tree: Path) -> None:
    names = list(members(pack_context(tree, [])))
    assert names == ["a", "b", "b/inner", "b/inner/file", "b.txt", "link", "twin"]


def test_a_context_belongs_to_root_and_keeps_modes_and_links(tree: Path) -> None:
    os.utime(tree / "b.txt", (1_600_000_000.7, 1_600_000_000.7))
    found = members(pack_context(tree, []))
    assert {(m.uid, m.gid, m.uname) for m in found.values()} == {(0, 0, "")}
    assert found["a"].mode == 0o751
    assert found["link"].issym()
    assert found["link"].linkname == "/nowhere"
    assert found["twin"].islnk()
    assert found["twin"].linkname == "a"
    assert found["b.txt"].mtime == 1_600_000_000


def test_patterns_leave_out_and_take_back(tree: Path) -> None:
    assert list(members(pack_context(tree, ["b", "!b/inner/file", "*.txt"]))) == ["a", "b/inner/file", "link", "twin"]
    assert list(members(pack_context(tree, ["**", "!a"]))) == ["a"]


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\xfe")
    (tmp_path / name).write_text("x")
    with tarfile.open(fileobj=io.BytesIO(pack_context(tmp_path, [])), errors="surrogateescape") as file:
        assert [m.name for m in file.getmembers()] == [name]


def test_a_socket_is_left_out_with_docker_s_words(tree: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tree / "socket"))
        heard: list[str] = []
        data = b"".join(context.stream(str(tree), [], heard.append))
    assert "socket" not in members(data)
    assert heard == [f"Can't add file {tree}/socket to tar: archive/tar: sockets not supported"]


def test_a_file_that_grows_is_sent_as_long_as_it_was(tree: Path) -> None:
    pieces = context.stream(str(tree), [], lambda text: None)
    data = next(pieces)
    with (tree / "b" / "inner" / "file").open("ab") as file:
        file.write(b"more")
    data += b"".join(pieces)
    assert members(data)["b/inner/file"].size == 300_000


def test_a_file_that_shrinks_ends_the_stream(tree: Path) -> None:
    (tree / "b" / "inner" / "file").write_bytes(b"x" * 3_000_000)
    pieces = context.stream(str(tree), [], lambda text: None)
    next(pieces)
    os.truncate(tree / "b" / "inner" / "file", 1)
    with pytest.raises(ShellError, match="became .* bytes shorter while it was read"):
        list(pieces)


def test_no_piece_is_large_whatever_the_files(tree: Path) -> None:
    (tree / "big").write_bytes(b"y" * 5_000_000)
    assert max(map(len, context.stream(str(tree), [], lambda text: None))) <= 1 << 19


def test_unreadable_files_and_directories_are_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    refused = {str(tree / "b.txt")}
    monkeypatch.setattr("os.access", lambda path, *a, **k: path not in refused and real(path, *a, **k))
    with pytest.raises(ShellError) as caught:
        context.check(str(tree), [])
    assert str(caught.value) == f"checking context: no permission to read from '{tree}/b.txt'"
    context.check(str(tree), ["*.txt"])
    refused = {str(tree / "b")}
    with pytest.raises(ShellError) as caught:
        context.check(str(tree), [])
    assert str(caught.value) == f"checking context: can't stat '{tree}/b/inner'"


def test_a_dangling_link_and_a_fifo_are_no_error(tree: Path) -> None:
    os.mkfifo(tree / "fifo")
    context.check(str(tree), [])
    assert members(pack_context(tree, []))["fifo"].isfifo()


def test_a_walk_of_nothing_is_an_error() -> None:
    with pytest.raises(ShellError, match="open /nowhere: no such file or directory"):
        list(pack.walk("/nowhere", "", Matcher([])))


@pytest.mark.parametrize(("given", "found"), [("", "Dockerfile"), ("other/Df", "other/Df"), ("../Df", "../Df")])
def test_the_dockerfile_s_way_from_the_context(tmp_path: Path, given: str, found: str) -> None:
    (tmp_path / "c" / "other").mkdir(parents=True)
    for name in ("c/Dockerfile", "c/other/Df", "Df"):
        (tmp_path / name).write_text("FROM scratch")
    assert context.dockerfile(str(tmp_path / "c"), given, str(tmp_path / "c")) == found


def test_a_dockerfile_with_a_small_d_and_none_at_all(tmp_path: Path) -> None:
    with pytest.raises(ShellError) as caught:
        context.dockerfile(str(tmp_path), "", "/")
    assert str(caught.value) == (
        f"unable to evaluate symlinks in Dockerfile path: lstat {tmp_path}/Dockerfile: no such file or directory"
    )
    (tmp_path / "dockerfile").write_text("FROM scratch")
    assert context.dockerfile(str(tmp_path), "", "/") == "dockerfile"


def test_a_context_that_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ShellError, match=f"context must be a directory: {tmp_path}/file"):
        context.resolve("file", str(tmp_path))
    (tmp_path / "way").symlink_to(tmp_path)
    assert context.resolve("way", str(tmp_path)) == str(tmp_path)
