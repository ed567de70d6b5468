"""Where `cp` reads and writes: docker's rules about trailing slashes, directories, links and new names."""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from shell.errors import ShellError
from shell.files import gopath
from shell.spec.durations import go_quote

LINKS = 10


class CopyInfo(NamedTuple):
    """One side of a copy. `rebase` is the name the archive's first part is given; "" leaves it."""

    path: str
    exists: bool = False
    is_dir: bool = False
    rebase: str = ""


def split_argument(text: str) -> tuple[str, str]:
    """`CONTAINER:PATH` as a pair; a path of this machine has "" in front. `./a:b` and `/a:b` are such paths."""
    if text.startswith("/"):
        return "", text
    container, colon, path = text.partition(":")
    if not colon or container.startswith("."):
        return "", text
    return container, path


def local(path: str, cwd: str) -> str:
    """The absolute path, with the `/` or `/.` it ended in."""
    return keep_ending(gopath.absolute(path, cwd), path)


def keep_ending(cleaned: str, original: str) -> str:
    """`cleaned` with the trailing `/` or `/.` of `original`."""
    if not means_current(cleaned) and means_current(original):
        cleaned = cleaned if cleaned.endswith("/") else cleaned + "/"
        cleaned += "."
    if not cleaned.endswith("/") and original.endswith("/"):
        cleaned += "/"
    return cleaned


def means_current(path: str) -> bool:
    """Whether the last part is `.`."""
    return gopath.base(path) == "."


def split_entry(path: str) -> tuple[str, str]:
    """A path's directory and last part, both cleaned; a trailing `.` counts as a part."""
    cleaned = gopath.clean(path)
    if means_current(path):
        return cleaned, "."
    return gopath.directory(cleaned), gopath.base(cleaned)


def rebase_name(path: str, resolved: str) -> tuple[str, str]:
    """What a followed link stands for, with the link's own ending, and the link's name if that differs."""
    if means_current(path) and not means_current(resolved):
        resolved += "/."
    if path.endswith("/") and not resolved.endswith("/"):
        resolved += "/"
    new = gopath.base(path) if gopath.base(path) != gopath.base(resolved) else ""
    return resolved, new


def source(path: str, follow: bool) -> CopyInfo:
    """Something of this machine to copy from. Links before the last part are resolved; the last by `follow`."""
    if follow:
        resolved, new = rebase_name(path, gopath.resolve(path))
    else:
        folder, last = gopath.split(path)
        resolved = gopath.resolve(folder) + "/" + last
        new = gopath.base(path) if path.endswith("/") and gopath.base(path) != gopath.base(resolved) else ""
    try:
        status = os.lstat(resolved)
    except OSError as why:
        raise gopath.failure("lstat", resolved, why) from None
    return CopyInfo(resolved, True, stat.S_ISDIR(status.st_mode), new)


def destination(path: str) -> CopyInfo:
    """A place of this machine to copy to: links are followed; what does not exist needs a parent directory."""
    original = path
    for _ in range(LINKS + 2):
        try:
            status = os.lstat(path)
        except FileNotFoundError:
            return _new(path)
        except OSError as why:
            raise gopath.failure("lstat", path, why) from None
        if not stat.S_ISLNK(status.st_mode):
            return CopyInfo(path, True, stat.S_ISDIR(status.st_mode))
        path = joined_link(path, os.readlink(path))
    raise ShellError("too many symlinks in " + original)


def joined_link(path: str, target: str) -> str:
    """Where a link at `path` leads."""
    return target if target.startswith("/") else gopath.join(split_entry(path)[0], target)


def _new(path: str) -> CopyInfo:
    parent = split_entry(path)[0]
    try:
        status = os.stat(parent)
    except OSError as why:
        raise gopath.failure("stat", parent, why) from None
    if not stat.S_ISDIR(status.st_mode):
        raise ShellError("not a directory")
    return CopyInfo(path)


def plan(origin: CopyInfo, target: CopyInfo) -> tuple[str, str]:
    """The directory to unpack into, and the name for the archive's first part ("" leaves it)."""
    if target.exists and target.is_dir:
        return target.path, ""
    if target.exists and origin.is_dir:
        raise ShellError("cannot copy directory")
    if not target.exists and not origin.is_dir and (target.path.endswith("/") or means_current(target.path)):
        raise ShellError("no such directory")
    return split_entry(target.path)


def check_output(path: str) -> None:
    """Raises ShellError unless a copy could be written to `path`: its directory exists, it is no device."""
    folder = gopath.directory(gopath.clean(path))
    if folder not in ("", ".") and not _stat(folder):
        raise ShellError(f"invalid output path: directory {go_quote(folder)} does not exist")
    status = _stat(path)
    if status and (kind := refused_kind(status.st_mode)):
        raise ShellError(f"invalid output path: {go_quote(path)} must be a directory or a regular file: {kind}")


def refused_kind(mode: int) -> str:
    """Why a file of this mode is no destination; "" when it is one."""
    return "got a device" if stat.S_ISBLK(mode) or stat.S_ISCHR(mode) else ""


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None
    except OSError as why:
        raise gopath.failure("stat", path, why) from None
