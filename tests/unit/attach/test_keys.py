"""The detach keys: how they are written, and found in keys cut anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shell.attach.keys import DEFAULT, DetachKeys, keys_or_default, parse_keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ctrl-p,ctrl-q", b"\x10\x11"),
        ("ctrl-@,a", b"\x00a"),
        ("ctrl-[,ctrl-\\,ctrl-],ctrl-^,ctrl-_", b"\x1b\x1c\x1d\x1e\x1f"),
        ("DEL", b"\x7f"),
        ("a,b,c", b"abc"),
    ],
)
def test_spellings(text: str, keys: bytes) -> None:
    assert parse_keys(text) == keys


@pytest.mark.parametrize("text", ["ctrl-P", "ctrl-1", "foo", "a,,b", "é", "ctrl-p,"])
def test_what_is_no_key_is_refused_in_dockers_words(text: str) -> None:
    with pytest.raises(ValueError, match="^Unknown character: '"):
        parse_keys(text)


def test_bad_or_no_keys_are_dockers_own() -> None:
    assert keys_or_default("") == keys_or_default("foo") == DEFAULT
    assert keys_or_default("x") == b"x"


def typed(data: bytes, size: int, keys: bytes) -> tuple[bytes, bool]:
    """What comes through when `data` is typed in pieces."""
    finder, through = DetachKeys(keys), b""
    for at in range(0, len(data), size):
        part, detached = finder.feed(data[at : at + size])
        through += part
        if detached:
            return through, True
    return through, False


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
@pytest.mark.parametrize(
    ("data", "through", "detached"),
    [
        (b"ls\r\x10\x11rest", b"ls\r", True),
        (b"\x10\x10\x11", b"\x10", True),
        (b"a\x10b\x11c", b"a\x10b\x11c", False),
        (b"\x11\x10", b"\x11", False),
    ],
)
def test_found_in_any_pieces(data: bytes, through: bytes, detached: bool, size: int) -> None:
    assert typed(data, size, DEFAULT) == (through, detached)


def test_the_beginning_of_a_match_is_held_and_then_delivered() -> None:
    finder = DetachKeys(b"aab")
    assert [finder.feed(b"a"), finder.feed(b"a"), finder.feed(b"a"), finder.feed(b"c")] == [
        (b"", False),
        (b"", False),
        (b"a", False),
        (b"aac", False),
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from([b"a", b"b"]), max_size=40).map(b"".join), st.integers(1, 7))
def test_any_split_gives_the_same(data: bytes, size: int) -> None:
    keys = b"abaab"
    through, detached = typed(data, size, keys)
    at = data.find(keys)
    assert detached is (at >= 0)
    if detached:
        assert through == data[:at]
    else:
        assert data.startswith(through) and len(data) - len(through) < len(keys)
