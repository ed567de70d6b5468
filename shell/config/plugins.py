"""CLI plugins: where docker looks for them, which of them can be trusted, how they are run."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ShellError
from .pluginmeta import MetadataError, read

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
    for folder in folders(config, system):
        file = folder / f"docker-{name}"
        if file.is_file():
            trust(file)
            return file
    return None


def folders(config: Config, system: Sequence[str] = SYSTEM) -> list[Path]:
    """Where plugins are looked for, in that order."""
    extra = config.strings("cliPluginsExtraDirs")
    return [*map(Path, extra), config.directory / "cli-plugins", *map(Path, system)]


def trust(file: Path) -> None:
    """Raises ShellError when somebody else could have put or changed the file."""
    _trust(file)
    _trust(file.parent)


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
    Question(file, environ).answer()


class Question:
    """A plugin asked what it is; several are asked at the same time by making their questions first."""

    def __init__(self, file: Path, environ: Mapping[str, str]) -> None:
        self.file = file
        self.end = time.monotonic() + SECONDS
        self.process: subprocess.Popen[bytes] | None = None
        self.problem = ""
        try:
            self.process = subprocess.Popen(
                [file, METADATA],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=dict(environ),
            )
        except OSError as why:
            self.problem = f"fork/exec {file}: {(why.strerror or str(why)).lower()}"

    def answer(self) -> dict[str, Any]:
        """What it tells, by docker's names; raises MetadataError, in docker's words, when that is no plugin."""
        output = b"" if self.process is None else self._output(self.process)
        if self.problem:
            raise MetadataError(f"failed to fetch metadata: {self.problem}")
        return read(output)

    def _output(self, process: subprocess.Popen[bytes]) -> bytes:
        try:
            output, _ = process.communicate(timeout=max(0.0, self.end - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.problem = f"{self.file} gives no answer"
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()  # what it started may hold the other end open
            return b""
        if process.returncode > 0:
            self.problem = f"exit status {process.returncode}"
        elif process.returncode < 0:
            self.problem = f"signal: {(signal.strsignal(-process.returncode) or '').lower()}"
        return output


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
