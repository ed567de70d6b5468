"""Images saved to, loaded from and made of archives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from ...engine import reference
from ...engine.platform import encoded
from ...errors import ShellError
from ...files import gopath
from ...output import layers
from ...output.progress import Transfer
from ...spec import NONE, Call, Family, at_least, command
from ...spec.flags import Bool, List, String
from ..archive import TERMINAL, save
from .transfer import messages

if TYPE_CHECKING:
    from ...engine.stream import Stream

PIECE = 1 << 18
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
        query: dict[str, str | list[str]] = {"names": call.args, **_platform(call["platform"])}
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
        file = _open(call["input"]) if call["input"] else None
        query: dict[str, str | list[str]] = {"quiet": "1" if quiet else "0", **_platform(call["platform"])}
        with Transfer(call.err, "Sending archive -", file.size if file else 0) as transfer:
            pieces = file.pieces() if file else _stdin(call)
            stream = call.engine.stream("POST", "/images/load", query, transfer.counted(pieces), TAR)
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
        remote = source.startswith(("http://", "https://"))
        file = None if remote or source == "-" else _open(source)
        if name:
            reference.parse(name)
        pieces = None if remote else file.pieces() if file else _stdin(call)
        with Transfer(call.err, "Sending archive -", file.size if file else 0) as transfer:
            body = None if pieces is None else transfer.counted(pieces)
            query = _import_query(call, source if remote else "-", name)
            stream = call.engine.stream("POST", "/images/create", query, body, TAR if body else {})
        with stream:
            layers.show(messages(stream), call.out)


def _import_query(call: Call, source: str, name: str) -> dict[str, str | list[str]]:
    platform = call["platform"] or call.shell.env.get("DOCKER_DEFAULT_PLATFORM")
    query = {"fromSrc": source, "repo": name, "message": call["message"], "changes": call["change"]}
    return {key: value for key, value in {**query, "platform": platform.lower()}.items() if value}


def _platform(text: str) -> dict[str, str]:
    try:
        return {"platform": encoded(text)} if text else {}
    except ShellError as why:
        raise ShellError(f"invalid platform: {why}") from None


def _show(call: Call, stream: Stream) -> None:
    if stream.media_type == "application/json":
        layers.show(messages(stream), call.out)
        return
    for piece in stream:
        call.out.data(piece)


class _File:
    """A file that is sent piece by piece and closed behind the last."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = open(path, "rb", buffering=0)  # noqa: SIM115  (closed by `pieces`)
        self.size = os.fstat(self._file.fileno()).st_size

    def pieces(self) -> Iterator[bytes]:
        with closing(self._file):
            try:
                while piece := self._file.read(PIECE):
                    yield piece
            except OSError as why:
                raise gopath.failure("read", self._path, why) from None


def _open(path: str) -> _File:
    try:
        return _File(path)
    except OSError as why:
        raise gopath.failure("open", path, why) from None


def _stdin(call: Call) -> Iterator[bytes]:
    return iter(lambda: call.stdin.read1(PIECE), b"")
