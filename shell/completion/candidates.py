"""The candidates for the word under the cursor: commands, flags, values, arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..cli import DockerCli
from ..spec import Command, spec_of
from ..spec.flags import HELP, Flag
from ..spec.help import flag_help
from .candidate import Candidate, best
from .kinds import arguments, flag_values
from .place import Place, place
from .spellings import GROUPS, next_words, without_alias
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
    words = without_alias(words, aliases)
    if not words:
        return best([*_aliases(aliases), *next_words(())], typed, world.recent)
    group = " ".join(words)
    if group in GROUPS and typed[:1] != "-" and shell.find(words)[0] is None:
        return best(next_words(words), typed, world.recent)
    method, rest = shell.find(words)
    if method is None:
        return []
    where = place(spec_of(method), rest, typed)
    if where.another:
        return candidates(shell, where.another, typed, world, flags_too=flags_too)
    return in_command(where, world, flags_too)


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
