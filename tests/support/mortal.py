"""An engine of a test's own that may be killed and started again: the bed's programs, no network."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from tests.support.engines import IMAGE, NEWEST, bed, docker_cli, image, probe

PATIENCE = 90.0


class Mortal:
    """`with Mortal(folder) as engine:` is a running dockerd with the bed's image; `kill`, `start` and `stop` it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "docker.sock"
        self.host = f"unix://{self.socket}"
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        programs = bed() / NEWEST / "usr"
        (self.folder / "pid").unlink(missing_ok=True)
        words = [
            str(programs / "sbin/dockerd"),
            f"--data-root={self.folder / 'data'}",
            f"--exec-root={self.folder / 'exec'}",
            f"--pidfile={self.folder / 'pid'}",
            f"--host={self.host}",
            f"--group={os.getgid()}",
            "--live-restore",  # else a restart waits ten seconds for every container to end
            "--bridge=none",
            "--iptables=false",
            "--ip6tables=false",
        ]
        path = f"{programs}/bin:{programs}/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
        with open(self.folder / "log", "ab") as log:
            self._child = subprocess.Popen(words, stdout=log, stderr=log, env={"PATH": path}, start_new_session=True)
        end = time.monotonic() + PATIENCE
        while not probe.engine_answers(self.socket):
            assert time.monotonic() < end, f"the engine did not start:\n{(self.folder / 'log').read_text()[-2000:]}"
            time.sleep(0.05)

    def signal(self, number: int) -> None:
        """Send dockerd a signal."""
        assert self._child is not None
        self._child.send_signal(number)

    def kill(self) -> None:
        """`kill -9`: dockerd is gone, whatever it was doing."""
        if self._child is not None:
            self.signal(signal.SIGKILL)
            self._child.wait(PATIENCE)
            self._child = None
            for pid in self._processes("containerd"):
                _end(pid)
            # A new dockerd would wait ten seconds for the old containerd, even for its zombie.
            (self.folder / "exec/containerd/containerd.pid").unlink(missing_ok=True)

    def docker(self, *words: str, given: bytes = b"") -> str:
        """What the docker client prints."""
        done = subprocess.run(
            [docker_cli(), "-H", self.host, *words], input=given, capture_output=True, check=True, timeout=PATIENCE
        )
        return done.stdout.decode().strip()

    def __enter__(self) -> Mortal:
        self.start()
        self.docker("import", "--change", 'CMD ["sh"]', "-", IMAGE, given=image.rootfs())
        return self

    def __exit__(self, *why: object) -> None:
        self.kill()
        for pid in [*self._processes(), *self._contained()]:
            _end(pid)
        mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
        for mount in reversed([one for one in mounts if one.startswith(f"{self.folder}/")]):
            subprocess.run(["umount", "-l", mount], capture_output=True)

    def _processes(self, name: str = "") -> list[int]:
        """containerd and its shims, which outlive a killed dockerd; with a name only those."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                mine = any(word.startswith(str(self.folder).encode()) for word in words[1:])
                if mine and name in ("", os.path.basename(words[0].decode())):
                    found.append(int(entry.name))
        return found

    def _contained(self) -> list[int]:
        """What runs in containers, which outlive their shims: their root is an overlay of the engine's data."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    mounts = (entry / "mountinfo").read_text(errors="replace").splitlines()
                except OSError:
                    continue
                roots = [line for line in mounts if line.split()[4] == "/"]
                if any(f"={self.folder}/" in line for line in roots):
                    found.append(int(entry.name))
        return found


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
