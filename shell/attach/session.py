"""What surrounds one attached stream: signals, the raw terminal, sizes, and the loop itself."""

from __future__ import annotations

import signal
from types import TracebackType

from shell.attach.errands import Errands
from shell.attach.keys import keys_or_default
from shell.attach.loop import Ending, Loop, Watch
from shell.attach.raw import RawTerminal, is_terminal
from shell.attach.resize import Resizer
from shell.attach.signals import Signals
from shell.engine.hijack import Hijacked
from shell.engine.transport import Engine
from shell.errors import Cancelled, ShellError
from shell.streams import In, Streams


class Session:
    """`with Session(engine, streams, tty=…, stdin=…) as session`: the terminal is ours again at the end.

    tty    the container has a terminal
    stdin  what is typed goes to it
    """

    def __init__(self, engine: Engine, streams: Streams, *, tty: bool, stdin: bool) -> None:
        self._streams = streams
        self._tty = tty
        self._errands = Errands(engine)
        terminal = any(stream.isatty for stream in (streams.stdin, streams.out, streams.err))
        self._signals = Signals(self._errands, terminal=terminal, tty=tty and terminal)
        self._stdin = streams.stdin if stdin else None
        self._terminal: RawTerminal | None = None

    def __enter__(self) -> Session:
        self._signals.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self.restore()
        if isinstance(why, Cancelled):  # a pipeline or job was ended: the container learns of it as from a terminal
            self._signals.hand_on(signal.SIGINT)
        self._errands.finish()
        self._signals.__exit__(kind, why, at)

    def forward(self, name: str) -> None:
        """From now on signals go to that container."""
        self._signals.forward(name)

    def raw(self) -> None:
        """The terminal's keys become bytes, if there is a terminal at both ends."""
        fd = self._stdin.fileno() if self._stdin is not None else None
        if self._tty and fd is not None and is_terminal(fd):
            self._terminal = RawTerminal(fd, self._streams.out).__enter__()
            self._signals.on_continue = self._terminal.again

    def restore(self) -> None:
        """The terminal as it was."""
        if self._terminal is not None:
            self._terminal.restore()

    def sizes(self, path: str) -> None:
        """Keep the size of the container's terminal at that of ours, from now on."""
        out = self._streams.out
        if self._tty and out.isatty:
            resizer = Resizer(self._errands, path, lambda: out.size, self._no_size)
            resizer.start()
            self._signals.on_resize = resizer.changed

    def copy(
        self, link: Hijacked, *, out: bool = True, err: bool = True, keys: str = "", watch: Watch | None = None
    ) -> Ending:
        """Join the streams until one ends; the terminal is restored then. See `Loop.run` for what is raised."""
        loop = Loop(
            link,
            self._stdin,
            self._streams.out if out else None,
            (self._streams.out if self._tty else self._streams.err) if err else None,
            signals=self._signals,
            tty=self._tty,
            keys=keys_or_default(keys),
            terminal=self._terminal,
            watch=watch,
        )
        try:
            return loop.run()
        finally:
            self.restore()

    def _no_size(self) -> None:
        self._streams.err.line("failed to resize tty, using default size\r")
        self._streams.err.flush()


def check_terminal(stdin: In, attached: bool, tty: bool) -> None:
    """Docker's refusal of a terminal in the container where there is none at our end."""
    if attached and tty and not stdin.isatty:
        raise ShellError("the input device is not a TTY")
