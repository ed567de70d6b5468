"""What is measured of byte streams: cp, save, load and a build's context, of one large file and of many small ones."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.measure import Comparison, environment
from tests.support.engines import docker_cli, host
from tests.support.oracle import Oracle

LARGE = 300_000_000  # bytes of the one file
MANY = 10_000  # files
FOLDERS = 100
INSIDE = f"""
mkdir /large /many
dd if=/dev/urandom of=/large/file bs=1000000 count={LARGE // 1_000_000} 2>/dev/null
i=0; while [ $i -lt {FOLDERS} ]; do mkdir /many/$i; i=$((i+1)); done
i=0; while [ $i -lt {MANY} ]; do echo "file number $i" > /many/$((i % {FOLDERS}))/$i; i=$((i+1)); done
"""


@dataclass(frozen=True)
class Sample:
    """One run of a program: seconds on the clock, seconds of CPU, most memory in MiB."""

    wall: float
    cpu: float
    memory: float


def cases(oracle: Oracle, scale: float) -> Iterator[Comparison]:
    """Every comparison in turn; `scale` multiplies the number of pairs."""
    pairs = max(1, round(5 * scale))
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        source = _prepared(oracle, folder)
        image = f"bench-{os.getpid()}"
        oracle("commit", source, image)
        try:
            yield from _copies(source, folder, pairs)
            yield from _images(image, folder, pairs)
            yield from _builds(folder, pairs)
        finally:
            oracle.result("rmi", "-f", image)


def _prepared(oracle: Oracle, folder: Path) -> str:
    """A container with /large and /many, and both below `folder` too."""
    source = oracle.container(stem="bench")
    oracle("exec", source, "sh", "-c", INSIDE)
    for what in ("large", "many"):
        oracle("cp", f"{source}:/{what}", str(folder))
        (folder / what / "Dockerfile").write_text("FROM scratch\nLABEL bench=1\n")
    return source


def _copies(source: str, folder: Path, pairs: int) -> Iterator[Comparison]:
    out = folder / "out"
    for what, told in (("large", "300 MB"), ("many", "10,000 files")):
        out.mkdir()
        words = ["cp", f"{source}:/{what}", str(out)]
        yield _compare(f"cp of {told} out", words, pairs, before=partial(_remove, out / what))
        shutil.rmtree(out)
        yield _compare(f"cp of {told} in", ["cp", str(folder / what), f"{source}:/tmp"], pairs)


def _images(image: str, folder: Path, pairs: int) -> Iterator[Comparison]:
    file = folder / "image.tar"
    yield _compare("save of 300 MB", ["save", "-o", str(file), image], pairs)
    yield _compare("load of 300 MB", ["load", "-i", str(file)], pairs)


def _builds(folder: Path, pairs: int) -> Iterator[Comparison]:
    for what, told in (("large", "300 MB"), ("many", "10,000 files")):
        words = ["build", "-q", str(folder / what)]
        yield _compare(f"build, context of {told}", words, pairs, {"DOCKER_BUILDKIT": "0"})


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)


def _compare(
    name: str,
    words: Sequence[str],
    pairs: int,
    more: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> Comparison:
    """Both clients in turn; the medians of wall time, and CPU and memory as a note."""
    environ = {**environment(host()), **(more or {})}
    programs = ([str(docker_cli())], [_ours()])
    samples: tuple[list[Sample], list[Sample]] = ([], [])
    for number in range(pairs + 1):
        for side in (0, 1) if number % 2 else (1, 0):
            before()
            sample = _run([*programs[side], *words], environ)
            if number:  # the first pair warms the caches
                samples[side].append(sample)
    docker, ours = samples
    ratio = statistics.median(a.wall / b.wall for a, b in zip(docker, ours, strict=True))
    cpu = statistics.median(b.cpu / a.cpu for a, b in zip(docker, ours, strict=True))
    memory = [max(sample.memory for sample in side) for side in samples]
    note = f"CPU {cpu:.2f} of docker's; {memory[1]:.0f} MiB against {memory[0]:.0f}"
    walls = [statistics.median(sample.wall for sample in side) * 1000 for side in samples]
    return Comparison(name, walls[0], walls[1], ratio, pairs, note)


def _ours() -> str:
    return str(Path(sys.executable).parent / "docker-shell")


def _run(words: Sequence[str], environ: Mapping[str, str]) -> Sample:
    begun = time.perf_counter()
    process = subprocess.Popen(words, env=dict(environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    return Sample(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
