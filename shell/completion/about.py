"""One line about the word under the cursor: the flag's help, or the usage of the command."""

from __future__ import annotations

from collections.abc import Mapping

from ..cli import DockerCli
from ..errors import ShellError
from ..line.cursor import under_cursor
from ..spec import Command, spec_of
from ..spec.flags import Flag
from ..spec.help import flag_help
from .place import place
from .spellings import GROUPS


def about(shell: DockerCli, text: str, aliases: Mapping[str, str]) -> str:
    """What is told while `text` stands before the cursor; "" where there is nothing to tell."""
    cursor = under_cursor(text)
    if cursor.place not in ("command", "argument"):
        return ""
    words = list(cursor.words)
    if words and words[0] in aliases:
        words = [*aliases[words[0]].split(), *words[1:]]
    if not words:
        return ""
    try:
        method, rest = shell.find(words)
    except ShellError:
        return ""
    if method is None:
        return "" if words[0] in GROUPS else f"{words[0]}: no such command"
    return _in_command(spec_of(method), rest, cursor.current, " ".join(words[: len(words) - len(rest)]))


def _in_command(spec: Command, rest: list[str], current: str, spelling: str) -> str:
    where = place(spec, rest, current)
    flag = where.flag
    if flag is None and where.flags and current.startswith("--"):
        flag = spec.long(current[2:])
    elif flag is None and where.flags and len(current) == 2 and current[0] == "-":
        flag = spec.short(current[1])
    if flag is not None:
        return _flag(flag)
    usage = spec.usage(spelling).removeprefix("docker ")
    return f"{usage}  {spec.summary}"


def _flag(flag: Flag) -> str:
    name = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"
    return f"{name} {flag.metavar}".rstrip() + f"  {flag_help(flag)}"
