"""Sizes as bars."""

from __future__ import annotations

import pytest

from shell.output.bars import bar, bars, size_of


@pytest.mark.parametrize(
    ("text", "size"),
    [("0B", 0), ("12B", 12), ("1.5kB", 1500), ("1.98MB", 1.98e6), ("2GiB", 2 * 1024**3), ("1e+03kB", 1e6), ("N/A", 0)],
)
def test_sizes_are_read(text: str, size: float) -> None:
    assert size_of(text) == pytest.approx(size)


def test_a_bar_has_steps_of_an_eighth() -> None:
    assert bar(1, 4) == "████"
    assert bar(0.5, 4) == "██"
    assert bar(0.28125, 4) == "█▏"
    assert bar(0, 4) == ""


def test_other_tables_and_narrow_screens_have_none() -> None:
    titles = ["TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE"]
    rows = [["Images", "1", "1", "4GB", ""], ["Volumes", "1", "1", "2GB", ""]]
    assert bars(titles, rows, 10) == ["█" * 10, "█" * 5]
    assert bars(titles, rows, 3) == []
    assert bars(["NAME", "SIZE"], [["a", "1B"], ["b", "2B"]], 50) == []
    assert bars(titles, [["a", "", "", "0B", ""], ["b", "", "", "0B", ""]], 50) == []
