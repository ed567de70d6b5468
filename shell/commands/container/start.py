"""`start`: containers that exist already, attached to or not."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from ...attach.exit import exit_wait
from ...attach.loop import Ending
from ...attach.resize import container_path
from ...attach.session import Session
from ...engine.transport import url
from ...errors import DaemonError, ShellError, TransportError
from ...spec import Call, Family, at_least, command
from ...spec.flags import Bool, String
from .attach import DETACH_KEYS
from .run import Attached, after_cut, detach_keys


class ContainerStart(Family):
    """Containers started again."""

    @command(
        "container start",
        "Start containers that are stopped",
        Bool("attach", "a", "Show its output, and pass signals on to it"),
        String("checkpoint", "", "Go on from this checkpoint", experimental=True, ostype="linux"),
        String("checkpoint-dir", "", "Folder of the checkpoint", complete="file", experimental=True, ostype="linux"),
        DETACH_KEYS,
        Bool("interactive", "i", "Pass what is typed on to it"),
        args=at_least(1, "CONTAINER [CONTAINER...]", "container:stopped"),
        aliases=("start",),
        examples=(("Into the shell that was left", "start -ai box"),),
    )
    def CmdContainerStart(self, call: Call) -> int | None:
        if call["attach"] or call["interactive"]:
            if len(call.args) > 1:
                raise ShellError("you cannot start and attach multiple containers at once")
            return _attached(call, call.args[0])
        if call["checkpoint"]:
            if len(call.args) > 1:
                raise ShellError("you cannot restore multiple containers at once")
            _start(call, call.args[0])
            return None
        _start_all(call)
        return None


def _start_all(call: Call) -> None:
    """Start each; a failure is told at once and the names that failed in the end."""
    failed = []
    for name in call.args:
        try:
            call.engine.post(url("/containers/{}/start", name))
        except ShellError as why:
            call.err.line(call.err.safe(str(why)))
            failed.append(name)
        else:
            call.out.line(call.out.safe(name))
    if failed:
        raise ShellError(f"Error: failed to start containers: {', '.join(failed)}")


def _start(call: Call, name: str) -> None:
    query = {"checkpoint": call["checkpoint"], "checkpoint-dir": call["checkpoint-dir"]}
    call.engine.post(url("/containers/{}/start", name), {key: value for key, value in query.items() if value})


def _attached(call: Call, given: str) -> int:
    """Attach first, so that no output is missed; the container's exit status."""
    found: dict[str, Any] = call.engine.get(url("/containers/{}/json", given))
    name, tty = str(found["Id"]), bool(found["Config"].get("Tty"))
    stdin = call["interactive"] and bool(found["Config"].get("OpenStdin"))
    removed = bool(found["HostConfig"].get("AutoRemove"))
    keys = detach_keys(call)
    with ExitStack() as stack:
        session = stack.enter_context(Session(call.engine, call.streams, tty=tty, stdin=stdin))
        if not tty:
            session.forward(name)
        query = Attached(stdin, True, True, tty).query(keys)
        path = url("/containers/{}/attach", name)
        link = stack.enter_context(call.engine.hijack("POST", path, query, headers={"Content-Type": "text/plain"}))
        waiting = stack.enter_context(exit_wait(call.engine, name, "removed" if removed else "next-exit"))
        session.raw()
        try:
            _start(call, name)
        except DaemonError:
            if removed:
                waiting.status()
            raise
        session.sizes(container_path(name))
        try:
            ending = session.copy(link, keys=keys, watch=waiting)
        except TransportError as why:
            return after_cut(call, waiting, why)
        return 0 if ending is Ending.DETACHED else waiting.status()
