"""The terminal shows what a person would see, and Ctrl-C reaches the program."""

from __future__ import annotations

from tests.support.terminal import Terminal

ASKS = "import os,tty; tty.setraw(0); os.write(1, b'abc\\x1b[6n'); print(os.read(0, 20), end='\\r\\n')"

CATCHES = """
import os, signal, time
def caught(number, frame):
    os.write(1, b"caught")
    os._exit(4)
signal.signal(signal.SIGINT, caught)
os.write(1, b"ready")
while True:
    time.sleep(0.1)
"""


def test_typed_text_shows_and_the_end_is_seen() -> None:
    with Terminal(command=["sh", "-c", "read x; echo got-$x; stty size; exit 3"]) as terminal:
        terminal.line("hello")
        terminal.shows("got-hello")
        terminal.shows("24 80")
        assert terminal.ends() == 3


def test_ctrl_c_is_a_signal() -> None:
    with Terminal(command=["python3", "-c", CATCHES]) as terminal:
        terminal.shows("ready")
        terminal.type("\x03")
        terminal.shows("caught")
        assert terminal.ends() == 4


def test_a_new_size_is_told() -> None:
    with Terminal(command=["sh", "-c", "read x; stty size"]) as terminal:
        terminal.resize(100, 30)
        terminal.line("")
        terminal.shows("30 100")


def test_the_cursor_s_place_is_answered() -> None:
    with Terminal(command=["python3", "-c", ASKS]) as terminal:
        terminal.shows("[1;4R")
