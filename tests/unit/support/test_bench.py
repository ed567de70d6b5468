"""The benchmarks can be imported and tell what they measure."""

from __future__ import annotations

import pytest

from tests.bench import __main__ as bench
from tests.bench import memory, soak
from tests.bench.measure import Sample, aligned, compare


def test_every_case_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--list"]) == 0
    named = {line.split()[0] for line in capsys.readouterr().out.splitlines()}
    assert {"ps", "inspect", "help", "requests", "reads", "mixed", "list", "inspect-100", "logs", "streams"} <= named


def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["nothing"]) == 2
    assert "no case nothing" in capsys.readouterr().err


def test_the_soak_lists_its_cases(capsys: pytest.CaptureFixture[str]) -> None:
    assert soak.main(["--list"]) == 0
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == set(soak.CASES)


def test_the_memory_lists_its_cases(capsys: pytest.CaptureFixture[str]) -> None:
    assert memory.main(["--list"]) == 0
    assert "cp in" in capsys.readouterr().out.splitlines()


def test_a_ratio_is_the_median_of_the_pairs() -> None:
    left, right = iter([3.0, 2.0, 9.0]), iter([1.0, 2.0, 3.0])
    found = compare("x", lambda: Sample(next(left)), lambda: Sample(next(right)), 3, warm=False)
    assert (found.docker, found.ours, found.ratio, found.cpu_ratio) == (3000.0, 2000.0, 3.0, 0.0)


def test_columns_are_aligned() -> None:
    assert aligned([["a", "1"], ["bbb", "22"]]) == ["a     1", "bbb  22"]
