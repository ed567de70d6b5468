"""Words behind a command's name into flags and arguments, as pflag reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..errors import UsageError
from . import Command
from .durations import go_quote
from .flags import Flag


class Parsed:
    """What was typed: the flags' values by name, the arguments, and which flags stood there."""

    def __init__(self, args: Iterable[str] = ()) -> None:
        self.values: dict[str, Any] = {}
        self.args = list(args)
        self.typed: list[str] = []


class FlagError(UsageError):
    """A flag that cannot be read; `word` is its position in the words."""

    status = 125

    def __init__(self, message: str, word: int = 0) -> None:
        super().__init__(message, word=word)


def parse(spec: Command, words: Sequence[str]) -> Parsed:
    """Read `words` by the declaration; FlagError in pflag's words."""
    if spec.raw:
        return Parsed(words)
    parsed = Parsed()
    at = 0
    while at < len(words):
        word = words[at]
        if word == "--":
            parsed.args.extend(words[at + 1 :])
            break
        if len(word) < 2 or word[0] != "-":
            parsed.args.append(word)
            if not spec.interspersed:
                parsed.args.extend(words[at + 1 :])
                break
            at += 1
        elif word.startswith("--"):
            at = _long(spec, words, at, parsed)
        else:
            at = _letters(spec, words, at, parsed)
    return parsed


def _long(spec: Command, words: Sequence[str], at: int, parsed: Parsed) -> int:
    name, equals, value = words[at][2:].partition("=")
    if not name or name.startswith("-"):
        raise FlagError(f"bad flag syntax: {words[at]}", at)
    flag = spec.long(name)
    if flag is None:
        raise FlagError(f"unknown flag: --{name}", at)
    if equals:
        _put(parsed, flag, value, at)
        return at + 1
    if not flag.needs_value:
        _put(parsed, flag, "true", at)
        return at + 1
    if at + 1 >= len(words):
        raise FlagError(f"flag needs an argument: --{name}", at)
    _put(parsed, flag, words[at + 1], at + 1)
    return at + 2


def _letters(spec: Command, words: Sequence[str], at: int, parsed: Parsed) -> int:
    word = words[at]
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        flag = spec.short(letter)
        if flag is None:
            raise FlagError(f"unknown shorthand flag: {_rune(letter)} in -{letter}{letters}", at)
        if letters.startswith("=") and len(letters) > 1:
            _put(parsed, flag, letters[1:], at)
            return at + 1
        if not flag.needs_value:
            _put(parsed, flag, "true", at)
            continue
        if letters:
            _put(parsed, flag, letters, at)
            return at + 1
        if at + 1 >= len(words):
            raise FlagError(f"flag needs an argument: {_rune(letter)} in {word}", at)
        _put(parsed, flag, words[at + 1], at + 1)
        return at + 2
    return at + 1


def _rune(letter: str) -> str:
    return "'\\''" if letter == "'" else f"'{letter}'"


def _put(parsed: Parsed, flag: Flag, text: str, at: int) -> None:
    name = flag.into or flag.name
    before = parsed.values[name] if name in parsed.values else flag.start()
    if flag.repeats and name not in parsed.values and flag.kind == "stringSlice":
        before = []
    try:
        parsed.values[name] = flag.read(text, before)
    except ValueError as why:
        raise FlagError(f'invalid argument {go_quote(text)} for "{flag.called}" flag: {why}', at) from None
    parsed.typed.append(flag.name)
