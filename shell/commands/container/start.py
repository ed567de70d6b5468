"""`start`: containers that exist already, attached to or not."""

from __future__ import annotations

from typing import Any

from ...attach.exit import ExitWait
from ...attach.session import Session
from ...engine.transport import url
from ...errors import ShellError
from ...spec import Call, Family, at_least, command
from ...spec.flags import Bool, String
from .attached import DETACH_KEYS, Attached, run_attached, start


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
            start(call, call.args[0], _checkpoint(call))
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


def _checkpoint(call: Call) -> dict[str, str]:
    """The query of POST /containers/{id}/start."""
    query = {"checkpoint": call["checkpoint"], "checkpoint-dir": call["checkpoint-dir"]}
    return {key: value for key, value in query.items() if value}


def _attached(call: Call, given: str) -> int:
    """As `run`, of a container that is there already; what was its stdin when it was made can be its stdin now."""
    found: dict[str, Any] = call.engine.get(url("/containers/{}/json", given))
    name, tty = str(found["Id"]), bool(found["Config"].get("Tty"))
    stdin = call["interactive"] and bool(found["Config"].get("OpenStdin"))
    removed = bool(found["HostConfig"].get("AutoRemove"))

    def begin(waiting: ExitWait) -> None:
        start(call, name, _checkpoint(call), waiting if removed else None)

    with Session(call.engine, call.streams, tty=tty, stdin=stdin) as session:
        if not tty:
            session.forward(name)
        return run_attached(call, session, name, Attached(stdin, True, True, tty), removed, begin)
