"""What is under the cursor, for completion and for Enter."""

from __future__ import annotations

import pytest
from hypothesis import given

from shell.line.cursor import Cursor, under_cursor, unfinished
from tests.unit.line.test_tokenizer import LINES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Cursor((), "", 0, "", "command")),
        ("p", Cursor((), "p", 0, "", "command")),
        ("ps ", Cursor(("ps",), "", 3, "", "argument")),
        ("docker st", Cursor((), "st", 7, "", "command")),
        ("docker stop w", Cursor(("stop",), "w", 12, "", "argument")),
        ("A=b stop w", Cursor(("stop",), "w", 9, "", "argument")),
        ("ps -a | gre", Cursor((), "gre", 8, "", "command", True)),
        ("ps -a | grep we", Cursor(("grep",), "we", 13, "", "argument", True)),
        ("cat x | docker load -", Cursor(("load",), "-", 20, "", "argument")),
        ("ps | wc; stop we", Cursor(("stop",), "we", 14, "", "argument")),
        ("ps || stop we", Cursor(("stop",), "we", 11, "", "argument")),
        ("ps && stop we", Cursor(("stop",), "we", 11, "", "argument")),
        ("ps\nstop we", Cursor(("stop",), "we", 8, "", "argument")),
        ("ps > fi", Cursor((), "fi", 5, "", "file")),
        ("ps > fi -", Cursor(("ps",), "-", 8, "", "argument")),
        ("stop 'my we", Cursor(("stop",), "my we", 5, "'", "argument")),
        ('stop "we', Cursor(("stop",), "we", 5, '"', "argument")),
        ("stop a$(ps -f na", Cursor(("ps", "-f"), "na", 14, "", "argument")),
        ('echo "x $HO', Cursor((), "HO", 9, '"', "variable")),
        ("echo ${", Cursor((), "", 7, "", "variable")),
        ("!ls fi", Cursor((), "ls fi", 1, "", "local")),
        ("ps # st", Cursor((), "", 7, "", "comment")),
    ],
    ids=repr,
)
def test_cursor_is_there(text: str, expected: Cursor) -> None:
    assert under_cursor(text) == expected


@pytest.mark.parametrize(
    ("text", "more"),
    [("ps", False), ("run 'a", True), ("ps \\", True), ("ps &&", True), ("cat <<E\nx", True), ("ps (", False)],
)
def test_enter_opens_another_line_only_when_the_end_is_missing(text: str, more: bool) -> None:
    assert unfinished(text) is more


@given(LINES)
def test_any_text_has_a_cursor(text: str) -> None:
    cursor = under_cursor(text)
    assert 0 <= cursor.start <= len(text)
