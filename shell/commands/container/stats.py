"""stats: what containers use, once or over and over."""

from __future__ import annotations

import time
from collections.abc import Iterator

from ...engine.filters import query as filters
from ...engine.transport import url
from ...errors import ShellError
from ...output.formatter import TABLE, show
from ...output.sparkline import Trends
from ...spec import Args, Call, Family, command
from ...spec.call import together
from ...spec.flags import Bool, String
from ...streams import Out
from ..formats import FORMAT, NO_TRUNC, chosen
from . import sample
from .order import HINT, Keyboard, Order, keyboard
from .watching import Watch, Watched

POINTS = 12  # samples that the lines of CPU and memory show
ROOMY = 110  # columns of a terminal that has room for them
TICK = 0.5  # seconds from one table to the next
_HOME, _TO_LINE_END, _TO_END = "\x1b[H", "\x1b[K", "\x1b[J"


class ContainerStats(Family):
    """The stats command."""

    @command(
        "container stats",
        "Show what containers use, until interrupted",
        Bool("all", "a", "Stopped containers too"),
        FORMAT,
        Bool("no-stream", "", "Once, then end"),
        NO_TRUNC,
        String("sort", "", "Order of the lines (docker has that of ps)", complete="cpu|memory|name|pids", ours=True),
        args=Args("[CONTAINER...]", 0, None, "container:running"),
        aliases=("stats",),
        examples=(
            ("Once, of all that run", "stats --no-stream"),
            ("Memory only", "stats --format '{{.Name}} {{.MemUsage}}' web"),
            ("The busiest first", "stats --sort cpu"),
        ),
    )
    def CmdContainerStats(self, call: Call) -> None:
        order = Order(call["sort"])
        if call["no-stream"]:
            _once(call, order)
        else:
            _watch(call, order)


def _format(call: Call, system: str) -> str:
    form = chosen(call, "statsFormat")
    if form != TABLE:
        return form
    return sample.WINDOWS_TABLE if system == "windows" else sample.TABLE


def _show(call: Call, out: Out, usages: list[sample.Usage], system: str) -> None:
    kind = sample.WindowsStatsRow if system == "windows" else sample.StatsRow
    show(out, _format(call, system), kind, [kind(usage, not call["no-trunc"]) for usage in usages])


# -- once


def _listed(call: Call) -> list[str]:
    query = {"all": "1"} if call["all"] else {}
    return [container["Id"] for container in call.engine.get("/containers/json", query) or ()]


def _once(call: Call, order: Order) -> None:
    if call.args:
        names = list(dict.fromkeys(call.args))
        outcomes = list(_samples(call, names))
        call.errors += [outcome for outcome in outcomes if isinstance(outcome, ShellError)]
        call.finish()
    else:
        with call.engine.stream("GET", "/events", filters([("type", "container")])):
            names = _listed(call)
            outcomes = list(_samples(call, names))
    usages, system = [], "linux"
    for name, outcome in zip(names, outcomes, strict=True):
        if isinstance(outcome, ShellError):
            usages.append(sample.Usage(name, valid=False))
        else:
            usage, system = outcome
            usages.append(usage)
    _show(call, call.out, order.of(usages), system)


def _samples(call: Call, names: list[str]) -> Iterator[tuple[sample.Usage, str] | ShellError]:
    """One sample of each, all at once; the Engine takes a second or two for one."""

    def one(name: str) -> tuple[sample.Usage, str]:
        answer = call.engine.call("GET", url("/containers/{}/stats", name), {"stream": "0"})
        told = answer.json()
        if told is None:
            raise ShellError("EOF")
        system = answer.headers.get("ostype", "") or "linux"
        return sample.usage_of(name, told, system), system

    return together(names, one)


# -- over and over


def _watch(call: Call, order: Order) -> None:
    watch = Watch(call.engine.another)
    try:
        if call.args:
            watched = [watch.add(name) for name in call.args]
            _wait(watched)
            call.errors += [ShellError(one.error) for one in dict.fromkeys(watched) if one.error]
            call.finish()
        else:
            watch.follow_events(call["all"])
            _wait([watch.add(name) for name in _listed(call)])
        with keyboard(call.stdin, call.out.isatty) as keys:
            _tables(call, watch, order, keys)
    finally:
        watch.close()


def _wait(watched: list[Watched]) -> None:
    """Until each has told something, two seconds at most."""
    end = time.monotonic() + 2
    for one in watched:
        one.first.wait(max(end - time.monotonic(), 0))


def _tables(call: Call, watch: Watch, order: Order, keys: Keyboard) -> None:
    trends = Pictures(call)
    while keys.wait(watch.ended, TICK, order):
        now = time.monotonic()
        usages = order.of(one.told(now) for one in watch.all())
        trends.take(usages)
        call.out.write(_frame(call, usages, watch.system, trends))
        call.out.flush()
        if call.args and all(one.error for one in watch.all()):
            return  # all of them are gone: nothing more will come
    if watch.failure:
        raise ShellError(watch.failure)


class Pictures:
    """The lines of CPU and memory behind a table; none where there is no terminal with colours and room for them."""

    def __init__(self, call: Call) -> None:
        self.on = call.out.colour and call.out.columns >= ROOMY and chosen(call, "statsFormat") == TABLE
        self.width = 2 * (POINTS + 2) if self.on else 0
        self._cpu, self._memory = Trends(POINTS), Trends(POINTS)

    def take(self, usages: list[sample.Usage]) -> None:
        """What is used now."""
        if self.on:
            self._cpu.take({one.container: one.cpu for one in usages})
            self._memory.take({one.container: one.memory for one in usages})

    def beside(self, lines: list[str], usages: list[sample.Usage], columns: int) -> list[str]:
        """The lines of the table, header first, with the pictures at the right edge."""
        if not self.on:
            return lines
        edge = f"\x1b[{columns - self.width + 2}G"
        ends = [f"{'CPU':<{POINTS + 2}}MEMORY"]
        for one in usages:
            ends.append(f"{self._cpu.line(one.container, 100.0)}  {self._memory.line(one.container, 1.0)}")
        return [f"{line}{edge}{end}" for line, end in zip(lines, ends, strict=False)]


def _frame(call: Call, usages: list[sample.Usage], system: str, pictures: Pictures) -> str:
    """One table with what it takes to write it over the last one, byte for byte docker's where no terminal is."""
    parts: list[bytes] = []
    columns, rows = call.out.size
    inner = Out(
        parts.append, isatty=call.out.isatty, colour=call.out.colour, size=lambda: (columns - pictures.width, rows)
    )
    _show(call, inner, usages, system)
    inner.flush()
    shown = b"".join(parts).decode("utf-8", "surrogateescape")
    if call.out.isatty:  # a line too many would scroll the table away
        lines = pictures.beside(shown.splitlines(), usages, columns)[: max(rows - 2, 1)]
        lines.append(HINT[:columns])
        return _HOME + "".join(f"{line}{_TO_LINE_END}\n" for line in lines) + _TO_END
    text = _HOME + shown
    return text + "".join(f"{line} {_TO_LINE_END}\n" for line in text.split("\n")) + _TO_END
