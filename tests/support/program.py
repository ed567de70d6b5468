"""The program as a process of its own, with pipes; none outlives the test that began it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

# With signals as at a terminal: what runs the tests may have them ignored.
START = """import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from shell.main import start
start()"""

_BEGUN: list[subprocess.Popen[str]] = []


def begin(host: str, *words: str, **environ: str) -> subprocess.Popen[str]:
    """Run `docker-shell WORDS` against `host`; the test's file calls `end_all` behind each test."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DOCKER_HOST": host, **environ},
    )
    _BEGUN.append(process)
    return process


def end_all() -> None:
    """A test that fails leaves no program behind."""
    while _BEGUN:
        process = _BEGUN.pop()
        process.kill()
        process.wait(60)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None and not pipe.closed:
                with suppress(OSError):
                    pipe.close()
