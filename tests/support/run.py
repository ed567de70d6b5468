"""One command in this process: what it prints and how it ends, without starting a program."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shell.env import Env
from shell.main import main
from shell.streams import In, Out, Streams
from tests.support.daemon import Daemon


@dataclass
class Result:
    """stdout, stderr, and the exit status."""

    out: str
    err: str
    code: int


def run(
    line: str | Sequence[str],
    engine: Daemon | Path | str | None = None,
    *,
    given: bytes = b"",
    environ: Mapping[str, str] | None = None,
    columns: int = 0,
    colour: bool = False,
) -> Result:
    """Run a line (split as sh does) or its words; `engine` is a scripted daemon, a socket, or an address.

    `columns` makes stdout a terminal of that width.
    """
    words = shlex.split(line) if isinstance(line, str) else list(line)
    host = _host(engine)
    out, err = bytearray(), bytearray()
    streams = Streams(
        In(held=given),
        Out(out.extend, isatty=columns > 0, colour=colour, size=lambda: (columns, 24)),
        Out(err.extend),
    )
    known = {"HOME": "/proc/nonexistent", "PATH": "/usr/bin:/bin", **(environ or {})}
    code = main(["-H", host, *words] if host else words, Env(known), streams)
    streams.flush()
    return Result(out.decode(), err.decode(), code)


def _host(engine: Daemon | Path | str | None) -> str:
    if isinstance(engine, Daemon):
        return engine.host
    return f"unix://{engine}" if isinstance(engine, Path) else engine or ""
