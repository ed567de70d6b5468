"""A process of the bed: started in a session of its own, known by a pid file, stopped by its id."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.support.engines import BedError, bed, log_folder, run_folder

PATIENCE = 90.0


def alive(name: str) -> bool:
    """Whether the process of that name runs and is ours, not a stranger that got its old id."""
    pid = _pid(name)
    return pid is not None and _is_ours(pid)


def start(name: str, command: Sequence[str | Path], path: str = "/usr/sbin:/usr/bin:/sbin:/bin") -> None:
    """Start `command` in the background; its output goes to `log/NAME.log`. Nothing when it runs already."""
    if alive(name):
        return
    log_folder().mkdir(parents=True, exist_ok=True)
    run_folder().mkdir(parents=True, exist_ok=True)
    with open(log_folder() / f"{name}.log", "ab") as log:
        child = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={"PATH": path, "HOME": str(bed()), "DOCKER_SHELL_BED": str(bed())},
            cwd="/",
            start_new_session=True,
        )
    _pid_file(name).write_text(str(child.pid))
    _children[name] = child


def wait_until(name: str, ready: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for a condition on the process `name`; its end or too long a wait is an error with its last words."""
    end = time.monotonic() + patience
    while not ready():
        child = _children.get(name)
        gone = child.poll() is not None if child else not alive(name)
        if gone or time.monotonic() > end:
            how = "ended" if gone else f"is not ready after {patience:.0f} s"
            raise BedError(f"{name} {how}; {log_folder()}/{name}.log ends with:\n{_last_words(name)}")
        time.sleep(0.05)


def stop(name: str) -> None:
    """End the process of that name: asked first, killed after a while."""
    pid = _pid(name)
    if pid is not None and _is_ours(pid):
        _end(pid, 30.0)
    _pid_file(name).unlink(missing_ok=True)


def stop_leftovers() -> list[int]:
    """Kill what a killed run left: shims and daemons from the bed's folders, and their containers."""
    ids = [folder.name for folder in bed().glob("data/*/docker/containers/*")]
    pids = [pid for pid in _all_pids() if _is_ours(pid) or _is_container(pid, ids)]
    for pid in pids:
        _end(pid, 5.0)
    return pids


_children: dict[str, subprocess.Popen[bytes]] = {}


def _pid_file(name: str) -> Path:
    return run_folder() / f"{name}.pid"


def _pid(name: str) -> int | None:
    try:
        return int(_pid_file(name).read_text())
    except (OSError, ValueError):
        return None


def _is_ours(pid: int) -> bool:
    """A daemon or a shim is ours when its program lies under the bed."""
    try:
        program = os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return False
    return program.startswith(f"{bed()}/")


def _is_container(pid: int, ids: Sequence[str]) -> bool:
    try:
        groups = Path(f"/proc/{pid}/cgroup").read_text()
    except OSError:
        return False
    return any(container in groups for container in ids)


def _all_pids() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _end(pid: int, patience: float) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        end = time.monotonic() + patience
        while _running(pid) and time.monotonic() < end:
            time.sleep(0.02)
        if not _running(pid):
            return


def _last_words(name: str) -> str:
    file = log_folder() / f"{name}.log"
    return "\n".join(file.read_text(errors="replace").splitlines()[-12:]) if file.exists() else "(no log)"
