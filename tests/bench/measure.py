"""Paired runs of two commands and what is made of them: medians and a ratio."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Run = Callable[[], object]


@dataclass
class Comparison:
    """What was compared; the medians are in milliseconds. A `ratio` above 1: we are that much faster."""

    name: str
    docker: float
    ours: float
    ratio: float
    pairs: int
    note: str = ""

    def row(self) -> list[str]:
        """The cells of the table."""
        return [self.name, f"{self.docker:.1f}", f"{self.ours:.1f}", f"{self.ratio:.2f}", str(self.pairs), self.note]

    def record(self) -> dict[str, Any]:
        """The same for a machine."""
        return asdict(self)


def compare(name: str, docker: Run, ours: Run, pairs: int, note: str = "") -> Comparison:
    """Run both `pairs` times, one after the other and in turn first; the ratio is the median of the pairs' ratios."""
    timed(docker), timed(ours)
    left: list[float] = []
    right: list[float] = []
    for number in range(pairs):
        both = [(docker, left), (ours, right)]
        for run, times in both if number % 2 else reversed(both):
            times.append(timed(run))
    ratio = statistics.median(a / b for a, b in zip(left, right, strict=True))
    return Comparison(name, statistics.median(left) * 1000, statistics.median(right) * 1000, ratio, pairs, note)


def timed(run: Run) -> float:
    """Seconds."""
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def program(words: Sequence[str], environ: Mapping[str, str], given: bytes = b"") -> Run:
    """A run of a program whose output is read and dropped; a failure ends the benchmark."""

    def run() -> None:
        done = subprocess.run(words, input=given, env=environ, capture_output=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)}: {done.stderr.decode(errors='replace')}")

    return run


def environment(host: str) -> dict[str, str]:
    """What both clients are started with."""
    return {"PATH": os.environ["PATH"], "HOME": "/proc/nonexistent", "DOCKER_HOST": host, "LANG": "C.UTF-8"}


def table(comparisons: Sequence[Comparison]) -> list[str]:
    """The lines of a table."""
    rows = [["", "docker ms", "ours ms", "docker/ours", "pairs", ""], *(each.row() for each in comparisons)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(_cell(cell, width, at) for at, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]


def _cell(text: str, width: int, at: int) -> str:
    return text.ljust(width) if at in (0, 5) else text.rjust(width)
