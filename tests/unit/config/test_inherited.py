"""fd://N: a socket that the parent has connected."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.support.engines import PROJECT
from tests.support.recording import Recording


def run(tmp_path: Path, host: str, *descriptors: int) -> subprocess.CompletedProcess[str]:
    line = "network ls --format '{{.Name}}'\n"
    return subprocess.run(
        [sys.executable, "-m", "shell", "-H", host],
        input=line * 2,
        text=True,
        capture_output=True,
        timeout=120,
        pass_fds=descriptors,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(tmp_path), "PYTHONPATH": str(PROJECT)},
    )


def test_a_whole_session_goes_over_one_inherited_socket(tmp_path: Path) -> None:
    with Recording(tmp_path) as daemon, socket.socket(socket.AF_UNIX) as sock:
        daemon.answer("GET", "/networks", [{"Name": "here", "Id": "1"}])
        sock.connect(str(daemon.socket))
        done = run(tmp_path, f"fd://{sock.fileno()}", sock.fileno())
    assert (done.stdout, done.stderr) == ("here\nhere\n", "")


def test_a_descriptor_that_is_none_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "fd://987")
    message = "Cannot connect to the Docker daemon at fd://987. Is the docker daemon running?"
    assert message in done.stderr
    assert done.returncode == 1
