"""A pager behind a command: what it prints goes there, and quitting it ends the command."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Mapping
from types import TracebackType

from ..streams import Out

USUAL = "less"
FLAGS = "FRX"  # end at once when all fits, keep colours, leave the text on the screen


class Paged:
    """`with Paged(out, environ) as paged:` gives an Out whose reader is $PAGER, else `less -FRX`.

    Writing after the user has quit raises BrokenPipeError, as a pipe does. The end waits for the user to quit.
    """

    def __init__(self, out: Out, environ: Mapping[str, str]) -> None:
        self._out = out
        self._environ = {**environ, "LESS": environ.get("LESS") or FLAGS}
        self._words = ["/bin/sh", "-c", environ.get("PAGER") or USUAL]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Out:
        self._process = subprocess.Popen(self._words, stdin=subprocess.PIPE, env=self._environ)
        outer = self._out
        paged = Out(self._write, None, True, outer.colour, lambda: outer.size)
        paged.fit, paged.vertical, paged.style = outer.fit, outer.vertical, outer.style
        return paged

    def _write(self, data: bytes) -> None:
        assert self._process is not None and self._process.stdin is not None
        view = memoryview(data)
        while view:
            view = view[os.write(self._process.stdin.fileno(), view) :]

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        assert self._process is not None and self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                self._process.wait()
                return
