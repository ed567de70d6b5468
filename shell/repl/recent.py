"""Which words were used last: the ranking among equal candidates."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

MOST = 5_000  # words


class Recent:
    """Words by the order of their last use."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._count = 0
        self._last: OrderedDict[str, int] = OrderedDict()
        for line in lines:
            self.note(line)

    def note(self, line: str) -> None:
        """A line was entered; its words, without what only quotes them, are the newest."""
        for word in line.split():
            self._count += 1
            word = word.strip("'\";|&")
            self._last[word] = self._count
            self._last.move_to_end(word)
        while len(self._last) > MOST:
            self._last.popitem(last=False)

    def rank(self, text: str) -> int:
        """Greater the later it was used; 0 never."""
        return self._last.get(text, 0)
