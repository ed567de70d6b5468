"""JSON is coloured only where a person looks, and never changed."""

from __future__ import annotations

import re

import pytest

from shell.output.highlight import MOST, write_json
from shell.streams import Out

TEXT = '[\n    {\n        "Id": "a\\u001b",\n        "Size": 1.5e3,\n        "None": null\n    }\n]\n'


def written(text: str, isatty: bool = False, colour: bool = False) -> str:
    parts: list[bytes] = []
    out = Out(parts.append, None, isatty, colour)
    write_json(out, text)
    out.flush()
    return b"".join(parts).decode()


def test_a_pipe_gets_the_bytes() -> None:
    assert written(TEXT) == TEXT
    assert written("\x1b[31m") == "\x1b[31m"


def test_a_terminal_gets_colours_and_the_same_text() -> None:
    shown = written(TEXT, isatty=True, colour=True)
    assert "\x1b[" in shown
    assert re.sub(r"\x1b\[[\d;]*m", "", shown) == TEXT


def test_no_colour_that_cannot_be_read_on_dark_and_on_light() -> None:
    used = set(re.findall(r"\x1b\[([\d;]*)m", written(TEXT, isatty=True, colour=True)))
    assert used <= {"94", "35", "91", "01", "39;49;00"}


def test_no_colour_is_plain() -> None:
    assert written(TEXT, isatty=True) == TEXT


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "\x1b[2J" not in written('"\x1b[2J"', isatty=True, colour=True)


@pytest.mark.parametrize("style", ["monokai", "no-such-style", "none"])
def test_styles_by_name(style: str) -> None:
    parts: list[bytes] = []
    out = Out(parts.append, None, True, True)
    out.style = style
    write_json(out, TEXT)
    out.flush()
    shown = b"".join(parts).decode()
    assert re.sub(r"\x1b\[[\d;]*m", "", shown) == TEXT
    assert ("\x1b[" in shown) == (style != "none")


def test_a_huge_text_is_plain() -> None:
    text = '"' + "x" * MOST + '"'
    assert written(text, isatty=True, colour=True) == text
