"""Files copied between containers and this machine."""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...engine.transport import url
from ...errors import DaemonError, ShellError, TransportError
from ...files import gopath, paths
from ...files.paths import CopyInfo
from ...output.progress import Transfer
from ...spec import Call, Family, command, exactly
from ...spec.flags import Bool
from ...streams import PIECE, Feed
from ..archive import warn

if TYPE_CHECKING:
    from ...engine.stream import Stream

# Bits of Go's os.FileMode, in which the Engine tells modes.
MODE_DIR, MODE_SYMLINK, MODE_DEVICE, MODE_IRREGULAR = 1 << 31, 1 << 27, 1 << 26, 1 << 19
STAT = "x-docker-container-path-stat"
USAGE = "CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH"


class PathStat(NamedTuple):
    """What the Engine tells of a path in a container; `mode` has Go's bits."""

    mode: int
    link: str

    @property
    def is_dir(self) -> bool:
        return bool(self.mode & MODE_DIR)

    @property
    def is_link(self) -> bool:
        return bool(self.mode & MODE_SYMLINK)

    @property
    def refused(self) -> str:
        """Why nothing can be copied there; "" when it can."""
        if self.mode & MODE_DEVICE:
            return "got a device"
        return "got an irregular file" if self.mode & MODE_IRREGULAR else ""


class ContainerCopy(Family):
    """`cp`, in both directions and through stdin and stdout."""

    @command(
        "container cp",
        "Copy files between a container and this machine",
        Bool("archive", "a", "Keep the numbers of owner and group"),
        Bool("follow-link", "L", "Copy what a link in SRC_PATH leads to, not the link"),
        Bool("quiet", "q", "Print nothing; so it is anyway where stdout is no terminal"),
        args=exactly(2, USAGE, "container-path;container-path"),
        aliases=("cp",),
        examples=(
            ("Out of a container", "cp web:/etc/hosts ."),
            ("Into a container, under a name that need not exist", "cp site web:/srv/site"),
            ("As a tar archive", "cp web:/etc - > etc.tar"),
        ),
        details="A source that ends in /. stands for what the directory holds. A destination that is a directory "
        "gets the source inside it; any other destination is the source's new name. With - in place of a local "
        "path, a tar archive is read from stdin or written to stdout.",
    )
    def CmdContainerCp(self, call: Call) -> None:
        source, target = call.args
        if not source:
            raise ShellError("source can not be empty")
        if not target:
            raise ShellError("destination can not be empty")
        (origin, from_path), (container, to_path) = paths.split_argument(source), paths.split_argument(target)
        if origin and container:
            raise ShellError("copying between containers is not supported")
        if origin:
            _out_of(call, origin, from_path, to_path)
        elif container:
            _into(call, container, from_path, to_path)
        else:
            raise ShellError("must specify at least one container source")


def _out_of(call: Call, container: str, source: str, target: str) -> None:
    if target != "-":
        target = paths.local(target, gopath.working_directory(call.shell.env.environ))
    paths.check_output(target)
    source, rebase = _followed(call, container, source) if call["follow-link"] else (source, "")
    with call.engine.stream("GET", url("/containers/{}/archive", container), {"path": source}) as stream:
        if target == "-":
            _to_stdout(call, stream)
            return
        stat = _decoded(stream.headers.get(STAT, ""))
        with Transfer(call.err, "Copying from container -") as transfer:
            _unpack(stream, CopyInfo(source, True, stat.is_dir, rebase), target, transfer)
    _tell(call, transfer.count, target)


def _followed(call: Call, container: str, source: str) -> tuple[str, str]:
    """The path that a link in the container leads to, and the name that its copy gets."""
    stat = _stat(call, container, source)
    if stat is None or not stat.is_link:
        return source, ""
    return paths.rebase_name(source, paths.joined_link(source, stat.link))


def _to_stdout(call: Call, stream: Stream) -> None:
    from ...files.tarread import Skimmer

    skimmer = Skimmer()
    for piece in stream:
        call.out.data(piece)
        skimmer.feed(piece)
    skimmer.finish()


def _unpack(stream: Stream, origin: CopyInfo, target: str, transfer: Transfer) -> None:
    from ...files.extract import Extractor, Rebase

    folder, name = paths.plan(origin, paths.destination(target))
    base = paths.split_entry(origin.path)[1]
    Extractor(folder, Rebase(base, name or origin.rebase)).run(transfer.reader(stream.read1))


def _into(call: Call, container: str, source: str, target: str) -> None:
    place = _destination(call, container, target)
    if source == "-":
        if not place.is_dir:
            raise ShellError(f'destination "{container}:{target}" must be a directory')
        _put(call, container, place.path, Feed(iter(lambda: call.stdin.read1(PIECE), b""), call.stdin))
        _tell(call, 0, f"{container}:{place.path}")
        return
    local = paths.local(source, gopath.working_directory(call.shell.env.environ))
    origin = paths.source(local, call["follow-link"])
    folder, name = paths.plan(origin, place)
    with Transfer(call.err, "Copying to container -") as transfer:
        _put(call, container, folder, transfer.counted(_packed(call, origin, name)))
    _tell(call, transfer.count, f"{container}:{place.path}")


def _destination(call: Call, container: str, target: str) -> CopyInfo:
    """What the container has there; one link is followed. Whatever cannot be told counts as not there."""
    path, stat = target, _stat(call, container, target)
    if stat is not None and stat.is_link:
        path = paths.joined_link(target, stat.link)
        stat = _stat(call, container, path)
    if stat is None:
        return CopyInfo(path)
    if stat.refused:
        raise ShellError(f'destination "{container}:{target}" must be a directory or a regular file: {stat.refused}')
    return CopyInfo(path, True, stat.is_dir)


def _packed(call: Call, origin: CopyInfo, name: str) -> Iterator[bytes]:
    """The source as a tar stream whose first part is called `name`, or as the source is."""
    from ...files import pack

    folder, base = paths.split_entry(origin.path)
    path = gopath.join(folder, base)
    name = name or origin.rebase or (base if base != "/" else ".")
    entries = pack.tree(path, name) if origin.is_dir else [(path, name, False)]
    return pack.Packer(None, lambda text: warn(call, text)).stream(entries)


def _put(call: Call, container: str, folder: str, body: Iterator[bytes] | Feed) -> None:
    query: dict[str, str | list[str]] = {"path": folder, "noOverwriteDirNonDir": "true"}
    if call["archive"]:
        query["copyUIDGID"] = "true"
    headers = {"Content-Type": "application/x-tar"}
    with call.engine.stream("PUT", url("/containers/{}/archive", container), query, body, headers) as stream:
        for _ in stream:
            pass


def _stat(call: Call, container: str, path: str) -> PathStat | None:
    """HEAD /containers/{name}/archive; None when the Engine refuses, whatever the reason."""
    try:
        answer = call.engine.call("HEAD", url("/containers/{}/archive", container), {"path": path})
    except DaemonError:
        return None
    return _decoded(answer.headers.get(STAT, ""))


def _decoded(header: str) -> PathStat:
    try:
        found = json.loads(base64.b64decode(header, validate=True))
        return PathStat(int(found["mode"]), os.fsdecode(str(found.get("linkTarget") or "")))
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise TransportError("unable to decode container path stat header") from None


def _tell(call: Call, count: int, target: str) -> None:
    quiet = call["quiet"] if call.changed("quiet") else not call.out.isatty
    if not quiet:
        from ...output.units import human_size

        call.err.line(f"Successfully copied {human_size(count, 3)} to {call.err.safe(target)}")
