"""One line about the word under the cursor: the flag's help, or the usage of the command, and what still lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..cli import DockerCli
from ..errors import ShellError
from ..line.cursor import under_cursor
from ..spec import Args, Command, spec_of
from ..spec.flags import Flag
from ..spec.help import flag_help
from .place import Place, place
from .programs import is_local
from .spellings import GROUPS, without_alias

END = re.compile(r"\s*(?:$|[;|&)])")


def about(shell: DockerCli, text: str, aliases: Mapping[str, str], after: str = "") -> str:
    """What is told while the cursor stands between `text` and `after`; "" where there is nothing to tell."""
    cursor = under_cursor(text)
    if cursor.place not in ("command", "argument"):
        return ""
    words = without_alias(cursor.words, aliases)
    if words and is_local(shell, words, cursor.piped):
        return "" if cursor.piped else f"{words[0]}: a program of this machine; !{words[0]} runs it"
    return _about(shell, words, cursor.current, after) if words else ""


def _about(shell: DockerCli, words: list[str], current: str, after: str) -> str:
    try:
        method, rest = shell.find(words)
    except ShellError:
        return ""
    if method is None:
        return "" if words[0] in GROUPS else f"{words[0]}: no such command"
    spec, spelling = spec_of(method), " ".join(words[: len(words) - len(rest)])
    where = place(spec, rest, current)
    if where.another:
        return _about(shell, where.another, current, after)
    lacking = _lacking(where) if END.match(after) else ""
    flag = where.flag or _flag_itself(where)
    return "  ".join(filter(None, _flag(flag, lacking) if flag is not None else _usage(spec, spelling, lacking)))


def _flag_itself(where: Place) -> Flag | None:
    """The flag whose name is under the cursor."""
    if where.flags and where.typed.startswith("--"):
        return where.spec.long(where.typed[2:])
    if where.flags and len(where.typed) == 2 and where.typed[0] == "-":
        return where.spec.short(where.typed[1])
    return None


def _flag(flag: Flag, lacking: str) -> tuple[str, ...]:
    return f"{flag.called} {flag.metavar}".rstrip(), lacking, flag_help(flag)


def _usage(spec: Command, spelling: str, lacking: str) -> tuple[str, ...]:
    usage = spec.usage(spelling).partition("\n")[0]
    return usage.removeprefix("docker "), lacking, spec.summary


def _lacking(where: Place) -> str:
    """What the Engine could not do without: the flag's value, arguments."""
    if where.flag is not None:
        return "" if where.value else "needs a value"
    count = len(where.args) + bool(where.typed)
    if where.typed.startswith("-") and where.flags or count >= where.spec.args.least:
        return ""
    names = _required(where.spec.args)[count:]
    return f"needs {' '.join(names)}" if names else "needs an argument"


def _required(args: Args) -> list[str]:
    """The names of the arguments that have to be there: `PATH | URL` is one, what stands in brackets none."""
    usage = args.usage.partition("\n")[0].replace(" | ", "|")
    while (less := re.sub(r"\[[^\[\]]*\]", "", usage)) != usage:
        usage = less
    return usage.split()
