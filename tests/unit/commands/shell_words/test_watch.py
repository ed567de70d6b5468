"""What watch draws."""

from __future__ import annotations

import pytest

from shell.commands.shell_words.watch import draw, marked
from shell.streams import Out


@pytest.mark.parametrize(
    ("before", "line", "shown"),
    [
        ("same", "same", "same"),
        ("Up 1 min", "Up 2 min", "Up \x1b[7m2\x1b[27m min"),
        ("ab", "abcd", "ab\x1b[7mcd\x1b[27m"),
        ("", "new", "\x1b[7mnew\x1b[27m"),
        ("long", "l", "l"),
    ],
)
def test_changed_characters_are_marked(before: str, line: str, shown: str) -> None:
    assert marked(line, before) == shown


def drawn(lines: list[str], before: list[str]) -> str:
    parts: list[bytes] = []
    draw(Out(parts.append, None, True, size=lambda: (20, 6)), "Every 2 s: ps", lines, before)
    return b"".join(parts).decode()


def test_nothing_is_marked_at_first_and_new_lines_are_later() -> None:
    assert "\x1b[7m" not in drawn(["a", "b"], [])
    assert "\x1b[7mb\x1b[27m" in drawn(["a", "b"], ["a"])


def test_it_stays_on_the_screen() -> None:
    text = drawn([f"line {number} " + "x" * 50 for number in range(50)], [])
    assert "line 2" in text
    assert "line 3" not in text
    assert "x" * 21 not in text
