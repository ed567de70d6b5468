"""Unpacking: hostile archives change nothing outside the destination; ordinary trees arrive whole."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shell.errors import ShellError
from shell.files import tar
from shell.files.extract import Extractor, Rebase
from shell.files.tar import Header

Entry = tuple[Header, bytes]


def file(name: str, content: bytes = b"evil", mode: int = 0o644) -> Entry:
    return Header(os.fsencode(name), size=len(content), mode=mode, mtime=10**18), content


def folder(name: str, mode: int = 0o755) -> Entry:
    return Header(os.fsencode(name) + b"/", tar.DIRECTORY, mode, mtime=10**18), b""


def symlink(name: str, to: str) -> Entry:
    return Header(os.fsencode(name), tar.SYMLINK, 0o777, link=os.fsencode(to)), b""


def hardlink(name: str, to: str) -> Entry:
    return Header(os.fsencode(name), tar.LINK, link=os.fsencode(to)), b""


def archive(*entries: Entry) -> bytes:
    return b"".join(h.encode() + body + tar.padding(len(body)) for h, body in entries) + tar.END


def unpack(destination: Path, data: bytes, rebase: Rebase | None = None, size: int = 700) -> None:
    pieces = iter([data[at : at + size] for at in range(0, len(data), size)])
    Extractor(str(destination), rebase).run(lambda: next(pieces, b""))


def snapshot(top: Path, without: Path) -> Iterator[tuple[str, int, int, bytes]]:
    for path in sorted(top.rglob("*")):
        if without not in (path, *path.parents):
            status = path.lstat()
            regular = stat.S_ISREG(status.st_mode)
            yield str(path), status.st_mode, status.st_nlink * regular, path.read_bytes() if regular else b""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A destination `dest` with neighbours that nothing may touch."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("secret")
    (tmp_path / "beside").write_text("beside")
    (tmp_path / "dest").mkdir()
    return tmp_path


HOSTILE = {
    "dotdot file": [file("../evil")],
    "deep dotdot": [file("base/../../evil")],
    "dotdot directory": [folder("../evil")],
    "absolute name": [file("/OUT/evil")],
    "absolute symlink then write through it": [symlink("base", "/OUT"), file("base/evil")],
    "absolute symlink below, then write": [folder("base"), symlink("base/l", "/OUT"), file("base/l/evil")],
    "relative symlink out": [folder("base"), symlink("base/l", "../../outside"), file("base/l/evil")],
    "symlink chain": [
        folder("base"),
        symlink("base/a", "."),
        symlink("base/a/b", ".."),
        symlink("base/b2", "a/../.."),
        file("base/b2/evil"),
    ],
    "symlink to a file, then overwrite": [folder("base"), symlink("base/s", "/OUT/secret"), file("base/s")],
    "hard link to a file outside, then overwrite": [
        folder("base"),
        hardlink("base/h", "../outside/secret"),
        file("base/h"),
    ],
    "hard link by absolute name": [folder("base"), hardlink("base/h", "/OUT/secret"), file("base/h")],
    "hard link through a symlink": [
        folder("base"),
        symlink("base/l", "/OUT"),
        hardlink("base/h", "base/l/secret"),
        file("base/h"),
    ],
    "hard link to a symlink, then write": [
        folder("base"),
        symlink("base/l", "/OUT/secret"),
        hardlink("base/h", "base/l"),
        file("base/h"),
    ],
    "directory replaced by a symlink": [
        folder("base"),
        folder("base/d"),
        symlink("base/d", "/OUT"),
        file("base/d/evil"),
    ],
    "mode of a directory through a symlink": [folder("base"), symlink("base/l", "/OUT"), folder("base/l", 0o777)],
    "device-like name with dots": [file("base/./../../evil")],
    "prefix confusion": [folder("base"), file("base2/evil"), file("basement")],
    "pax path override": [(Header(b"base/x", size=4, pax={b"path": b"../evil"}), b"evil")],
    "pax link override": [
        folder("base"),
        (Header(b"base/l", tar.SYMLINK, link=b"x", pax={b"linkpath": b"/OUT"}), b""),
        file("base/l/evil"),
    ],
    "GNU long name": [(Header(b"././@LongLink", tar.LONG_NAME, size=8), b"../evil\0"), file("base/ok")],
    "nul in the name": [(Header(b"x", size=4, pax={b"path": b"base/\0/../../evil"}), b"evil")],
    "symlink over the destination's name": [symlink("base", "/OUT"), folder("base/sub"), file("base/sub/evil")],
    "xattr and setuid through a link": [folder("base"), symlink("base/l", "/OUT/secret"), file("base/l", mode=0o4777)],
}


@pytest.mark.parametrize("target", ["into a directory", "as a new name"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_changes_nothing_outside(world: Path, name: str, target: str) -> None:
    outside = os.fsencode(world / "outside")
    entries = []
    for header, body in HOSTILE[name]:
        header = Header(**{slot: getattr(header, slot) for slot in Header.__slots__})
        header.name = header.name.replace(b"/OUT", outside)
        header.link = header.link.replace(b"/OUT", outside)
        header.pax = {key: value.replace(b"/OUT", outside) for key, value in header.pax.items()}
        entries.append((header, body))
    destination = world / "dest"
    allowed = destination if target == "into a directory" else destination / "new"
    before = list(snapshot(world, allowed))
    rebase = Rebase("base", "" if target == "into a directory" else "new")
    try:
        unpack(destination, archive(*entries), rebase)
    except ShellError as why:
        assert str(why)
    assert list(snapshot(world, allowed)) == before


PART = st.sampled_from(["a", "b", "..", ".", "", "base", "/", "l"])
NAME = st.lists(PART, min_size=1, max_size=4).map("/".join)
LINKS = st.one_of(NAME, st.sampled_from(["/OUT", "/OUT/secret", "../../outside", "../outside/secret"]))
ENTRY = st.one_of(
    st.builds(file, NAME),
    st.builds(folder, NAME),
    st.builds(symlink, NAME, LINKS),
    st.builds(hardlink, NAME, LINKS),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150)
@given(entries=st.lists(ENTRY, max_size=8), rebased=st.booleans())
def test_no_archive_changes_anything_outside(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry], rebased: bool
) -> None:
    world = tmp_path_factory.mktemp("world")
    (world / "outside").mkdir()
    (world / "outside" / "secret").write_text("secret")
    (world / "dest").mkdir()
    outside = os.fsencode(world / "outside")
    for header, _ in entries:
        header.link = header.link.replace(b"/OUT", outside)
    before = list(snapshot(world, world / "dest"))
    with contextlib.suppress(ShellError):
        unpack(world / "dest", archive(*entries), Rebase("base", "new") if rebased else None)
    assert list(snapshot(world, world / "dest")) == before
    if rebased:
        assert set(os.listdir(world / "dest")) <= {"new"}


def test_an_ordinary_tree_arrives_as_it_was(world: Path) -> None:
    unpack(
        world / "dest",
        archive(
            folder("base", 0o750),
            file("base/run", b"#!/bin/sh\n", 0o4755),
            folder("base/closed", 0o500),
            file("base/closed/in", b"x" * 5000, 0o400),
            symlink("base/abs", "/etc/hostname"),
            symlink("base/rel", "closed/in"),
            hardlink("base/twin", "base/run"),
            (Header(b"base/fifo", tar.FIFO, 0o600, mtime=10**18), b""),
            file("base/implied/deep/file", b"1"),
        ),
        Rebase("base"),
    )
    base = world / "dest" / "base"
    assert stat.S_IMODE(base.stat().st_mode) == 0o750
    assert stat.S_IMODE((base / "run").stat().st_mode) == 0o4755
    assert stat.S_IMODE((base / "closed").stat().st_mode) == 0o500
    assert (base / "closed" / "in").read_bytes() == b"x" * 5000
    assert os.readlink(base / "abs") == "/etc/hostname"
    assert (base / "rel").read_bytes() == b"x" * 5000
    assert (base / "twin").samefile(base / "run")
    assert stat.S_ISFIFO((base / "fifo").stat().st_mode)
    assert (base / "closed").stat().st_mtime == (base / "run").stat().st_mtime == 10**9
    assert (base / "implied" / "deep" / "file").read_bytes() == b"1"


def test_files_and_links_are_replaced_and_directories_merged(world: Path) -> None:
    base = world / "dest" / "base"
    base.mkdir()
    (base / "kept").write_text("kept")
    (base / "old").write_text("old")
    (base / "link").symlink_to(world / "beside")
    unpack(world / "dest", archive(folder("base"), file("base/old", b"new"), file("base/link", b"new")))
    assert (base / "kept").read_text() == "kept"
    assert (base / "old").read_text() == (base / "link").read_text() == "new"
    assert (world / "beside").read_text() == "beside"


def test_files_over_directories_and_the_reverse_are_refused(world: Path) -> None:
    (world / "dest" / "d").mkdir()
    (world / "dest" / "f").write_text("f")
    with pytest.raises(ShellError, match='cannot overwrite directory "d" with non-directory ".*/dest"'):
        unpack(world / "dest", archive(file("d")))
    with pytest.raises(ShellError, match='cannot overwrite non-directory "f" with directory ".*/dest"'):
        unpack(world / "dest", archive(folder("f")))
    assert (world / "dest" / "f").read_text() == "f"


@pytest.mark.parametrize("cut", [100, 512, 600, 3000, 5632])
def test_a_truncated_archive_leaves_no_part_of_a_file(world: Path, cut: int) -> None:
    (world / "dest" / "data").write_text("old")
    data = archive(file("data", b"x" * 5000))
    with pytest.raises(ShellError, match="unexpected EOF"):
        unpack(world / "dest", data[:cut])
    left = {path.name: path.read_bytes() for path in (world / "dest").iterdir()}
    assert left in ({"data": b"old"}, {"data": b"x" * 5000})


def test_a_hard_link_to_itself_makes_no_file_of_nothing(world: Path) -> None:
    unpack(world / "dest", archive(file("a", b"1"), hardlink("a", "a")))
    assert (world / "dest" / "a").read_bytes() == b"1"
    with pytest.raises(ShellError, match="^link .*/dest/b: no such file or directory$"):
        unpack(world / "dest", archive(hardlink("b", "b")))


def test_what_follows_a_lone_block_of_zeros_is_not_left_out_in_silence(world: Path) -> None:
    data = archive(file("a", b"1")).removesuffix(tar.END) + bytes(tar.BLOCK) + archive(file("b", b"2"))
    with pytest.raises(ShellError, match="invalid tar header"):
        unpack(world / "dest", data)
    unpack(world / "dest", archive(file("c", b"3")).removesuffix(bytes(tar.BLOCK)))
    assert sorted(os.listdir(world / "dest")) == ["a", "c"]


def test_what_is_below_a_new_directory_does_not_inherit_its_parent_s_group(world: Path) -> None:
    """As root, as whom the group of `dest` can be another's."""
    if os.geteuid():
        pytest.skip("needs root")
    os.chown(world / "dest", -1, 1)
    (world / "dest").chmod(0o2755)
    unpack(world / "dest", archive(folder("base"), file("base/f"), folder("base/sub"), file("base/sub/f")))
    base = world / "dest" / "base"
    assert {path.stat().st_gid for path in base.rglob("*")} == {os.getegid()}
    assert stat.S_IMODE(base.stat().st_mode) == stat.S_IMODE((base / "sub").stat().st_mode) == 0o755


def test_names_in_messages_are_quoted_as_go_quotes_them(world: Path) -> None:
    (world / "dest" / 'q"').mkdir()
    with pytest.raises(ShellError) as told:
        unpack(world / "dest", archive(file('q"')))
    assert str(told.value).startswith(r'cannot overwrite directory "q\"" with non-directory "/')
    with pytest.raises(ShellError) as told:
        unpack(world / "dest", archive(file("..\n/x")), Rebase("base"))
    assert str(told.value).startswith(r'"..\n/x" is outside of "')


def test_a_destination_reached_through_the_user_s_own_link(world: Path) -> None:
    (world / "way").symlink_to(world / "dest")
    unpack(world / "way", archive(file("a", b"1")))
    assert (world / "dest" / "a").read_bytes() == b"1"


def test_impossible_times_become_the_epoch(world: Path) -> None:
    unpack(world / "dest", archive((Header(b"a", mtime=-1_000_000_000), b""), (Header(b"b", mtime=2**80), b"")))
    assert (world / "dest" / "a").stat().st_mtime == (world / "dest" / "b").stat().st_mtime == 0
