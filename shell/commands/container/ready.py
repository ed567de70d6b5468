"""What `wait --healthy`, `--log` and `--port` wait for in a container that runs."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

from ...engine.frames import Demux
from ...engine.stream import Stream
from ...engine.timestamps import parse_rfc3339
from ...engine.transport import Engine, url
from ...errors import Cancelled, ShellError

LATE = 124  # as timeout(1)
PAUSE = 0.1
CONNECTING = 2.0  # seconds for one attempt at a port
LINGER = 0.3  # docker-proxy accepts for a silent container too, and hangs up at once
LINE = 1 << 20  # of a log line, what is matched at most
OVER = ("exited", "dead", "removing")


class Deadline:
    """When the patience of one `wait` ends; `nanoseconds` 0 is never."""

    def __init__(self, nanoseconds: int) -> None:
        self._text = f"{nanoseconds / 1e9:g}s"
        self._end = time.monotonic() + nanoseconds / 1e9 if nanoseconds else None

    @property
    def left(self) -> float | None:
        """Seconds, 0 when it is over, None for no end."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def check(self, name: str, awaited: str) -> None:
        """ShellError when it is over."""
        if self.left == 0.0:
            raise ShellError(f"{name}: {awaited} after {self._text}", LATE)

    def pause(self, name: str, awaited: str) -> None:
        """Until the next look."""
        self.check(name, awaited)
        time.sleep(PAUSE if self.left is None else min(PAUSE, self.left))


def until_healthy(engine: Engine, name: str, deadline: Deadline) -> None:
    """The container's health check has succeeded; ShellError when it has none, or ends before."""
    while True:
        state = _running(engine, name, "was healthy")["State"]
        status = (state.get("Health") or {}).get("Status", "none")
        if status == "healthy":
            return
        if status == "none" and state["Status"] != "created":
            raise ShellError(f"{name} has no health check")
        deadline.pause(name, "not healthy")


def until_port(engine: Engine, name: str, port: int, deadline: Deadline) -> None:
    """Something answers at the container's TCP port: at its own address, else at the one it is published at."""
    while True:
        found = _running(engine, name, f"listened at {port}")
        addresses = list(_addresses(engine, found, port))
        if any(map(_answers, addresses)):
            return
        if not addresses and found["State"]["Running"]:
            raise ShellError(f"{name} has no address that its port {port} could be reached at from here")
        deadline.pause(name, f"nothing listens at {port}")


def _addresses(engine: Engine, container: dict[str, Any], port: int) -> Iterator[tuple[str, int]]:
    host = engine.endpoint.address.host or "127.0.0.1"
    local = host in ("127.0.0.1", "localhost", "::1")
    network = container["NetworkSettings"]
    if container["HostConfig"].get("NetworkMode") == "host":
        yield host, port
    if local:
        for settings in (network.get("Networks") or {}).values():
            if settings.get("IPAddress"):
                yield settings["IPAddress"], port
    for binding in (network.get("Ports") or {}).get(f"{port}/tcp") or []:
        published = binding.get("HostIp", "")
        yield host if not local or published in ("", "0.0.0.0", "::") else published, int(binding["HostPort"])


def _answers(address: tuple[str, int]) -> bool:
    try:
        connection = socket.create_connection(address, timeout=CONNECTING)
    except OSError:
        return False
    with connection:
        connection.settimeout(LINGER)
        try:
            return bool(connection.recv(1))
        except TimeoutError:
            return True  # a server that waits for us to speak first
        except OSError:
            return False


def until_logged(engine: Engine, name: str, pattern: re.Pattern[bytes], deadline: Deadline) -> None:
    """A line of its output since it was started matches."""
    awaited = f"no line matches {pattern.pattern.decode('utf-8', 'surrogateescape')}"
    while True:
        found = _running(engine, name, "logged it", ended=True)
        if _logged(engine, found, pattern, deadline):
            return
        deadline.check(name, awaited)
        _running(engine, name, f"logged {pattern.pattern.decode('utf-8', 'surrogateescape')}")
        deadline.pause(name, awaited)


def _logged(engine: Engine, container: dict[str, Any], pattern: re.Pattern[bytes], deadline: Deadline) -> bool:
    seconds, fraction = parse_rfc3339(container["State"]["StartedAt"])
    query = {"follow": "1", "stdout": "1", "stderr": "1", "since": f"{max(seconds, 0)}.{fraction:09d}"}
    with engine.stream("GET", url("/containers/{}/logs", container["Id"]), query) as stream:
        timer = threading.Timer(deadline.left or 0.0, stream.cancel)
        if deadline.left is not None:
            timer.start()
        try:
            return any(pattern.search(line) for line in _lines(stream, bool(container["Config"].get("Tty"))))
        except Cancelled:
            if deadline.left == 0.0:
                return False
            raise
        finally:
            timer.cancel()


def _lines(stream: Stream, tty: bool) -> Iterator[bytes]:
    """Lines of both outputs as they come; what is not ended yet is looked at too, with every piece that comes."""
    demux, held = Demux(), {1: b"", 2: b""}
    for data in stream:
        for kind, piece in [(1, data)] if tty else demux.feed(data):
            *lines, held[kind] = (held.get(kind, b"") + piece).split(b"\n")
            yield from lines
            held[kind] = held[kind][-LINE:]
            yield held[kind]


def _running(engine: Engine, name: str, awaited: str, ended: bool = False) -> dict[str, Any]:
    """What the Engine knows of it; ShellError when it has ended, unless that does not matter."""
    found: dict[str, Any] = engine.get(url("/containers/{}/json", name))
    state = found["State"]
    if state["Status"] in OVER and not ended:
        raise ShellError(f"{name} ended with status {state['ExitCode']} before it {awaited}")
    return found
