"""The prompt's own text and the line at the bottom, from the format strings of the settings."""

from __future__ import annotations

import re

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.utils import get_cwidth

from ..settings import PROMPT, Settings
from .keys import LABELS
from .state import State

SHORTEST = 20  # columns that help is worth to be read in
NAME = re.compile(r"\{(\w+)\}")


def prompt_text(settings: Settings, state: State) -> StyleAndTextTuples:
    """`docker> `, or what the settings say; red in a protected context."""
    style = "class:prompt.protected" if state.protected else "class:prompt"
    if settings.prompt == PROMPT:
        return [(style, PROMPT)]
    values = state.values()
    return [(style, NAME.sub(lambda found: values.get(found[1], found[0]), settings.prompt))]


def toolbar_text(settings: Settings, state: State, usage: str, columns: int, mode: str = "") -> StyleAndTextTuples:
    """What is told about the word under the cursor, else the state of things, and the keys where there is room.

    `mode` is that of vi, where its keys are in use.
    """
    before = f" {mode}" if mode else ""
    if usage:
        trouble = "" if state.connected else f" {state.values()['state']} "
        room = columns - len(trouble)
        if room < SHORTEST:
            room, trouble = columns, ""
        return [("class:toolbar.usage", _filled_up(f"{before} {usage}", room)), ("class:toolbar.trouble", trouble)]
    return _with_keys([("class:toolbar.key", before), *_things(settings, state)], columns)


def _things(settings: Settings, state: State) -> StyleAndTextTuples:
    """The pieces of the format that tell something, bars between them."""
    shown: StyleAndTextTuples = []
    for piece in settings.toolbar.split("|"):
        text = _filled(piece, state.values())
        if text.strip():
            style = "class:toolbar.protected" if "{context}" in piece and state.protected else "class:toolbar"
            if "{state}" in piece and not state.connected:
                style = "class:toolbar.trouble"
            shown += [("class:toolbar.bar", "|")] if shown else []
            shown.append((style, text))
    return shown


def _filled(piece: str, values: dict[str, str]) -> str:
    """A piece of the format; nothing when every name in it is empty."""
    names = NAME.findall(piece)
    if names and not any(values.get(name) for name in names):
        return ""
    return NAME.sub(lambda found: values.get(found[1], found[0]), piece)


def _with_keys(shown: StyleAndTextTuples, columns: int) -> StyleAndTextTuples:
    used = sum(get_cwidth(part[1]) for part in shown)
    if used > columns:
        return [("class:toolbar", _cut("".join(part[1] for part in shown), columns))]
    keys: StyleAndTextTuples = []
    room = columns - used - 1
    for key, label in LABELS:
        width = len(key) + len(label) + 3
        if room < width:
            break
        room -= width
        keys += [("class:toolbar.key", f" {key}"), ("class:toolbar", f" {label} ")]
    return [*shown, ("class:toolbar", " " * max(room, 0)), *keys]


def _filled_up(text: str, columns: int) -> str:
    text = _cut(text, columns)
    return text + " " * (columns - get_cwidth(text))


def _cut(text: str, columns: int) -> str:
    if get_cwidth(text) <= columns:
        return text
    while get_cwidth(text) > columns - 1:
        text = text[:-1]
    return f"{text}…"
