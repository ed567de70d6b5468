"""Names of commands, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..commands.index import INDEX
from ..spec.help import MANAGEMENT, spelling_of
from .candidate import Candidate

SPELLINGS = sorted((spelling_of(method), entry.summary) for method, entry in INDEX.items())
GROUPS = {
    " ".join(words[:at]) for words in (spelling.split() for spelling, _ in SPELLINGS) for at in range(1, len(words))
}


def next_words(before: Sequence[str]) -> Iterator[Candidate]:
    """What may follow these words in the name of a command; at the beginning commands and groups."""
    group = " ".join(before)
    seen = set()
    for spelling, summary in SPELLINGS:
        rest = spelling.removeprefix(f"{group} ") if group else spelling
        if group and rest == spelling:
            continue
        word, more, _ = rest.partition(" ")
        if word not in seen:
            seen.add(word)
            path = f"{group} {word}".strip()
            yield Candidate(word, summary if not more else MANAGEMENT.get(path, f"{path} …"))


def without_alias(words: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    """The words with what the first one stands for."""
    return [*aliases[words[0]].split(), *words[1:]] if words and words[0] in aliases else list(words)
