"""Which command a word of a pipeline means: one of ours, or a local program."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shell.line.tree import Simple
from shell.spec import Method, spec_of

if TYPE_CHECKING:
    from shell.cli import DockerCli

# Our commands that read their stdin: behind | these are meant, and not a program of the same name.
READERS = {
    "builder build",
    "buildx build",
    "config create",
    "container attach",
    "container cp",
    "container create",
    "container exec",
    "container run",
    "container start",
    "context import",
    "image build",
    "image import",
    "image load",
    "login",
    "plugin create",
    "secret create",
    "stack deploy",
}


def meant(shell: DockerCli, command: Simple, words: Sequence[str], first: bool) -> Method | None:
    """The command of ours that is meant at this place of a pipeline, None for a local program.

    At the beginning, and after `docker`, ours come first. Behind a | a program of that name comes first, unless ours
    reads its input: `ps | sort` and `ps | diff - old` are local, `cat x | load` is not.
    """
    if "/" in words[0]:
        return None
    method, _ = shell.find(words)
    if method is None or first or command.named or not local_first(shell, method, words[0]):
        return method
    return None


def local_first(shell: DockerCli, method: Method, name: str) -> bool:
    """Whether a program is meant behind a |, and not the command of ours that has its name too."""
    return spec_of(method).name not in READERS and is_program(shell, name)


def is_program(shell: DockerCli, name: str) -> bool:
    """Whether PATH has a program of this name, or the name is a path to one."""
    return shutil.which(name, path=shell.env.get("PATH")) is not None
