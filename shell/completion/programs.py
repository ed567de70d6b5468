"""Programs of this machine, which lines of ours begin with or lead to: `cat x | load`, `ps | grep web`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from ..cli import DockerCli
from ..errors import ShellError
from ..line.lookup import READERS, is_program, local_first
from ..spec import spec_of
from .candidate import Candidate
from .spellings import SPELLINGS


def is_local(shell: DockerCli, words: Sequence[str], piped: bool) -> bool:
    """Whether a command is a program's: behind a | those come first, else only what is no command of ours."""
    try:
        method, _ = shell.find(words)
    except ShellError:
        method = None
    if method is None:
        return is_program(shell, words[0])
    return piped and local_first(shell, method, words[0])


def behind_pipe(shell: DockerCli, typed: str) -> Iterator[Candidate]:
    """Our commands that read their input, and the programs that begin with what is typed."""
    for spelling, summary in SPELLINGS:
        if spelling.startswith(typed) and " " not in spelling and _reads(shell, spelling):
            yield Candidate(spelling, summary)
    for name in sorted(set(_programs(shell.env.get("PATH"), typed))):
        yield Candidate(name)


def _reads(shell: DockerCli, spelling: str) -> bool:
    method, _ = shell.find([spelling])
    return method is not None and spec_of(method).name in READERS


def _programs(path: str, typed: str) -> Iterator[str]:
    for folder in filter(None, path.split(os.pathsep)):
        try:
            with os.scandir(folder) as found:
                yield from (one.name for one in found if one.name.startswith(typed) and os.access(one.path, os.X_OK))
        except OSError:
            continue
