"""Volumes: `-v` in all its forms, `--tmpfs`."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ....errors import ShellError


def volumes(words: Iterable[str]) -> tuple[dict[str, dict[str, str]], list[str] | None]:
    """Volumes and Binds of every `-v`; a relative path of this machine becomes a whole one. Raises ShellError."""
    anonymous: dict[str, dict[str, str]] = {}
    binds: list[str] = []
    for word in dict.fromkeys(words):
        source = _source(word)
        if not source:
            anonymous[word] = {}
        elif source.startswith("."):
            binds.append(_absolute(word))
        else:
            binds.append(word)
    return anonymous, binds or None


def _source(word: str) -> str:
    """What a volume comes from: a path, a name, or "" where the word is a path in the container only."""
    if not word:
        raise ShellError("invalid empty volume spec")
    if len(word.encode("utf-8", "surrogateescape")) <= 2:
        return ""
    parts = _sections(word)
    if "" in parts:
        raise ShellError(f"invalid spec: {word}: empty section between colons")
    if len(parts) > 3:
        raise ShellError(f"invalid spec: {word}: too many colons")
    return parts[0] if len(parts) > 1 else ""


def _sections(word: str) -> list[str]:
    """Parts at its colons; the colon of a Windows drive belongs to its part."""
    parts, current = [], ""
    for character in word:
        if character == ":" and not (len(current) == 1 and current.isalpha()):
            parts.append(current)
            current = ""
        else:
            current += character
    return [*parts, current]


def _absolute(word: str) -> str:
    host, colon, rest = word.partition(":")
    return os.path.abspath(host) + colon + rest


def tmpfs(words: Iterable[str]) -> dict[str, str]:
    return {path: options for path, _, options in (word.partition(":") for word in words)}
