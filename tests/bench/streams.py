"""What is measured of byte streams: cp, save, load and a build's context, of one large file and of many small ones."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.bench.bench import OURS, Bench, case
from tests.bench.measure import Comparison, compare, environment, program
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


@case("streams", "cp, save, load and build of one file of 300 MB and of 10,000 files")
def streams(bench: Bench) -> Iterator[Comparison]:
    """Every comparison in turn."""
    oracle = bench.oracle
    # A large file is quick, and a run may meet memory that the machine has to find first; 10,000 files take seconds.
    pairs = {"large": bench.pairs(9), "many": bench.pairs(3)}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        source = _prepared(oracle, folder)
        image = f"bench-{os.getpid()}"
        oracle("commit", source, image)
        try:
            yield from _copies(source, folder, pairs)
            yield from _images(image, folder, pairs["large"])
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


def _copies(source: str, folder: Path, pairs: Mapping[str, int]) -> Iterator[Comparison]:
    out = folder / "out"
    for what, told in (("large", "300 MB"), ("many", "10,000 files")):
        out.mkdir()
        words = ["cp", f"{source}:/{what}", str(out)]
        yield _compare(f"cp of {told} out", words, pairs[what], before=partial(_remove, out / what))
        shutil.rmtree(out)
        yield _compare(f"cp of {told} in", ["cp", str(folder / what), f"{source}:/tmp"], pairs[what])


def _images(image: str, folder: Path, pairs: int) -> Iterator[Comparison]:
    file = folder / "image.tar"
    yield _compare("save of 300 MB", ["save", "-o", str(file), image], pairs)
    yield _compare("load of 300 MB", ["load", "-i", str(file)], pairs)


def _builds(folder: Path, pairs: Mapping[str, int]) -> Iterator[Comparison]:
    for what, told in (("large", "300 MB"), ("many", "10,000 files")):
        words = ["build", "-q", str(folder / what)]
        yield _compare(f"build, context of {told}", words, pairs[what], {"DOCKER_BUILDKIT": "0"})


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)


def _compare(
    name: str,
    words: Sequence[str],
    pairs: int,
    more: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> Comparison:
    environ = {**environment(host()), **(more or {})}
    docker, ours = (program([client, *words], environ, before=before) for client in (str(docker_cli()), OURS))
    return compare(name, docker, ours, pairs)
