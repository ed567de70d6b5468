"""Script mode: lines run as they arrive, stop at the first that fails, and every message says where."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from .errors import Interrupted, Leave, ShellError, Status, UnknownCommand, UsageError
from .jobs import jobs_of
from .line.borrowed import NAMES_ENGINE
from .line.errors import Incomplete, LineError, place
from .line.expansion import Unset
from .line.parser import parse
from .line.runner import Runner
from .line.tokens import Text, Variable
from .line.tree import AndOr, Command, Local, Simple, Word
from .line.tree import Sequence as Tree
from .streams import In, Streams

if TYPE_CHECKING:
    from .cli import DockerCli

DEEPEST = 32  # files that read one another by `source`
BLOCK = 1 << 16
CLOSED = 141  # nobody reads what we print: sh would have been ended by SIGPIPE, without a word
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Options:
    """As the program was started: --check, --keep-going, --trace."""

    check: bool = False
    keep_going: bool = False
    trace: bool = False


@dataclass(frozen=True)
class Chunk:
    """A line with what belongs to it (continuations, here-documents); `line` is its number. Tree or error."""

    text: str
    line: int
    tree: Tree | None = None
    error: LineError | None = None


def run_file(shell: DockerCli, name: str, args: Sequence[str], options: Mapping[str, bool], streams: Streams) -> int:
    """Run a script, `-` for stdin; its exit status: of the line that stopped it, 130 and 143 for signals."""
    if args:
        raise ShellError(f"a script takes no arguments: {args[0]}", 2)
    chosen = Options(**options)
    fd, shown = (streams.stdin.fileno(), "stdin") if name == "-" else (opened(name), os.path.basename(name))
    if name == "-":
        streams = streams.replaced(stdin=In())  # the script is not the input of its commands
    lines = read_lines(fd)
    if chosen.check:
        from .script_check import check

        return check(shell, shown, lines, streams)
    script = Script(Runner(shell), shown, chosen, streams)
    with script.signals():
        return script.run_all(lines)


def source(shell: DockerCli, path: str, streams: Streams) -> int:
    """The lines of a file in this session, stopping where it fails."""
    if any(shell.env.get(name) != shell.env.whole.get(name, "") for name in NAMES_ENGINE):
        raise ShellError("the lines of a file are for the session's Engine: change it with use before")
    runner = shell.runner or Runner(shell)
    outer = runner.script
    if outer is not None and outer.depth >= DEEPEST:
        raise ShellError(f"{path}: files read one another more than {DEEPEST} deep")
    fd = opened(path)
    with runner.inner() as inner:
        script = Script(inner, os.path.basename(path), outer.options if outer else Options(), streams)
        script.depth = outer.depth + 1 if outer else 1
        try:
            status = script.run(read_lines(fd))
        finally:
            os.close(fd)
    if script.runner.leaving is not None:
        raise Leave(status)
    if script.runner.interrupted:
        raise Interrupted
    if status:
        raise Status(status)
    return 0


def opened(path: str) -> int:
    """A descriptor of a file of lines; ShellError tells why there is none."""
    try:
        fd = os.open(os.fsencode(path), os.O_RDONLY)
        os.read(fd, 0)  # a folder can be opened
    except (OSError, ValueError) as why:
        reason = why.strerror if isinstance(why, OSError) and why.strerror else str(why)
        raise ShellError(f"cannot open {path}: {reason[:1].lower()}{reason[1:]}", 2) from None
    return fd


def read_lines(fd: int | None) -> Iterator[str]:
    """Lines as they arrive, without their ends; a byte order mark and carriage returns before line ends go."""
    held, first = b"", BOM
    while data := os.read(fd, BLOCK) if fd is not None else b"":
        *lines, rest = data.split(b"\n")
        if not lines:
            held += rest
            continue
        lines[0], held = held + lines[0], rest
        for line in lines:
            yield _decoded(line.removeprefix(first))
            first = b""
    if held:
        yield _decoded(held.removeprefix(first))


def _decoded(line: bytes) -> str:
    return line.removesuffix(b"\r").decode("utf-8", "surrogateescape")


def chunks(lines: Iterator[str]) -> Iterator[Chunk]:
    """Lines put together as far as quotes, continuations and here-documents reach, each as soon as it is whole."""
    held: list[str] = []
    wants = ""
    error: Incomplete | None = None
    number = start = 0
    for number, line in enumerate(lines, 1):
        start = start if held else number
        held.append(line)
        if error is not None and not re.search(wants, line):
            continue
        text = "\n".join(held)
        try:
            chunk = Chunk(text, start, parse(text))
        except Incomplete as why:
            error, wants = why, why.wants
            continue
        except LineError as why:
            chunk = Chunk(text, start, error=why)
        held, error = [], None
        yield chunk
    if error is not None:
        yield Chunk("\n".join(held), start, error=error)


class Script:
    """One file of lines that is being run. `report` is where its messages get their place."""

    def __init__(self, runner: Runner, name: str, options: Options, streams: Streams) -> None:
        self.shell = runner.shell
        self.name = name
        self.options = options
        self.streams = streams
        self.depth = 0
        self.runner = runner
        self.runner.script = self
        self.runner.stop = not options.keep_going
        self.runner.trace = options.trace
        self.commands = self.failures = 0
        self._told = False
        self.terminated = False

    # -- the whole ------------------------------------------------------------------------------------------------

    def run_all(self, lines: Iterator[str]) -> int:
        """Run, wait for the jobs, sum up at a terminal; the status."""
        began = time.monotonic()
        jobs = jobs_of(self.shell)
        try:
            status = self.run(lines)
            if self.runner.leaving is None and not self.runner.interrupted and (not status or self.options.keep_going):
                status = status or jobs.wait_all()
        except KeyboardInterrupt:
            status = 130
        finally:
            jobs.close()
        if self.streams.err.isatty and self.commands:
            self._sum_up(time.monotonic() - began)
        return 143 if self.terminated else status

    def _sum_up(self, seconds: float) -> None:
        failed = f"{self.failures} failed" if self.failures else "none failed"
        commands = "1 command" if self.commands == 1 else f"{self.commands} commands"
        self.streams.err.line(f"{self.name}: {commands}, {failed}, {seconds:.1f} s")

    @contextmanager
    def signals(self) -> Iterator[None]:
        """SIGTERM ends the script as Ctrl-C does, with its own status."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGTERM, _Termination(self))
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)

    def run(self, lines: Iterator[str]) -> int:
        """Every line as it comes; the first failure's status."""
        first = 0
        for chunk in chunks(lines):
            status = self._chunk(chunk)
            first = first or status
            if self._ends(first):
                return self.runner.status if self.runner.leaving is not None else first
        return first

    def _ends(self, status: int) -> bool:
        runner = self.runner
        return (
            self.terminated
            or runner.leaving is not None
            or runner.interrupted
            or bool(status and not self.options.keep_going)
        )

    def _chunk(self, chunk: Chunk) -> int:
        report = partial(self.report, chunk)
        self.runner.report = report
        if chunk.tree is None:
            assert chunk.error is not None
            return report(chunk.error, None, self.streams)
        first = 0
        for item in chunk.tree.items:
            status = self._item(chunk, item)
            first = first or status
            if self._ends(first):
                break
        return first

    def _item(self, chunk: Chunk, item: AndOr) -> int:
        self._told = False
        self.commands += 1
        status = self.runner.run_tree(Tree((item,)), chunk.text, self.streams)
        if status and self.runner.leaving is None:
            self.failures += 1
            if not self._told and not self.runner.interrupted and status != CLOSED:
                self._tell_status(chunk, status)
        return status

    # -- messages -------------------------------------------------------------------------------------------------

    def _tell_status(self, chunk: Chunk, status: int) -> None:
        """A failure that has printed nothing of ours: a container's status, a local program's."""
        assert self.runner.ended is not None
        command = self.runner.ended.commands[-1]
        _, line = at(chunk, command.start)
        self._line(self.streams, f"{self.name}:{line}: {called(self.shell, command)}: ended with status {status}")

    def report(self, chunk: Chunk, why: ShellError, command: Command | None, streams: Streams) -> int:
        """A failure as `script:12: stop: No such container: web`; with the column where the line itself is wrong."""
        message, offset = explained(self.shell, why, command)
        if isinstance(why, LineError):
            where = f"{chunk.line + why.line - 1}:{why.column}"
        else:
            column, line = at(chunk, offset if offset is not None else command.start if command else 0)
            where = f"{line}" if offset is None else f"{line}:{column}"
        prefix = f"{self.name}:{where}: "
        if command is not None and not isinstance(why, UnknownCommand):
            name = f"{called(self.shell, command)}: "
            prefix += "" if message.startswith(name) else name
        for text in message.split("\n") if message else ():
            self._line(streams, prefix + text)
        if message and threading.current_thread() is threading.main_thread():
            self._told = True
        return why.status

    def _line(self, streams: Streams, text: str) -> None:
        try:
            streams.out.flush()
        except OSError:
            streams.out.drop()
        streams.err.line(streams.err.safe(text))
        streams.err.flush()


class _Termination:
    """The handler of SIGTERM: it ends a script at once, but behind a command that hands the signal on (`noted`)."""

    def __init__(self, script: Script) -> None:
        self._script = script

    def __call__(self, number: int, frame: object) -> None:
        self.noted()
        raise KeyboardInterrupt

    def noted(self) -> None:
        self._script.terminated = True


def at(chunk: Chunk, offset: int) -> tuple[int, int]:
    """Offset in a chunk -> (column, line of the script)."""
    column, line = place(chunk.text, offset)
    return column, chunk.line + line - 1


def called(shell: DockerCli, command: Command) -> str:
    """A command's name as it was written: `stop`, `container ls`, `grep`."""
    if isinstance(command, Local):
        return "!" + (command.text.split() or [""])[0]
    words = literals(command)
    if not command.words and command.assignments:
        return f"{command.assignments[-1].name}="
    method, rest = shell.find(words)
    return " ".join(words[: len(words) - len(rest)]) if method is not None else words[0] if words else "line"


def literals(command: Simple) -> list[str]:
    """The words up to the first that has to be expanded."""
    found = []
    for word in command.words:
        if not all(isinstance(part, Text) for part in word.parts):
            break
        found.append("".join(part.text for part in word.parts if isinstance(part, Text)))
    return found


def explained(shell: DockerCli, why: ShellError, command: Command | None) -> tuple[str, int | None]:
    """What a message says without the daemon's preamble, and where in the text the fault is, if it is in the text."""
    words = command.words if isinstance(command, Simple) else ()
    if isinstance(why, LineError):
        return why.message, None
    if isinstance(why, UnknownCommand):
        return unknown(why.words), words[0].start if words else None
    if isinstance(why, UsageError):
        known = isinstance(command, Simple) and why.word < len(literals(command))
        return brief(why), words[why.word].start if known else words[0].start if words else None
    if isinstance(why, Unset):
        used = variables(all_words(command)) if isinstance(command, Simple) else ()
        return str(why), next((start for name, start in used if name == why.name), None)
    preamble = "Error response from daemon: "
    return "\n".join(line.removeprefix(preamble) for line in str(why).split("\n")), None


def brief(why: UsageError) -> str:
    """Docker's message without its frame."""
    return why.brief.removeprefix("docker: ")


def unknown(words: Sequence[str]) -> str:
    """That there is no such command, and what may have been meant."""
    from .spec.help import unknown_lines

    first, *more = unknown_lines(words, brief=True)
    near = [line for line in more if line.startswith("Did you mean")]
    return ". ".join([first.removeprefix("Error: "), *near])


def all_words(command: Simple) -> Iterator[Word]:
    """What is expanded of a command: its words, where its redirections lead, its assignments."""
    yield from command.words
    yield from (redirect.target for redirect in command.redirects if isinstance(redirect.target, Word))
    yield from (item.value for item in command.assignments)


def variables(words: Iterable[Word]) -> Iterator[tuple[str, int]]:
    """(name, offset) of every variable in these words."""
    for word in words:
        for part in word.parts:
            if isinstance(part, Variable):
                yield part.name, part.start
