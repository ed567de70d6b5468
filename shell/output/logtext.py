"""A program's output made harmless for a terminal: text and colours pass, other control sequences are spelt out."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from .sanitize import safe

if TYPE_CHECKING:
    from ..streams import Out

_COLOUR = re.compile(r"(\x1b\[[0-9;:]*m|\r\n)")
_UNFINISHED = re.compile(r"(?:\r|\x1b(?:\[[0-9;:]{0,60})?)\Z")


class Shown:
    """Writes bytes cut anywhere to a terminal."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._held = ""

    def write(self, data: bytes) -> None:
        """What is complete of the text so far; the beginning of a colour waits for its end."""
        text = self._held + self._decode(data)
        cut = _UNFINISHED.search(text)
        self._held = cut[0] if cut else ""
        self._out.write(harmless(text[: len(text) - len(self._held)]))
        self._out.flush()


def harmless(text: str) -> str:
    """The text with everything but its letters, lines and colours spelt out."""
    if "\x1b" not in text and "\r" not in text:
        return safe(text)
    pieces = _COLOUR.split(text)
    return "".join(piece if at % 2 else safe(piece) for at, piece in enumerate(pieces))
