"""explain: which requests a command would send; none is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shell.errors import ShellError
from shell.spec import Args, Call, Family, command
from shell.streams import In, Out, Streams

if TYPE_CHECKING:
    from shell.engine.explained import Request

LOCAL = ("context", "login", "logout")


class Explain(Family):
    """The command runs against an Engine that only writes down what it is asked."""

    @command(
        "explain",
        "Show the requests that a command would send; nothing is sent",
        args=Args("COMMAND [ARG...]", 1, None, complete="command"),
        interspersed=False,
        details="Answers are made up: requests that depend on what the Engine says may be missing or different.",
        examples=(("What does stop send?", "explain stop -t 5 web"), ("And run?", "explain run -d --name web nginx")),
        ours=True,
    )
    def CmdExplain(self, call: Call) -> None:
        from shell.commands.buildx import FORWARDED, taken
        from shell.commands.index import INDEX
        from shell.engine.explained import Explained

        words = call.args[1:] if call.args[0] == "docker" else call.args
        ready = self.shell.prepare(words, call.streams)
        entry = INDEX.get(type(ready.method).__name__) or INDEX.get(getattr(ready.method, "__name__", ""))
        name = ready.call.spec.name
        if name.split()[0] in LOCAL or ready.call.spec.ours or entry is None:
            raise ShellError(f"{name} sends nothing that can be told beforehand")
        if name in FORWARDED and taken(self.shell):
            raise ShellError(f"{name} is done by the buildx plugin; what that sends cannot be told beforehand")
        engine = Explained(call.engine)
        nowhere = Out(lambda data: None)
        self.shell.run(words, Streams(In(), nowhere, nowhere), lambda: engine)
        if not engine.requests:
            raise ShellError(f"{name} would send nothing as it stands")
        for number, request in enumerate(engine.requests):
            if number:
                call.out.line()
            self._show(call, request)
        if engine.cut:
            call.out.line()
            call.out.line("# What follows, if anything, depends on the answer.")

    def _show(self, call: Call, request: Request) -> None:
        from shell.output.highlight import write_json

        call.out.line(call.out.safe(f"{request.method} {request.path}"))
        for name, value in request.query:
            call.out.line(call.out.safe(f"  {name}={value}"))
        if request.body is not None:
            write_json(call.out, request.body_text() + "\n")
        call.out.line(call.out.safe(request.curl(call.engine.endpoint)))
