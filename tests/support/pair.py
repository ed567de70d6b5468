"""Lines that need no engine, through the docker client and through ours: each with a config folder of its own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.engines import PROJECT, docker_cli

PATIENCE = 120.0


def docker_program() -> str:
    """The bed's docker client, else the machine's; "" where there is none."""
    return str(docker_cli()) if docker_cli().exists() else shutil.which("docker") or ""


@dataclass
class Said:
    """What one run printed and its status; `folder` is where it ran."""

    out: str
    err: str
    code: int


class Pair:
    """`pair("context ls")` runs the line on both sides, each in a folder of its own, and compares all it says."""

    def __init__(self, folder: Path) -> None:
        self.folders = [folder / "docker", folder / "ours"]
        for side in self.folders:
            (side / "config").mkdir(parents=True)
        self._programs = [[docker_program()], [sys.executable, "-m", "shell"]]

    def write(self, name: str, content: str | bytes) -> None:
        """The same file on both sides; `config/…` is the config folder."""
        for side in self.folders:
            path = side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def files(self, pattern: str) -> list[dict[str, bytes]]:
        """On each side the files that match: path -> content."""
        return [
            {str(path.relative_to(side)): path.read_bytes() for path in sorted(side.glob(pattern)) if path.is_file()}
            for side in self.folders
        ]

    def run(self, side: int, line: str, given: bytes = b"", environ: Mapping[str, str] | None = None) -> Said:
        """One side alone (0: docker, 1: ours); its folder reads as FOLDER in what it says."""
        folder = self.folders[side]
        done = subprocess.run(
            [*self._programs[side], *shlex.split(line)],
            input=given,
            capture_output=True,
            cwd=folder,
            timeout=PATIENCE,
            env={
                "PATH": os.environ.get("PATH", ""),
                "HOME": str(folder),
                "DOCKER_CONFIG": str(folder / "config"),
                "PYTHONPATH": str(PROJECT),
                **(environ or {}),
            },
        )
        out, err = (text.decode().replace(str(folder), "FOLDER") for text in (done.stdout, done.stderr))
        return Said(out, _without_own_name(err), done.returncode)

    def __call__(self, line: str, given: bytes = b"", environ: Mapping[str, str] | None = None) -> Said:
        """Both sides; what docker said, when ours said the same."""
        docker, ours = (self.run(side, line, given, environ) for side in (0, 1))
        assert (ours.out, ours.err, ours.code) == (docker.out, docker.err, docker.code), f"docker {line}"
        return docker


def _without_own_name(text: str) -> str:
    """Addresses of the moment: the port of a connection that failed, the name server that was asked."""
    text = re.sub(r"lookup (\S+) on \S+: no such host", r"lookup \1: no such host", text)
    return re.sub(r"/v1\.\d+/", "/v1.N/", text)
