"""Words of the tree into the words that a command gets: variables, $( ), ~, splitting as in sh (POSIX 2.6)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping

from shell.errors import ShellError
from shell.line.tokens import Text, Variable
from shell.line.tree import Home, Piece, Sequence, Word

_FIELD = re.compile(r"[^ \t\n]+")
_BLANK = " \t\n"


class Unset(ShellError):
    """A variable that nobody has set: sh would make it an empty word."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set; sh would take it as empty, write {name}= first to have that")
        self.name = name


class Expander:
    """`lookup` gives a variable's value or None, `output` what commands print; `environ` knows HOME."""

    def __init__(
        self,
        lookup: Callable[[str], str | None],
        output: Callable[[Sequence], bytes],
        environ: Mapping[str, str],
    ) -> None:
        self._lookup = lookup
        self._output = output
        self._environ = environ

    def words(self, words: Iterable[Word]) -> list[str]:
        """All arguments that these words become."""
        return [field for word in words for field in self._fields(word)]

    def text(self, word: Word) -> str:
        """The word as one text, nothing split: a value, a file name, a here-document."""
        return "".join(map(self._value, word.parts))

    def _fields(self, word: Word) -> list[str]:
        fields: list[str] = []
        current: str | None = None
        for piece in word.parts:
            value = self._value(piece)
            if isinstance(piece, (Text, Home)) or piece.quote:
                keeps = bool(value) or isinstance(piece, Home) or bool(piece.quote)
                current = (current or "") + value if keeps else current
                continue
            if value[:1] in _BLANK and current is not None and value:
                fields.append(current)
                current = None
            found = _FIELD.findall(value)
            if not found:
                continue
            found[0] = (current or "") + found[0]
            ends = value[-1] in _BLANK
            fields.extend(found if ends else found[:-1])
            current = None if ends else found[-1]
        return fields if current is None else [*fields, current]

    def _value(self, piece: Piece) -> str:
        if isinstance(piece, Text):
            return piece.text
        if isinstance(piece, Variable):
            value = self._lookup(piece.name)
            if value is None:
                raise Unset(piece.name)
            return value
        if isinstance(piece, Home):
            return self._home(piece.user)
        return captured(self._output(piece.line))

    def _home(self, user: str) -> str:
        if not user and "HOME" in self._environ:
            return self._environ["HOME"]
        return os.path.expanduser(f"~{user}")


def captured(data: bytes) -> str:
    """What $( ) makes of bytes: NUL characters and the line ends behind the last line go, as in sh."""
    return data.replace(b"\0", b"").decode("utf-8", "surrogateescape").rstrip("\n")
