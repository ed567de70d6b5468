"""A candidate, and how candidates are matched and ranked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST = 200  # candidates in a menu
NOTHING_TYPED = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that could stand at the cursor.

    Its first `head` characters are those already typed (a folder, `key=`); the rest is matched and shown. `whole` is
    false when more has to follow at once: a folder, `name=`.
    """

    text: str
    help: str = ""
    head: int = 0
    whole: bool = True

    @property
    def shown(self) -> str:
        return self.text[self.head :]


def best(candidates: Iterable[Candidate], typed: str, recent: Callable[[str], int] = lambda text: 0) -> list[Candidate]:
    """Those that match, best first: beginnings, then parts, then letters in order; the recently used before others.

    `recent` gives a number that is greater the later a word was used. At most `MOST` are returned.
    """
    beginning: list[Candidate] = []
    inside: list[Candidate] = []
    rest: list[Candidate] = []
    small = typed.lower()
    for candidate in candidates:
        text, part = candidate.text[candidate.head :], typed[candidate.head :]
        if candidate.text[: candidate.head] != typed[: candidate.head]:
            continue
        if text.startswith(part):
            beginning.append(candidate)
            continue
        lower, wanted = text.lower(), small[candidate.head :]
        if lower.startswith(wanted):
            beginning.append(candidate)
        elif wanted in lower:
            inside.append(candidate)
        else:
            rest.append(candidate)
    found = _used_first(beginning, recent)
    if len(found) < MOST:
        found += _used_first(inside, recent)
    if len(found) < MOST:
        found += _used_first(_scattered(rest, typed), recent)
    return found[:MOST]


def _used_first(candidates: list[Candidate], recent: Callable[[str], int]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: -recent(candidate.text))


def _scattered(candidates: list[Candidate], typed: str) -> list[Candidate]:
    """Those that have the typed letters in this order; two letters at least, and never for flags."""
    patterns: dict[int, re.Pattern[str] | None] = {}
    found = []
    for candidate in candidates:
        if candidate.head not in patterns:
            patterns[candidate.head] = _pattern(typed[candidate.head :])
        pattern = patterns[candidate.head]
        if pattern is not None and pattern.match(candidate.text, candidate.head):
            found.append(candidate)
    return found


def _pattern(letters: str) -> re.Pattern[str] | None:
    if len(letters) < 2 or letters.startswith("-"):
        return None
    return re.compile("".join(f"[^{re.escape(c)}]*{re.escape(c)}" for c in letters), re.IGNORECASE)
