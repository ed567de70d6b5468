"""Where in a command the cursor is: which flag's value, which argument, what was given before."""

from __future__ import annotations

from collections.abc import Sequence

from ..spec import Command
from ..spec.flags import Flag


class Place:
    """The word under the cursor, `typed`, in a command.

    `flag` is the flag whose value it is, `head` what stands before that value in the same word (`--name=`, `-n`).
    Without a flag it is argument number `len(args)`, or a flag when `flags` still may stand here.
    """

    def __init__(self, spec: Command, typed: str = "") -> None:
        self.spec = spec
        self.typed = typed
        self.flag: Flag | None = None
        self.head = ""
        self.flags = True
        self.args: list[str] = []
        self.given: dict[str, list[str]] = {}
        self.unknown: list[int] = []  # positions of words that are no flags of the command
        self.bare: list[int] = []  # positions of flags with no value: nothing or a flag follows

    @property
    def value(self) -> str:
        """What is typed of the value."""
        return self.typed[len(self.head) :]

    @property
    def another(self) -> list[str]:
        """The words of the command that this one is about to run or tell of: `watch`, `explain`."""
        runs = self.spec.args.complete == "command" and not self.spec.interspersed
        return self.args[self.args[:1] == ["docker"] :] if runs else []


def place(spec: Command, words: Sequence[str], typed: str) -> Place:
    """Read the words before the cursor as the parser would, but forgive what is wrong."""
    found = Place(spec, typed)
    pending: Flag | None = None
    for at, word in enumerate(words):
        if pending is not None:
            found.given.setdefault(pending.name, []).append(word)
            if _names_flags(spec, word):
                found.bare.append(at - 1)
            pending = None
        elif not found.flags or len(word) < 2 or word[0] != "-":
            found.args.append(word)
            found.flags = found.flags and spec.interspersed
        elif word == "--":
            found.flags = False
        else:
            pending = _flag(found, word, at)
    if pending is not None:
        found.flag = pending
        found.bare.append(len(words) - 1)
    elif found.flags:
        _joined(found)
    return found


def _flag(found: Place, word: str, at: int) -> Flag | None:
    """Note a flag; the flag itself when its value is the next word."""
    if word.startswith("--"):
        name, equals, value = word[2:].partition("=")
        flag = found.spec.long(name)
        if flag is None:
            found.unknown.append(at)
            return None
        if equals or not flag.needs_value:
            found.given.setdefault(flag.name, []).append(value)
            return None
        return flag
    for position, letter in enumerate(word[1:], 1):
        flag = found.spec.short(letter)
        if flag is None:
            found.unknown.append(at)
            return None
        if flag.needs_value:
            if position + 1 == len(word):
                return flag
            found.given.setdefault(flag.name, []).append(word[position + 1 :].removeprefix("="))
            return None
        found.given.setdefault(flag.name, []).append("true")
    return None


def _names_flags(spec: Command, word: str) -> bool:
    """Whether the word is `--flag`, `--flag=value` or `-abc` of the command."""
    if word.startswith("--"):
        return spec.long(word[2:].partition("=")[0]) is not None
    return len(word) > 1 and word[0] == "-" and all(spec.short(letter) is not None for letter in word[1:])


def _joined(found: Place) -> None:
    """`--name=val` and `-nval`: the cursor is in the value."""
    name, equals, _ = found.typed[2:].partition("=")
    if found.typed.startswith("--") and equals:
        found.flag = found.spec.long(name)
        found.head = f"--{name}="
    elif len(found.typed) > 2 and found.typed[0] == "-" and found.typed[1] != "-":
        for position, letter in enumerate(found.typed[1:], 1):
            flag = found.spec.short(letter)
            if flag is None:
                return
            if flag.needs_value and position + 1 < len(found.typed):
                found.flag = flag
                found.head = found.typed[: position + 1] + ("=" if found.typed[position + 1] == "=" else "")
                return
