"""What run, start and attach share: the streams that are joined, and the exit status in the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...attach.exit import UNKNOWN, ExitWait, cut, exit_wait
from ...attach.loop import Ending
from ...attach.resize import container_path
from ...attach.session import Session
from ...engine.hijack import Hijacked
from ...engine.transport import url
from ...errors import DaemonError, Status, TransportError
from ...spec import Call
from ...spec.flags import String

DETACH_KEYS = String("detach-keys", "", "Keys that leave it running alone")
DETACHED = "read escape sequence"


class Attached(NamedTuple):
    """Which streams of a container are joined to ours, and whether it has a terminal."""

    stdin: bool
    out: bool
    err: bool
    tty: bool

    def query(self, keys: str) -> dict[str, str]:
        """Of POST /containers/{id}/attach."""
        streams = {"stdin": self.stdin, "stdout": self.out, "stderr": self.err}
        return {
            "stream": "1",
            **{name: "1" for name, wanted in streams.items() if wanted},
            **({"detachKeys": keys} if keys else {}),
        }


def detach_keys(call: Call) -> str:
    """--detach-keys, else config.json's."""
    keys: str = call["detach-keys"] or call.shell.config.detach_keys
    return keys


def join(call: Call, name: str, streams: Attached) -> Hijacked:
    """Attach to the container."""
    path, headers = url("/containers/{}/attach", name), {"Content-Type": "text/plain"}
    return call.engine.hijack("POST", path, streams.query(detach_keys(call)), headers=headers)


def copy(call: Call, session: Session, link: Hijacked, streams: Attached, waiting: ExitWait) -> int | None:
    """Copy until one side ends -> the exit status, None when the detach keys were typed.

    Where the stream breaks, that is said, and the status is the container's if it can still be had.
    """
    try:
        ending = session.copy(link, out=streams.out, err=streams.err, keys=detach_keys(call), watch=waiting)
    except TransportError as why:
        call.err.line(call.err.safe(cut(why)))
        return waiting.status() or 1
    return None if ending is Ending.DETACHED else waiting.status()


def run_attached(
    call: Call, session: Session, name: str, streams: Attached, removed: bool, begin: Callable[[ExitWait], None]
) -> int:
    """Attach before `begin` starts it, so that no output is missed -> the exit status, 0 when it goes on alone."""
    with join(call, name, streams) as link, waiting_for(call, name, removed) as waiting:
        session.raw()
        begin(waiting)
        session.sizes(container_path(name))
        return copy(call, session, link, streams, waiting) or 0


def waiting_for(call: Call, name: str, removed: bool) -> ExitWait:
    """Wait for the end of a container that is to be started, and where it was made with --rm until that was done."""
    try:
        return exit_wait(call.engine, name, "removed" if removed else "next-exit")
    except DaemonError as why:
        raise Status(UNKNOWN, f"error waiting for container: {why}") from None


def start(call: Call, name: str, query: dict[str, str], waiting: ExitWait | None = None) -> None:
    """Start the container; where that fails, `waiting` says when --rm has removed it again."""
    try:
        call.engine.post(url("/containers/{}/start", name), query)
    except DaemonError:
        if waiting is not None:
            waiting.status()
        raise
