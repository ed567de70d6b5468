"""Many programs that log in at once, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.engines import PROJECT
from tests.support.recording import Recording

COUNT = 12


def test_twelve_logins_at_once_are_all_kept(tmp_path: Path) -> None:
    """docker keeps one of them."""
    config = tmp_path / "config"
    with Recording(tmp_path) as daemon:
        daemon.answer("POST", "/auth", {"Status": "Login Succeeded"})
        environ = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(tmp_path),
            "DOCKER_CONFIG": str(config),
            "DOCKER_HOST": daemon.host,
            "PYTHONPATH": str(PROJECT),
        }
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "shell", "login", "-u", "me", "-p", "secret", f"registry{number}:5000"],
                env=environ,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for number in range(COUNT)
        ]
        said = [process.communicate(timeout=120) for process in running]
    assert {out for out, _ in said} == {b"Login Succeeded\n"}, said
    kept = json.loads((config / "config.json").read_text())["auths"]
    assert set(kept) == {f"registry{number}:5000" for number in range(COUNT)}
