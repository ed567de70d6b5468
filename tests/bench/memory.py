"""Most memory of one process: transfers of 100 MB against 2 GB, and a script of 100,000 lines from a pipe.

`python -m tests.bench.memory`: the Engine is a socket of this process that sends and swallows zeros, so no disk and
no real Engine is in the way.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.bench import OURS
from tests.bench.measure import aligned, environment
from tests.support.daemon import head, reply

SMALL, LARGE = 100_000_000, 2_000_000_000
PIECE = bytes(1 << 20)
LINES = 100_000
MOST = 4.0  # MiB that LARGE may take more than SMALL
TIME = "2026-01-01T00:00:00Z"


def _stat(name: str, mode: int) -> str:
    """The header of an archive's answer."""
    told = {"name": name, "size": 0, "mode": mode, "mtime": TIME, "linkTarget": ""}
    return base64.b64encode(json.dumps(told).encode()).decode()


FILE, FOLDER = _stat("file", 0o644), _stat("tmp", (1 << 31) | 0o755)


class Zeros:
    """An Engine whose archives and logs hold `size` zeros."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.host = f"unix://{folder / 'docker.sock'}"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / "docker.sock"))
        self._listener.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError), connection.makefile("rb") as requests:
            while line := requests.readline():
                method, target, _ = line.decode().split()
                fields = dict(iter(lambda: _field(requests.readline()), None))
                if fields.get("transfer-encoding") == "chunked":
                    while size := int(requests.readline(), 16):
                        requests.read(size + 2)
                    requests.readline()
                connection.sendall(_head_of(method, target))
                for piece in self._body(method, target):
                    connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))

    def _body(self, method: str, target: str) -> Iterator[bytes]:
        if method == "GET" and target.partition("?")[0].endswith(("/get", "/archive")):
            yield _member(self.size)
            yield from _zeros(self.size + -self.size % 512 + 1024)
            yield b""
        elif method == "GET" and "/logs?" in target:
            frame = b"\x01\0\0\0" + (100).to_bytes(4, "big") + b"x" * 99 + b"\n"
            for _ in range(self.size // len(frame) // 1000):
                yield frame * 1000
            yield b""

    def close(self) -> None:
        """Nothing listens any more."""
        self._listener.close()


def _field(line: bytes) -> tuple[str, str] | None:
    name, colon, value = line.decode("latin-1").partition(":")
    return (name.lower(), value.strip()) if colon else None


def _head_of(method: str, target: str) -> bytes:
    path = target.partition("?")[0]
    if path.endswith("/_ping"):
        return head(Api_Version="1.51", Ostype="linux", Content_Length="2") + (b"OK" if method == "GET" else b"")
    if method == "HEAD":
        return head(X_Docker_Container_Path_Stat=FOLDER if "tmp" in target else FILE)
    if path.endswith("/json"):
        return reply({"Id": "c" * 64, "Name": "/web", "Config": {"Tty": False}, "State": {}})
    if method in ("PUT", "POST"):
        return reply({"stream": "Loaded\n"})
    return head(chunked=True, Content_Type="application/x-tar", X_Docker_Container_Path_Stat=FILE)


def _member(size: int) -> bytes:
    member = tarfile.TarInfo("file")
    member.size = size
    return member.tobuf()


def _zeros(size: int) -> Iterator[bytes]:
    while size > 0:
        yield PIECE[:size]
        size -= len(PIECE)


def most(words: Sequence[str], at: str, fed: Iterable[bytes] = ()) -> float:
    """MiB that one run took at most (or this process when it started it: the kernel counts both); `fed`: its stdin."""
    with tempfile.TemporaryFile() as errors:
        environ = {**environment(at), "DOCKER_BUILDKIT": "0"}
        process = subprocess.Popen(
            [OURS, *words], env=environ, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors
        )
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin:
            for piece in fed:
                process.stdin.write(piece)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode}: {errors.read().decode()}")
    return used.ru_maxrss / 1024


def transfers(folder: Path) -> dict[str, list[str]]:
    """Name -> words."""
    context, file = str(folder / "context"), str(folder / "context" / "file")
    return {
        "logs": ["logs", "web"],
        "save": ["save", "image"],
        "load": ["load", "-i", file],
        "cp out": ["cp", "web:/file", "-"],
        "cp out to a folder": ["cp", "web:/file", str(folder / "out")],
        "cp in": ["cp", file, "web:/tmp/file"],
        "build": ["build", "-q", context],
    }


def compared(name: str) -> list[str]:
    """A row: the most of a small and of a large one, and their difference."""
    found = []
    for size in (SMALL, LARGE):
        with TemporaryDirectory(prefix="bench-") as path:
            folder = Path(path)
            (folder / "context").mkdir()
            (folder / "out").mkdir()
            (folder / "context" / "Dockerfile").write_text("FROM scratch\n")
            with (folder / "context" / "file").open("wb") as file:
                file.truncate(size)  # a hole: no disk is used
            with contextlib.closing(Zeros(folder, size)) as engine:
                found.append(most(transfers(folder)[name], engine.host))
    return _row(f"{name}, {SMALL // 10**6} MB and {LARGE // 10**6} MB", *found)


def script() -> list[str]:
    """A script that never was whole anywhere: lines of a command, a comment and a variable."""
    found = []
    for lines in (LINES // 10, LINES):
        with TemporaryDirectory(prefix="bench-") as path, contextlib.closing(Zeros(Path(path), 0)) as engine:
            fed = (b"x=%d\nalias\n# the line before\n\n" % number for number in range(lines // 4))
            found.append(most([], engine.host, fed))
    return _row(f"script, {LINES // 10} lines and {LINES} lines", *found)


def _row(name: str, small: float, large: float) -> list[str]:
    verdict = "" if large - small <= MOST else "MISSED"
    print(f"  {name}: {large - small:+.1f} MiB", file=sys.stderr, flush=True)
    return [name, f"{small:.1f}", f"{large:.1f}", f"{large - small:+.1f}", verdict]


def main(argv: Sequence[str]) -> int:
    with TemporaryDirectory() as path:
        names = [*transfers(Path(path)), "script"]
    if "--list" in argv:
        print("\n".join(names))
        return 0
    rows = [["", "small MiB", "large MiB", f"at most +{MOST:g}", ""]]
    for name in argv or names:
        rows.append(script() if name == "script" else compared(name))
    print("\n".join(aligned(rows, left=(0, 4))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
