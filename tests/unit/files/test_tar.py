"""Tar headers: what is written is read back, by Python's own tarfile too; every cut is noticed."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.errors import ShellError
from shell.files import tar
from shell.files.tar import Header
from shell.files.tarread import Reader, Skimmer


def archive(*entries: tuple[Header, bytes]) -> bytes:
    return b"".join(h.encode() + body + tar.padding(len(body)) for h, body in entries) + tar.END


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def walk(data: bytes, size: int = 1 << 16) -> list[tuple[bytes, bytes]]:
    stream = pieces(data, size)
    reader = Reader(lambda: next(stream, b""))
    return [(header.name, b"".join(map(bytes, reader.chunks()))) for header in reader]


SAMPLE = archive(
    (Header(b"dir/", tar.DIRECTORY, 0o755), b""),
    (Header(b"dir/file", size=700, mtime=1_700_000_000_000_000_000), b"x" * 700),
    (Header(b"dir/" + b"n" * 200, size=3), b"abc"),
    (Header("dir/grün".encode(), tar.SYMLINK, link=b"/" + b"t" * 150), b""),
)


def test_tarfile_reads_what_is_written() -> None:
    with tarfile.open(fileobj=io.BytesIO(SAMPLE)) as file:
        members = file.getmembers()
    assert [m.name for m in members] == ["dir", "dir/file", "dir/" + "n" * 200, "dir/grün"]
    assert members[1].mtime == 1_700_000_000
    assert members[3].linkname == "/" + "t" * 150


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_what_tarfile_writes_is_read(form: int) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as file:
        for name in ("a", "p" * 80 + "/" + "q" * 90):
            info = tarfile.TarInfo(name)
            info.size = 5
            file.addfile(info, io.BytesIO(b"hello"))
    assert walk(out.getvalue()) == [(b"a", b"hello"), (b"p" * 80 + b"/" + b"q" * 90, b"hello")]


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        (b"a" * 100, 1),
        (b"d" * 100 + b"/f", 1),
        (b"d" * 155 + b"/" + b"f" * 100, 1),
        (b"d" * 60 + b"/" + b"e" * 60 + b"/", 1),
        (b"d" * 156 + b"/f", 3),
        (b"d/" + b"f" * 101, 3),
        (b"/" + b"f" * 100, 3),
    ],
)
def test_long_names_take_no_more_than_go_s_archive_takes(name: bytes, blocks: int) -> None:
    """So that docker and this program tell the same size of a context."""
    header = Header(name, tar.DIRECTORY if name.endswith(b"/") else tar.REGULAR).encode()
    assert len(header) == blocks * tar.BLOCK
    assert walk(header + tar.END) == [(name, b"")]


def test_a_name_that_is_cut_does_not_end_like_a_directory() -> None:
    block = Header("{}/{}ü".format("d" * 99, "e").encode()).encode()[-tar.BLOCK :]
    assert block[:100] == b"d" * 99 + b"\0"


def test_numbers_too_large_for_their_field() -> None:
    header = Header(b"big", size=1 << 40, uid=1 << 30, mtime=-5_000_000_000)
    with tarfile.open(fileobj=io.BytesIO(header.encode() + tar.END), mode="r|") as file:
        member = file.next()
    assert member is not None
    assert (member.size, member.uid, member.mtime) == (1 << 40, 1 << 30, -5)


@pytest.mark.parametrize("size", [1, 7, 511, 512, 513, 1024, 5000])
def test_any_pieces_give_the_same_entries(size: int) -> None:
    assert walk(SAMPLE, size) == walk(SAMPLE)
    skimmer = Skimmer()
    for piece in pieces(SAMPLE, size):
        skimmer.feed(piece)
    skimmer.finish()


@pytest.mark.parametrize("cut", [*range(0, len(SAMPLE) - 1024, 256), 1, 511, 513])
def test_every_cut_is_noticed(cut: int) -> None:
    with pytest.raises(ShellError, match="unexpected EOF"):
        walk(SAMPLE[:cut])
    skimmer = Skimmer()
    skimmer.feed(SAMPLE[:cut])
    with pytest.raises(ShellError, match="unexpected EOF"):
        skimmer.finish()


def test_text_is_no_archive() -> None:
    with pytest.raises(ShellError, match="archive/tar: invalid tar header"):
        walk(b"<html>" * 200)


def test_a_pax_header_of_more_than_a_mebibyte_is_refused() -> None:
    with pytest.raises(ShellError, match="too long"):
        walk(Header(b"x", tar.PAX, size=1 << 30).encode())


def test_an_empty_record_says_nothing() -> None:
    data = (
        Header(b"x", size=2, pax={b"size": b"", b"path": b"", b"mtime": b""}).encode()
        + b"hi"
        + tar.padding(2)
        + tar.END
    )
    assert walk(data) == [(b"x", b"hi")]


@given(st.binary(max_size=2048))
def test_no_bytes_make_it_fail_otherwise(data: bytes) -> None:
    for attempt in (data, SAMPLE[:512] + data, SAMPLE[:1536] + data):
        try:
            walk(attempt)
        except ShellError:
            continue


@given(st.dictionaries(st.binary(min_size=1, max_size=9).filter(lambda k: b"=" not in k), st.binary(max_size=120)))
def test_pax_records_come_back(records: dict[bytes, bytes]) -> None:
    encoded = b"".join(tar._record(key, value) for key, value in records.items())
    assert tar.parse_pax(encoded) == records
