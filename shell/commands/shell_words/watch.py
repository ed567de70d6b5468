"""watch: a command again and again on the whole screen, redrawn by the clock and by what happens."""

from __future__ import annotations

import contextlib
import os
import select
import termios
import threading
import time
import tty
from collections.abc import Iterator

from shell.errors import Interrupted, ShellError
from shell.spec import Args, Call, Family, command
from shell.spec.flags import Float
from shell.streams import In, Out, Streams

ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
HOME, REST_OF_LINE, REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
MARKED, PLAIN = "\x1b[7m", "\x1b[27m"
SOONEST = 0.3  # seconds between two runs, however much happens
KINDS = '{"type":["container","image","volume","network"]}'


class Watch(Family):
    """Needs a terminal, and gives it back as it was."""

    @command(
        "watch",
        "Run a command again and again and mark what changes; q leaves",
        Float("interval", "n", "Seconds between two runs, when nothing happens", default=2.0, ours=True),
        args=Args("COMMAND [ARG...]", 1, None, complete="command"),
        interspersed=False,
        examples=(("The containers, as they come and go", "watch ps"), ("Slower", "watch -n 10 system df")),
        ours=True,
    )
    def CmdWatch(self, call: Call) -> int | None:
        source, out = call.stdin.fileno(), call.out
        if source is None or not call.stdin.isatty or not out.isatty:
            raise ShellError("watch needs a terminal")
        if not 0.1 <= call["interval"] <= 86400:
            raise ShellError("the interval is from 0.1 to 86400 seconds")
        self.shell.prepare(call.args, call.streams)
        with _whole_screen(source, out), Happening(call) as happening:
            self._go_on(call, source, happening)
        return None

    def _go_on(self, call: Call, source: int, happening: Happening) -> None:
        before: list[str] = []
        while True:
            began = time.monotonic()
            lines = self._run(call)
            title = f"Every {call['interval']:g} s: {' '.join(call.args)}"
            draw(call.out, call.out.safe(title), lines, before)
            before = lines
            if not wait(source, happening, began, call["interval"]):
                return

    def _run(self, call: Call) -> list[str]:
        """The command's lines, as they would be on a terminal without colours."""
        parts: list[bytes] = []
        out = Out(parts.append, None, True, False, lambda: call.out.size)
        out.fit, out.vertical = call.out.fit, call.out.vertical
        if self.shell.run(call.args, Streams(In(), out, out), lambda: call.engine) == Interrupted().status:
            raise Interrupted
        out.flush()
        return b"".join(parts).decode("utf-8", "replace").splitlines()


def draw(out: Out, title: str, lines: list[str], before: list[str]) -> None:
    """The screen's text; the characters that are not what they were are shown in reverse."""
    columns, rows = out.size
    shown = [f"{title[:columns]}{REST_OF_LINE}", REST_OF_LINE]
    for number, line in enumerate(lines[: rows - 3]):
        old = before[number] if number < len(before) else "" if before else line
        shown.append(marked(line[:columns], old) + REST_OF_LINE)
    out.write(HOME + "\r\n".join(shown) + "\r\n" + REST_OF_SCREEN)
    out.flush()


def marked(line: str, before: str) -> str:
    """`line` with what differs from `before` in reverse."""
    text, inside = "", False
    for at, char in enumerate(line):
        differs = at >= len(before) or before[at] != char
        if differs != inside:
            text += MARKED if differs else PLAIN
            inside = differs
        text += char
    return text + (PLAIN if inside else "")


def wait(source: int, happening: Happening, began: float, interval: float) -> bool:
    """Until the next run; False when the user leaves with q or Ctrl-D."""
    while True:
        now = time.monotonic()
        due = began + (SOONEST if happening.noted else interval)
        if now >= due:
            happening.noted = False
            return True
        ready, _, _ = select.select([source, happening.fileno()], [], [], due - now)
        if happening.fileno() in ready:
            happening.note()
        if source in ready and (keys := os.read(source, 1024)) is not None:
            if not keys or set(keys) & set(b"qQ\x04"):
                return False
            if b" " in keys:
                return True


class Happening:
    """Knows when the Engine told of an event: a thread with a connection of its own writes into a pipe."""

    def __init__(self, call: Call) -> None:
        self._engine = call.engine.another()
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._lock = threading.Lock()
        self._closed = False
        self.noted = False

    def fileno(self) -> int:
        return self._read

    def note(self) -> None:
        """Take in what the pipe tells."""
        os.read(self._read, 4096)
        self.noted = True

    def __enter__(self) -> Happening:
        threading.Thread(target=self._follow, name="watch-events", daemon=True).start()
        return self

    def __exit__(self, *why: object) -> None:
        self._engine.close()
        with self._lock:
            self._closed = True
            os.close(self._write)
            os.close(self._read)

    def _follow(self) -> None:
        with (
            contextlib.suppress(ShellError, OSError),
            self._engine.stream("GET", "/events", {"filters": KINDS}) as events,
        ):
            while events.read1():
                self._tell()

    def _tell(self) -> None:
        with self._lock, contextlib.suppress(BlockingIOError):
            if not self._closed:
                os.write(self._write, b".")


@contextlib.contextmanager
def _whole_screen(source: int, out: Out) -> Iterator[None]:
    """The other screen, keys as they come; everything as before at the end, however it comes."""
    modes = termios.tcgetattr(source)
    try:
        tty.setcbreak(source)
        ours = termios.tcgetattr(source)
        ours[6][termios.VSUSP] = b"\0"  # a stop would leave the whole screen to the calling shell
        termios.tcsetattr(source, termios.TCSANOW, ours)
        out.write(ENTER)
        yield
    finally:
        termios.tcsetattr(source, termios.TCSANOW, modes)
        out.write(LEAVE)
        out.flush()
