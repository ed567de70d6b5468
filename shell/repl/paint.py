"""Colours of the line as it is typed: the tokenizer's, and what the declarations and the picture know better."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from prompt_toolkit.application import get_app
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer

from ..cli import DockerCli
from .world import LiveWorld

LONGEST = 5_000  # characters; longer text stays plain


class Paint(Lexer):
    """`class:line.COLOUR` for every piece; what is unknown or missing is an error as soon as the cursor has left it."""

    def __init__(self, shell: DockerCli, world: LiveWorld, aliases: Callable[[], Mapping[str, str]]) -> None:
        self._shell = shell
        self._world = world
        self._aliases = aliases

    def invalidation_hash(self) -> Hashable:
        """The picture's version and the cursor's place: what colours depend on beside the text."""
        return self._world.version, get_app().current_buffer.cursor_position

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        text = document.text
        if not text or len(text) > LONGEST:
            return lambda number: [("", document.lines[number])] if number < len(document.lines) else []
        styles = self._styles(text, get_app().current_buffer.cursor_position)
        lines: list[StyleAndTextTuples] = [[]]
        for character, style in zip(text, styles, strict=True):
            if character == "\n":
                lines.append([])
            elif lines[-1] and lines[-1][-1][0] == style:
                lines[-1][-1] = (style, lines[-1][-1][1] + character)
            else:
                lines[-1].append((style, character))
        return lambda number: lines[number] if number < len(lines) else []

    def _styles(self, text: str, cursor: int) -> list[str]:
        from ..completion.check import marks
        from ..line.colours import spans

        styles = [""] * len(text)
        for start, end, colour in spans(text):
            styles[start:end] = [f"class:line.{colour}"] * (end - start)
        world = self._world if self._world.live else None
        for start, end, mark in marks(self._shell, text, world, self._aliases(), cursor):
            styles[start:end] = [f"class:line.{mark}"] * (end - start)
        return styles
