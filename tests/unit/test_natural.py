"""Natural order is the one in which docker lists."""

from __future__ import annotations

from random import Random

from shell.natural import natural


def test_numbers_count_as_numbers_and_come_first() -> None:
    names = ["", "1", "01", "2", "10", "_", "a", "a2", "a10", "a-1", "aB", "ab", "é"]
    assert sorted(Random(1).sample(names, len(names)), key=natural) == names
