"""--check: every error of a script that can be seen without running it; nothing is sent."""

from __future__ import annotations

import os
from collections.abc import Iterator

from .cli import DockerCli
from .errors import ShellError, UnknownCommand
from .line.lookup import is_program, meant
from .line.tokens import Text, Variable
from .line.tree import Command, Output, Redirect, Simple, Word
from .line.tree import Sequence as Tree
from .scripts import Chunk, at, called, chunks, opened, read_lines, unknown
from .spec import spec_of
from .spec.parse import FlagError, parse
from .streams import Streams

STATUS = 2
UNKNOWN = "\ufffc"  # stands for what only a run can tell


def check(shell: DockerCli, name: str, lines: Iterator[str], streams: Streams) -> int:
    """Read all of it; one message per error on stderr; 2 if there was one."""
    checker = _Checker(shell, streams)
    checker.file(name, lines)
    return STATUS if checker.errors else 0


class _Checker:
    def __init__(self, shell: DockerCli, streams: Streams) -> None:
        self.shell = shell
        self.streams = streams
        self.errors = 0
        self.known = {"?", "_", *shell.variables, *shell.env.environ}
        self.read: set[str] = set()
        self.name = ""
        self.chunk = Chunk("", 1)

    def file(self, name: str, lines: Iterator[str]) -> None:
        """All lines of one file."""
        before = self.name, self.chunk
        self.name = name
        for self.chunk in chunks(lines):
            if self.chunk.error is not None:
                error = self.chunk.error
                self.tell(error.message, error.column, self.chunk.line + error.line - 1)
            elif self.chunk.tree is not None:
                self.tree(self.chunk.tree)
        self.name, self.chunk = before

    def fault(self, message: str, offset: int, command: Command | None = None) -> None:
        """An error at a place of the chunk."""
        self.tell(f"{called(self.shell, command)}: {message}" if command else message, *at(self.chunk, offset))

    def tell(self, message: str, column: int, line: int) -> None:
        self.errors += 1
        self.streams.err.line(self.streams.err.safe(f"{self.name}:{line}:{column}: {message}"))

    def tree(self, tree: Tree) -> None:
        for item in tree.items:
            for _, pipeline in item.items:
                for command in pipeline.commands:
                    if isinstance(command, Simple):
                        alone = len(pipeline.commands) == 1
                        self.simple(command, first=command is pipeline.commands[0], alone=alone)

    def simple(self, command: Simple, first: bool, alone: bool) -> None:
        for word in (*command.words, *_targets(command.redirects)):
            self.parts(word)
        before = self.known
        for item in command.assignments:
            self.parts(item.value)
            self.known = {*self.known, item.name}
        if command.words:
            self.known = before
            self.command(command, first, alone)

    def parts(self, word: Word) -> None:
        """Its variables and its $( )."""
        for part in word.parts:
            if isinstance(part, Output):
                self.tree(part.line)
            elif isinstance(part, Variable) and part.name not in self.known:
                self.fault(f"{part.name} is not set", part.start)

    def command(self, command: Simple, first: bool, alone: bool) -> None:
        words = [_shown(word) for word in command.words]
        start = command.words[0].start
        if UNKNOWN in words[0]:
            return
        method = meant(self.shell, command, words, first)
        if method is not None:
            self.call(command, words)
        elif alone or command.named:
            self.fault(unknown(UnknownCommand(words).words), start)
        elif not is_program(self.shell, words[0]):
            self.fault("not found", start, command)

    def call(self, command: Simple, words: list[str]) -> None:
        """Flags, their values, and how many arguments there are."""
        method, rest = self.shell.find(words)
        assert method is not None
        spec, spelled = spec_of(method), len(words) - len(rest)
        try:
            parsed = parse(spec, rest)
        except FlagError as why:
            if UNKNOWN not in str(why):
                self.fault(str(why), command.words[why.word + spelled].start, command)
            return
        refusal = spec.args.refusal(len(parsed.args))
        if spec.name == "container wait" and not rest:
            return  # all jobs
        if refusal and not any(map(_splits, command.words)) and "help" not in parsed.values:
            self.fault(f"'docker {' '.join(words[:spelled])}' {refusal}", command.words[0].start, command)
        elif spec.name == "source":
            self.source(command, parsed.args[0])
        elif spec.name == "set":
            self.known.update(word.partition("=")[0] for word in parsed.args)

    def source(self, command: Simple, path: str) -> None:
        if UNKNOWN in path or os.path.realpath(path) in self.read:
            return
        self.read.add(os.path.realpath(path))
        try:
            fd = opened(path)
        except ShellError as why:
            self.fault(str(why), command.words[-1].start, command)
            return
        self.file(os.path.basename(path), read_lines(fd))
        os.close(fd)


def _shown(word: Word) -> str:
    return "".join(part.text if isinstance(part, Text) else UNKNOWN for part in word.parts)


def _splits(word: Word) -> bool:
    """Whether it may become any number of words."""
    return any(isinstance(part, (Variable, Output)) and not part.quote for part in word.parts)


def _targets(redirects: tuple[Redirect, ...]) -> Iterator[Word]:
    for redirect in redirects:
        if isinstance(redirect.target, Word):
            yield redirect.target
