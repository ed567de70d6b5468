"""Progress of pull, push, load and build: docker's plain lines, or a line per layer on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..errors import ShellError

if TYPE_CHECKING:
    from ..streams import Out

INTERVAL = 0.1  # seconds between two drawings
UP, ERASE = "\x1b[{}A", "\x1b[2K"


class Refused(ShellError):
    """The Engine told of an error in the middle of the stream; its text as it is."""


def show(messages: Iterable[dict[str, Any]], out: Out, aux: Callable[[Any], None] | None = None) -> dict[str, Any]:
    """Print a progress stream (POST /images/create, …); `aux` gets the messages' `aux` objects.

    The last message is returned. Raises Refused for an `errorDetail`.
    """
    board = Board(out) if out.isatty and out.columns > 20 else None
    last: dict[str, Any] = {}
    try:
        for message in messages:
            last = message
            if message.get("errorDetail") or message.get("error"):
                raise Refused(_refusal(message))
            if message.get("aux") is not None:
                if aux is not None:
                    aux(message["aux"])
                continue
            if board is not None:
                board.take(message)
            else:
                _plain(message, out)
    finally:
        if board is not None:
            board.finish()
    return last


def _refusal(message: dict[str, Any]) -> str:
    detail = message.get("errorDetail") or {}
    return str(detail.get("message") or message.get("error") or "")


def _plain(message: dict[str, Any], out: Out) -> None:
    if "stream" in message and message["stream"]:
        out.write(_passed(out, message["stream"]))
        out.flush()
        return
    detail = message.get("progressDetail") or {}
    if detail.get("current") or detail.get("total"):
        return
    out.line(out.safe(_told(message)))
    out.flush()


def _passed(out: Out, text: str) -> str:
    """A command's output, made safe; its carriage returns stay, for it redraws its own line with them."""
    return "\r".join(map(out.safe, text.split("\r")))


def _told(message: dict[str, Any]) -> str:
    start = f"{message['id']}: " if message.get("id") else ""
    origin = f"(from {message['from']}) " if message.get("from") else ""
    return f"{start}{origin}{message.get('status', '')}"


class Board:
    """One line per layer, redrawn in place at most ten times a second; other text ends the board and begins below it.

    Lines never exceed the width, and never more lines than rows are redrawn: finished layers scroll away first.
    """

    def __init__(self, out: Out, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._clock = clock
        self._layers: dict[str, Layer] = {}
        self._drawn = 0
        self._width = out.columns
        self._next = 0.0
        self._above: list[str] = []
        self._stale = False
        self._midline = False  # what was printed last did not end its line

    def take(self, message: dict[str, Any]) -> None:
        """Note a message; draw if it is time. Text is not kept waiting: nothing may follow it for long."""
        name = self._out.safe(str(message.get("id") or ""))
        if message.get("stream"):
            self._leave()
            self._above.append(_passed(self._out, message["stream"]))
            self._midline = not message["stream"].endswith("\n")
        elif not name or ("progressDetail" not in message and name not in self._layers and not message.get("progress")):
            self._leave()
            self._above.append(self._out.safe(_told(message)) + "\n")
            self._midline = False
        else:
            if self._midline:
                self._above.append("\n")
                self._midline = False
            told = {**message, "status": self._out.safe(str(message.get("status", "")))}
            self._layers.setdefault(name, Layer(name)).take(told, self._clock())
        self._stale = True
        if self._above or self._clock() >= self._next:
            self.draw()

    def _leave(self) -> None:
        """The layers' lines stay as they are, all of them: what comes now begins below, on rows that are its own."""
        if self._layers:
            self.draw(whole=True)
            self._layers.clear()
            self._drawn = 0

    def draw(self, whole: bool = False) -> None:
        """Put what is known on the screen; `whole`: though it has more lines than the screen."""
        columns, rows = self._out.size
        shown = list(self._layers.values()) if whole else self._chosen(max(rows - 2, 1), columns)
        parts = []
        if self._drawn:
            moved = self._drawn if columns >= self._width else self._wrapped(columns)
            parts.append(f"\r{UP.format(moved)}\x1b[J")
        parts.extend(self._above)
        self._above = []
        parts.extend(f"{layer.line(columns - 1)}\n" for layer in shown)
        self._drawn, self._width = len(shown), columns
        self._out.write("".join(parts))
        self._out.flush()
        self._next, self._stale = self._clock() + INTERVAL, False

    def _wrapped(self, columns: int) -> int:
        """Rows that the drawn lines take now that the screen is narrower."""
        return self._drawn * (1 + (self._width - 2) // max(columns, 1))

    def _chosen(self, rows: int, columns: int) -> list[Layer]:
        """The layers to draw; those that are done scroll away above when there are too many."""
        over = len(self._layers) - rows
        if over > 0:
            for layer in [layer for layer in self._layers.values() if layer.done][:over]:
                self._above.append(f"{layer.line(columns - 1)}\n")
                del self._layers[layer.name]
        return list(self._layers.values())[:rows]

    def finish(self) -> None:
        """Draw what is not drawn yet."""
        if self._stale or len(self._layers) > self._drawn:
            self.draw(whole=True)


class Layer:
    """One line: name, status, bar, size and speed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.status = ""
        self.current = 0
        self.total = 0
        self.units = ""
        self._since = (0.0, 0)
        self._speed = 0.0

    @property
    def done(self) -> bool:
        """Nothing more will come of it."""
        return self.status.endswith(("complete", "exists", "Pushed")) and not self.total

    def take(self, message: dict[str, Any], now: float) -> None:
        """Note one message about it."""
        detail = message.get("progressDetail") or {}
        status = str(message.get("status", ""))
        if status != self.status:
            self._since, self._speed = (now, int(detail.get("current") or 0)), 0.0
        self.status = status
        self.current, self.total = int(detail.get("current") or 0), int(detail.get("total") or 0)
        self.units = str(detail.get("units") or "")
        began, at = self._since
        if now - began > 0.2:
            self._speed = max(self.current - at, 0) / (now - began)

    def line(self, width: int) -> str:
        """At most `width` columns: the bar gives way first, then the speed, then the status; the sizes stay."""
        start = f"{self.name}: {self.status}"
        if not (self.current or self.total):
            return start[:width]
        sizes, speed = self._sizes(), self._pace()
        room = width - len(start) - len(sizes + speed) - 2
        if room >= 12 and self.total:
            return f"{start} {_bar(self.current, self.total, min(room, 50))} {sizes}{speed}"
        numbers = sizes + speed if len(start) + 1 + len(sizes + speed) <= width else sizes
        return f"{start[: max(width - len(numbers) - 1, 0)]} {numbers}"[-width:]

    def _sizes(self) -> str:
        from .units import human_size

        if self.units:
            return f"{self.current}/{self.total} {self.units}" if self.total else f"{self.current} {self.units}"
        size = human_size(self.current)
        return f"{size}/{human_size(self.total)}" if self.total else size

    def _pace(self) -> str:
        from .units import human_size

        return f" {human_size(int(self._speed))}/s" if self._speed and not self.units else ""


def _bar(current: int, total: int, room: int) -> str:
    inner = room - 2
    full = min(inner * min(current, total) // total, inner)
    head = ">" if full < inner else ""
    return f"[{'=' * full}{head}{' ' * (inner - full - len(head))}]"
