"""Help: a command's usage page, the list of commands, and what an unknown word is answered with."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from ..commands.index import INDEX, Entry
from . import Command
from .flags import Flag

MANAGEMENT = {
    "builder": "Builds",
    "buildx": "Docker Buildx",
    "checkpoint": "Checkpoints",
    "container": "Containers",
    "context": "Contexts",
    "image": "Images",
    "manifest": "Image manifests and manifest lists",
    "network": "Networks",
    "plugin": "Plugins",
    "config": "Swarm configs",
    "node": "Swarm nodes",
    "secret": "Swarm secrets",
    "service": "Swarm services",
    "stack": "Swarm stacks",
    "swarm": "Swarm",
    "system": "The Engine as a whole",
    "trust": "Trust on images",
    "volume": "Volumes",
}
COMMON = ("run", "exec", "ps", "build", "pull", "push", "images", "login", "logout", "search", "version", "info")
OWN = "shell_words"
WIDTH = 80
NARROWEST = 24  # columns of a text beside something
INDENT = 8  # of a text below it


def usage_lines(spec: Command, spelling: str = "", width: int = WIDTH) -> Iterator[str]:
    """The help page of one command."""
    yield f"Usage:  {spec.usage(spelling)}"
    yield ""
    yield from textwrap.wrap(spec.summary, width)
    if spec.details:
        yield ""
        for paragraph in spec.details.split("\n\n"):
            yield from textwrap.wrap(" ".join(paragraph.split()), width)
    others = [name for name in spec.spellings if name != (spelling or spec.name)]
    if others:
        yield ""
        yield "Aliases:"
        yield from textwrap.wrap(
            ", ".join(f"docker {name}" for name in spec.spellings), width, initial_indent="  ", subsequent_indent="  "
        )
    shown = [flag for flag in spec.flags if not flag.hidden and not flag.deprecated]
    if shown:
        yield ""
        yield "Options:"
        yield from flag_lines(shown, width)
    if spec.examples:
        yield ""
        yield "Examples:"
        for what, line in spec.examples:
            yield from textwrap.wrap(what, width, initial_indent="  # ", subsequent_indent="  # ")
            yield f"  {line}"


def flag_lines(flags: Sequence[Flag], width: int = WIDTH) -> Iterator[str]:
    """One flag a line, in the order of their names, what it does beside it."""
    ordered = sorted(flags, key=lambda flag: flag.name)
    left = [f"  {f'-{flag.short},' if flag.short else '   '} --{flag.name} {flag.metavar}".rstrip() for flag in ordered]
    column = min(max(map(len, left)) + 3, 34)
    if width - column < NARROWEST:  # below the flag there is more room
        column = min(column, INDENT)
    for flag, start in zip(ordered, left, strict=True):
        yield from _beside(start, flag_help(flag), column, width)


def flag_help(flag: Flag) -> str:
    """What a flag does, with its default."""
    default = flag.default_text()
    if not default:
        return flag.help
    return f"{flag.help} (default {default if flag.metavar != 'string' else chr(34) + default + chr(34)})"


def _beside(start: str, text: str, column: int, width: int) -> Iterator[str]:
    room = max(width - column, NARROWEST)
    lines = textwrap.wrap(text, room) if len(text) > room else [text]
    if len(start) + 2 > column:
        yield start
    else:
        yield f"{start:<{column}}{lines.pop(0)}".rstrip()
    for line in lines:
        yield " " * column + line


def top_lines(width: int = WIDTH) -> Iterator[str]:
    """The list of commands, for `help` and `--help`."""
    yield "Usage:  docker-shell [OPTIONS] [COMMAND [ARG...]]"
    yield ""
    yield "An interactive shell for Docker"
    top = sorted((name, entry) for name, entry in _spellings() if " " not in name)
    yield from _section("Common Commands:", [(n, e.summary) for n in COMMON for m, e in top if m == n], width)
    groups = sorted({name.split()[0] for name, _ in _spellings() if " " in name} & set(MANAGEMENT))
    yield from _section("Management Commands:", [(name, MANAGEMENT[name]) for name in groups], width)
    rest = [(name, entry) for name, entry in top if name not in COMMON and name not in groups]
    yield from _section("Commands:", [(n, e.summary) for n, e in rest if not e.module.startswith(OWN)], width)
    yield from _section("The shell's own words:", [(n, e.summary) for n, e in rest if e.module.startswith(OWN)], width)
    yield ""
    yield "Run 'docker-shell COMMAND --help' for more about a command."


def group_lines(group: str, width: int = WIDTH) -> Iterator[str]:
    """The commands of a group: `container`."""
    yield f"Usage:  docker {group} COMMAND"
    yield ""
    yield MANAGEMENT.get(group, group.capitalize())
    inside = sorted((name, entry) for name, entry in _spellings() if name.startswith(f"{group} "))
    own = [(name.removeprefix(f"{group} "), entry.summary) for name, entry in inside if entry.name == name]
    aliased = [(n.removeprefix(f"{group} "), e.summary) for n, e in inside if not e.name.startswith(f"{group} ")]
    yield from _section("Commands:", sorted(own + aliased), width)
    yield ""
    yield f"Run 'docker {group} COMMAND --help' for more information on a command."


def is_group(words: Sequence[str]) -> bool:
    """Whether the words name a group of commands and nothing else."""
    start = " ".join(words) + " "
    return bool(words) and any(name.startswith(start) for name, _ in _spellings())


def _section(title: str, rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    listed = list(rows)
    if not listed:
        return
    yield ""
    yield title
    column = max(len(name) for name, _ in listed) + 2
    for name, summary in listed:
        yield from _beside(f"  {name}", summary, column + 2, width)


def _spellings() -> Iterator[tuple[str, Entry]]:
    for method, entry in INDEX.items():
        yield spelling_of(method), entry


def spelling_of(method: str) -> str:
    """CmdSwarmJoin_token -> `swarm join-token`."""
    import re

    return " ".join(word.lower().replace("_", "-") for word in re.findall(r"[A-Z][a-z0-9_]*", method[3:]))


def spellings() -> list[str]:
    """Every spelling of every command."""
    return [spelling_of(method) for method in INDEX]


def unknown_lines(words: Sequence[str], brief: bool = False) -> Iterator[str]:
    """What an unknown command is answered with: the nearest names, then help; at the prompt only where help is."""
    from difflib import get_close_matches

    typed = words[0] if words else ""
    if is_group([typed]) and len(words) > 1:
        typed = " ".join(words[:2])
        yield f"Error: Command not found: {typed}"
        near = get_close_matches(typed, [name for name in spellings() if name.startswith(f"{words[0]} ")], 3, 0.6)
    else:
        yield f"Error: Command not found: {typed}"
        near = get_close_matches(typed, [name for name in spellings() if " " not in name], 3, 0.6)
    if typed.startswith(("-H", "--host", "-c", "--context")):
        name = "HOST" if typed.startswith(("-H", "--host")) else "CONTEXT"
        yield f"Did you mean DOCKER_{name}={name} before the command, or use {name} for the rest of the session?"
    elif near:
        yield f"Did you mean {' or '.join(near) if len(near) < 3 else ', '.join(near[:-1]) + ' or ' + near[-1]}?"
    if brief:
        yield "Type help for the list of commands."
        return
    yield ""
    yield from group_lines(words[0]) if is_group(words[:1]) else top_lines()
