"""Where a build's context comes from: a directory, stdin, a URL or a git repository."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ShellError
from ...files import compression, context, gopath
from ...files.dockerignore import keep_build_files, read
from ...files.inject import inject, random_name, single
from ...streams import PIECE
from ..archive import warn
from .announce import downloading

if TYPE_CHECKING:
    from ...spec import Call
    from ...streams import In, Out

LARGEST_DOCKERFILE = 64 << 20
PREPARE = "unable to prepare context"
STDIN_TWICE = "invalid argument: can't use stdin for both build context and dockerfile"
AMBIGUOUS = "ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles"


class Source(NamedTuple):
    """A context as it is sent, and the Dockerfile's name in it; "" leaves the choice to the Engine.

    `stdin` is there when the pieces are read from it.
    """

    pieces: Iterator[bytes]
    dockerfile: str
    stdin: In | None = None


def prepare(call: Call, held: ExitStack, out: Out) -> Source:
    """The context that the call names; `held` ends what stays open until it is sent, `out` hears of downloads."""
    place, dockerfile = call.args[0], call["file"]
    if dockerfile == "-" and place == "-":
        raise ShellError(STDIN_TWICE)
    if place == "-":
        source = _told("unable to prepare context from STDIN", lambda: _of_stream(_stdin(call), dockerfile))
        return source._replace(stdin=call.stdin)
    if os.path.exists(place):
        return _of_directory(call, place, dockerfile)
    if _is_git(place):
        return _told(PREPARE, lambda: _of_repository(call, place, dockerfile, held))
    if place.startswith(("http://", "https://")):
        return _told(PREPARE, lambda: _of_url(call, place, held, out))
    raise ShellError(f'{PREPARE}: path "{place}" not found')


def _told(start: str, make: Callable[[], Source]) -> Source:
    try:
        return make()
    except ShellError as why:
        raise ShellError(f"{start}: {why}", why.status) from None


def _stdin(call: Call) -> Callable[[], bytes]:
    return lambda: call.stdin.read1(PIECE)


# -- a directory ------------------------------------------------------------------------------------------------------


def _of_directory(call: Call, place: str, dockerfile: str) -> Source:
    cwd = gopath.working_directory(call.shell.env.environ)

    def found() -> tuple[str, str]:
        top = context.resolve(place, cwd)
        return top, context.dockerfile(top, dockerfile, cwd)

    try:
        top, inside = found()
    except ShellError as why:
        raise ShellError(f"{PREPARE}: {why}") from None
    content = None
    if dockerfile == "-":
        content = _whole(_stdin(call))
    elif inside.startswith("../"):
        content = _file(dockerfile)
    return _packed(call, top, inside, content)


def _packed(call: Call, top: str, dockerfile: str, content: bytes | None) -> Source:
    """A directory that was found good, with a Dockerfile from elsewhere if there is `content`."""
    patterns = read(top)
    context.check(top, patterns)
    patterns = keep_build_files(patterns, dockerfile, dockerfile == "-")
    pieces = context.stream(top, patterns, lambda text: warn(call, text))
    return Source(pieces, dockerfile) if content is None else _with_dockerfile(_reader(pieces), content)


def _with_dockerfile(read: Callable[[], bytes], content: bytes) -> Source:
    name = random_name()
    return Source(inject(read, name, content), name)


def _reader(pieces: Iterator[bytes]) -> Callable[[], bytes]:
    return lambda: next(pieces, b"")


def _file(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as why:
        raise ShellError(f"unable to open Dockerfile: {gopath.failure('open', path, why)}") from None


# -- a stream ---------------------------------------------------------------------------------------------------------


def _of_stream(read: Callable[[], bytes], dockerfile: str, given: bytes | None = None) -> Source:
    """An archive as it is, anything else as the Dockerfile. `given` is a Dockerfile to put into the archive."""
    start, rest = _peek(read)
    if not compression.is_archive(start):
        if dockerfile == "-":
            raise ShellError("build context is not an archive")
        if dockerfile:
            raise ShellError(AMBIGUOUS)
        return Source(single("Dockerfile", _whole(rest)), "Dockerfile")
    if given is not None:
        return _with_dockerfile(compression.plain(start, rest), given)
    return Source(iter(rest, b""), dockerfile)


def _peek(read: Callable[[], bytes]) -> tuple[bytes, Callable[[], bytes]]:
    """A stream's first KiB, and the stream from its beginning."""
    start, piece = b"", b"?"
    while piece and len(start) < compression.PEEK:
        piece = read()
        start += piece
    pieces = chain([start] if start else [], iter(read, b"") if piece else [])
    return start, lambda: next(pieces, b"")


def _whole(read: Callable[[], bytes]) -> bytes:
    content = bytearray()
    while piece := read():
        content += piece
        if len(content) > LARGEST_DOCKERFILE:
            raise ShellError("the Dockerfile is longer than 64 MiB, and no archive")
    return bytes(content)


# -- a URL ------------------------------------------------------------------------------------------------------------


def _of_url(call: Call, place: str, held: ExitStack, out: Out) -> Source:
    from ...files import download

    given = _whole(_stdin(call)) if call["file"] == "-" else None
    try:
        answer = held.enter_context(download.open_url(place, call.shell.env.environ))
    except ShellError as why:
        raise ShellError(f"unable to download remote context {place}: {why}") from None
    return _of_stream(downloading(answer.read, place, answer.size, out), call["file"], given)


# -- a repository -----------------------------------------------------------------------------------------------------


def _is_git(place: str) -> bool:
    if place.startswith(("git://", "github.com/", "git@", "ssh://")):
        return True
    return place.startswith(("http://", "https://")) and place.partition("#")[0].endswith(".git")


def _of_repository(call: Call, place: str, dockerfile: str, held: ExitStack) -> Source:
    from ...files import repository

    if shutil.which("git", path=call.shell.env.get("PATH")) is None:
        raise ShellError("unable to find 'git': exec: \"git\": executable file not found in $PATH")
    try:
        top = held.enter_context(repository.cloned(place, call.shell.env.environ))
    except ShellError as why:
        raise ShellError(f"unable to 'git clone' to temporary context directory: {why}") from None
    content = _whole(_stdin(call)) if dockerfile == "-" else None
    inside = context.dockerfile(top, dockerfile, top)
    if inside.startswith("../"):
        raise ShellError(f"the Dockerfile ({dockerfile}) must be within the build context")
    return _packed(call, top, inside, content)
