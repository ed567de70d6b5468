"""What a killed program left switched on in the terminal is switched back, and nothing else."""

from __future__ import annotations

import pytest

from shell.attach.modes import Modes


def undone(data: bytes, size: int = 1000) -> bytes:
    modes = Modes()
    for at in range(0, len(data), size):
        modes.feed(data[at : at + size])
    return modes.undo()


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize(
    ("data", "undo"),
    [
        (b"plain text\r\n", b""),
        (b"\x1b[?1049h\x1b[2J vi", b"\x1b[?1049l"),
        (b"\x1b[?1049h vi \x1b[?1049l", b""),
        (b"\x1b[?25l hidden", b"\x1b[?25h"),
        (b"\x1b[?25l\x1b[?25h", b""),
        (b"\x1b[?2004h", b"\x1b[?2004l"),
        (b"\x1b[?1000;1006h", b"\x1b[?1000l\x1b[?1006l"),
        (b"\x1b[1;31mred", b"\x1b[0m"),
        (b"\x1b[1;31mred\x1b[m", b""),
        (b"\x1b[31mred\x1b[0;0m", b""),
        (b"\x1b=\x1b[?1h", b"\x1b[?1l\x1b>"),
        (b"\x1b[?1h\x1b=\x1b[?1l\x1b>", b""),
        (b"\x1b[?1049h\x1b[31m\x1bc", b""),
        (b"\x1b[?12h\x1b[4h", b""),
    ],
)
def test_switched_back(data: bytes, undo: bytes, size: int) -> None:
    assert undone(data, size) == undo


def test_a_second_undo_is_empty() -> None:
    modes = Modes()
    modes.feed(b"\x1b[?25l")
    assert modes.undo() and not modes.undo()
