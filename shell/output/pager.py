"""A pager behind a command: what it prints goes there, and quitting it ends the command."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from types import TracebackType

from ..streams import Out

USUAL = ("less", "more")
FLAGS = "FRX"  # end at once when all fits, keep colours, leave the text on the screen


def reader(environ: Mapping[str, str]) -> str:
    """$PAGER, else what this machine has; "" for none."""
    own = environ.get("PAGER", "")
    return own or next((name for name in USUAL if shutil.which(name, path=environ.get("PATH"))), "")


class Paged:
    """`with Paged(out, environ) as paged:` gives an Out whose reader is `reader`'s, `less` with -FRX.

    Writing after the user has quit raises BrokenPipeError, as a pipe does. The end waits for the user to quit.
    """

    def __init__(self, out: Out, environ: Mapping[str, str]) -> None:
        self._out = out
        self._environ = {**environ, "LESS": environ.get("LESS") or FLAGS}
        self._words = ["/bin/sh", "-c", reader(environ)]
        self._process: subprocess.Popen[bytes] | None = None
        self.status = 0  # the reader's, in the end

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
                self.status = self._process.wait()
                return
