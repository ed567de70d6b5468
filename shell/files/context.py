"""A directory as build context: checked first, then sent as a tar stream owned by root."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence

from shell.errors import ShellError
from shell.files import gopath, pack
from shell.files.dockerignore import Matcher


def check(context: str, patterns: Sequence[str]) -> None:
    """Raises ShellError for the first file that the stream could not read; links and FIFOs are not opened."""
    try:
        _check(context, Matcher(patterns))
    except ShellError as why:
        raise ShellError(f"checking context: {why}") from None


def _check(context: str, matcher: Matcher) -> None:
    stack = [(context, "", list[bool](), iter(_children(context)))]
    while stack:
        folder, prefix, hits, rest = stack[-1]
        child = next(rest, None)
        if child is None:
            stack.pop()
            continue
        name, is_dir = child
        path, inside = f"{folder.rstrip('/')}/{name}", f"{prefix}/{name}" if prefix else name
        out, below = matcher.step(inside, hits)
        if out:
            continue
        if is_dir:
            stack.append((path, inside, below, iter(_children(path))))
        elif not os.access(path, os.R_OK, effective_ids=True):
            _refuse(path)


def _children(path: str) -> list[tuple[str, bool]]:
    try:
        found = pack.children(path)
    except ShellError:
        if os.path.isdir(path):
            raise ShellError(f"can't stat '{path}'") from None
        raise ShellError(f"file ('{path}') not found or excluded by .dockerignore") from None
    if found and not os.access(path, os.X_OK, effective_ids=True):
        raise ShellError(f"can't stat '{path.rstrip('/')}/{found[0][0]}'")
    return found


def _refuse(path: str) -> None:
    """Raises unless what cannot be opened is a link, a FIFO, or gone."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return
    if not (stat.S_ISLNK(mode) or stat.S_ISFIFO(mode)):
        raise ShellError(f"no permission to read from '{path}'")


def stream(context: str, patterns: Sequence[str], warn: Callable[[str], None]) -> Iterator[bytes]:
    """The context's archive, in the order of Go's filepath.Walk, every file owned by 0:0."""
    return pack.Packer((0, 0), warn).stream(pack.walk(context, "", Matcher(patterns)))


def resolve(given: str, cwd: str) -> str:
    """The real, absolute name of a context directory; raises ShellError when it is none."""
    path = gopath.absolute(given, cwd)
    try:
        path = gopath.resolve(path)
    except ShellError as why:
        raise ShellError(f"unable to evaluate symlinks in context path: {why}") from None
    if not os.path.isdir(path):
        raise ShellError(f"context must be a directory: {path}")
    return path


def dockerfile(context: str, given: str, cwd: str) -> str:
    """The Dockerfile's path relative to the context; it begins with `../` when it lies outside.

    `given` is seen from `cwd`; without it, `Dockerfile` or else `dockerfile` in the context.
    """
    if given == "-":
        return given
    if given:
        path = gopath.absolute(given, cwd)
    else:
        path = gopath.join(context, "Dockerfile")
        small = gopath.join(context, "dockerfile")
        if not os.path.lexists(path) and os.path.lexists(small):
            path = small
    try:
        path = gopath.resolve(path)
    except ShellError as why:
        raise ShellError(f"unable to evaluate symlinks in Dockerfile path: {why}") from None
    return gopath.relative(context, path)
