"""A session with a few commands of its own and no Engine, for tests of lines and scripts."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from pathlib import Path

from shell.cli import DockerCli
from shell.config.file import Config
from shell.env import Env
from shell.errors import Status
from shell.spec import Args, Family, command
from shell.spec.call import Call
from shell.spec.flags import Bool
from shell.streams import In, Out, Streams, tie

ANY = Args("[WORD...]", 0, None)


class Stubs(Family):
    """What the stub programs of the comparison with sh do."""

    @command("show", "Print the words", args=ANY, raw=True)
    def CmdShow(self, call: Call) -> int | None:
        call.out.line("".join(f"<{word}>" for word in call.args))
        return None

    @command("say", "Print the words, one a line", args=ANY, raw=True)
    def CmdSay(self, call: Call) -> int | None:
        for word in call.args:
            call.out.line(word)
        return None

    @command("warn", "Print the words on stderr", args=ANY, raw=True)
    def CmdWarn(self, call: Call) -> int | None:
        call.err.line(" ".join(call.args))
        return None

    @command("end", "End with a status", args=ANY, raw=True)
    def CmdEnd(self, call: Call) -> int | None:
        raise Status(int(call.args[0]))

    @command("take", "Copy stdin to stdout", args=ANY, raw=True)
    def CmdTake(self, call: Call) -> int | None:
        while data := call.stdin.read1():
            call.out.data(data)
            call.out.flush()
        return None

    @command("both", "Print on stdout and on stderr", args=ANY, raw=True)
    def CmdBoth(self, call: Call) -> int | None:
        call.out.line("out")
        call.err.line("err")
        call.out.line("out again")
        return None

    @command("flags", "Has a flag", Bool("all", "a", "All of them"), args=Args("NAME", 1, 1))
    def CmdFlags(self, call: Call) -> int | None:
        call.out.line(f"{call['all']} {call.args[0]}")
        return None

    @command("env", "Print a variable of the environment", args=Args("NAME", 1, 1))
    def CmdEnv(self, call: Call) -> int | None:
        call.out.line(call.shell.env.get(call.args[0], "-"))
        return None

    @command("endless", "Print until nobody reads", args=ANY)
    def CmdEndless(self, call: Call) -> int | None:
        while True:
            call.out.line("y" * 60)


PROGRAMS = {
    "show": """for a; do printf '<%s>' "$a"; done; echo""",
    "say": """for a; do printf '%s\\n' "$a"; done""",
    "warn": """echo "$*" >&2""",
    "end": """exit "$1" """,
    "take": "exec cat",
    "both": "echo out; echo err >&2; echo out again",
}


def write_programs(folder: Path) -> None:
    """The same as programs for sh."""
    for name, text in PROGRAMS.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)


def session(environ: Mapping[str, str] | None = None) -> DockerCli:
    """A session that knows the commands above besides the real ones."""
    shell = DockerCli(Env(environ or {"PATH": os.defpath, "HOME": "/home/me"}), Config.load({}, "/nonexistent"))
    stubs = Stubs(shell)
    for name in (name for name in vars(Stubs) if name.startswith("Cmd")):
        setattr(shell, name, getattr(stubs, name))
    return shell


class Captured:
    """Streams that remember what was written, `out` and `err` apart and `both` in order."""

    def __init__(self, stdin: In | None = None) -> None:
        self._lock = threading.Lock()
        self._parts: list[tuple[int, bytes]] = []
        out, err = Out(lambda data: self._keep(1, data)), Out(lambda data: self._keep(2, data))
        tie(out, err)
        self.streams = Streams(stdin or In(), out, err)

    def _keep(self, fd: int, data: bytes) -> None:
        with self._lock:
            self._parts.append((fd, data))

    def _joined(self, *fds: int) -> str:
        self.streams.flush()
        return b"".join(data for fd, data in self._parts if fd in fds).decode("utf-8", "surrogateescape")

    @property
    def out(self) -> str:
        return self._joined(1)

    @property
    def err(self) -> str:
        return self._joined(2)

    @property
    def both(self) -> str:
        return self._joined(1, 2)
