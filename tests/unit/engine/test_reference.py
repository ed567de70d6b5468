"""Image references: short names, registries, tags, digests and docker's refusals."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.engine.reference import InvalidReference, Reference, auth_key, parse, parse_any

HEX = "0123456789abcdef" * 4
SHA = f"sha256:{HEX}"


@pytest.mark.parametrize(
    ("text", "full", "familiar"),
    [
        ("busybox", "docker.io/library/busybox", "busybox"),
        ("busybox:1", "docker.io/library/busybox:1", "busybox:1"),
        ("library/busybox", "docker.io/library/busybox", "busybox"),
        ("docker.io/busybox", "docker.io/library/busybox", "busybox"),
        ("index.docker.io/busybox", "docker.io/library/busybox", "busybox"),
        ("user/app", "docker.io/user/app", "user/app"),
        ("library/a/b", "docker.io/library/a/b", "library/a/b"),
        ("localhost/app", "localhost/app", "localhost/app"),
        ("host:5000/app:v1", "host:5000/app:v1", "host:5000/app:v1"),
        ("127.0.0.1:5000/a/b", "127.0.0.1:5000/a/b", "127.0.0.1:5000/a/b"),
        ("[::1]:5000/app", "[::1]:5000/app", "[::1]:5000/app"),
        ("Host/app", "Host/app", "Host/app"),
        ("a__b.c-d---e", "docker.io/library/a__b.c-d---e", "a__b.c-d---e"),
        ("a_b.c/app", "a_b.c/app", "a_b.c/app"),
        (f"busybox@{SHA}", f"docker.io/library/busybox@{SHA}", f"busybox@{SHA}"),
        (f"busybox:1@{SHA}", f"docker.io/library/busybox:1@{SHA}", f"busybox:1@{SHA}"),
        ("a:" + "t" * 128, "docker.io/library/a:" + "t" * 128, "a:" + "t" * 128),
    ],
)
def test_a_name_and_its_two_spellings(text: str, full: str, familiar: str) -> None:
    reference = parse(text)
    assert (reference.full(), reference.familiar()) == (full, familiar)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "invalid reference format"),
        ("a b", "invalid reference format"),
        ("-a", "invalid reference format"),
        ("a:", "invalid reference format"),
        ("a:\n", "invalid reference format"),
        ("a\n", "invalid reference format"),
        ("é", "invalid reference format"),
        ("a:" + "t" * 129, "invalid reference format"),
        ("https://a/b", "invalid reference format"),
        ("X", "invalid reference format: repository name (library/X) must be lowercase"),
        ("a/B:t", "invalid reference format: repository name (a/B) must be lowercase"),
        ("h.st/Aa", "invalid reference format: repository name (Aa) must be lowercase"),
        (HEX, f"invalid repository name ({HEX}), cannot specify 64-byte hexadecimal strings"),
        (f"a@{SHA}0", "invalid checksum digest length"),
        (f"a@{SHA.upper()}".lower().replace("a@sha256", "a@md5"), "unsupported digest algorithm"),
        ("a@sha256:" + "A" * 64, "invalid checksum digest format"),
        ("a/" + "b" * 254, "repository name must not be more than 255 characters"),
    ],
)
def test_what_is_no_name(text: str, message: str) -> None:
    with pytest.raises(InvalidReference) as caught:
        parse(text)
    assert str(caught.value) == message


def test_latest_is_meant_only_where_nothing_else_is_said() -> None:
    assert parse("a").tagged().full() == "docker.io/library/a:latest"
    assert parse("a:1").tagged().tag == "1"
    assert parse(f"a@{SHA}").tagged().tag == ""


def test_an_identifier_or_a_digest_is_no_name() -> None:
    assert parse_any(HEX) is None
    assert parse_any(SHA) is None
    assert parse_any("sha256:1") == Reference("docker.io", "library/sha256", "1")


def test_credentials_of_the_hub_are_kept_under_its_old_address() -> None:
    assert parse("busybox").auth_key() == "https://index.docker.io/v1/"
    assert parse("h:5000/a").auth_key() == "h:5000"
    assert auth_key("index.docker.io") == "https://index.docker.io/v1/"


@given(st.text(alphabet=string.ascii_letters + string.digits + "/:@._-[]\n é", max_size=40))
def test_whatever_parses_parses_to_itself_again(text: str) -> None:
    try:
        reference = parse(text)
    except InvalidReference:
        return
    if reference.domain:
        assert parse(reference.full()) == reference
    assert parse(reference.familiar()).familiar() == reference.familiar()
