"""Spans of a line for colouring."""

from __future__ import annotations

import pytest
from hypothesis import given

from shell.line.colours import spans
from tests.unit.line.test_tokenizer import LINES


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ps -a x", ["command:ps", "flag:-a", "argument:x"]),
        ("ps | wc", ["command:ps", "operator:|", "command:wc"]),
        ("A=1 ps", ["command:A=1", "command:ps"]),
        ("docker ps", ["command:docker", "command:ps"]),
        ("> f ps", ["operator:>", "argument:f", "command:ps"]),
        ("a 'b' $c # d", ["command:a", "string:'b'", "variable:$c", "comment:# d"]),
        ("a $(b c)", ["command:a", "operator:$(", "command:b", "argument:c", "operator:)"]),
        ("!ls -l", ["local:!ls -l"]),
        ("for x", ["error:for", "argument:x"]),
    ],
)
def test_line_is_coloured(line: str, expected: list[str]) -> None:
    assert [f"{colour}:{line[start:end]}" for start, end, colour in spans(line)] == expected


@given(LINES)
def test_spans_are_ordered_and_do_not_overlap(text: str) -> None:
    edges = [edge for start, end, _ in spans(text) for edge in (start, end)]
    assert edges == sorted(edges)
