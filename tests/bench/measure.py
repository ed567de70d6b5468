"""Paired runs of two programs and what is made of them: medians, ratios of wall time and CPU, most memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True)
class Sample:
    """One run: seconds on the clock, seconds of CPU (0: not measured), most memory in MiB (0: not measured)."""

    wall: float
    cpu: float = 0.0
    memory: float = 0.0


Run = Callable[[], Sample]


@dataclass
class Comparison:
    """What was compared. Times are medians in milliseconds; a ratio above 1: we need so much less than docker."""

    name: str
    docker: float
    ours: float
    ratio: float
    docker_cpu: float
    our_cpu: float
    cpu_ratio: float
    memory: float  # MiB, ours
    pairs: int
    note: str = ""

    def row(self) -> list[str]:
        """The cells of the table."""
        cpu = [f"{self.docker_cpu:.1f}", f"{self.our_cpu:.1f}", f"{self.cpu_ratio:.2f}"] if self.our_cpu else [""] * 3
        memory = f"{self.memory:.0f}" if self.memory else ""
        times = [f"{self.docker:.1f}", f"{self.ours:.1f}", f"{self.ratio:.2f}"]
        return [self.name, *times, *cpu, memory, str(self.pairs), self.note]

    def record(self) -> dict[str, Any]:
        """The same for a machine."""
        return asdict(self)


TITLES = ["", "docker ms", "ours ms", "ratio", "docker CPU", "our CPU", "ratio", "our MiB", "pairs", ""]


def compare(name: str, docker: Run, ours: Run, pairs: int, note: str = "", warm: bool = True) -> Comparison:
    """Run both `pairs` times, in turn first; the ratios are the medians of the pairs' ratios.

    `warm`: one run of each goes before, which is not counted.
    """
    left: list[Sample] = []
    right: list[Sample] = []
    if warm:
        docker(), ours()
    for number in range(pairs):
        both = [(docker, left), (ours, right)]
        for run, samples in both if number % 2 else reversed(both):
            samples.append(run())
    walls, cpus = ratio_of(left, right, "wall"), ratio_of(left, right, "cpu")
    return Comparison(
        name,
        median_of(left, "wall"),
        median_of(right, "wall"),
        walls,
        median_of(left, "cpu"),
        median_of(right, "cpu"),
        cpus,
        max(sample.memory for sample in right),
        pairs,
        note,
    )


def median_of(samples: Sequence[Sample], what: str) -> float:
    """Milliseconds."""
    return float(statistics.median(getattr(sample, what) for sample in samples)) * 1000


def ratio_of(left: Sequence[Sample], right: Sequence[Sample], what: str) -> float:
    """The median of what one took of the other, pair by pair; 0 where it was not measured."""
    pairs = [(getattr(a, what), getattr(b, what)) for a, b in zip(left, right, strict=True)]
    return float(statistics.median(a / b if b else 0.0 for a, b in pairs))


def program(
    words: Sequence[str],
    environ: Mapping[str, str],
    given: bytes | Path = b"",
    before: Callable[[], object] = lambda: None,
) -> Run:
    """A run of a program whose output is dropped; a failure ends the benchmark. `before` is not measured."""

    def run() -> Sample:
        before()
        with tempfile.TemporaryFile() as errors, _input(given) as source:
            return _measured(words, environ, source, errors)

    return run


def _input(given: bytes | Path) -> IO[bytes]:
    if isinstance(given, Path):
        return given.open("rb")
    source = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    source.write(given)
    source.seek(0)
    return source


def _measured(words: Sequence[str], environ: Mapping[str, str], source: IO[bytes], errors: IO[bytes]) -> Sample:
    begun = time.perf_counter()
    process = subprocess.Popen(words, env=dict(environ), stdin=source, stdout=subprocess.DEVNULL, stderr=errors)
    _, status, used = os.wait4(process.pid, 0)  # what its own children used is in it
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        errors.seek(0)
        told = errors.read().decode(errors="replace")
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}: {told}")
    return Sample(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def environment(host: str) -> dict[str, str]:
    """What both clients are started with."""
    return {"PATH": os.environ["PATH"], "HOME": "/proc/nonexistent", "DOCKER_HOST": host, "LANG": "C.UTF-8"}


def table(comparisons: Sequence[Comparison]) -> list[str]:
    """The lines of a table."""
    return aligned([TITLES, *(each.row() for each in comparisons)], left=(0, len(TITLES) - 1))


def aligned(rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> list[str]:
    """Rows in columns; those of `left` start at the same place, the others end at it."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
