"""Words back into a line, for history, completion and messages; bash and sh read it the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shell.line.parser import reserved

_SAFE = re.compile(r"[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+:,./~-]*")
_SAFE_FLAG = re.compile(r"-[A-Za-z0-9_@%+:,./=-]*")
_SPECIAL = re.compile(r'([$`"\\])')


def quote(words: Iterable[str]) -> str:
    """A line that reads back as exactly these words; ValueError for a NUL, which no line can hold."""
    first, *rest = [*words] or [""]
    head = f"'{first}'" if reserved(first) or first == "docker" else quote_word(first)
    return " ".join([head, *map(quote_word, rest)])


def quote_word(word: str, style: str = "'") -> str:
    """One word, quoted only if it must be; with `style` " in double quotes."""
    if "\0" in word:
        raise ValueError("a line cannot hold a NUL character")
    if _SAFE.fullmatch(word) or _SAFE_FLAG.fullmatch(word):
        return word
    if style == '"':
        return '"' + _SPECIAL.sub(r"\\\1", word) + '"'
    return "'" + word.replace("'", "'\\''") + "'"
