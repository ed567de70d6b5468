"""Images saved to, loaded from and made of archives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ...engine import platform, reference
from ...errors import ShellError
from ...files import gopath
from ...output import layers
from ...output.progress import Transfer
from ...spec import NONE, Call, Family, at_least, command
from ...spec.flags import Bool, List, String
from ...streams import PIECE, Feed, In
from ..archive import TERMINAL, save
from .transfer import messages

if TYPE_CHECKING:
    from ...engine.stream import Stream
    from ...engine.transport import Query

TAR = {"Content-Type": "application/x-tar"}


class ImageArchives(Family):
    """What makes archives of images and images of archives."""

    @command(
        "image save",
        "Write images as a tar archive",
        String("output", "o", "Write this file instead of stdout", complete="file"),
        String("platform", "", "Only this platform's image", complete="platform", since="1.48"),
        args=at_least(1, "IMAGE [IMAGE...]", "image"),
        aliases=("save",),
        examples=(("Two in one file", "save -o images.tar busybox site:2"), ("Into a program", "save busybox | gzip")),
        details="The file appears when the archive is whole, and not at all when it is not.",
    )
    def CmdImageSave(self, call: Call) -> None:
        query: dict[str, str | list[str]] = {"names": call.args, **platform.query(call["platform"])}
        if not call["output"] and call.out.isatty:
            raise ShellError(TERMINAL)
        save(call, call["output"], "failed to save image", lambda: call.engine.stream("GET", "/images/get", query))

    @command(
        "image load",
        "Take images from an archive that save wrote",
        String("input", "i", "Read this file instead of stdin", complete="file"),
        String("platform", "", "Only this platform's image", complete="platform", since="1.48"),
        Bool("quiet", "q", "Print only what was loaded"),
        args=NONE,
        aliases=("load",),
        examples=(("From a file", "load -i images.tar"),),
    )
    def CmdImageLoad(self, call: Call) -> None:
        if not call["input"] and call.stdin.isatty:
            raise ShellError("requested load from stdin, but stdin is empty")
        quiet = call["quiet"] or not call.out.isatty
        query: dict[str, str | list[str]] = {"quiet": "1" if quiet else "0", **platform.query(call["platform"])}
        with _input(call, call["input"] or None) as source:
            stream = _send(call, "/images/load", query, source)
        with stream:
            _show(call, stream)

    @command(
        "image import",
        "Make an image of an archive of files",
        List("change", "c", "A Dockerfile instruction for the image"),
        String("message", "m", "What it is"),
        String("platform", "", "The platform that it is for", complete="platform", since="1.32"),
        args=at_least(1, "file|URL|- [REPOSITORY[:TAG]]", "file;image"),
        aliases=("import",),
        examples=(("From a file", "import rootfs.tar site:1"), ("From a program", "export web | import - site:2")),
    )
    def CmdImageImport(self, call: Call) -> None:
        source = call.args[0]
        name = call.args[1] if len(call.args) > 1 else ""
        if source.startswith(("http://", "https://")):
            stream = call.engine.stream("POST", "/images/create", _import_query(call, source, name))
        else:
            with _input(call, None if source == "-" else source) as given:
                stream = _send(call, "/images/create", _import_query(call, "-", name), given)
        with stream:
            layers.show(messages(stream), call.out)


def _import_query(call: Call, source: str, name: str) -> Query:
    if name:
        reference.parse(name)
    wanted = call["platform"] or call.shell.env.get("DOCKER_DEFAULT_PLATFORM")
    query = {"fromSrc": source, "repo": name, "message": call["message"], "changes": call["change"]}
    return {key: value for key, value in {**query, "platform": wanted.lower()}.items() if value}


def _show(call: Call, stream: Stream) -> None:
    if stream.media_type == "application/json":
        layers.show(messages(stream), call.out)
        return
    for piece in stream:
        call.out.data(piece)


class Given(NamedTuple):
    """What is sent, and how much it is (0: nobody knows)."""

    source: In
    pieces: Iterator[bytes]
    size: int = 0


def _send(call: Call, path: str, query: Query, given: Given) -> Stream:
    with Transfer(call.err, "Sending archive -", given.size) as transfer:
        feed = Feed(transfer.counted(given.pieces), given.source)
        return call.engine.stream("POST", path, query, feed, TAR)


@contextmanager
def _input(call: Call, path: str | None) -> Iterator[Given]:
    """The file `path`, or stdin for None. Raises ShellError as Go's os.Open."""
    if path is None:
        yield Given(call.stdin, _pieces(call.stdin, "/dev/stdin"))
        return
    try:
        file = open(path, "rb", buffering=0)  # noqa: SIM115  (closed below; only its opening has this message)
    except OSError as why:
        raise gopath.failure("open", path, why) from None
    with file:
        source = In(file.fileno())
        yield Given(source, _pieces(source, path), os.fstat(file.fileno()).st_size)


def _pieces(source: In, path: str) -> Iterator[bytes]:
    try:
        while piece := source.read1(PIECE):
            yield piece
    except OSError as why:
        raise gopath.failure("read", path, why) from None
