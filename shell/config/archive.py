"""Contexts as archives: written as docker writes them, read with docker's rules about what may stand in one."""

from __future__ import annotations

import io
import posixpath
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import ShellError
from .contexts import Context, ContextError, Store, go_json, parse_metadata

LIMIT = 10 << 20
_ZIP = b"PK\x03\x04"


@dataclass
class Bundle:
    """A context with its TLS files: ENDPOINT -> FILE -> content."""

    context: Context
    tls: dict[str, dict[str, bytes]] = field(default_factory=dict)

    @classmethod
    def stored(cls, store: Store, name: str) -> Bundle:
        """What the store has. Raises NoSuchContext, ContextError."""
        files = store.tls_files(name).items()
        tls = {endpoint: {file: store.tls_data(name, endpoint, file) for file in found} for endpoint, found in files}
        return cls(store.get(name), tls)

    def save(self, store: Store) -> None:
        """Into the store, under the context's name; its TLS files are these and no others."""
        store.save(self.context)
        store.replace_tls(self.context.name, self.tls)


def pack(bundle: Bundle) -> bytes:
    """A tar of meta.json and tls/ENDPOINT/FILE."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        _add(archive, "meta.json", go_json(bundle.context.fields()).encode("utf-8", "surrogatepass"), 0o644)
        _add(archive, "tls", None, 0o700)
        for endpoint, files in bundle.tls.items():
            _add(archive, f"tls/{endpoint}", None, 0o700)
            for name, content in files.items():
                _add(archive, f"tls/{endpoint}/{name}", content, 0o600)
    return buffer.getvalue()


def unpack(content: bytes, name: str) -> Bundle:
    """The context in a tar or zip, under `name`; nothing is written. Raises ContextError with docker's reasons.

    Only meta.json and tls/ENDPOINT/FILE, only regular files, at most LIMIT bytes in all.
    """
    if len(content) > LIMIT:
        raise ContextError("read exceeds the defined limit")
    members = _zip_members(content) if content.startswith(_ZIP) else _tar_members(content)
    context: Context | None = None
    tls: dict[str, dict[str, bytes]] = {}
    for path, data in members:
        _check(path)
        if path == "meta.json":
            context = parse_metadata(data, name)
        else:
            endpoint, _, file = path.removeprefix("tls/").partition("/")
            if not file or "/" in file:
                raise ContextError("archive format is invalid")
            tls.setdefault(endpoint, {})[file] = data
    if context is None:
        raise ContextError("invalid context: no metadata found")
    return Bundle(context, tls)


def _check(path: str) -> None:
    if path != "meta.json" and not path.startswith("tls/"):
        raise ContextError(f"{path}: unexpected context file")
    if posixpath.normpath(path) != path or "\0" in path:
        raise ContextError(f"{path}: unexpected path format")
    if "\\" in path:
        raise ContextError(f"{path}: unexpected '\\' in path")


def _add(archive: tarfile.TarFile, name: str, content: bytes | None, mode: int) -> None:
    """A file, or a folder when there is no content."""
    member = tarfile.TarInfo(name)
    member.mode = mode
    if content is None:
        member.type = tarfile.DIRTYPE
    else:
        member.size = len(content)
    archive.addfile(member, io.BytesIO(content or b""))


def _tar_members(content: bytes) -> Iterator[tuple[str, bytes]]:
    if not content.strip(b"\0"):
        return
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:", errorlevel=2) as archive:
            for member in archive:
                if member.type in (tarfile.REGTYPE, tarfile.AREGTYPE):
                    file = archive.extractfile(member)
                    yield member.name, file.read() if file else b""
    except ShellError:
        raise
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        whole = len(content) >= tarfile.BLOCKSIZE and "end of data" not in str(error)
        raise ContextError("archive/tar: invalid tar header" if whole else "unexpected EOF") from error


def _zip_members(content: bytes) -> Iterator[tuple[str, bytes]]:
    left = LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if member.is_dir() or stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
                    continue
                with archive.open(member) as file:
                    data = file.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise ContextError("read exceeds the defined limit")
                yield member.orig_filename, data
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError) as error:
        raise ContextError(f"zip: not a valid zip file: {error}") from error
