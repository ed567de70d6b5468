"""What is wrong with a line before it is entered: unknown commands and flags, missing values, names of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from ..cli import DockerCli
from ..errors import ShellError
from ..spec import Command, spec_of
from .commands_of import Typed, typed_commands
from .place import place
from .programs import is_local
from .spellings import GROUPS
from .usual import argument_kind
from .world import World

Fault = Literal["command", "error", "missing"]
BLANK = re.compile(r"(?:[ \t]|\\\n)*")
PIPE = re.compile(r"\s*\|(?!\|)")
MANY = re.compile(r"[:%]|label:|.*[*?\[]")  # a pattern, a job: no object has such a name
Mark = tuple[int, int, Fault]  # from, to, what: "command" marks the words that a command was found by


def marks(
    shell: DockerCli, text: str, world: World | None, aliases: Mapping[str, str], cursor: int = -1
) -> Iterator[Mark]:
    """Marks of the whole line. Without a world names are not looked at; the word at `cursor` is still being typed."""
    for words in typed_commands(text):
        if words[0].text in aliases and words[0].plain:
            yield words[0].start, words[0].end, "command"
            continue
        yield from _command(shell, text, words, world, cursor)


def _command(shell: DockerCli, text: str, words: list[Typed], world: World | None, cursor: int) -> Iterator[Mark]:
    texts = [word.text if word.plain else "$" for word in words]
    try:
        method, rest = shell.find(texts)
    except ShellError:
        return
    if method is None:
        if not (PIPE.match(text, words[-1].end) and is_local(shell, texts, piped=False)):
            yield from _unknown(words, cursor)
        return
    named = len(texts) - len(rest)
    for word in words[:named]:
        yield word.start, word.end, "command"
    spec = spec_of(method)
    where = place(spec, rest, "")
    if where.another:
        yield from _command(shell, text, words[-len(where.another) :], world, cursor)
        return
    for at in where.unknown:
        if words[named + at].end != cursor:
            yield words[named + at].start, words[named + at].end, "error"
    for at in where.bare:
        word = words[named + at]
        if not _about_to_type(text, word, cursor):
            yield word.start, word.end, "error"
    if world is not None and not where.unknown:  # else it is not clear which words are arguments
        yield from _names(spec, words[named:], where.args, world, cursor)


def _about_to_type(text: str, word: Typed, cursor: int) -> bool:
    """Whether the cursor is in the word, or where the next one begins."""
    return word.start <= cursor <= word.end or (
        cursor > word.end and BLANK.fullmatch(text, word.end, cursor) is not None
    )


def _unknown(words: list[Typed], cursor: int) -> Iterator[Mark]:
    """A group's word may still be the beginning of a command; a word under the cursor is no fault yet."""
    first = words[0]
    if not first.plain or first.end == cursor:
        return
    if first.text in GROUPS:
        yield first.start, first.end, "command"
        if len(words) > 1 and words[1].plain and words[1].end != cursor:
            yield words[1].start, words[1].end, "error"
        return
    yield first.start, first.end, "error"


def _names(spec: Command, words: list[Typed], args: list[str], world: World, cursor: int) -> Iterator[Mark]:
    kinds = argument_kind(spec).split(";")
    at = 0
    for word in words:
        if at >= len(args):
            return
        if word.text != args[at]:
            continue
        kind = re.split("[:,]", kinds[min(at, len(kinds) - 1)])[0]
        at += 1
        named = word.plain and not MANY.match(word.text)
        if named and word.end != cursor and not _exists(kind, word.text, world):
            yield word.start, word.end, "missing"


def _exists(kind: str, name: str, world: World) -> bool:
    """Whether an object is known; True where that cannot be told."""
    if kind == "container":
        return any(one.name == name or one.id.startswith(name) for one in world.containers())
    if kind == "volume":
        return name in world.volumes()
    if kind == "network":
        return name in world.networks() or len(name) >= 12
    return True
