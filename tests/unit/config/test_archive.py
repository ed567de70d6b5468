"""Archives of contexts: what may stand in one, and that a refused one changes nothing."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.config.archive import LIMIT, Bundle, pack, unpack
from shell.config.contexts import Context, ContextError, Store

META = ("meta.json", b'{"Name":"old","Endpoints":{"docker":{"Host":"unix:///q"}}}')


def tar(*members: tuple[str, bytes], odd: bytes = b"") -> bytes:
    """`odd` is the kind of one more member, tls/docker/odd.pem."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        if odd:
            link = tarfile.TarInfo("tls/docker/odd.pem")
            link.type, link.linkname = odd, "/etc/passwd"
            archive.addfile(link)
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def complaint(content: bytes) -> str:
    with pytest.raises(ContextError) as error:
        unpack(content, "new")
    return str(error.value)


def test_what_is_packed_is_unpacked() -> None:
    context = Context("far", {"Description": "é <x>"}, {"docker": {"Host": "tcp://far:1", "SkipTLSVerify": True}})
    bundle = unpack(pack(Bundle(context, {"docker": {"ca.pem": b"1", "key.pem": b"2"}})), "near")
    assert bundle.context.name == "near"
    assert bundle.context.description == "é <x>"
    assert bundle.context.docker == {"Host": "tcp://far:1", "SkipTLSVerify": True}
    assert bundle.tls == {"docker": {"ca.pem": b"1", "key.pem": b"2"}}


@pytest.mark.parametrize("make", [tar, zipped])
def test_tar_and_zip_are_read_alike(make: object) -> None:
    assert callable(make)
    bundle = unpack(make(META, ("tls/docker/ca.pem", b"x")), "new")
    assert bundle.context.docker["Host"] == "unix:///q"
    assert bundle.tls == {"docker": {"ca.pem": b"x"}}


@pytest.mark.parametrize("make", [tar, zipped])
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("tls/../../x", "unexpected path format"),
        ("tls//x/y", "unexpected path format"),
        ("tls/./a/b", "unexpected path format"),
        ("/etc/x", "unexpected context file"),
        ("../x", "unexpected context file"),
        ("other", "unexpected context file"),
        ("tls/x\\y/z", "unexpected '\\' in path"),
        ("tls/docker", "archive format is invalid"),
        ("tls/a/b/c", "archive format is invalid"),
    ],
)
def test_no_other_paths_are_accepted(make: object, path: str, why: str) -> None:
    assert callable(make)
    assert why in complaint(make(META, (path, b"x")))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_what_is_no_regular_file_is_passed_over(kind: bytes) -> None:
    assert unpack(tar(META, odd=kind), "new").tls == {}


@pytest.mark.parametrize(
    "content",
    [
        tar(META, ("tls/docker/ca.pem", b"x" * (LIMIT + 1))),
        zipped(META, ("tls/docker/ca.pem", b"x" * (LIMIT + 1))),
        zipped(META, ("tls/docker/ca.pem", b"x" * (LIMIT - 1)), ("tls/docker/key.pem", b"x" * 100)),
    ],
    ids=["tar", "zip bomb", "zip bomb in parts"],
)
def test_ten_megabytes_are_enough(content: bytes) -> None:
    assert complaint(content) == "read exceeds the defined limit"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "invalid context: no metadata found"),
        (tar(), "invalid context: no metadata found"),
        (tar(("meta.json", b"[]")), "json: cannot unmarshal array into Go value of type store.Metadata"),
        (tar(("meta.json", b"{")), "unexpected end of JSON input"),
        (b"garbage", "unexpected EOF"),
        (b"garbage" * 1000, "archive/tar: invalid tar header"),
        (tar(META)[:600], "unexpected EOF"),
        (zipped(META)[:40], "zip: not a valid zip file"),
    ],
    ids=["nothing", "empty tar", "list", "cut JSON", "garbage", "much garbage", "cut tar", "cut zip"],
)
def test_a_broken_archive_is_refused(content: bytes, why: str) -> None:
    assert complaint(content).startswith(why)


def test_a_refused_archive_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ContextError):
        unpack(tar(META, ("tls/../x", b"1")), "new").save(Store(tmp_path / "contexts"))
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=3000) | st.binary(max_size=600).map(lambda data: tar(META)[: len(data)] + data))
def test_any_bytes_are_a_context_or_one_clear_refusal(content: bytes) -> None:
    try:
        bundle = unpack(content, "new")
    except ContextError as error:
        assert str(error)
    else:
        assert bundle.context.name == "new"
