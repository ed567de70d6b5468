"""A git repository as build context: fetched by `git` into a folder that is gone afterwards.

Words of the URL never become options of git: a reference may not begin with `-`, and
`--` stands before the rest.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import unquote

from shell.errors import ShellError
from shell.files import download, gopath

TRANSPORTS = ("http://", "https://", "git://", "ssh://", "git@")
ADVERTISEMENT = "application/x-git-upload-pack-advertisement"


class Repository(NamedTuple):
    """Where it is, what to check out, and which folder of it is the context ("" for all)."""

    remote: str
    reference: str = "master"
    folder: str = ""


def parse(url: str) -> Repository:
    """`REMOTE#REFERENCE:FOLDER`; a remote without a scheme is https. Raises ShellError."""
    if not url.startswith(TRANSPORTS):
        url = "https://" + url
    remote, _, fragment = url.partition("#")
    if not remote.startswith("git@"):
        fragment = unquote(fragment)
    reference, _, folder = fragment.partition(":")
    if reference.startswith("-"):
        raise ShellError(f"invalid refspec: {reference}")
    return Repository(remote, reference or "master", folder)


@contextmanager
def cloned(url: str, environ: Mapping[str, str]) -> Iterator[str]:
    """The context's real path, for as long as the block runs. Raises ShellError with git's words."""
    wanted = parse(url)
    with tempfile.TemporaryDirectory(prefix="docker-build-git", ignore_cleanup_errors=True) as folder:
        top = os.path.realpath(folder)
        _fetch(_Git(top, environ), wanted)
        yield _inside(top, wanted.folder)


class _Git:
    """Runs git in a work tree. Transports that can run programs are off, as in docker."""

    def __init__(self, top: str, environ: Mapping[str, str]) -> None:
        self.top = top
        self._environ = {**environ, "GIT_PROTOCOL_FROM_USER": "0"}

    def __call__(self, failing: str, *words: str) -> None:
        done = subprocess.run(
            ["git", *words],
            cwd=self.top,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            said = done.stdout.decode("utf-8", "replace")
            raise ShellError(f"{failing}: {said}: exit status {done.returncode}")

    @property
    def environ(self) -> Mapping[str, str]:
        return self._environ


def _fetch(git: _Git, wanted: Repository) -> None:
    depth = ("--depth", "1") if _can_be_shallow(wanted.remote, git.environ) else ()
    git(f"failed to init repo at {git.top}", "init")
    git(f"failed add origin repo at {wanted.remote}", "remote", "add", "--", "origin", wanted.remote)
    git("error fetching", "fetch", *depth, "--", "origin", wanted.reference)
    try:
        git(f"error checking out {wanted.reference}", "checkout", wanted.reference, "--")
    except ShellError as why:
        try:
            git("", "checkout", "FETCH_HEAD", "--")
        except ShellError:
            raise why from None
    git("error initializing submodules", "submodule", "update", "--init", "--recursive", "--depth=1")


def _can_be_shallow(remote: str, environ: Mapping[str, str]) -> bool:
    """Everything but a plain file server over HTTP sends parts of a history."""
    if not remote.startswith(("http://", "https://")):
        return True
    try:
        with download.open_url(f"{remote}/info/refs?service=git-upload-pack", environ) as answer:
            return answer.media_type == ADVERTISEMENT
    except ShellError:
        return False


def _inside(top: str, folder: str) -> str:
    if not folder:
        return top
    path = os.path.realpath(gopath.join(top, folder.lstrip("/")))
    if path != top and not path.startswith(top + "/"):
        raise ShellError(f'error setting git context, "{folder}" not within git root')
    if not os.path.exists(path):
        raise ShellError(f"stat {path}: no such file or directory")
    if not os.path.isdir(path):
        raise ShellError(f"error setting git context, not a directory: {path}")
    return path
