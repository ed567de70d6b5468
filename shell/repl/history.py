"""The history as the prompt sees it: shared with other sessions, without secrets, without what a space hides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.history import History

from .histfile import HistoryFile

LOOKED_AT = 3_000  # entries that a suggestion is looked for in


class SharedHistory(History):
    """`most` entries, newest first in `newest`; with a file, what other sessions add appears at the next prompt."""

    def __init__(self, file: HistoryFile | None, most: int) -> None:
        super().__init__()
        self._file = file
        self._most = most
        self._loaded = True
        self._told = False
        if file is not None:
            file.trim()
            self.refresh()

    @property
    def newest(self) -> list[str]:
        """All entries, newest first, each once."""
        return self._loaded_strings

    @property
    def warning(self) -> str:
        """What is wrong with the file, told once."""
        if self._told or self._file is None or not self._file.warning:
            return ""
        self._told = True
        return self._file.warning

    def refresh(self) -> None:
        """Take in what was written since, by this session or another."""
        if self._file is None:
            return
        if news := self._file.news():
            self._remember(*news)

    def append_string(self, string: str) -> None:
        """Keep a line that was entered."""
        if not string.strip() or string[0] == " " or not self._most:
            return
        from .secrets import without_secrets

        kept = without_secrets(string.rstrip())
        if not kept or (self._loaded_strings and self._loaded_strings[0] == kept):
            return
        if self._file is None:
            self._remember(kept)
            return
        self._file.append(kept)
        self.refresh()
        if kept not in self._loaded_strings[:20]:
            self._remember(kept)  # the file cannot be written

    def _remember(self, *entries: str) -> None:
        """The last is the newest; a line that comes again is met once on the way back."""
        newest = dict.fromkeys([*reversed(entries), *self._loaded_strings])
        self._loaded_strings[:] = [*newest][: self._most]

    def load_history_strings(self) -> Iterable[str]:
        return self._loaded_strings

    def store_string(self, string: str) -> None:
        """Nothing: append_string has stored it."""


class FromHistory(AutoSuggest):
    """The rest of the newest entry that begins with what is typed."""

    def __init__(self, history: SharedHistory) -> None:
        self._history = history

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        typed = document.text
        if not typed.strip() or "\n" in typed:
            return None
        return next((Suggestion(entry[len(typed) :]) for entry in self._matching(typed)), None)

    def _matching(self, typed: str) -> Iterator[str]:
        for entry in self._history.newest[:LOOKED_AT]:
            if entry.startswith(typed) and len(entry) > len(typed) and "\n" not in entry:
                yield entry
