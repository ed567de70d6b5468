"""One loop between a container's stream and ours: no thread is left behind that would read the next line's keys."""

from __future__ import annotations

import enum
import select
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from shell.attach.keys import DetachKeys
from shell.attach.raw import RawTerminal
from shell.attach.signals import Ended, Signals
from shell.engine.frames import STDERR, Demux
from shell.engine.hijack import MULTIPLEXED, Hijacked
from shell.errors import Cancelled, TransportError
from shell.streams import PIECE, In, Out

INPUT = 64 * 1024
AT_ONCE = 8  # reads of output between two looks at everything else
LEAVE_AFTER = 2.0  # seconds between a SIGTERM and our end, for the container to end first
SILENCE = 10.0  # seconds without output after the container's end, when a proxy holds the connection open
GOODBYE = 1.0  # seconds for the Engine to see the detach keys


class Ending(enum.Enum):
    """How an attached session ended."""

    OUTPUT = "the other side ended its output"
    INPUT = "stdin ended, and no output was asked for"
    DETACHED = "the detach keys were typed"


class Watch(Protocol):
    """Knows when the container has ended."""

    def fileno(self) -> int: ...
    def pending(self) -> bool:
        """Whether there is something to be read although `fileno` is silent."""

    def ended(self) -> bool:
        """Called when there is something to be read."""


class Loop:
    """Copies stdin to the container and its output to ours until one of them ends.

    tty    the container has a terminal: output is raw, and the detach keys are looked for
    watch  says when the container ended, so that a connection that stays open is not waited for
    """

    def __init__(
        self,
        link: Hijacked,
        stdin: In | None,
        out: Out | None,
        err: Out | None,
        *,
        signals: Signals,
        tty: bool = False,
        keys: bytes = b"",
        terminal: RawTerminal | None = None,
        watch: Watch | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._link = link
        self._stdin = stdin
        self._out, self._err = out, err
        self._signals = signals
        self._terminal = terminal
        self._watch = watch
        self._clock = clock
        self._keys = keys
        self._detach = DetachKeys(keys) if keys and tty else None
        self._demux = None if tty and link.media_type != MULTIPLEXED else Demux()
        self._waiting = b""  # input that does not go out yet
        self._told_end = stdin is None  # no half-close where nothing was to be sent: proxies take it for the end
        self._leave_at = float("inf")

    def run(self) -> Ending:
        """Raises TransportError when the stream was cut, Cancelled, KeyboardInterrupt, signals.Ended."""
        while True:
            ready = self._wait()
            if self._signals.fileno() in ready:
                self._signals.calm()
                if self._signals.leaving:
                    self._leave_by(LEAVE_AFTER)
            self._see_the_end(ready)
            ending = self._give(ready) or self._take(ready)
            if ending is not None:
                return ending

    # -- waiting ----------------------------------------------------------------------------------------------------

    def _wait(self) -> set[int]:
        poll = select.poll()
        poll.register(self._signals.fileno(), select.POLLIN)
        sending = bool(self._waiting) or not self._link.flush()
        poll.register(self._link.fileno(), select.POLLIN | (select.POLLOUT if sending else 0))
        if self._watch is not None:
            poll.register(self._watch.fileno(), select.POLLIN)
        fd = self._listening()
        if fd is not None:
            poll.register(fd, select.POLLIN)
        at_once = self._link.pending() or (self._stdin is not None and fd is None and not self._waiting)
        at_once = at_once or (self._watch is not None and self._watch.pending())
        ready = {number for number, _ in poll.poll(0 if at_once else self._timeout())}
        if self._clock() >= self._leave_at:
            self._time_is_up(bool(ready) or bool(at_once))
        return ready

    def _listening(self) -> int | None:
        """stdin's descriptor, while there is room for more of it."""
        return None if self._stdin is None or self._waiting else self._stdin.fileno()

    def _timeout(self) -> float | None:
        """Milliseconds for poll."""
        return None if self._leave_at == float("inf") else max(self._leave_at - self._clock(), 0) * 1000

    def _time_is_up(self, busy: bool) -> None:
        """Leave: after a SIGTERM whatever goes on, after the container's end only when nothing does."""
        if self._signals.leaving:
            raise Ended(self._signals.leaving)
        if not busy:
            raise TransportError("the container has ended, but its connection stays open")

    def _leave_by(self, seconds: float) -> None:
        self._leave_at = min(self._leave_at, self._clock() + seconds)

    def _see_the_end(self, ready: set[int]) -> None:
        watch = self._watch
        if watch is not None and (watch.fileno() in ready or watch.pending()) and watch.ended():
            self._watch = None
            self._leave_by(SILENCE)

    # -- stdin to the container -------------------------------------------------------------------------------------

    def _give(self, ready: set[int]) -> Ending | None:
        if self._stdin is not None and not self._waiting:
            fd = self._stdin.fileno()
            if (fd is None or fd in ready) and self._read_input():
                return Ending.DETACHED
        self._offer()
        done = self._stdin is None and not self._waiting
        if done and self._out is None and self._err is None:
            return Ending.INPUT
        return None

    def _read_input(self) -> bool:
        """Read what was typed -> whether the detach keys were."""
        assert self._stdin is not None
        try:
            data = self._stdin.read1(INPUT)
        except OSError:  # the terminal is gone
            data = b""
        if not data:
            self._stdin = None
            return False
        detached = False
        if self._detach is not None:
            data, detached = self._detach.feed(data)
        if detached:
            self._last_words(data)
        else:
            self._waiting = data
        return detached

    def _last_words(self, data: bytes) -> None:
        """What was typed before the detach keys still goes out, and the keys too.

        The Engine knows them and ends the stream itself, once it has handed on all that came before; a connection that
        is just closed may take the last keys with it.
        """
        end = self._clock() + GOODBYE
        with suppress(TransportError):
            self._link.send(data + self._keys)
            while (left := end - self._clock()) > 0 and self._readable(left):
                if self._link.take(PIECE) == b"":
                    return

    def _readable(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self._link.fileno(), select.POLLIN)
        return bool(self._link.pending() or poll.poll(seconds * 1000))

    def _offer(self) -> None:
        """Send what goes out without waiting; a side that is gone gets no more."""
        try:
            while self._waiting and (sent := self._link.offer(self._waiting)):
                self._waiting = self._waiting[sent:]
        except TransportError:
            self._waiting, self._stdin, self._told_end = b"", None, True
        if self._stdin is None and not self._waiting and not self._told_end:
            self._told_end = True
            self._link.close_write()

    # -- the container's output to ours -----------------------------------------------------------------------------

    def _take(self, ready: set[int]) -> Ending | None:
        if self._link.fileno() not in ready and not self._link.pending():
            return None
        for _ in range(AT_ONCE):
            data = self._link.take(PIECE)
            if data is None:
                return None
            if not data:
                return self._end_of_output()
            self._show(data)
            if self._leave_at != float("inf") and not self._signals.leaving:
                self._leave_at = self._clock() + SILENCE
        return None

    def _end_of_output(self) -> Ending:
        if self._link.cancelled:
            raise Cancelled("")
        if self._demux is not None:
            self._demux.close()
        return Ending.OUTPUT

    def _show(self, data: bytes) -> None:
        if self._demux is None:
            self._write(self._out or self._err, data)
        else:
            for kind, part in self._demux.feed(data):
                self._write(self._err if kind == STDERR else self._out, part)
            if self._demux.failure is not None:
                raise self._demux.failure

    def _write(self, out: Out | None, data: bytes) -> None:
        if out is None:
            return
        if self._terminal is not None:
            self._terminal.shown(data)
        out.data(data)
        out.flush()
