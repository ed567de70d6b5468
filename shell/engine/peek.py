"""A look into a container for completion: the entries of a folder, its users; bounded, and without changing it."""

from __future__ import annotations

import io
import posixpath
import tarfile
from typing import TYPE_CHECKING, Any

from ..errors import NotFound, ShellError
from .frames import Demux
from .names import Word
from .transport import url

if TYPE_CHECKING:
    from .transport import Engine

MOST = 2_000  # entries
ENOUGH = 1 << 20  # bytes of a listing
STOPPED_ENOUGH = 32 << 20  # bytes of a stopped container's archive


def folder(engine: Engine, container: str, path: str) -> list[Word]:
    """Entries of a folder (folders end in `/`), relative paths from the container's working directory.

    A running container is asked by `ls` (POST /containers/{}/exec), a stopped one by its archive
    (GET /containers/{}/archive), of which at most 32 MiB are read.
    """
    info = engine.get(url("/containers/{}/json", container))
    where = posixpath.join((info.get("Config") or {}).get("WorkingDir") or "/", path)
    if (info.get("State") or {}).get("Running"):
        names = output(engine, container, ["ls", "-1Ap", "--", where or "/"]).decode("utf-8", "replace").splitlines()
    else:
        names = _archived(engine, container, where or "/")
    return [Word(name) for name in names[:MOST] if name and name.isprintable()]


def users(engine: Engine, container: str) -> list[Word]:
    """Users by name, from /etc/passwd of a container."""
    rows = (row.split(":") for row in _file(engine, container, "/etc/passwd").splitlines())
    return [Word(row[0], f"uid {row[2]}") for row in rows if len(row) > 2]


def output(engine: Engine, container: str, words: list[str]) -> bytes:
    """What a program in a running container prints on stdout."""
    made = engine.post(
        url("/containers/{}/exec", container), {}, {"Cmd": words, "AttachStdout": True, "AttachStderr": True}
    )
    found = bytearray()
    demux = Demux()
    with engine.hijack("POST", url("/exec/{}/start", made["Id"]), {}, {"Detach": False, "Tty": False}) as stream:
        while len(found) < ENOUGH and (data := stream.recv()):
            for kind, part in demux.feed(data):
                if kind == 1:
                    found += part
    return bytes(found)


def _archived(engine: Engine, container: str, path: str) -> list[str]:
    found: dict[str, None] = {}
    for member in _members(engine, container, path.rstrip("/") + "/."):
        name = member.name.removeprefix("./").strip("/")
        if name and "/" not in name and name != ".":
            found[name + ("/" if member.isdir() else "")] = None
    return list(found)


def _file(engine: Engine, container: str, path: str) -> str:
    with engine.stream("GET", url("/containers/{}/archive", container), {"path": path}) as stream:
        archive = tarfile.open(fileobj=_Limited(stream), mode="r|")  # noqa: SIM115  (the stream is what is closed)
        for member in archive:
            data = archive.extractfile(member)
            return data.read(ENOUGH).decode("utf-8", "replace") if data else ""
    return ""


def _members(engine: Engine, container: str, path: str) -> list[tarfile.TarInfo]:
    found: list[tarfile.TarInfo] = []
    try:
        with engine.stream("GET", url("/containers/{}/archive", container), {"path": path}) as stream:
            for member in tarfile.open(fileobj=_Limited(stream), mode="r|"):  # noqa: SIM115
                found.append(member)
    except (tarfile.TarError, NotFound, ShellError):
        return found
    return found


class _Limited(io.RawIOBase):
    """A file of the first bytes of a stream."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream
        self._held = b""
        self._left = STOPPED_ENOUGH

    def read(self, size: int = -1) -> bytes:
        while len(self._held) < size and self._left > 0:
            data = self._stream.read1()
            if not data:
                break
            self._left -= len(data)
            self._held += data
        data, self._held = self._held[:size], self._held[size:]
        return data
