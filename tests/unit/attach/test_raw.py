"""The terminal is exactly as it was, however the time in raw mode ends."""

from __future__ import annotations

import os
import pty
import termios
from collections.abc import Iterator

import pytest

from shell.attach.raw import RawTerminal, is_terminal
from shell.streams import Out


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """(our end, the program's end)."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def out_to(fd: int) -> Out:
    return Out(fd=fd, isatty=True)


def test_raw_inside_and_as_before_afterwards(terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    before = termios.tcgetattr(theirs)
    with RawTerminal(theirs, out_to(theirs)) as raw:
        inside = termios.tcgetattr(theirs)
        assert not inside[3] & (termios.ECHO | termios.ICANON | termios.ISIG)
        assert not inside[1] & termios.OPOST
        raw.shown(b"\x1b[?1049h\x1b[?25l")
    assert termios.tcgetattr(theirs) == before
    assert os.read(ours, 100) == b"\x1b[?1049l\x1b[?25h"


def test_as_before_after_an_exception(terminal: tuple[int, int]) -> None:
    _, theirs = terminal
    before = termios.tcgetattr(theirs)
    with pytest.raises(KeyboardInterrupt), RawTerminal(theirs, None):
        raise KeyboardInterrupt
    assert termios.tcgetattr(theirs) == before


def test_raw_again_after_a_stop(terminal: tuple[int, int]) -> None:
    _, theirs = terminal
    before = termios.tcgetattr(theirs)
    with RawTerminal(theirs, None) as raw:
        inside = termios.tcgetattr(theirs)
        termios.tcsetattr(theirs, termios.TCSANOW, before)
        raw.again()
        assert termios.tcgetattr(theirs) == inside
        raw.restore()
        raw.again()
        assert termios.tcgetattr(theirs) == before


def test_what_is_a_terminal(terminal: tuple[int, int]) -> None:
    read, write = os.pipe()
    assert is_terminal(terminal[1]) and not is_terminal(read) and not is_terminal(None)
    os.close(read)
    os.close(write)
    assert not is_terminal(read)
