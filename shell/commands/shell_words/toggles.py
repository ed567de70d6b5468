"""pager, timing, notices, wide, vertical, trace: what is on or off for the rest of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shell.errors import ShellError
from shell.spec import Family, at_most, command
from shell.spec.call import Call

if TYPE_CHECKING:
    from shell.engine.transport import Engine
    from shell.streams import Out

SWITCH: dict[str, Any] = {"args": at_most(1, "[on|off]", complete="on|off"), "ours": True}


class Toggles(Family):
    """Without a word they tell what holds; the configuration file stays as it is."""

    @command(
        "pager",
        "Show output that is longer than the screen in a pager",
        examples=(("Scroll through long lists", "pager on"),),
        **SWITCH,
    )
    def CmdPager(self, call: Call) -> None:
        self.shell.settings.pager = _switch(call, self.shell.settings.pager)

    @command(
        "timing",
        "Tell status and duration after every command",
        examples=(("How long does it take?", "timing on"),),
        **SWITCH,
    )
    def CmdTiming(self, call: Call) -> None:
        self.shell.settings.timing = _switch(call, self.shell.settings.timing)

    @command(
        "notices",
        "Tell above the prompt when a container dies or turns unhealthy",
        examples=(("Be left alone", "notices off"),),
        **SWITCH,
    )
    def CmdNotices(self, call: Call) -> None:
        self.shell.settings.notices = _switch(call, self.shell.settings.notices)

    @command(
        "wide",
        "Show every column of a table on the terminal, however long the lines",
        examples=(("Nothing shortened", "wide on"),),
        **SWITCH,
    )
    def CmdWide(self, call: Call) -> None:
        self.shell.settings.wide = _switch(call, self.shell.settings.wide)

    @command(
        "vertical",
        "Show tables on the terminal with one line a cell, nothing shortened",
        examples=(("Read long rows", "vertical on"),),
        **SWITCH,
    )
    def CmdVertical(self, call: Call) -> None:
        self.shell.settings.vertical = _switch(call, self.shell.settings.vertical)

    @command(
        "trace",
        "Show the requests to the Engine as they happen, with status and time",
        examples=(("What does it ask?", "trace on"),),
        **SWITCH,
    )
    def CmdTrace(self, call: Call) -> None:
        engine = self.shell.engine
        on = _switch(call, engine.trace is not None)
        if call.args:
            trace(engine, call.err if on else None)


def trace(engine: Engine, err: Out | None) -> None:
    """Print every request of `engine` on `err`; None: no more."""
    if err is None:
        engine.trace = None
        return

    def tell(method: str, path: str, status: int, seconds: float) -> None:
        took = f" in {seconds * 1000:.1f} ms" if seconds else ""
        err.line(err.safe(f"{method} {path} {status}{took}"))
        err.flush()

    engine.trace = tell


def _switch(call: Call, before: bool) -> bool:
    """What holds from now on; told where nothing was given."""
    if not call.args:
        call.out.line("on" if before else "off")
        return before
    if call.args[0] not in ("on", "off"):
        raise ShellError(f"{call.spec.name} is either on or off, not {call.args[0]}")
    return call.args[0] == "on"
