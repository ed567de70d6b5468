"""cp's rules, as docker's archive package has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.errors import ShellError
from shell.files import gopath, paths
from shell.files.paths import CopyInfo


@pytest.mark.parametrize(
    ("path", "cleaned"),
    [("", "."), ("a//b/./c", "a/b/c"), ("a/../..", ".."), ("/..", "/"), ("//a", "/a"), ("a/", "a"), ("../a", "../a")],
)
def test_clean(path: str, cleaned: str) -> None:
    assert gopath.clean(path) == cleaned


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("web:/etc", ("web", "/etc")),
        ("web:", ("web", "")),
        ("a/b", ("", "a/b")),
        ("./a:b", ("", "./a:b")),
        ("/a:b", ("", "/a:b")),
        ("a:b:c", ("a", "b:c")),
        ("-", ("", "-")),
    ],
)
def test_container_and_path(text: str, pair: tuple[str, str]) -> None:
    assert paths.split_argument(text) == pair


@pytest.mark.parametrize(
    ("path", "absolute"),
    [("a", "/w/a"), ("a/", "/w/a/"), ("a/.", "/w/a/."), (".", "/w/."), ("./", "/w/./"), ("/", "/"), ("/.", "/.")],
)
def test_endings_are_kept(path: str, absolute: str) -> None:
    assert paths.local(path, "/w") == absolute


@pytest.mark.parametrize(
    ("path", "pair"),
    [("/a/b", ("/a", "b")), ("/a/b/", ("/a", "b")), ("/a/b/.", ("/a/b", ".")), ("/", ("/", "/")), ("a", (".", "a"))],
)
def test_split_entry(path: str, pair: tuple[str, str]) -> None:
    assert paths.split_entry(path) == pair


FILE, FOLDER = CopyInfo("/s/src", True, False), CopyInfo("/s/src", True, True)


@pytest.mark.parametrize(
    ("origin", "target", "outcome"),
    [
        (FILE, CopyInfo("/d", True, True), ("/d", "")),
        (FOLDER, CopyInfo("/d", True, True), ("/d", "")),
        (FOLDER, CopyInfo("/d/f", True, False), "cannot copy directory"),
        (FILE, CopyInfo("/d/f", True, False), ("/d", "f")),
        (FOLDER, CopyInfo("/d/new"), ("/d", "new")),
        (FOLDER, CopyInfo("/d/new/"), ("/d", "new")),
        (FILE, CopyInfo("/d/new"), ("/d", "new")),
        (FILE, CopyInfo("/d/new/"), "no such directory"),
        (FILE, CopyInfo("/d/new/."), "no such directory"),
    ],
)
def test_the_table(origin: CopyInfo, target: CopyInfo, outcome: tuple[str, str] | str) -> None:
    if isinstance(outcome, tuple):
        assert paths.plan(origin, target) == outcome
        return
    with pytest.raises(ShellError, match=f"^{outcome}$"):
        paths.plan(origin, target)


def test_sources_with_and_without_their_links(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "f").write_text("")
    (tmp_path / "way").symlink_to("real")
    (tmp_path / "to_f").symlink_to("real/f")
    top = str(tmp_path)
    assert paths.source(f"{top}/way", False) == CopyInfo(f"{top}/way", True, False)
    assert paths.source(f"{top}/way/", False) == CopyInfo(f"{top}/real/", True, True, "way")
    assert paths.source(f"{top}/way/.", False) == CopyInfo(f"{top}/real/.", True, True)
    assert paths.source(f"{top}/way/f", False) == CopyInfo(f"{top}/real/f", True, False)
    assert paths.source(f"{top}/way", True) == CopyInfo(f"{top}/real", True, True, "way")
    assert paths.source(f"{top}/to_f", True) == CopyInfo(f"{top}/real/f", True, False, "to_f")
    with pytest.raises(ShellError, match="^not a directory$"):
        paths.source(f"{top}/to_f/", True)
    with pytest.raises(ShellError, match="lstat .*/none: no such file or directory"):
        paths.source(f"{top}/none", False)


def test_destinations_follow_links_and_need_a_parent(tmp_path: Path) -> None:
    top = str(tmp_path)
    (tmp_path / "dir").mkdir()
    (tmp_path / "way").symlink_to("dir")
    (tmp_path / "dangling").symlink_to("dir/new")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("")
    assert paths.destination(f"{top}/way") == CopyInfo(f"{top}/dir", True, True)
    assert paths.destination(f"{top}/dangling") == CopyInfo(f"{top}/dir/new")
    assert paths.destination(f"{top}/new") == CopyInfo(f"{top}/new")
    with pytest.raises(ShellError, match="too many symlinks in .*/loop"):
        paths.destination(f"{top}/loop")
    with pytest.raises(ShellError, match="stat .*/no: no such file or directory"):
        paths.destination(f"{top}/no/new")
    with pytest.raises(ShellError, match="not a directory"):
        paths.destination(f"{top}/file/new")


def test_outputs_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(ShellError) as caught:
        paths.check_output(f"{tmp_path}/no/x")
    assert str(caught.value) == f'invalid output path: directory "{tmp_path}/no" does not exist'
    with pytest.raises(ShellError) as caught:
        paths.check_output("/dev/null")
    assert str(caught.value) == 'invalid output path: "/dev/null" must be a directory or a regular file: got a device'
    paths.check_output(str(tmp_path))
    paths.check_output("relative")
