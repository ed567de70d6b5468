"""`exec`: one more command in a container that runs."""

from __future__ import annotations

from typing import Any

from ...attach.exit import cut
from ...attach.loop import Ending
from ...attach.resize import exec_path
from ...attach.session import Session, check_terminal
from ...engine.transport import url
from ...errors import CannotConnect, ShellError, Status, TransportError
from ...spec import Call, Family, at_least, command
from ...spec.flags import Bool, List, String
from .attached import DETACH_KEYS, DETACHED, detach_keys
from .options.environment import read_pairs
from .options.values import Checked, environment

LOST = 255  # docker's status when the Engine is gone before it said the command's


class ContainerExec(Family):
    """Commands beside a container's main one."""

    @command(
        "container exec",
        "Run one more command in a running container",
        Bool("detach", "d", "Leave it in the background"),
        DETACH_KEYS,
        Checked("env", "e", "Set a variable (NAME=VALUE), or pass ours on (NAME)", since="1.25", check=environment),
        List("env-file", "", "Read such variables from a file", complete="file", since="1.25"),
        Bool("interactive", "i", "Pass what is typed on to it"),
        Bool("privileged", "", "Lift nearly every restriction"),
        Bool("tty", "t", "Give it a terminal"),
        String("user", "u", "User, and group, to run as (USER[:GROUP])"),
        String("workdir", "w", "Folder to start in", since="1.35"),
        args=at_least(2, "CONTAINER COMMAND [ARG...]", "container:running"),
        aliases=("exec",),
        interspersed=False,
        examples=(("A shell inside", "exec -it web sh"), ("As another user", "exec -u nobody web id")),
        details="The exit status is the command's own: 126 when it cannot be run, 127 when it is not there, 255 when "
        "the Engine was lost.",
    )
    def CmdContainerExec(self, call: Call) -> int:
        wanted = _wanted(call)
        call.engine.get(url("/containers/{}/json", call.args[0]))
        if not call["detach"]:
            check_terminal(call.stdin, wanted["AttachStdin"], wanted["Tty"])
        made = call.engine.post(url("/containers/{}/exec", call.args[0]), {}, wanted)
        identity = str(made.get("Id") or "")
        if not identity:
            raise ShellError("exec ID empty")
        start = {"Detach": call["detach"], "Tty": wanted["Tty"]}
        if "ConsoleSize" in wanted:
            start["ConsoleSize"] = wanted["ConsoleSize"]
        if call["detach"]:
            call.engine.post(url("/exec/{}/start", identity), {}, start)
            return 0
        return _attached(call, identity, start)


def _wanted(call: Call) -> dict[str, Any]:
    """The body of POST /containers/{id}/exec, field for field as docker's."""
    attached = not call["detach"]
    body = {
        "User": call["user"],
        "Privileged": call["privileged"],
        "Tty": call["tty"],
        "AttachStdin": attached and call["interactive"],
        "AttachStderr": attached,
        "AttachStdout": attached,
        "DetachKeys": detach_keys(call),
        "Env": _variables(call) or None,
        "WorkingDir": call["workdir"],
        "Cmd": call.args[1:],
        "Detach": False,
    }
    if call["tty"]:
        body["ConsoleSize"] = [call.out.rows, call.out.columns] if call.out.isatty else [0, 0]
    return body


def _variables(call: Call) -> list[str]:
    """The files' lines first; a name alone takes our value, where there is one."""
    environ = call.shell.env.environ
    lines = [line for path in call["env-file"] for line in read_pairs(path, environ.get)]
    return lines + [word if "=" in word or word not in environ else f"{word}={environ[word]}" for word in call["env"]]


def _attached(call: Call, identity: str, start: dict[str, Any]) -> int:
    tty = bool(start["Tty"])
    with Session(call.engine, call.streams, tty=tty, stdin=call["interactive"]) as session:
        session.raw()
        with call.engine.hijack("POST", url("/exec/{}/start", identity), {}, start) as link:
            session.sizes(exec_path(identity))
            broken = ""
            try:
                ending = session.copy(link, keys=detach_keys(call))
            except TransportError as why:
                ending, broken = Ending.OUTPUT, cut(why)
    if ending is Ending.DETACHED:
        raise Status(1, DETACHED)
    return _status(call, identity, broken)


def _status(call: Call, identity: str, broken: str) -> int:
    """The command's exit status; what was lost on the way is told, and makes a 0 a 1."""
    try:
        found = call.engine.get(url("/exec/{}/json", identity))
    except (CannotConnect, TransportError) as why:
        raise Status(LOST, "\n".join(filter(None, (broken, str(why))))) from None
    status = int(found.get("ExitCode") or 0)
    if not broken:
        return status
    call.err.line(call.err.safe(broken))
    return status or 1
