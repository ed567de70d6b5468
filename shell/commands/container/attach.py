"""`attach`: the streams of a container that runs already."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from ...attach.exit import ExitWait
from ...attach.loop import Ending
from ...attach.resize import container_path, resize
from ...attach.session import Session, check_terminal
from ...engine.transport import url
from ...errors import DaemonError, ShellError, Status, TransportError
from ...spec import Call, Family, command, exactly
from ...spec.flags import Bool, String
from .run import Attached, after_cut, detach_keys

DETACH_KEYS = String("detach-keys", "", "Keys that leave it running alone")
DETACHED = "read escape sequence"


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
        with ExitStack() as stack:
            waiting = stack.enter_context(_wait(call, name))
            config = _running(call, name)["Config"]
            tty = bool(config.get("Tty"))
            check_terminal(call.stdin, not call["no-stdin"], tty)
            stdin = not call["no-stdin"] and bool(config.get("OpenStdin"))
            session = stack.enter_context(Session(call.engine, call.streams, tty=tty, stdin=stdin))
            if call["sig-proxy"] and not tty:
                session.forward(name)
            return self._join(call, name, session, stack, waiting, Attached(stdin, True, True, tty))

    def _join(
        self, call: Call, name: str, session: Session, stack: ExitStack, waiting: ExitWait, streams: Attached
    ) -> int:
        keys = detach_keys(call)
        path = url("/containers/{}/attach", name)
        headers = {"Content-Type": "text/plain"}
        link = stack.enter_context(call.engine.hijack("POST", path, streams.query(keys), headers=headers))
        _running(call, name)  # it may have ended before we were attached
        session.raw()
        if streams.tty and call.out.isatty:
            _nudge(call, name)
        session.sizes(container_path(name))
        try:
            ending = session.copy(link, keys=keys, watch=waiting)
        except TransportError as why:
            return after_cut(call, waiting, why)
        if ending is Ending.DETACHED:
            raise Status(1, DETACHED)
        return waiting.status()


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
