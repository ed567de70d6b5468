"""Local files and folders as candidates."""

from __future__ import annotations

import os
from collections.abc import Iterator

from .candidate import Candidate

MOST = 2_000  # entries of a folder that are looked at


def files(typed: str, home: str, only_folders: bool = False) -> Iterator[Candidate]:
    """What begins with the folder part of `typed`; hidden entries only when a dot was typed; `~/` is the home."""
    folder, slash, name = typed.rpartition("/")
    head = len(folder) + len(slash)
    where = folder + slash
    if where == "~/" or where.startswith("~/"):
        where = os.path.join(home, where[2:])
    entries = []
    try:
        with os.scandir(where or ".") as found:
            for entry in found:
                if entry.name.startswith(".") == name.startswith(".") or name.startswith("."):
                    entries.append((not _is_folder(entry), entry.name))
                if len(entries) >= MOST:
                    break
    except (OSError, ValueError):
        return
    for is_file, called in sorted(entries):
        if not is_file:
            yield Candidate(f"{typed[:head]}{called}/", "folder", head, whole=False)
        elif not only_folders:
            yield Candidate(f"{typed[:head]}{called}", "", head)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def paths(typed: str, listed: Iterator[tuple[str, bool]]) -> Iterator[Candidate]:
    """Entries (name, is a folder) of the folder that `typed` begins with, somewhere else."""
    head = typed.rfind("/") + 1
    for called, is_folder in listed:
        yield Candidate(f"{typed[:head]}{called}{'/' if is_folder else ''}", "", head, whole=not is_folder)
