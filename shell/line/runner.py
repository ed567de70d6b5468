"""Runs the tree of a line: and-or lists, assignments, redirections, $( ), local programs, jobs."""

from __future__ import annotations

import signal
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from shell.errors import Interrupted, Leave, ShellError
from shell.line.borrowed import NAMES_ENGINE, Borrowed, Elsewhere, Lender, refuse_for_good, refuse_without_engine
from shell.line.errors import LineError
from shell.line.expansion import Expander
from shell.line.files import Redirected
from shell.line.parser import parse
from shell.line.programs import Program, undisturbed
from shell.line.quoting import quote, quote_word
from shell.line.tree import AndOr, Command, Local, Pipeline, Sequence, Simple
from shell.streams import TAIL, Streams

if TYPE_CHECKING:
    from shell.cli import DockerCli
    from shell.engine.transport import Engine
    from shell.scripts import Script

Report = Callable[[ShellError, "Command | None", Streams], int]


class Substitution(ShellError):
    """A command in $( ) failed; sh would go on with whatever it printed."""

    def __init__(self, status: int) -> None:
        super().__init__(f"a command in $( ) ended with status {status}; sh would go on, || true in it allows that")
        self.status = status


class Runner:
    """Runs lines in one session. `report` tells a failure and gives its status; `borrowed` is a job's connection.

    `stop` ends a sequence at its first failing command, as in a script. `leaving` is set by `exit`. `variables` are
    the session's unless others are given: a job has its own, as sh's subshell.
    """

    def __init__(
        self,
        shell: DockerCli,
        report: Report | None = None,
        borrowed: Borrowed | None = None,
        lender: Lender | None = None,
        variables: dict[str, str] | None = None,
    ) -> None:
        self.shell = shell
        self.report = report or (lambda why, command, streams: shell.report(why, streams))
        self.borrowed = borrowed
        self.lender = lender or Lender(shell)
        self.variables = shell.variables if variables is None else variables
        self.script: Script | None = None  # the file that the lines are of
        shell.lines = True
        self.status = shell.status
        self.last = shell.last
        self.stop = False
        self.trace = False
        self.interrupted = False
        self.leaving: int | None = None
        self.ended: Pipeline | None = None  # the last that ran: the status is its
        self.substituted = 0  # status of the command's last $( ): that of a command without words
        self._programs: list[Program] = []
        self._loans: list[Borrowed] = []
        self._inner: list[Runner] = []  # of files that are read here
        self._cancelled = False
        self._text = ""

    # -- lines ------------------------------------------------------------------------------------------------------

    def run_line(self, text: str, streams: Streams) -> int:
        """Read the whole text, then run it; its status. Nothing is raised; see `leaving`."""
        try:
            tree = parse(text)
        except LineError as why:
            return self._done(self.report(why, None, streams))
        return self.run_tree(tree, text, streams)

    def run_tree(self, tree: Sequence, text: str, streams: Streams) -> int:
        """The same for a text that was parsed already."""
        before, self._text = self._text, text
        try:
            return self._sequence(tree, streams)
        except (Interrupted, KeyboardInterrupt):
            self.interrupted = True
            self._abandon()
            return self._done(130)
        except Leave as why:
            self.leaving = why.status
            return self._done(why.status)
        except BaseException:  # a signal ends the whole program: no other is left behind
            self._abandon()
            raise
        finally:
            self._text = before

    def _done(self, status: int) -> int:
        self.status = status
        if self.borrowed is None:
            self.shell.status, self.shell.last = status, self.last
        return status

    def _sequence(self, tree: Sequence, streams: Streams) -> int:
        status = 0
        for item in tree.items:
            status = self._background(item, streams) if item.background else self._and_or(item, streams)
            if status and self.stop:
                break
        return status

    def _background(self, item: AndOr, streams: Streams) -> int:
        from shell.jobs import jobs_of

        jobs_of(self.shell).start(self, item, self._text, streams)
        return self._done(0)

    def run_job(self, item: AndOr, text: str, streams: Streams) -> int:
        """An and-or list in a thread of its own; its status."""
        self._text = text
        try:
            status = self._and_or(item, streams)
        except (Leave, Interrupted) as why:
            status = why.status
        return 130 if self._cancelled else status

    def _and_or(self, item: AndOr, streams: Streams) -> int:
        """Pipelines as && and || allow; the status of the last one that ran."""
        status = 0
        for operator, pipeline in item.items:
            if operator == ("||" if status == 0 else "&&"):
                continue
            if self._cancelled:
                raise Interrupted
            status = self._done(self._pipeline(pipeline, streams))
            self.ended = pipeline
        return status

    def _pipeline(self, pipeline: Pipeline, streams: Streams) -> int:
        if len(pipeline.commands) == 1:
            return self.guard(pipeline.commands[0], streams, lambda: self._command(pipeline.commands[0], streams))
        from shell.line.pipes import Pipes

        return Pipes(self, streams).run(pipeline.commands)

    def guard(self, command: Command, streams: Streams, action: Callable[[], int]) -> int:
        """A failure of `action` is told; the status of either."""
        try:
            return action()
        except (Leave, Interrupted):
            raise
        except ShellError as why:
            if self._cancelled:
                raise Interrupted from None
            return self.report(why, command, streams)

    # -- one command ------------------------------------------------------------------------------------------------

    def _command(self, command: Command, streams: Streams) -> int:
        if isinstance(command, Local):
            return self.local(command, streams)
        with self.redirected(command, streams) as (words, assigned, inner):
            if not words:
                return self.substituted
            if NAMES_ENGINE.isdisjoint(assigned):
                return self.execute(words, assigned, inner, None if self.borrowed is None else self.borrowed.get)
            loan = self.lend(assigned)
            try:
                return self.execute(words, assigned, inner, loan.get)
            finally:
                self.give_back(loan)

    @contextmanager
    def redirected(self, command: Simple, streams: Streams) -> Iterator[tuple[list[str], dict[str, str], Streams]]:
        """Its words expanded and its files open: (words, assignments, streams)."""
        self.substituted = 0
        assigned: dict[str, str] = {}
        expander = self.expander(streams, lenient=not command.words)
        words = expander.words(command.words)
        redirected = Redirected(streams)
        try:
            redirected.apply(command.redirects, expander.text)
            with self.subshell() if words else nullcontext():
                for item in command.assignments:  # each knows those before it
                    value = expander.text(item.value)
                    if not words:
                        refuse_for_good(item.name, value)
                    assigned[item.name] = self.variables[item.name] = value
            if self.trace:
                self._show(words, assigned, streams)
            yield words, assigned, redirected.streams
        except BaseException:
            redirected.abandon()
            raise
        redirected.close()

    def _show(self, words: list[str], assigned: Mapping[str, str], streams: Streams) -> None:
        parts = [f"{name}={quote_word(value)}" for name, value in assigned.items()]
        streams.err.line(" ".join(["+", *parts, *([quote(words)] if words else [])]))
        streams.err.flush()

    def execute(
        self,
        words: list[str],
        assigned: Mapping[str, str],
        streams: Streams,
        engine: Callable[[], Engine] | None = None,
    ) -> int:
        """Run a command of ours; failures are raised."""
        refuse_without_engine(assigned)
        streams.out.tail = b""
        env = self.shell.env
        try:
            # NAME=value before a command is there for that command only.
            within = env.within(ChainMap(dict(assigned), dict(env.environ))) if assigned else nullcontext()
            with within, self.shell.run_by(self, None if NAMES_ENGINE.isdisjoint(assigned) else engine):
                return self.shell.attempt(words, streams, engine)
        finally:
            self._remember(streams.out.tail)

    def _remember(self, tail: bytes) -> None:
        """$_ is the first word of the last line that was printed."""
        head, _, line = tail.rstrip().rpartition(b"\n")
        words = line.split()
        if words and (head or len(tail) < TAIL):
            self.last = words[0].decode("utf-8", "surrogateescape")

    # -- connections of pipelines and jobs ----------------------------------------------------------------------

    def lend(self, assigned: Mapping[str, str]) -> Borrowed:
        """A connection that ends with its command, to the Engine that it names or the session's."""
        elsewhere = not NAMES_ENGINE.isdisjoint(assigned)
        loan = Borrowed(Elsewhere(self.shell, assigned) if elsewhere else self.lender)
        self._loans.append(loan)
        if self._cancelled:
            loan.cancel()
        return loan

    def give_back(self, loan: Borrowed) -> None:
        """The end of a loan."""
        loan.close()
        self._loans.remove(loan)

    @contextmanager
    def inner(self) -> Iterator[Runner]:
        """A runner of the lines of a file that is read here; what ends this one ends it."""
        inner = Runner(self.shell, None, self.borrowed, self.lender, self.variables)
        inner.status, inner.last = self.status, self.last
        self._inner.append(inner)
        if self._cancelled:
            inner.cancel()
        try:
            yield inner
        finally:
            self._inner.remove(inner)
            self.last = inner.last

    def cancel(self) -> None:
        """End whatever runs, from another thread: connections are closed, programs get SIGTERM."""
        self._cancelled = True
        for inner in list(self._inner):
            inner.cancel()
        for loan in [*self._loans, *([self.borrowed] if self.borrowed else [])]:
            loan.cancel()
        for program in list(self._programs):
            program.interrupt(signal.SIGTERM)

    # -- local programs ---------------------------------------------------------------------------------------------

    def local(self, command: Local, streams: Streams) -> int:
        """`!cmd`, by the user's shell."""
        if self.trace:
            streams.err.line(f"+ !{command.text}")
        program = self.program([self.shell.env.get("SHELL") or "/bin/sh", "-c", command.text], {}, streams)
        return self.wait(program)

    def program(self, words: list[str], assigned: Mapping[str, str], streams: Streams) -> Program:
        """Start a program; session variables reach it where the environment has their names, as in sh."""
        environ = dict(self.shell.env.environ)
        known = {name: value for name, value in self.variables.items() if name in environ}
        with undisturbed():
            program = Program(words, streams, {**environ, **known, **assigned})
            self._programs.append(program)
        if self._cancelled:
            program.interrupt(signal.SIGTERM)
        return program

    def _abandon(self) -> None:
        """Ctrl-C came where nobody waited for what runs: end it."""
        for loan in self._loans:
            loan.cancel()
        for program in self._programs:
            program.interrupt(signal.SIGTERM)
        self._programs.clear()

    def wait(self, program: Program) -> int:
        """Its status. Ctrl-C reaches it from the terminal; where there is none, from us."""
        interrupted = False
        while True:
            try:
                status = program.wait()
                break
            except KeyboardInterrupt:
                interrupted = True
                if not self.shell.prompting:
                    program.interrupt()
        self._programs.remove(program)
        if interrupted:
            raise Interrupted
        return status

    # -- expansion --------------------------------------------------------------------------------------------------

    def expander(self, streams: Streams, lenient: bool = False) -> Expander:
        """Expands words where these streams are; `lenient` lets a failing $( ) pass, for an assignment alone."""
        return Expander(self._lookup, lambda tree: self._output(tree, streams, lenient), self.shell.env.environ)

    def _lookup(self, name: str) -> str | None:
        if name == "?":
            return str(self.status)
        if name == "_":
            return self.last or None
        value = self.variables.get(name)
        return self.shell.env.environ.get(name) if value is None else value

    @contextmanager
    def subshell(self) -> Iterator[None]:
        """Variables that are set inside stay inside."""
        before = dict(self.variables)
        try:
            yield
        finally:
            self.variables.clear()
            self.variables.update(before)

    def _output(self, tree: Sequence, streams: Streams, lenient: bool) -> bytes:
        """What the commands of $( ) print; as in sh's subshell, their assignments and `exit` stay inside."""
        inner, parts = streams.captured()
        before = self.status
        try:
            with self.subshell():
                status = self._sequence(tree, inner)
        except Leave as why:
            status = why.status
        self._done(before)
        self.substituted = status
        if status and not lenient:
            raise Substitution(status)
        return b"".join(parts)
