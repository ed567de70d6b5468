"""A build's lines about what is downloaded and sent, as docker writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ...output.units import human_size

if TYPE_CHECKING:
    from ...streams import Out

SENDING = "Sending build context to Docker daemon"
DOWNLOADING = "Downloading build context from remote url: {}"
STEP = 512 * 1024  # bytes between two lines
BAR = 50


def sending(pieces: Iterator[bytes], out: Out) -> Iterator[bytes]:
    """The pieces; how much was sent is told in the end, and at a terminal meanwhile."""
    sent = told = 0
    for piece in pieces:
        yield piece
        sent += len(piece)
        if out.isatty and sent - told > STEP:
            out.write(_line(SENDING, sent, 0))
            told = sent
    out.write(_line(SENDING, sent, 0) + "\r\n")
    out.flush()


def downloading(read: Callable[[], bytes], url: str, size: int, out: Out) -> Callable[[], bytes]:
    """`read`, its progress told. `size` is 0 where the server did not tell it."""
    count = told = 0
    step = min(STEP, size // 100) if size else STEP

    def reading() -> bytes:
        nonlocal count, told
        piece = read()
        count += len(piece)
        if not piece or count - told > step:
            out.write(_line(DOWNLOADING.format(out.safe(url)), count, size) + ("" if piece else "\r\n"))
            told = count
        return piece

    return reading


def _line(what: str, count: int, size: int) -> str:
    numbers = f"{human_size(count):>8}"
    if not size:
        return f"{what} {numbers}\r"
    full = min(int(count / size * 100) // 2, BAR)
    return f"{what} [{'=' * full}>{' ' * (BAR - full)}] {numbers}/{human_size(size)}\r"
