"""`--mount`, and the volumes of `-v`."""

from __future__ import annotations

import os
from typing import Any

import pytest

from shell.commands.container.options.mounts import DEPRECATED, Parsed
from shell.commands.container.options.volumes import tmpfs, volumes
from shell.errors import ShellError


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("target=/x", {"Type": "volume", "Target": "/x"}),
        ("TYPE=BIND,SRC=/a,DST=/b,ro", {"Type": "bind", "Source": "/a", "Target": "/b", "ReadOnly": True}),
        ('type=bind,"src=/a,b",dst=/c', {"Type": "bind", "Source": "/a,b", "Target": "/c"}),
        (
            "type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1770",
            {"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": 1048576, "Mode": 0o1770}},
        ),
        (
            "dst=/v,volume-driver=d,volume-opt=a=b,volume-label=c,volume-subpath=s",
            {
                "Type": "volume",
                "Target": "/v",
                "VolumeOptions": {
                    "Labels": {"c": ""},
                    "Subpath": "s",
                    "DriverConfig": {"Name": "d", "Options": {"a": "b"}},
                },
            },
        ),
        (
            "type=bind,src=/a,dst=/b,bind-recursive=disabled",
            {"Type": "bind", "Source": "/a", "Target": "/b", "BindOptions": {"NonRecursive": True}},
        ),
        (
            "type=image,src=i,dst=/i,image-subpath=s",
            {"Type": "image", "Source": "i", "Target": "/i", "ImageOptions": {"Subpath": "s"}},
        ),
    ],
)
def test_a_mount(text: str, body: dict[str, Any]) -> None:
    assert Parsed.of(text).body == body


def test_a_relative_source_is_of_this_folder() -> None:
    assert Parsed.of("type=bind,src=./a,dst=/b").body["Source"] == os.path.join(os.getcwd(), "a")


def test_an_old_key_is_warned_of() -> None:
    assert Parsed.of("type=bind,src=/a,dst=/b,bind-nonrecursive=true").warnings == [DEPRECATED]
    assert Parsed.of("type=bind,src=/a,dst=/b,bind-nonrecursive").warnings == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "EOF"),
        ("type=bind,src=/a", "target is required"),
        ("type=,dst=/a", "type is required"),
        ("dst=/a,x", "invalid field 'x' must be a key=value pair"),
        ("dst=/a,X=y", "unexpected key 'x' in 'X=y'"),
        ("dst=/a,ro=maybe", "invalid value for ro: maybe"),
        ("dst=/a,tmpfs-size=1", "cannot mix 'tmpfs-*' options with mount type 'volume'"),
        (
            "type=bind,dst=/a,bind-recursive=writable",
            "option 'bind-recursive=writable' requires 'readonly' to be specified in conjunction",
        ),
    ],
)
def test_no_mount(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        Parsed.of(text)
    assert str(caught.value) == message


def test_volumes_by_where_they_come_from() -> None:
    anonymous, binds = volumes(["/data", "/a:/b:ro", "name:/c", "./d:/e", "/a:/b:ro", r"c:\x:/y"])
    assert anonymous == {"/data": {}}
    assert binds == ["/a:/b:ro", "name:/c", f"{os.getcwd()}/d:/e", r"c:\x:/y"]
    assert volumes([]) == ({}, None)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("", "invalid empty volume spec"),
        (":/a", "invalid spec: :/a: empty section between colons"),
        ("/a:/b:ro:x", "invalid spec: /a:/b:ro:x: too many colons"),
    ],
)
def test_no_volume(word: str, message: str) -> None:
    with pytest.raises(ShellError) as caught:
        volumes([word])
    assert str(caught.value) == message


def test_tmpfs_with_and_without_options() -> None:
    assert tmpfs(["/a", "/b:size=1m,mode=1777"]) == {"/a": "", "/b": "size=1m,mode=1777"}
