"""The order of stats' lines, by flag and by key."""

from __future__ import annotations

import os
import pty
import termios
import threading

import pytest

from shell.commands.container.order import Keyboard, Order, keyboard
from shell.commands.container.sample import Usage
from shell.errors import ShellError
from shell.streams import In

USAGES = [Usage("1", name="b", cpu=1.0, memory=30.0, pids=2), Usage("2", name="a", cpu=5.0, memory=10.0, pids=9)]


def names(order: Order) -> str:
    return "".join(usage.name for usage in order.of(USAGES))


@pytest.mark.parametrize(
    ("name", "shown"), [("", "ba"), ("cpu", "ab"), ("memory", "ba"), ("name", "ab"), ("pids", "ab")]
)
def test_lines_are_sorted_by_what_was_asked_for(name: str, shown: str) -> None:
    assert names(Order(name)) == shown


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(ShellError, match="invalid order 'size': one of cpu, memory, name, pids"):
        Order("size")


@pytest.mark.parametrize(("keys", "shown"), [(b"c", "ab"), (b"m", "ba"), (b"mr", "ab"), (b"x", "ba"), (b"rr", "ba")])
def test_keys_change_the_order(keys: bytes, shown: str) -> None:
    order = Order("")
    assert order.typed(keys) and names(order) == shown


@pytest.mark.parametrize("keys", [b"q", b"Q", b"\x04", b"cq"])
def test_keys_leave(keys: bytes) -> None:
    assert not Order("").typed(keys)


def test_the_end_of_the_stream_ends_the_table() -> None:
    ended = threading.Event()
    ended.set()
    assert not Keyboard(None).wait(ended, 60, Order(""))


def test_a_key_is_read_at_once_and_the_terminal_is_given_back() -> None:
    master, slave = pty.openpty()
    try:
        before = termios.tcgetattr(slave)
        order = Order("")
        with keyboard(In(slave, isatty=True), shown=True) as keys:
            os.write(master, b"c")
            assert keys.wait(threading.Event(), 60, order) and order.name == "cpu"
            os.write(master, b"q")
            assert not keys.wait(threading.Event(), 60, order)
        assert termios.tcgetattr(slave) == before
    finally:
        os.close(master)
        os.close(slave)
