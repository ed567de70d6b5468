"""Progress of pull, push, load and build: plain lines elsewhere, a line per layer on a terminal."""

from __future__ import annotations

from typing import Any

import pyte
import pytest

from shell.output.layers import Board, Layer, Refused, show
from shell.streams import Out

MB = 1_000_000


def layer(name: str, status: str, current: int = 0, total: int = 0) -> dict[str, Any]:
    return {"id": name, "status": status, "progressDetail": {"current": current, "total": total} if total else {}}


class Screen:
    """A terminal that keeps what was written, and a clock that a test moves."""

    def __init__(self, columns: int = 80, rows: int = 10) -> None:
        self.columns, self.rows, self.now = columns, rows, 0.0
        self.screen = pyte.HistoryScreen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.writes = 0
        self.out = Out(self._write, isatty=True, size=lambda: (self.columns, self.rows))
        self.board = Board(self.out, lambda: self.now)

    def _write(self, data: bytes) -> None:
        self.writes += 1
        self._stream.feed(data.replace(b"\n", b"\r\n"))

    def take(self, *messages: dict[str, Any]) -> None:
        for message in messages:
            self.now += 1
            self.board.take(message)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display if line.strip()]

    @property
    def printed(self) -> list[str]:
        """The lines that have scrolled away, and the screen's."""
        above = ["".join(line[at].data for at in range(self.columns)).rstrip() for line in self.screen.history.top]
        return above + self.lines


def plain(*messages: dict[str, Any]) -> str:
    seen: list[bytes] = []
    show(messages, Out(seen.append))
    return b"".join(seen).decode()


def test_elsewhere_only_lines_without_numbers_are_printed() -> None:
    text = plain(
        {"status": "Pulling from library/busybox", "id": "latest"},
        layer("a1", "Pulling fs layer"),
        layer("a1", "Downloading", 1, 2),
        layer("a1", "Pull complete"),
        {"status": "Status: Downloaded newer image"},
    )
    assert text.splitlines() == [
        "latest: Pulling from library/busybox",
        "a1: Pulling fs layer",
        "a1: Pull complete",
        "Status: Downloaded newer image",
    ]


def test_streams_and_aux_objects_go_their_ways() -> None:
    seen: list[bytes] = []
    found: list[Any] = []
    show([{"stream": "Step 1\n"}, {"aux": {"ID": "x"}}, {"stream": "done"}], Out(seen.append), found.append)
    assert (b"".join(seen), found) == (b"Step 1\ndone", [{"ID": "x"}])


@pytest.mark.parametrize(
    "message", [{"errorDetail": {"message": "no such tag"}, "error": "no such tag"}, {"error": "no such tag"}]
)
def test_an_error_in_the_stream_is_raised_with_its_text(message: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="^no such tag$"):
        plain({"status": "Trying"}, message)


def test_a_layer_keeps_its_line() -> None:
    screen = Screen()
    screen.take(
        {"status": "Pulling from busybox", "id": "latest"},
        layer("a1", "Downloading", 5 * MB, 10 * MB),
        layer("b2", "Downloading", 1 * MB, 4 * MB),
        layer("a1", "Downloading", 10 * MB, 10 * MB),
        layer("b2", "Pull complete"),
    )
    assert len(screen.lines) == 3
    assert screen.lines[0] == "latest: Pulling from busybox"
    assert screen.lines[1].startswith("a1: Downloading [====") and "10MB/10MB" in screen.lines[1]
    assert screen.lines[2] == "b2: Pull complete"


@pytest.mark.parametrize("columns", [21, 30, 40, 60, 200])
def test_no_line_is_wider_than_the_terminal_and_the_sizes_stay(columns: int) -> None:
    one = Layer("0123456789ab")
    one.take(layer("0123456789ab", "Downloading", 5 * MB, 10 * MB), 0.0)
    one.take(layer("0123456789ab", "Downloading", 7 * MB, 10 * MB), 1.0)
    line = one.line(columns - 1)
    assert len(line) <= columns - 1 and "7MB/10MB" in line
    assert (" 2MB/s" in line) == (columns > 40)
    assert ("Downloading" in line) == (columns >= 40)


def test_it_is_drawn_at_most_ten_times_a_second() -> None:
    screen = Screen()
    for number in range(100):
        screen.now += 0.01
        screen.board.take(layer("a1", "Downloading", number * MB, 100 * MB))
    assert screen.writes <= 11
    screen.board.finish()
    assert "99MB/100MB" in screen.lines[0]


def test_more_layers_than_rows_scroll_away_when_they_are_done() -> None:
    screen = Screen(rows=6)
    names = [f"layer{number}" for number in range(12)]
    screen.take(*(layer(name, "Downloading", 1, 10) for name in names))
    screen.take(*(layer(name, "Pull complete") for name in names))
    assert len(screen.lines) <= 5 and screen.lines[-1] == "layer11: Pull complete"
    screen.board.finish()
    assert screen.printed == [f"{name}: Pull complete" for name in names]


def test_what_is_told_after_the_layers_comes_below_them() -> None:
    """As docker's client shows it."""
    screen = Screen(rows=6)
    names = [f"layer{number}" for number in range(8)]
    screen.take(*(layer(name, "Downloading", 1, 10) for name in names))
    screen.take({"status": "Digest: sha256:1"}, {"status": "Status: Image is up to date"})
    screen.board.finish()
    assert [line.split(":")[0] for line in screen.printed] == [*names, "Digest", "Status"]


def test_a_narrower_terminal_is_redrawn_without_remains() -> None:
    screen = Screen(columns=80)
    screen.take(layer("a1", "Downloading", 5 * MB, 10 * MB))
    screen.columns = 40
    screen.screen.resize(10, 40)
    screen.take(layer("a1", "Downloading", 6 * MB, 10 * MB))
    assert all(len(line) < 40 for line in screen.lines)
    assert sum("Downloading" in line for line in screen.lines) == 1


def test_names_cannot_steer_the_terminal() -> None:
    screen = Screen()
    screen.take({"status": "\x1b[2Jgone"}, layer("a1", "\x1b]0;title\x07", 1, 2))
    assert "gone" in screen.lines[0] and "[2J" in screen.lines[0]
    assert "title" in screen.lines[1]


def test_what_a_step_prints_is_there_at_once() -> None:
    screen = Screen()
    for text in ("Step 1/1 : RUN sleep\n", " ---> Running in a1\n", "sleeping\n"):
        screen.board.take({"stream": text})  # at the same moment: nothing follows that would draw it
    assert screen.lines == ["Step 1/1 : RUN sleep", " ---> Running in a1", "sleeping"]


def test_a_command_redraws_its_own_line() -> None:
    screen = Screen()
    screen.take(
        {"stream": "Step 1/2 : FROM x\n"},
        layer("a1", "Downloading", 1 * MB, 10 * MB),
        layer("a1", "Pull complete"),
        {"stream": " 10% [=   ]"},
        {"stream": "\r 55% [==  ]\r"},
        {"stream": "100% [====]\r\ndone\n"},
    )
    screen.board.finish()
    assert screen.lines == ["Step 1/2 : FROM x", "a1: Pull complete", "100% [====]", "done"]


def test_a_layer_never_overwrites_what_a_command_left_unfinished() -> None:
    screen = Screen()
    screen.take({"stream": "no end"}, layer("a1", "Waiting", 1, 2), layer("a1", "Pull complete"))
    screen.take({"stream": "\rover"}, layer("b2", "Waiting", 1, 2), layer("b2", "Pull complete"))
    assert screen.lines == ["no end", "a1: Pull complete", "over", "b2: Pull complete"]


def test_carriage_returns_bring_no_other_control_characters() -> None:
    screen = Screen()
    screen.take({"stream": "first\n"}, {"stream": "se\r\x1b[Acond\x08\x0b\r\n"})
    assert screen.lines == ["first", "^[[Acond^H^K"]


def test_a_terminal_too_narrow_for_a_board_is_not_steered_either() -> None:
    seen: list[bytes] = []
    out = Out(seen.append, isatty=True, size=lambda: (20, 10))
    show([{"stream": "1\r\x1b[A2\n"}, {"status": "\x1b[2J"}], out)
    assert b"".join(seen) == b"1\r^[[A2\n^[[2J\n"
