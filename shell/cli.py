"""DockerCli: finds the method of a line's words, runs it, and turns every failure into a message and a status."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .commands.index import INDEX
from .config.options import GlobalOptions
from .env import Env
from .errors import Cancelled, Interrupted, ShellError, Status, UnknownCommand, UsageError
from .spec import Command, Family, Method, method_name, spec_of
from .spec.call import Call
from .spec.parse import FlagError, parse

if TYPE_CHECKING:
    from .config.file import Config
    from .engine.transport import Engine
    from .jobs import Jobs
    from .line.runner import Runner
    from .settings import Settings
    from .spec.flags import Flag
    from .streams import Streams

DEEPEST = 3
WORD = re.compile(r"[a-z][a-z0-9-]*\Z")
FIRST_API = (1, 24)  # every Engine that answers at all knows what is older


class BrokenFamily(ShellError):
    """A module of commands does not import: a fault of the program, not a missing command."""


class DockerCli:
    """One session: its environment, its configuration, its connection, its commands.

    `find` is the lookup: `container ls` is the method `CmdContainerLs`. `run` is the one place where a failure
    becomes a message on stderr and an exit status.
    """

    def __init__(self, env: Env, config: Config | None = None, engine: Callable[[], Engine] | None = None) -> None:
        self.env = env
        self.prompting = False  # True while a person sits at the prompt
        self.lines = False  # True where words come from lines of ours, which have patterns
        self.status = 0  # of the last line
        self.last = ""  # the last ID or name that a command printed
        self.variables: dict[str, str] = {}
        self.waiting: Callable[[], None] | None = None  # tells the person at the prompt that the Engine is silent
        self.jobs: Jobs | None = None  # where lines can run in the background
        self.context = "default"
        self.options = GlobalOptions()  # as the program was started with
        self.uses = 0  # how often the Engine was changed
        self._config = config
        self._settings: Settings | None = None
        self._connect = self._configured = engine
        self._engine: Engine | None = None
        self._families: dict[str, Family] = {}
        self._lock = threading.RLock()
        self._here = threading.local()

    # -- lookup -------------------------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        """Import a family the first time one of its CmdXxx is asked for."""
        module = INDEX.get(name) if name.startswith("Cmd") else None
        if module is None:
            raise AttributeError(name)
        method = getattr(self._family(module.module), name)
        setattr(self, name, method)
        return method

    def _family(self, module: str) -> Family:
        with self._lock:
            if module not in self._families:
                try:
                    found = import_module(f"shell.commands.{module}")
                except AttributeError as why:
                    raise BrokenFamily(f"shell.commands.{module} does not import: {why}") from why
                kind = next(
                    value
                    for value in vars(found).values()
                    if isinstance(value, type) and issubclass(value, Family) and value.__module__ == found.__name__
                )
                self._families[module] = kind(self)
            return self._families[module]

    def find(self, words: Sequence[str]) -> tuple[Method | None, list[str]]:
        """Longest run of words that names a command -> (method, the words left over)."""
        names: list[str] = []
        for word in words[:DEEPEST]:
            if not WORD.match(word):
                break
            names.append(word)
        while names:
            method = getattr(self, method_name(names), None)
            if method is not None:
                return method, list(words[len(names) :])
            names.pop()
        if list(words[1:]) in (["--help"], ["-h"]):  # a group's help: `container --help`
            from .spec.help import is_group

            if is_group(words[:1]):
                return self.find(["help"])[0], [words[0]]
        return None, list(words)

    @property
    def runner(self) -> Runner | None:
        """Who runs the line that the calling thread is in: the session's lines, a job's, a file's."""
        found: Runner | None = getattr(self._here, "runner", None)
        return found

    @contextmanager
    def run_by(self, runner: Runner, engine: Callable[[], Engine] | None = None) -> Iterator[None]:
        """The command of this thread is of a line of `runner`; `engine` is the one that it named itself."""
        before = self.runner
        self._here.runner, self._here.engine = runner, engine
        try:
            yield
        finally:
            self._here.runner, self._here.engine = before, None

    # -- what a command needs -----------------------------------------------------------------------------------

    @property
    def config(self) -> Config:
        """config.json, read on first use."""
        if self._config is None:
            from .config.file import Config

            self._config = Config.load(self.env.environ)
        return self._config

    @property
    def settings(self) -> Settings:
        """The user's settings, read on first use."""
        if self._settings is None:
            from .settings import Settings, settings_path

            self._settings = Settings.load(settings_path(self.env.environ, self.env.home))
        return self._settings

    @property
    def engine(self) -> Engine:
        """The session's kept connection, one for all threads, but the command's own where it named an Engine."""
        own: Callable[[], Engine] | None = getattr(self._here, "engine", None)
        if own is not None:
            return own()
        with self._lock:
            if self._engine is None:
                assert self._connect is not None
                with self.env.within(self.env.whole):
                    self._engine = self._connect()
                self._engine.waiting = self.waiting
            return self._engine

    def engine_at(self, options: GlobalOptions, environ: Mapping[str, str]) -> Engine:
        """A connection to where these lead, which need not be the session's Engine."""
        from .config.endpoint import resolve
        from .config.headers import custom_headers
        from .engine.transport import Engine

        engine = Engine(resolve(options, environ, self.config), custom_headers(self.config, environ), environ)
        if self._engine is not None:
            engine.trace, engine.waiting = self._engine.trace, self._engine.waiting
        return engine

    def another_engine(self) -> Engine:
        """A connection of its own to the same Engine, for a job or a background reader."""
        return self.engine.another()

    def use_engine(self, connect: Callable[[], Engine], context: str) -> None:
        """Change the session's Engine; the old connection is closed."""
        old, self._engine, self._connect, self.context = self._engine, None, connect, context
        self.uses += 1
        if old is not None:
            old.close()

    def reconnect(self, context: str) -> None:
        """Go where options, environment and contexts say now; `context` is the name in force."""
        if self._configured is not None:
            self.use_engine(self._configured, context)

    # -- running ------------------------------------------------------------------------------------------------

    def prepare(self, words: Sequence[str], streams: Streams, engine: Callable[[], Engine] | None = None) -> _Ready:
        """Look up and parse; UnknownCommand or UsageError when that fails. Nothing is sent."""
        method, rest = self.find(words)
        if method is None:
            raise UnknownCommand(words)
        spec = spec_of(method)
        spelling = spec.called_as(" ".join(words[: len(words) - len(rest)]))
        try:
            parsed = parse(spec, rest)
        except FlagError as why:
            raise usage_error(str(why), spec, spelling, 125, word=why.word + len(words) - len(rest)) from None
        call = Call(self, spec, parsed, streams, engine or (lambda: self.engine), spelling, words)
        if not call["help"]:
            refusal = spec.args.refusal(len(call.args))
            if refusal:
                raise usage_error(f"docker: 'docker {spelling}' {refusal}", spec, spelling, 1)
        return _Ready(method, call)

    def run(self, words: Sequence[str], streams: Streams, engine: Callable[[], Engine] | None = None) -> int:
        """Run one command; its exit status. Every ShellError is told on `streams.err` here and nowhere else."""
        try:
            return self.attempt(words, streams, engine)
        except ShellError as why:
            return self.report(why, streams)

    def report(self, why: ShellError, streams: Streams) -> int:
        """Tell a failure on `streams.err`; its exit status."""
        if isinstance(why, UnknownCommand):
            self._help_fallback(why, streams)
        else:
            self.complain(why, streams)
        return why.status

    def attempt(self, words: Sequence[str], streams: Streams, engine: Callable[[], Engine] | None = None) -> int:
        """Like `run`, but failures are raised. KeyboardInterrupt ends with 130, a closed stdout with 141."""
        try:
            self._early(words, streams)
            ready = self.prepare(words, streams, engine)
            if ready.call["help"]:
                from .spec.help import WIDTH, usage_lines

                width = streams.out.columns if streams.out.isatty else WIDTH
                for line in usage_lines(ready.call.spec, ready.call.spelling, width):
                    streams.out.line(line)
                status = 0
            else:
                status = self._act(ready)
            streams.flush()
            return status
        except KeyboardInterrupt:
            raise Interrupted() from None
        except BrokenPipeError:
            streams.out.drop()
            raise Status(141) from None
        except OSError as why:
            streams.out.drop()
            raise ShellError(_told(why)) from why
        except Cancelled:
            streams.out.drop()
            raise
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as why:
            if self.options.debug:
                raise
            raise ShellError(f"unexpected answer from the daemon: {type(why).__name__}: {_one_line(why)}") from why

    def _early(self, words: Sequence[str], streams: Streams) -> None:
        """What a command does before its words are parsed."""
        method, _ = self.find(words)
        if method is not None and (early := spec_of(method).early) is not None:
            early(self, words, streams)

    def _act(self, ready: _Ready) -> int:
        call = ready.call
        self._demand(call)
        for name in call.spec.flags:
            if name.deprecated not in ("", "-") and call.changed(name.name):
                call.out.line(f"Flag --{name.name} has been deprecated, {name.deprecated}")
        if self.lines and call.spec.args.complete:
            from .commands.selection import select

            select(call)
        if call.changed("dry-run") and call["dry-run"]:
            from .commands.dryrun import PLANS, show

            if call.spec.name in PLANS:
                return show(call)
        status = ready.method(call) or 0
        call.finish()
        return status

    def _demand(self, call: Call) -> None:
        """Refuse what the Engine is too old for, in docker's sentences."""
        spec = call.spec
        if _newer(spec.since):
            call.engine.require_command(spec.since, call.spelling)
        if spec.experimental and call.engine.greet().get("docker-experimental") != "true":
            raise ShellError(
                f"docker {call.spelling} is only supported on a Docker daemon with experimental features enabled"
            )
        typed = (flag for flag in spec.flags if call.changed(flag.name))
        refused = [_refusal(call, flag) for flag in sorted(typed, key=lambda flag: flag.name)]
        if any(refused):
            raise ShellError("\n".join(filter(None, refused)))

    def complain(self, why: ShellError, streams: Streams) -> None:
        """The message of a failure, behind everything that was printed before it."""
        try:
            streams.out.flush()
        except OSError:
            streams.out.drop()
        if str(why):
            text = str(why)
            streams.err.line("\n".join(streams.err.safe(line) for line in text.split("\n")))
        streams.err.flush()

    def _help_fallback(self, why: UnknownCommand, streams: Streams) -> None:
        from .spec.help import unknown_lines

        for line in unknown_lines(why.words, brief=self.prompting):
            streams.err.line(streams.err.safe(line))
        streams.err.flush()

    def close(self) -> None:
        """End the session's jobs and its connection."""
        if self.jobs is not None:
            self.jobs.close()
        if self._engine is not None:
            self._engine.close()
            self._engine = None


class _Ready:
    """A command that was found and parsed, not yet run."""

    def __init__(self, method: Method, call: Call) -> None:
        self.method = method
        self.call = call


def usage_error(message: str, spec: Command, spelling: str, status: int, word: int = 0) -> UsageError:
    """Docker's frame around a usage error: the message, the usage line, where help is."""
    pointer = "See" if status == 1 and spec.args.most is None else "Run"
    if status == 1 and spec.args.most and not spec.args.least and not spec.ours:
        pointer = "SRun"  # docker's own slip of the pen, which scripts may match
    return UsageError(
        f"{message}\n\nUsage:  {spec.usage(spelling)}\n\n{pointer} 'docker {spelling} --help' for more information",
        status,
        brief=message,
        word=word,
    )


def _refusal(call: Call, flag: Flag) -> str:
    """What is wrong with a flag that the Engine is too old for, that is another system's or experimental; ""."""
    if _newer(flag.since) and not call.engine.at_least(flag.since):
        spoken = call.engine.api_version
        return f'"--{flag.name}" requires API version {flag.since}, but the Docker daemon API version is {spoken}'
    if flag.ostype and (system := call.engine.greet().get("ostype", "")) != flag.ostype:
        return (
            f'"--{flag.name}" is only supported on a Docker daemon running on {flag.ostype}, '
            f"but the Docker daemon is running on {system}"
        )
    if flag.experimental and call.engine.greet().get("docker-experimental") != "true":
        return f'"--{flag.name}" is only supported on a Docker daemon with experimental features enabled'
    return ""


def _newer(version: str) -> bool:
    return bool(version) and tuple(int(part) for part in version.split(".")) > FIRST_API


def _one_line(why: Exception) -> str:
    return " ".join(str(why).split())[:200]


def _told(why: OSError) -> str:
    text = why.strerror or str(why)
    text = text[:1].lower() + text[1:]
    return f"{why.filename}: {text}" if why.filename else f"write: {text}" if why.errno else text
