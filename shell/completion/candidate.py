"""A candidate, and how candidates are matched and ranked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

MOST = 200  # candidates in a menu


class Candidate(NamedTuple):
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
    pool = candidates if isinstance(candidates, (list, tuple)) else list(candidates)
    found = _used_first([one for one in pool if one.text.startswith(typed)], recent)
    if not typed or len(found) >= MOST:
        return found[:MOST]
    left = [one for one in pool if not one.text.startswith(typed) and one.text.startswith(typed[: one.head])]
    wanted = typed.lower()
    inside = [one for one in left if wanted[one.head :] in one.shown.lower()]
    inside.sort(key=lambda one: not one.shown.lower().startswith(wanted[one.head :]))
    found += _used_first(inside, recent)
    if len(found) < MOST:
        seen = set(inside)
        found += _used_first(_scattered([one for one in left if one not in seen], typed), recent)
    return found[:MOST]


def _used_first(candidates: list[Candidate], recent: Callable[[str], int]) -> list[Candidate]:
    ranks = [recent(one.text) for one in candidates]
    if not any(ranks):
        return candidates
    order = sorted(range(len(candidates)), key=lambda at: -ranks[at])
    return [candidates[at] for at in order]


def _scattered(candidates: list[Candidate], typed: str) -> list[Candidate]:
    """Those that have the typed letters in this order; two letters at least, and never for flags."""
    patterns = {head: _pattern(typed[head:]) for head in {one.head for one in candidates}}
    found = []
    for one in candidates:
        pattern = patterns[one.head]
        if pattern is not None and pattern.match(one.text, one.head):
            found.append(one)
    return found


def _pattern(letters: str) -> re.Pattern[str] | None:
    if len(letters) < 2 or letters.startswith("-"):
        return None
    return re.compile("".join(f"[^{re.escape(c)}]*{re.escape(c)}" for c in letters), re.IGNORECASE)
