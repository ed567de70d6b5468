"""Columns come out as Go's tabwriter makes them with docker's parameters."""

from __future__ import annotations

import pytest

from shell.output.tabwriter import align, display_width


def test_cells_are_padded_to_the_widest_of_their_column() -> None:
    assert align("A\tB\tC\n123456789012\tx\ty\n") == "A              B         C\n123456789012   x         y\n"


def test_the_last_cell_is_left_alone() -> None:
    assert align("ab\tc d\n") == "ab        c d\n"


def test_a_line_without_the_column_ends_it() -> None:
    assert align("aaaaaaaaaaaa\tb\nno column\na\tb\n") == "aaaaaaaaaaaa   b\nno column\na         b\n"


def test_widths_count_characters() -> None:
    assert align("ééééééééééé\tx\n12345678901\tx\n") == "ééééééééééé   x\n12345678901   x\n"


def test_inner_columns_depend_on_their_block() -> None:
    assert (
        align("a\tbbbbbbbbbbbb\tc\nd\te\nf\tg\th\n")
        == "a         bbbbbbbbbbbb   c\nd         e\nf         g         h\n"
    )


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("é", 1),
        ("e\u0301", 1),
        ("กี", 1),
        ("図書", 4),
        ("❤\ufe0f", 1),
        ("👩\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("a\x00b\xad", 2),
    ],
)
def test_of_a_cluster_the_first_character_counts(text: str, columns: int) -> None:
    assert display_width(text) == columns
