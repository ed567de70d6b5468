"""Entry: the program's own options, and which of the three modes they ask for."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from . import __version__
from .cli import DockerCli
from .env import Env
from .errors import ShellError, UsageError
from .options import OPTIONS
from .spec import Args, Command
from .spec.parse import FlagError, Parsed, parse
from .streams import Streams, standard

if TYPE_CHECKING:
    from types import FrameType

    from .engine.transport import Engine

PROGRAM = Command("", "An interactive shell for Docker", Args("COMMAND [ARG...]", 0, None), OPTIONS, interspersed=False)
OBJECTS = 50_000  # made between two collections: a long answer's JSON has many, and no cycle among them
HELD = 4 << 20  # bytes; more than any piece of a stream
PLUGIN_METADATA = "docker-cli-plugin-metadata"


class Terminated(BaseException):
    """A signal ends the program: it unwinds, so that nothing half-written is left behind."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated(number)


def _keep_memory() -> None:
    """Take and give back a large piece once: glibc then keeps at hand what streams free (mallopt(3)).

    Otherwise every piece of 128 KiB is mapped anew: 300 MB cost 40,000 page faults, a third of the CPU.
    """
    bytes(HELD)


def start() -> None:
    """Run with the process's own arguments and end the process."""
    gc.set_threshold(OBJECTS, 20, 50)
    _keep_memory()
    env = Env()
    streams = standard("NO_COLOR" in env.environ and bool(env.get("NO_COLOR")), env.get("TERM"))
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminate)
    try:
        status = main(sys.argv[1:], env, streams)
    except KeyboardInterrupt:
        status = 130
    except Terminated as why:
        status = why.status
    try:
        streams.flush()
    except BrokenPipeError:
        status = 141
    except OSError:
        status = status or 1
    _leave(status)


def _leave(status: int) -> None:
    """End without the interpreter's clean-up; a closed pipe ends us as it ends docker, by the signal."""
    if status == 141:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
    if sys.stdout is not None:  # it was closed from the start
        with suppress(OSError, ValueError):
            sys.stdout.flush()
    os._exit(status)


def main(argv: Sequence[str], env: Env, streams: Streams) -> int:
    """One run of the program; its exit status."""
    try:
        options = parse(PROGRAM, _without_plugin_words(argv))
        return _dispatch(options, env, streams)
    except FlagError as why:
        return _complain(UsageError(_frame(str(why)), 125), streams)
    except ShellError as why:
        return _complain(why, streams)


def _dispatch(options: Parsed, env: Env, streams: Streams) -> int:
    words = options.args
    if words[:1] == [PLUGIN_METADATA]:
        return _metadata(streams)
    if words[:1] == ["__complete"]:
        return _complete(options, env, streams)
    if options.values.get("version"):
        streams.out.line(f"docker-shell version {__version__}")
        return 0
    if options.values.get("dump-spec"):
        return _dump_spec(streams)
    if options.values.get("help") or words == ["help"]:
        return _help(streams)
    if len(options.values.get("host", ())) > 1:
        raise ShellError("Please specify only one -H")
    shell = session(options, env, streams)
    try:
        if words and "/" in words[0] and "file" not in options.values and os.path.isfile(words[0]):
            return _script(shell, words[0], words[1:], options, streams)  # #!/usr/bin/env docker-shell
        if words and "file" not in options.values:
            return _one_command(shell, words, streams)
        return _lines(shell, options, streams)
    finally:
        shell.close()


def session(options: Parsed, env: Env, streams: Streams) -> DockerCli:
    """The session that the options ask for; nothing is opened before a command needs it."""
    from .config.file import Config
    from .config.options import GlobalOptions

    given = GlobalOptions.of(options.values, options.typed)
    given.check()
    config = Config.load(env.environ, given.config)
    if config.warning:
        streams.err.line(config.warning)
    shell = DockerCli(env, config, lambda: connect(shell))
    shell.options = given
    return shell


def connect(shell: DockerCli) -> Engine:
    """The Engine at the endpoint that options, environment and contexts name."""
    from .config.endpoint import resolve
    from .config.headers import custom_headers
    from .engine.transport import Engine

    endpoint = resolve(shell.options, shell.env.environ, shell.config)
    shell.context = endpoint.context
    return Engine(endpoint, custom_headers(shell.config, shell.env.environ), shell.env.environ, single=not shell.lines)


def _one_command(shell: DockerCli, words: list[str], streams: Streams) -> int:
    if shell.find(words)[0] is None:
        from .spec.help import group_lines, is_group

        if is_group(words):
            for line in group_lines(words[0]):
                streams.err.line(line)  # where docker's is
            return 0
    return shell.run(words, streams)


def _lines(shell: DockerCli, options: Parsed, streams: Streams) -> int:
    """The prompt where a person sits at a terminal, else a script."""
    if "file" not in options.values and streams.stdin.isatty:
        from .repl.prompt import prompt

        return prompt(shell, streams)
    return _script(shell, options.values.get("file", "-"), options.args, options, streams)


def _script(shell: DockerCli, name: str, args: list[str], options: Parsed, streams: Streams) -> int:
    from .scripts import run_file

    return run_file(shell, name, args, _script_options(options), streams)


def _script_options(options: Parsed) -> dict[str, bool]:
    return {name.replace("-", "_"): bool(options.values.get(name)) for name in ("check", "keep-going", "trace")}


def _help(streams: Streams) -> int:
    from .spec.help import flag_lines, top_lines

    for line in top_lines():
        streams.out.line(line)
    streams.out.line()
    streams.out.line("Global Options:")
    for line in flag_lines([flag for flag in OPTIONS if not flag.hidden]):
        streams.out.line(line)
    return 0


def _dump_spec(streams: Streams) -> int:
    import json

    from .spec.surface import dump

    streams.out.line(json.dumps(dump(), indent=1, ensure_ascii=False))
    return 0


def _complete(options: Parsed, env: Env, streams: Streams) -> int:
    from .completion.once import complete_words

    shell = session(options, env, streams)
    try:
        return complete_words(shell, options.args[1:], streams)
    finally:
        shell.close()


def _metadata(streams: Streams) -> int:
    """What docker asks a CLI plugin for."""
    import json

    streams.out.line(
        json.dumps(
            {
                "SchemaVersion": "0.1.0",
                "Vendor": "docker-shell",
                "Version": __version__,
                "ShortDescription": "An interactive shell for Docker",
            }
        )
    )
    return 0


def _without_plugin_words(argv: Sequence[str]) -> list[str]:
    """As a plugin we are called with our own name: `docker-shell [OPTIONS] shell …`."""
    words = list(argv)
    if os.environ.get("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND") and "shell" in words:
        words.remove("shell")
    return words


def _frame(message: str) -> str:
    return (
        f"{message}\n\nUsage:  docker-shell [OPTIONS] [COMMAND [ARG...]]\n\n"
        "Run 'docker-shell --help' for more information"
    )


def _complain(why: ShellError, streams: Streams) -> int:
    with suppress(OSError):
        streams.out.flush()
    if str(why):
        streams.err.line(str(why))
    return why.status
