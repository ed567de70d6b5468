"""exit, source, set, echo: what a line or a script does to the session."""

from __future__ import annotations

import re

from shell.errors import Leave, ShellError, Status
from shell.line.borrowed import refuse_for_good
from shell.line.quoting import quote_word
from shell.spec import Args, Family, at_most, command, exactly
from shell.spec.call import Call
from shell.spec.flags import Bool

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Lines(Family):
    """Words that act on the session that runs them."""

    @command(
        "exit",
        "Leave the shell or end the script, with a status or the last command's",
        args=at_most(1, "[STATUS]"),
        aliases=("quit",),
        examples=(("End a script that found what it looked for", "exit 0"),),
        ours=True,
    )
    def CmdExit(self, call: Call) -> int | None:
        runner = self.shell.runner
        status = _status(call.args[0]) if call.args else self.shell.status if runner is None else runner.status
        jobs = self.shell.jobs
        inside = runner is not None and runner.borrowed is not None  # of a job: the session goes on
        if self.shell.prompting and not inside and jobs is not None and (warning := jobs.warning()):
            raise ShellError(warning, status)
        raise Leave(status)

    @command(
        "source",
        "Run the lines of a file in this session",
        args=exactly(1, "FILE", complete="file"),
        examples=(("Take over the settings of a project", "source ./project.dsh"),),
        ours=True,
    )
    def CmdSource(self, call: Call) -> int | None:
        from shell.scripts import source

        return source(self.shell, call.args[0], call.streams)

    @command(
        "set",
        "Set variables of the session, or list them",
        Bool("unset", "u", "Forget these variables instead", ours=True),
        args=Args("[NAME[=VALUE]...]", 0, None),
        examples=(("What is set", "set"), ("As NAME=value alone does", "set NAME=value")),
        ours=True,
    )
    def CmdSet(self, call: Call) -> int | None:
        runner = self.shell.runner
        variables = self.shell.variables if runner is None else runner.variables
        for word in call.args:
            name, equals, value = word.partition("=")
            if not _NAME.fullmatch(name) or equals and call["unset"]:
                raise ShellError(f"not a variable's name: {word if call['unset'] else name}")
            if call["unset"]:
                variables.pop(name, None)
            elif equals:
                refuse_for_good(name, value)
                variables[name] = value
            elif name in variables:
                call.out.line(f"{name}={quote_word(variables[name])}")
            else:
                raise ShellError(f"{name} is not set")
        for name in sorted(variables) if not call.args else ():
            call.out.line(f"{name}={quote_word(variables[name])}")
        return None

    @command(
        "echo",
        "Print words, blanks between them; -n leaves the line end out",
        args=Args("[-n] [WORD...]", 0, None),
        examples=(("What the last command printed", "echo $_"),),
        raw=True,
        ours=True,
    )
    def CmdEcho(self, call: Call) -> int | None:
        words, end = (call.args[1:], "") if call.args[:1] == ["-n"] else (call.args, "\n")
        call.out.write("\n".join(map(call.out.safe, " ".join(words).split("\n"))) + end)
        return None

    @command(
        "true",
        "Do nothing, successfully",
        args=Args("[WORD...]", 0, None),
        examples=(("Let a command of a script fail", "true"),),
        raw=True,
        ours=True,
    )
    def CmdTrue(self, call: Call) -> int | None:
        return 0

    @command(
        "false",
        "Do nothing, unsuccessfully",
        args=Args("[WORD...]", 0, None),
        examples=(("Fail whatever was printed", "false"),),
        raw=True,
        ours=True,
    )
    def CmdFalse(self, call: Call) -> int | None:
        raise Status(1)


def _status(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 255:
        raise ShellError(f"not a status from 0 to 255: {text}", 2)
    return int(text)
