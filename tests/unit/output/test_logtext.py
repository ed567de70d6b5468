"""A log at a terminal: letters, lines and colours pass, what steers the terminal is spelt out."""

from __future__ import annotations

import pytest

from shell.output.logtext import Shown
from shell.streams import Out


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("plain\tand\nlines\n", "plain\tand\nlines\n"),
        ("grün 漢字\n", "grün 漢字\n"),
        ("\x1b[1;31mred\x1b[0m\n", "\x1b[1;31mred\x1b[0m\n"),
        ("a\r\nb\n", "a\r\nb\n"),
        ("\x1b[2Jgone\n", "^[[2Jgone\n"),
        ("\x1b]0;title\x07\n", "^[]0;title^G\n"),
        ("hidden\rshown\n", "hidden^Mshown\n"),
        ("\u202eright to left\n", "\\u202eright to left\n"),
    ],
)
def test_shown(data: str, text: str, size: int) -> None:
    parts: list[bytes] = []
    shown, raw = Shown(Out(parts.append)), data.encode()
    for at in range(0, len(raw), size):
        shown.write(raw[at : at + size])
    assert b"".join(parts).decode() == text


def test_bytes_that_are_no_text() -> None:
    parts: list[bytes] = []
    Shown(Out(parts.append)).write(b"\xff\xfe ok\n")
    assert b"".join(parts) == b"\\xff\\xfe ok\n"
