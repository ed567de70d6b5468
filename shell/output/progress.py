"""How far a transfer of bytes is: one line on a terminal, redrawn at most ten times a second; nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..streams import Out

INTERVAL = 0.1  # seconds between two drawings
ERASE = "\r\x1b[K"


class Transfer:
    """A context manager; `add` counts bytes. `total` is their number when it is known, for a bar.

    The line is gone when the block ends, so that what comes after looks the same as without it.
    """

    def __init__(self, out: Out, header: str, total: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self.header = header
        self.total = total
        self.count = 0
        self._out = out if out.isatty else None
        self._clock = clock
        self._next = 0.0
        self._drawn = False

    def add(self, size: int) -> None:
        """That many bytes more have gone."""
        self.count += size
        if self._out is not None and self._clock() >= self._next:
            self._draw(self._out)

    def counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces, each counted as the next one is asked for."""
        for piece in pieces:
            yield piece
            self.add(len(piece))

    def reader(self, read: Callable[[], bytes]) -> Callable[[], bytes]:
        """`read`, with what it gives counted."""

        def counting() -> bytes:
            piece = read()
            self.add(len(piece))
            return piece

        return counting

    def _draw(self, out: Out) -> None:
        out.write(ERASE + self.line(out.columns - 1))
        out.flush()
        self._drawn = True
        self._next = self._clock() + INTERVAL

    def line(self, width: int) -> str:
        """At most `width` columns; the bar gives way first, the numbers last."""
        from .units import human_size

        numbers = human_size(self.count, 3)
        if self.total:
            numbers += f"/{human_size(self.total, 3)}"
        room = min(width - len(self.header) - len(numbers) - 5, 50)
        if self.total and room >= 10:
            full = room * min(self.count, self.total) // self.total
            return f"{self.header} [{'=' * full}{' ' * (room - full)}] {numbers}"
        start = self.header[: max(width - len(numbers) - 1, 0)]
        return f"{start} {numbers}"[-width:] if width > 0 else ""

    def __enter__(self) -> Transfer:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        if self._drawn and self._out is not None:
            self._out.write(ERASE)
            self._out.flush()
