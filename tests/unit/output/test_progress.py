"""A transfer's line: only at a terminal, never wider than it, gone in the end."""

from __future__ import annotations

import pytest

from shell.output.progress import Transfer
from shell.streams import Out


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def terminal(columns: int = 80) -> tuple[Out, bytearray]:
    seen = bytearray()
    return Out(seen.extend, isatty=True, size=lambda: (columns, 24)), seen


def test_it_is_redrawn_ten_times_a_second_and_erased() -> None:
    out, seen = terminal()
    clock = Clock()
    with Transfer(out, "Copying -", clock=clock) as transfer:
        for _ in range(1000):
            clock.now += 0.001
            transfer.add(1000)
    assert 9 <= seen.count(b"Copying -") <= 11
    assert seen.endswith(b"\r\x1b[K")
    assert transfer.count == 1_000_000


def test_nothing_is_written_where_there_is_no_terminal() -> None:
    seen = bytearray()
    with Transfer(Out(seen.extend), "Copying -") as transfer:
        assert list(transfer.counted([b"ab", b"c"])) == [b"ab", b"c"]
    assert (seen, transfer.count) == (bytearray(), 3)


@pytest.mark.parametrize("width", [1, 5, 12, 20, 40, 79, 300])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    for total in (0, 5_000_000):
        transfer = Transfer(terminal()[0], "Copying from container -", total)
        transfer.count = 1_234_567
        assert len(transfer.line(width)) <= width


def test_a_known_total_has_a_bar() -> None:
    transfer = Transfer(terminal()[0], "Sending -", 2_000_000)
    transfer.count = 1_000_000
    assert transfer.line(79) == f"Sending - [{'=' * 25}{' ' * 25}] 1MB/2MB"


def test_a_reader_is_counted() -> None:
    pieces = iter([b"abc", b""])
    with Transfer(Out(lambda data: None), "x") as transfer:
        read = transfer.reader(lambda: next(pieces))
        assert (read(), read(), transfer.count) == (b"abc", b"", 3)
