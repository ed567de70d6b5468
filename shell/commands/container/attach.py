"""`attach`: the streams of a container that runs already."""

from __future__ import annotations

from typing import Any

from ...attach.exit import ExitWait
from ...attach.resize import container_path, resize
from ...attach.session import Session, check_terminal
from ...engine.transport import url
from ...errors import DaemonError, ShellError, Status
from ...spec import Call, Family, command, exactly
from ...spec.flags import Bool
from .attached import DETACH_KEYS, DETACHED, Attached, copy, join


class ContainerAttach(Family):
    """Containers that are joined while they run."""

    @command(
        "container attach",
        "Join the input and output of a running container",
        DETACH_KEYS,
        Bool("no-stdin", "", "Only watch: what is typed stays here"),
        Bool("sig-proxy", "", "Pass signals on to it", default=True),
        args=exactly(1, "CONTAINER", "container:running"),
        aliases=("attach",),
        examples=(("Watch without typing into it", "attach --no-stdin web"),),
        details="The detach keys (Ctrl-P Ctrl-Q) leave a container with a terminal running.",
    )
    def CmdContainerAttach(self, call: Call) -> int:
        name = call.args[0]
        with _wait(call, name) as waiting:
            config = _running(call, name)["Config"]
            tty = bool(config.get("Tty"))
            check_terminal(call.stdin, not call["no-stdin"], tty)
            stdin = not call["no-stdin"] and bool(config.get("OpenStdin"))
            with Session(call.engine, call.streams, tty=tty, stdin=stdin) as session:
                if call["sig-proxy"] and not tty:
                    session.forward(name)
                return _joined(call, name, session, Attached(stdin, True, True, tty), waiting)


def _joined(call: Call, name: str, session: Session, streams: Attached, waiting: ExitWait) -> int:
    with join(call, name, streams) as link:
        _running(call, name)  # it may have ended before we were attached
        session.raw()
        if streams.tty and call.out.isatty:
            _nudge(call, name)
        session.sizes(container_path(name))
        status = copy(call, session, link, streams, waiting)
    if status is None:
        raise Status(1, DETACHED)
    return status


def _wait(call: Call, name: str) -> ExitWait:
    """Register for its end, before its state is looked at; that it cannot be attached to is said rather than why."""
    try:
        return ExitWait(call.engine, name)
    except DaemonError:
        _running(call, name)
        raise


def _running(call: Call, name: str) -> dict[str, Any]:
    """Inspect it; ShellError when it is not simply running."""
    found: dict[str, Any] = call.engine.get(url("/containers/{}/json", name))
    state = found["State"]
    if not state.get("Running"):
        raise ShellError("You cannot attach to a stopped container, start it first")
    if state.get("Paused"):
        raise ShellError("You cannot attach to a paused container, unpause it first")
    if state.get("Restarting"):
        raise ShellError("You cannot attach to a restarting container, wait until it is running")
    return found


def _nudge(call: Call, name: str) -> None:
    """One size too large first: only a change makes the program inside draw its screen again."""
    columns, rows = call.out.size
    try:
        resize(call.engine, container_path(name), (columns + 1, rows + 1))
    except DaemonError:
        return
