"""A real terminal: a program on a pty and a pyte screen that shows what a person would see."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

PATIENCE = 60.0
CURSOR_QUESTION = b"\x1b[6n"
# Makes the terminal the session's own before it becomes the program: Ctrl-C then signals it.
CONTROLLING = "import fcntl,os,sys,termios; fcntl.ioctl(0,termios.TIOCSCTTY,0); os.execvp(sys.argv[1],sys.argv[1:])"


class Terminal:
    """`with Terminal(["ps", "-a"]) as t:` runs `python -m shell ps -a` on a terminal of 80 by 24.

    `command` replaces the program altogether. Waits read what the program writes, so nothing sleeps.
    """

    def __init__(
        self,
        arguments: Sequence[str] = (),
        *,
        command: Sequence[str] | None = None,
        environ: Mapping[str, str] | None = None,
        columns: int = 80,
        rows: int = 24,
        cwd: Path | None = None,
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=5000, ratio=0.5)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self.status: int | None = None
        words = list(command) if command is not None else [sys.executable, "-m", "shell", *arguments]
        self.fd, theirs = pty.openpty()
        self.resize(columns, rows)
        self._child = subprocess.Popen(
            [sys.executable, "-ISc", CONTROLLING, *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environ_of(environ),
            cwd=cwd,
            start_new_session=True,
        )
        self.pid = self._child.pid
        os.close(theirs)

    def type(self, text: str) -> None:
        """Send keys; `\\r` is Enter, `\\x03` Ctrl-C, `\\t` Tab."""
        os.write(self.fd, text.encode())

    def line(self, text: str) -> None:
        """Type a line and Enter."""
        self.type(f"{text}\r")

    def shows(self, text: str, within: float = PATIENCE) -> None:
        """Wait until the screen shows `text`; fail with the screen when it does not come."""
        self.until(lambda: text in self.text(), f"no {text!r}", within)

    def hides(self, text: str, within: float = PATIENCE) -> None:
        """Wait until `text` is gone from the screen."""
        self.until(lambda: text not in self.text(), f"still {text!r}", within)

    def matches(self, pattern: str, within: float = PATIENCE) -> None:
        """Wait until the screen matches a regular expression (`^` and `$` per line)."""
        self.until(lambda: bool(re.search(pattern, self.text(), re.MULTILINE)), f"no match of {pattern!r}", within)

    def until(
        self, condition: Callable[[], bool], what: str = "the condition is not met", within: float = PATIENCE
    ) -> None:
        """Read what the program writes until `condition` holds."""
        end = time.monotonic() + within
        while not condition():
            left = end - time.monotonic()
            if left <= 0 or not self._read(min(left, 0.5)):
                if condition():
                    return
                raise AssertionError(f"{what} on the screen:\n{self.text()}\nstatus: {self.status}")

    def text(self) -> str:
        """The screen, line by line, without spaces at the ends."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def everything(self) -> str:
        """What scrolled away, and the screen."""
        columns = range(self.screen.columns)
        above = ("".join(line[x].data for x in columns).rstrip() for line in self.screen.history.top)
        return "\n".join([*above, self.text()])

    def resize(self, columns: int, rows: int) -> None:
        """Change the size; the program gets SIGWINCH from the kernel."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def attributes(self) -> list[object]:
        """The terminal's modes, to compare before and after."""
        return list(termios.tcgetattr(self.fd))

    def ends(self, within: float = PATIENCE) -> int:
        """Wait for the program's end; its exit status, or minus the signal's number."""
        end = time.monotonic() + within
        while self._read(0.5):
            if time.monotonic() > end:
                raise AssertionError(f"it goes on:\n{self.text()}")
        return self._reap(end)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the program."""
        self._child.send_signal(number)

    def close(self) -> None:
        """Kill what still runs and close the terminal."""
        if self.status is None:
            self.kill()
            self._reap(time.monotonic() + PATIENCE)
        with contextlib.suppress(OSError):
            os.close(self.fd)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        self.close()

    def _read(self, wait: float) -> bool:
        """Take in what is there; False at the program's end."""
        if not select.select([self.fd], [], [], wait)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        self.raw += data
        self._stream.feed(data)
        if CURSOR_QUESTION in data:
            os.write(self.fd, f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R".encode())
        return bool(data)

    def _reap(self, end: float) -> int:
        try:
            self.status = self._child.wait(max(end - time.monotonic(), 1.0))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"its terminal is closed but it goes on:\n{self.text()}") from None
        return self.status


def environ_of(more: Mapping[str, str] | None) -> dict[str, str]:
    """A small, known environment; prompt_toolkit does not wait for an answer about the cursor."""
    kept = {name: os.environ[name] for name in ("PATH", "DOCKER_SHELL_BED") if name in os.environ}
    here = Path(__file__).resolve().parents[2]
    base = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/proc/nonexistent", "PROMPT_TOOLKIT_NO_CPR": "1"}
    return {**kept, **base, "PYTHONPATH": str(here), **(more or {})}
