"""docker and ours on one recording daemon: output, exit status and requests of the same line."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support import engines
from tests.support.recording import Recording
from tests.support.run import run
from tests.support.wire import in_order

PATIENCE = 120.0
# Debian's build of docker has an older library for ports than docker's own.
OLDER_WORDS = {
    "Invalid ip address": "invalid IP address",
    "Invalid containerPort": "invalid containerPort",
    "Invalid hostPort": "invalid hostPort",
    "Invalid proto": "invalid proto",
    "Invalid ranges": "invalid ranges",
    "No port specified": "no port specified",
    "Invalid range specified for the Port": "invalid range specified for port",
    "Empty string specified for ports.": "empty string specified for ports",
}


class Both:
    """Both clients in one folder: it is HOME, holds config.json and `files`, and is `@/` in a line."""

    def __init__(
        self,
        folder: Path,
        daemon: Recording,
        config: str = "{}",
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self.folder = folder
        self.daemon = daemon
        self.configure(config)
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content)
        self.environ = {"HOME": str(folder), "DOCKER_CONFIG": str(folder), "PATH": "/usr/bin:/bin", "A": "a"}

    def configure(self, config: str) -> None:
        (self.folder / "config.json").write_text(config)

    def words(self, line: str | list[str]) -> list[str]:
        """A line split as sh does, or the words themselves."""
        if isinstance(line, list):
            return line
        return [word.replace("@/", f"{self.folder}/") for word in shlex.split(line)]

    def docker(self, line: str | list[str], given: bytes = b"") -> dict[str, Any]:
        done = subprocess.run(
            [engines.docker_cli(), *self.words(line)],
            env={**self.environ, "DOCKER_HOST": self.daemon.host},
            input=given,
            capture_output=True,
            timeout=PATIENCE,
        )
        return self._outcome(done.stdout.decode(), done.stderr.decode(), done.returncode)

    def ours(self, line: str | list[str], given: bytes = b"") -> dict[str, Any]:
        done = run(self.words(line), self.daemon.host, environ=self.environ, given=given)
        return self._outcome(done.out, done.err, done.code)

    def _outcome(self, out: str, err: str, code: int) -> dict[str, Any]:
        for made in self.folder.glob("*.cid"):
            made.unlink()
        sent = [(r.method, r.path, dict(r.query), in_order(r.body)) for r in self.daemon.taken()]
        return {"out": out, "err": _normal(err), "code": code, "sent": sent}


def _normal(text: str) -> str:
    """Without the clock, and in the words of docker's own build."""
    text = re.sub(r'^time="[^"]*"', "time", text, flags=re.MULTILINE)
    for theirs, usual in OLDER_WORDS.items():
        text = text.replace(theirs, usual)
    return text
