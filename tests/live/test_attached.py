"""Attached containers on both engines, over a unix socket, tcp and TLS: every byte arrives, every status too."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.support.oracle import Oracle
from tests.support.ways import WAYS, environ_of

pytestmark = pytest.mark.live
PATIENCE = 120
MIB = 1024 * 1024


class Way:
    """One way to an engine: our program runs there, docker prepares what it needs."""

    def __init__(self, name: str, home: Path) -> None:
        self.docker = Oracle(WAYS[name].version)
        self._environ = {"PATH": os.environ["PATH"], "HOME": str(home), **environ_of(name)}

    def start(self, *words: str, stdin: int | IO[bytes] = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "shell", *words],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environ,
        )

    def run(self, *words: str, given: bytes = b"") -> tuple[bytes, bytes, int]:
        """stdout, stderr, status."""
        with self.start(*words, stdin=subprocess.PIPE) as running:
            out, err = running.communicate(given, PATIENCE)
            return out, err, running.returncode


@pytest.fixture(params=list(WAYS))
def way(bed: None, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    made = Way(request.param, tmp_path)
    yield made
    made.docker.clean()


def test_output_errors_and_status(way: Way) -> None:
    line = ("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2; exit 7")
    assert way.run(*line) == (b"out\n", b"err\n", 7)


def test_stdin_goes_in_and_comes_out(way: Way) -> None:
    """Four MiB through cat, both ways at once: neither direction waits for the other."""
    data = os.urandom(4 * MIB)
    out, err, status = way.run("run", "-i", "--rm", "busybox", "cat", given=data)
    assert (hashlib.sha256(out).digest(), err, status) == (hashlib.sha256(data).digest(), b"", 0)


def test_a_slow_reader_gets_everything(way: Way) -> None:
    """Longer than the container lives."""
    size = 16 * MIB + 1
    with way.start("run", "--rm", "busybox", "head", "-c", str(size), "/dev/zero") as running:
        assert running.stdout is not None
        got = 0
        while data := os.read(running.stdout.fileno(), 1000 if got < 200_000 else MIB):
            got += len(data)
        assert (got, running.wait(PATIENCE)) == (size, 0)


def test_exec_reads_to_the_end_of_stdin(way: Way) -> None:
    name = way.docker.container()
    assert way.run("exec", "-i", name, "sh", "-c", "cat; exit 3", given=b"hello\n") == (b"hello\n", b"", 3)


def test_start_again_and_type_into_it(way: Way) -> None:
    name = way.docker.name()
    out, err, status = way.run("create", "-i", "--name", name, "busybox", "sh", "-c", "read x; echo got $x; exit 9")
    assert (err, status) == (b"", 0)
    assert way.run("start", "-ai", name, given=b"it\n") == (b"got it\n", b"", 9)


def test_attach_to_its_end(way: Way) -> None:
    name = way.docker.name()
    way.docker("create", "-i", "--name", name, "busybox", "sh", "-c", "read x; echo got $x; exit 5")
    way.docker("start", name)
    assert way.run("attach", name, given=b"it\n") == (b"got it\n", b"", 5)


def test_logs_are_followed_to_the_end(way: Way) -> None:
    name = way.docker.name()
    way.docker("create", "-i", "--name", name, "busybox", "sh", "-c", "echo one; read x; echo two")
    way.docker("start", name)
    with way.start("logs", "-f", name) as running:
        assert running.stdout is not None and running.stdout.readline() == b"one\n"
        way.docker("attach", name, given=b"go\n")
        out, err = running.communicate(timeout=PATIENCE)
        assert (out, err, running.returncode) == (b"two\n", b"", 0)


def test_a_signal_reaches_the_container(way: Way) -> None:
    script = "trap 'echo caught; exit 33' TERM; echo ready; while :; do sleep 0.1; done"
    with way.start("run", "--rm", "busybox", "sh", "-c", script) as running:
        assert running.stdout is not None and running.stdout.readline() == b"ready\n"
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=PATIENCE)
        assert (out, err, running.returncode) == (b"caught\n", b"", 33)
