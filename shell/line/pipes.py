"""Pipelines: our commands and local programs joined by real pipes, all running at once."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

from shell.errors import Interrupted, Leave, ShellError, TransportError
from shell.line.borrowed import Borrowed
from shell.line.lookup import meant
from shell.line.programs import Program
from shell.line.tree import Command, Simple
from shell.streams import In, Out, Streams

if TYPE_CHECKING:
    from shell.line.runner import Runner


class Stage:
    """One place of a pipeline: its streams, what runs there, its status."""

    def __init__(self, command: Command, streams: Streams) -> None:
        self.command = command
        self.streams = streams
        self.status = 0
        self.cut = False  # what it printed is not whole
        self.program: Program | None = None
        self.ours: Callable[[], int] | None = None
        self.borrowed: Borrowed | None = None
        self.files = ExitStack()  # redirections, then the ends of the pipes, closed when it is done


class Pipes:
    """Runs one pipeline; its status is the last command's.

    Where that is 0 it is the status of a command of ours whose stream was cut: to sh an `export | gzip` that lost half
    of its bytes is a success. What the Engine refuses, and a reader that leaves early, cut nothing.
    """

    def __init__(self, runner: Runner, streams: Streams) -> None:
        self.runner = runner
        self.streams = streams
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def run(self, commands: Sequence[Command]) -> int:
        """Start everything, run the last of our own commands in this thread, wait for the rest."""
        self.streams.flush()
        stages = self._connect(commands)
        try:
            for stage in stages:
                self._prepare(stage, first=stage is stages[0])
            if self._run_all(stages):
                raise Interrupted
        finally:
            for stage in stages:
                with suppress(ShellError, OSError):
                    stage.files.close()
        return stages[-1].status or next((stage.status for stage in stages if stage.cut), 0)

    def _run_all(self, stages: list[Stage]) -> bool:
        """All of them to their end; whether Ctrl-C came."""
        ours = [stage for stage in stages if stage.ours]
        for stage in ours[:-1]:
            thread = threading.Thread(target=self.runner.shell.env.carried(self._run), args=(stage,), daemon=True)
            self._threads.append(thread)
            thread.start()
        try:
            if ours:
                self._run(ours[-1])
        except Interrupted:
            return self._wait(stages, interrupted=True)
        return self._wait(stages, interrupted=False)

    def _connect(self, commands: Sequence[Command]) -> list[Stage]:
        stages: list[Stage] = []
        read: int | None = None
        for command in commands:
            err = self._shared(self.streams.err)
            stage = Stage(command, self.streams.replaced(err=err))
            if read is not None:
                stage.streams = stage.streams.replaced(stdin=In(read))
                stage.files.callback(os.close, read)
            if command is not commands[-1]:
                read, write = os.pipe()
                stage.streams = stage.streams.replaced(out=Out(fd=write))
                stage.files.callback(os.close, write)
            elif self.streams.err is self.streams.out:
                stage.streams = stage.streams.replaced(out=err)
            stages.append(stage)
        return stages

    def _shared(self, out: Out) -> Out:
        """A buffer of its own for each stage in front of what they share."""

        def sink(data: bytes) -> None:
            with self._lock:
                out.data(data)
                out.flush()

        return Out(sink, out.fileno(), out.isatty, out.colour, lambda: out.size)

    def _prepare(self, stage: Stage, first: bool) -> None:
        """Expand, open files, start a program; a failure is the stage's status, the others go on as in sh."""
        stage.status = self.runner.guard(stage.command, stage.streams, partial(self._begin, stage, first))
        if stage.ours is None:
            stage.files.close()  # a program has its own copies

    def _begin(self, stage: Stage, first: bool) -> int:
        runner, command = self.runner, stage.command
        assert isinstance(command, Simple)  # `!` takes the rest of its line, so it is never in a pipeline
        with runner.subshell():
            words, assigned, streams = stage.files.enter_context(runner.redirected(command, stage.streams))
        if not words:
            return runner.substituted
        method = meant(runner.shell, command, words, first)
        if method is None:
            stage.program = runner.program(words, assigned, streams)
        else:
            stage.borrowed = runner.lend(assigned)
            stage.ours = partial(runner.execute, words, assigned, streams, stage.borrowed.get)
            stage.streams = streams
        return 0

    def _run(self, stage: Stage) -> None:
        """Our own command, until it ends or nobody reads what it prints."""
        assert stage.ours is not None
        watch = _Watch(stage)
        try:
            stage.status = self.runner.guard(stage.command, stage.streams, partial(self._quietly, stage))
        finally:
            watch.close()
            with suppress(ShellError, OSError):
                stage.streams.err.flush()
            self._finish(stage)

    def _quietly(self, stage: Stage) -> int:
        """The command; when its reader has gone, how it ended is nobody's concern."""
        assert stage.ours is not None
        try:
            return stage.ours()
        except Interrupted:
            raise
        except Leave as why:
            return why.status
        except ShellError as why:
            if stage.borrowed is None or not stage.borrowed.cancelled:
                stage.cut = isinstance(why, TransportError)
                raise
            stage.streams.out.drop()
            return 141

    def _finish(self, stage: Stage) -> None:
        failed = self.runner.guard(stage.command, stage.streams, partial(_close, stage))
        stage.status = stage.status or failed
        stage.cut = stage.cut or bool(failed)
        if stage.borrowed is not None:
            self.runner.give_back(stage.borrowed)

    def _wait(self, stages: list[Stage], interrupted: bool) -> bool:
        """Until all have ended; whether Ctrl-C came."""
        if interrupted:
            self._interrupt(stages)
        while True:
            try:
                for thread in self._threads:
                    thread.join()
                break
            except KeyboardInterrupt:
                interrupted = True
                self._interrupt(stages)
        for stage in stages:
            if stage.program is not None:
                try:
                    stage.status = self.runner.wait(stage.program)
                except Interrupted:
                    interrupted = True
                    self._interrupt(stages)
        return interrupted

    def _interrupt(self, stages: list[Stage]) -> None:
        for stage in stages:
            if stage.borrowed is not None:
                stage.borrowed.cancel()
            if stage.program is not None and not self.runner.shell.prompting:
                stage.program.interrupt()


def _close(stage: Stage) -> int:
    stage.files.close()
    return 0


class _Watch:
    """Cancels a stage when the last reader of its pipe has gone, even if it would not write for hours."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._thread: threading.Thread | None = None
        fd = stage.streams.out.fileno()
        if stage.borrowed is None or fd is None or stage.streams.out.isatty:
            return
        self._wake, self._end = os.pipe()
        self._thread = threading.Thread(target=self._watch, args=(fd,), daemon=True)
        self._thread.start()

    def _watch(self, fd: int) -> None:
        poll = select.poll()
        poll.register(fd, 0)  # tells of POLLERR: no reader is left
        poll.register(self._wake, 0)
        ready = [number for number, _ in poll.poll()]
        if fd in ready and self._stage.borrowed is not None:
            self._stage.borrowed.cancel()

    def close(self) -> None:
        """The stage has ended by itself."""
        if self._thread is not None:
            os.close(self._end)
            self._thread.join()
            os.close(self._wake)
