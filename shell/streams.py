"""The three streams of a command: buffered, in order, and UTF-8 whatever the locale says."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

PIECE = 128 * 1024  # bytes to read at once
LIMIT = 1 << 16
TAIL = 512


class Out:
    """Where text and bytes go. `sink` takes bytes; `fd` is the descriptor behind it, if there is one.

    What is written is held until `LIMIT` bytes, a flush, or a write to the stream it is `tied` to: so stdout and
    stderr keep the order of the events when both go to one pipe. OSError of the sink passes through.
    """

    def __init__(
        self,
        sink: Callable[[bytes], None] | None = None,
        fd: int | None = None,
        isatty: bool = False,
        colour: bool = False,
        size: Callable[[], tuple[int, int]] | None = None,
    ) -> None:
        self._sink = sink if sink is not None else self._to_descriptor
        self._fd = fd
        self._held: list[bytes] = []
        self._length = 0
        self._size = size
        self.isatty = isatty
        self.colour = colour and isatty
        self.fit = True  # tables may be shortened to the screen
        self.vertical = False  # tables are one line a cell
        self.style = "default"  # of coloured JSON: a name of pygments, "none"
        self.tied: Out | None = None
        self.tail = b""  # the last that went out: `$_` comes from it

    def write(self, text: str) -> None:
        """Text as it is."""
        self.data(text.encode("utf-8", "surrogateescape"))

    def line(self, text: str = "") -> None:
        """Text and a line end."""
        self.data(text.encode("utf-8", "surrogateescape") + b"\n")

    def data(self, data: bytes) -> None:
        """Bytes as they are; at a terminal they go out at once."""
        if self.tied is not None and self.tied._held:
            self.tied.flush()
        self._held.append(data)
        self._length += len(data)
        if self._length >= LIMIT or self.isatty:
            self.flush()

    def flush(self) -> None:
        """Everything held goes out now."""
        if self._held:
            held, self._held, self._length = self._held, [], 0
            data = held[0] if len(held) == 1 else b"".join(held)
            self.tail = (self.tail + data[-TAIL:])[-TAIL:]
            self._sink(data)

    def drop(self) -> None:
        """Forget what is held: nobody reads it any more."""
        self._held, self._length = [], 0

    def fileno(self) -> int | None:
        """The descriptor behind, or None."""
        return self._fd

    def safe(self, text: str) -> str:
        """`text` with its control characters made visible, at a terminal; untouched elsewhere."""
        if not self.isatty or text.isprintable():
            return text
        from .output.sanitize import safe

        return safe(text)

    @property
    def columns(self) -> int:
        return self.size[0]

    @property
    def rows(self) -> int:
        return self.size[1]

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows; 80 by 24 where nobody knows."""
        if self._size is not None:
            return self._size()
        try:
            size = os.get_terminal_size(self._fd if self._fd is not None else 1)
        except (OSError, ValueError):
            from shutil import get_terminal_size  # imports every kind of compression

            columns, rows = get_terminal_size((80, 24))
            return columns, rows
        return (size.columns or 80, size.lines or 24)

    def _to_descriptor(self, data: bytes) -> None:
        assert self._fd is not None
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._fd, view) :]
            except BlockingIOError:
                _wait(self._fd, writing=True)


class In:
    """Where a command's input comes from: a descriptor, or bytes that are there already."""

    def __init__(self, fd: int | None = None, isatty: bool = False, held: bytes = b"") -> None:
        self._fd = fd
        self._held = held
        self.isatty = isatty
        self.wait: Callable[[int], None] | None = None  # before each read of the descriptor; see Feed

    def fileno(self) -> int | None:
        """The descriptor, or None when the input is held in memory."""
        return self._fd

    def read1(self, most: int = LIMIT) -> bytes:
        """What is there, up to `most` bytes; b"" at the end."""
        if self._held:
            data, self._held = self._held[:most], self._held[most:]
            return data
        if self._fd is None:
            return b""
        if self.wait is not None:
            self.wait(self._fd)
        try:
            return os.read(self._fd, most)
        except BlockingIOError:
            _wait(self._fd)
            return os.read(self._fd, most)

    def read(self) -> bytes:
        """Everything up to the end."""
        parts = []
        while data := self.read1(1 << 20):
            parts.append(data)
        return b"".join(parts)

    def readline(self) -> bytes:
        """One line with its end; what follows stays for the next reader."""
        line = bytearray()
        while not line.endswith(b"\n") and (byte := self.read1(1)):
            line += byte
        return bytes(line)


class Feed:
    """What is uploaded, and the input that it is read from: while that is silent, the upload watches its connection."""

    def __init__(self, pieces: Iterable[bytes], source: In) -> None:
        self.pieces = pieces
        self.source = source


class Streams:
    """stdin, stdout and stderr of one command."""

    def __init__(self, stdin: In, out: Out, err: Out) -> None:
        self.stdin = stdin
        self.out = out
        self.err = err

    def flush(self) -> None:
        self.out.flush()
        self.err.flush()

    def replaced(self, stdin: In | None = None, out: Out | None = None, err: Out | None = None) -> Streams:
        """The same with some of them others."""
        return Streams(stdin or self.stdin, out or self.out, err or self.err)

    def captured(self) -> tuple[Streams, list[bytes]]:
        """Streams whose stdout goes into the list."""
        parts: list[bytes] = []
        return self.replaced(out=Out(parts.append)), parts


def _wait(fd: int, writing: bool = False) -> None:
    """Until the descriptor is ready: whoever shares it with us has made it one that does not wait."""
    import select

    poll = select.poll()
    poll.register(fd, select.POLLOUT if writing else select.POLLIN)
    poll.poll()


def tie(out: Out, err: Out) -> None:
    """Keep the order between two streams: a write to one flushes the other."""
    out.tied, err.tied = err, out


def standard(no_color: bool = False, term: str = "") -> Streams:
    """The process's own streams; one that is closed is /dev/null, lest a connection take its number."""
    for fd in (0, 1, 2):
        if not _is_open(fd):
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    stdin = In(fd=0, isatty=_isatty(0))
    colour = not no_color and term not in ("dumb", "")
    out = Out(fd=1, isatty=_isatty(1), colour=colour)
    err = Out(fd=2, isatty=_isatty(2), colour=colour)
    tie(out, err)
    return Streams(stdin, out, err)


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _isatty(fd: int) -> bool:
    try:
        return os.isatty(fd)
    except OSError:
        return False
