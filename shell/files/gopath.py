"""Paths and file errors in the spelling of Go's path/filepath and os packages."""

from __future__ import annotations

import os
from collections.abc import Mapping

from shell.errors import ShellError

SYMLINKS = 255


def clean(path: str) -> str:
    """The shortest name of the same thing: no `.`, no double `/`, `..` only in front. "" is "."."""
    rooted = path.startswith("/")
    kept: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != "..":
            kept.append(part)
        elif kept and kept[-1] != "..":
            kept.pop()
        elif not rooted:
            kept.append(part)
    joined = "/".join(kept)
    return "/" + joined if rooted else joined or "."


def base(path: str) -> str:
    """The last element, trailing slashes not counted: "." of "", "/" of "/"."""
    if not path:
        return "."
    stripped = path.rstrip("/")
    return stripped.rpartition("/")[2] if stripped else "/"


def split(path: str) -> tuple[str, str]:
    """Everything up to and with the last slash, and what follows it."""
    head, slash, tail = path.rpartition("/")
    return head + slash, tail


def directory(path: str) -> str:
    """All but the last element, cleaned."""
    return clean(split(path)[0])


def join(*parts: str) -> str:
    """The parts that are not empty, cleaned; "" when all are."""
    present = [part for part in parts if part]
    return clean("/".join(present)) if present else ""


def absolute(path: str, cwd: str) -> str:
    """`path` as seen from `cwd`, cleaned."""
    return clean(path) if path.startswith("/") else join(cwd, path)


def working_directory(environ: Mapping[str, str]) -> str:
    """The current directory by the name in PWD, if that is its name."""
    named = environ.get("PWD", "")
    try:
        if named.startswith("/") and os.path.samefile(named, "."):
            return named
    except OSError:
        pass
    return os.getcwd()


def relative(base_dir: str, target: str) -> str:
    """The way from one absolute directory to a path; both must be absolute."""
    return os.path.relpath(clean(target), clean(base_dir))


def failure(operation: str, path: str, why: OSError) -> ShellError:
    """An OSError as Go's *PathError prints it: `open x: no such file or directory`."""
    return ShellError(f"{operation} {path}: {reason(why)}")


def reason(why: OSError) -> str:
    """An error number in Go's words, which begin with a small letter."""
    if not why.errno:
        return str(why)
    text = os.strerror(why.errno)
    return text[:1].lower() + text[1:]


def resolve(path: str) -> str:
    """`path` without any symbolic link in it, as EvalSymlinks; raises ShellError."""
    links = 0
    done = "/" if path.startswith("/") else ""
    todo = [part for part in path.split("/") if part]
    while todo:
        part = todo.pop(0)
        if part == ".":
            continue
        here = join(done, part)
        if part == "..":
            done = here
            continue
        target = _link(here)
        if target is None:
            if (todo or path.endswith("/")) and not os.path.isdir(here):
                raise ShellError("not a directory")
            done = here
            continue
        links += 1
        if links > SYMLINKS:
            raise ShellError("EvalSymlinks: too many links")
        todo[:0] = [piece for piece in target.split("/") if piece]
        if target.startswith("/"):
            done = "/"
    return clean(done) if done or path else ""


def _link(path: str) -> str | None:
    """What a symbolic link says; None for anything else."""
    try:
        status = os.lstat(path)
        return os.readlink(path) if status.st_mode & 0o170000 == 0o120000 else None
    except OSError as why:
        raise failure("lstat", path, why) from None
