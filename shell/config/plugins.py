"""CLI plugins: where docker looks for them, which of them can be trusted, how they are run."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ShellError

if TYPE_CHECKING:
    from ..streams import Out, Streams
    from .file import Config

SYSTEM = (
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)
METADATA = "docker-cli-plugin-metadata"
ORIGINAL = "DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"
SECONDS = 5.0  # for a plugin to tell what it is


def find(name: str, config: Config, system: Sequence[str] = SYSTEM) -> Path | None:
    """The file of the plugin `name`: in config.json's folders, beside it, then in the system's. None: there is none.

    Raises ShellError for a file that somebody else could have put or changed there.
    """
    for place in (*config.strings("cliPluginsExtraDirs"), str(config.directory / "cli-plugins"), *system):
        folder = Path(place)
        file = folder / f"docker-{name}"
        if file.is_file():
            _trust(file)
            _trust(folder)
            return file
    return None


def _trust(path: Path) -> None:
    """A folder that all may write to is fine if it keeps each from the others' files, as /tmp does."""
    status = path.stat()
    shared = stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not shared:
        raise ShellError(f"plugin refused: others than its owner can write to {path}")
    if status.st_uid not in (0, os.geteuid()):
        raise ShellError(f"plugin refused: {path} belongs to another user")


def verify(file: Path, environ: Mapping[str, str]) -> None:
    """Ask the plugin what it is; raises ShellError, in docker's words, when that is no plugin."""
    try:
        done = subprocess.run(
            [file, METADATA], stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, env=dict(environ)
        )
    except subprocess.TimeoutExpired:
        raise ShellError(f"failed to fetch metadata: {file} gives no answer") from None
    except OSError as why:
        reason = (why.strerror or str(why)).lower()
        raise ShellError(f"failed to fetch metadata: fork/exec {file}: {reason}") from None
    if done.returncode:
        raise ShellError(f"failed to fetch metadata: exit status {done.returncode}")
    _check(done.stdout)


def _check(metadata: bytes) -> None:
    try:
        found = json.loads(metadata)
    except ValueError as why:
        raise ShellError(f"invalid metadata: {why}") from None
    if not isinstance(found, dict) or not found.get("SchemaVersion"):
        raise ShellError("plugin SchemaVersion version cannot be empty")
    if not found.get("Vendor"):
        raise ShellError("plugin metadata does not define a vendor")


def run(file: Path, words: Sequence[str], environ: Mapping[str, str], streams: Streams) -> int:
    """Run it with our streams; its exit status, 128 and the signal when one ended it."""
    streams.flush()
    stdin = streams.stdin.fileno()
    process = subprocess.Popen(
        [file, *words],
        stdin=subprocess.DEVNULL if stdin is None else stdin,
        stdout=_target(streams.out),
        stderr=_target(streams.err),
        env=dict(environ),
    )
    try:
        status = _wait(process, streams)
    except BaseException:
        _end(process)
        raise
    return status if status >= 0 else 128 - status


def _target(out: Out) -> int:
    fd = out.fileno()
    return subprocess.PIPE if fd is None else fd


def _wait(process: subprocess.Popen[bytes], streams: Streams) -> int:
    """Wait, handing on what comes through pipes where our streams are no descriptors."""
    if process.stdout is None and process.stderr is None:
        return process.wait()
    out, err = process.communicate()
    for stream, data in ((streams.out, out), (streams.err, err)):
        if data:
            stream.data(data)
    return process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let it clean up, but not for ever."""
    process.terminate()
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
