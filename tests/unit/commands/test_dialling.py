"""system dial-stdio: bytes both ways at once."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

from tests.support.engines import PROJECT

PATIENCE = 120
MUCH = bytes(range(256)) * (1 << 13)  # 2 MiB, which come back eightfold: more than all buffers hold


def _echo(listener: socket.socket) -> None:
    """Give back whatever comes eight times, and read nothing while that is not taken."""
    connection, _ = listener.accept()
    with connection:
        while data := connection.recv(1 << 16):
            connection.sendall(data * 8)


def test_what_comes_back_is_written_while_more_is_sent(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        echo = threading.Thread(target=_echo, args=(listener,), daemon=True)
        echo.start()
        done = subprocess.run(
            [sys.executable, "-m", "shell", "-H", f"unix://{tmp_path}/s", "system", "dial-stdio"],
            input=MUCH,
            capture_output=True,
            timeout=PATIENCE,
            env={"PATH": "/usr/bin:/bin", "DOCKER_CONFIG": str(tmp_path), "PYTHONPATH": str(PROJECT)},
        )
        echo.join(PATIENCE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout) == 8 * len(MUCH)
