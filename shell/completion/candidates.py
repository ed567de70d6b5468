"""The candidates for the word under the cursor: commands, flags, values, arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..cli import DockerCli
from ..commands.index import INDEX
from ..spec import Command, spec_of
from ..spec.flags import HELP, Flag
from ..spec.help import MANAGEMENT, flag_help, spelling_of
from .candidate import Candidate, best
from .kinds import arguments, flag_values
from .place import Place, place
from .world import World

NO_ALIASES: Mapping[str, str] = {}


def candidates(
    shell: DockerCli,
    words: Sequence[str],
    typed: str,
    world: World,
    aliases: Mapping[str, str] = NO_ALIASES,
    flags_too: bool = False,
) -> list[Candidate]:
    """What could stand where `typed` is, behind `words`, best first.

    `flags_too` offers flags before a dash is typed, where nothing else is to offer.
    """
    if words and words[0] in aliases:
        words = [*aliases[words[0]].split(), *words[1:]]
    if not words:
        return best([*_aliases(aliases), *_commands("")], typed, world.recent)
    group = " ".join(words)
    if len(words) < 3 and group in GROUPS and typed[:1] != "-" and _no_argument_yet(shell, words):
        return best(_commands(group), typed, world.recent)
    method, rest = shell.find(words)
    if method is None:
        return []
    return in_command(place(spec_of(method), rest, typed), world, flags_too)


def _no_argument_yet(shell: DockerCli, words: Sequence[str]) -> bool:
    """A word can be a group and a command (`context`? no; `image`? no): then both are thought of."""
    return shell.find(words)[0] is None


def in_command(where: Place, world: World, flags_too: bool = False) -> list[Candidate]:
    """The same where the command is known already."""
    if where.flag is not None:
        return _with_head(where.head, best(flag_values(where.flag, where, world), where.value, world.recent))
    if where.flags and where.typed.startswith("-"):
        return best(_flags(where), where.typed, world.recent)
    found = best(arguments(where, world), where.typed, world.recent)
    if not found and flags_too and where.flags and not where.typed:
        return best(_flags(where), "--")
    return found


def _with_head(head: str, found: list[Candidate]) -> list[Candidate]:
    if not head:
        return found
    return [Candidate(head + one.text, one.help, len(head) + one.head, one.whole) for one in found]


def _flags(where: Place) -> Iterator[Candidate]:
    """Flags that may still be given; single letters only where no second dash was typed."""
    for flag in _open(where.spec, where.given):
        about = flag_help(flag)
        if where.typed in ("-", f"-{flag.short}") and flag.short:
            yield Candidate(f"-{flag.short}", about)
    for flag in _open(where.spec, where.given):
        yield Candidate(f"--{flag.name}", flag_help(flag))


def _open(spec: Command, given: Mapping[str, object]) -> Iterator[Flag]:
    for flag in sorted(spec.flags, key=lambda flag: flag.name):
        if not flag.hidden and not flag.deprecated and (flag.repeats or flag.name not in given):
            yield flag
    if "help" not in given:
        yield HELP


def _aliases(aliases: Mapping[str, str]) -> Iterator[Candidate]:
    for name, text in aliases.items():
        yield Candidate(name, text)


def _commands(group: str) -> Iterator[Candidate]:
    """Commands at the top, or those of a group."""
    seen = set()
    for spelling, summary in SPELLINGS:
        rest = spelling.removeprefix(f"{group} ") if group else spelling
        if group and rest == spelling:
            continue
        word, more, _ = rest.partition(" ")
        if word in seen:
            continue
        seen.add(word)
        path = f"{group} {word}".strip()
        yield Candidate(word, summary if not more else MANAGEMENT.get(path, f"{path} …"))


SPELLINGS = sorted((spelling_of(method), entry.summary) for method, entry in INDEX.items())
GROUPS = {
    " ".join(words[:at]) for words in (spelling.split() for spelling, _ in SPELLINGS) for at in range(1, len(words))
}
