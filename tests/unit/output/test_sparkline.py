"""Values as small bars."""

from __future__ import annotations

import pytest

from shell.output.sparkline import Trends, sparkline


@pytest.mark.parametrize(
    ("values", "top", "line"),
    [
        ([0, 50, 100], 100, " ▄█"),
        ([0.01, 1000], 100, "▁█"),
        ([-1, 0], 100, "  "),
        ([1, 2], 0, "  "),
        ([], 100, ""),
    ],
)
def test_one_character_a_value(values: list[float], top: float, line: str) -> None:
    assert sparkline(values, top) == line


def test_trends_keep_the_last_values_of_what_there_is() -> None:
    trends = Trends(3)
    for value in (10.0, 50.0, 100.0, 25.0):
        trends.take({"web": value, "other": 0.0})
    assert trends.line("web", 100.0) == "▄█▂"
    assert trends.line("other", 100.0) == "   "
    trends.take({"web": 400.0})
    assert trends.line("web", 100.0) == "▂▁█"
    assert trends.line("other", 100.0) == ""
