"""Containers started, stopped, signalled, paused, renamed and removed."""

from __future__ import annotations

from ...engine.transport import url
from ...errors import NotFound, ShellError
from ...jobs import job_names, jobs_of
from ...spec import Call, Family, at_least, command, exactly
from ...spec.flags import Bool, Flag, Int, String
from ..ours import DRY_RUN, PATTERNS, YES

SIGNAL = String("signal", "s", "Signal that is sent instead of the container's own", complete="signal")
GRACE: tuple[Flag, ...] = (
    SIGNAL,
    Int("time", "", "Seconds before the container is killed", hidden=True, deprecated="use --timeout instead"),
    Int("timeout", "t", "Seconds before the container is killed"),
)


class ContainerState(Family):
    """What changes the state of containers."""

    @command(
        "container stop",
        "Stop running containers",
        *GRACE,
        args=at_least(1, "CONTAINER [CONTAINER...]", "container:running"),
        aliases=("stop",),
        examples=(("Give a container ten seconds", "stop -t 10 web"),),
        details="The container's main process gets its stop signal, SIGTERM unless the image says otherwise, and is "
        "killed when the seconds of grace are over.",
    )
    def CmdContainerStop(self, call: Call) -> None:
        query = _grace(call)
        call.each(call.args, lambda name: _post(call, name, "stop", query), parallel=True)

    @command(
        "container restart",
        "Stop containers and start them again",
        *GRACE,
        args=at_least(1, "CONTAINER [CONTAINER...]", "container"),
        aliases=("restart",),
        examples=(("Without waiting", "restart -t 0 web"),),
    )
    def CmdContainerRestart(self, call: Call) -> None:
        query = _grace(call)
        call.each(call.args, lambda name: _post(call, name, "restart", query), parallel=True)

    @command(
        "container kill",
        "Send a signal to running containers, SIGKILL unless told otherwise",
        String("signal", "s", "Signal that is sent", complete="signal"),
        YES,
        args=at_least(1, "CONTAINER [CONTAINER...]", "container:running"),
        aliases=("kill",),
        examples=(("Ask a server to read its configuration again", "kill -s HUP web"),),
        details="In the shell and in scripts, %1 is a job; its connections are closed and its programs ended.",
    )
    def CmdContainerKill(self, call: Call) -> None:
        query = {"signal": call["signal"]} if call["signal"] else {}
        jobs, names = job_names(call.args)
        if jobs and query:
            raise ShellError("a job can be ended, but it takes no signals")
        for job in jobs:
            jobs_of(self.shell).find(job).cancel()
        call.each(names, lambda name: _post(call, name, "kill", query), parallel=True)

    @command(
        "container pause",
        "Freeze all processes of containers",
        args=at_least(1, "CONTAINER [CONTAINER...]", "container:running"),
        aliases=("pause",),
        examples=(("Freeze one", "pause web"),),
    )
    def CmdContainerPause(self, call: Call) -> None:
        call.each(call.args, lambda name: _post(call, name, "pause", {}), parallel=True)

    @command(
        "container unpause",
        "Let the processes of paused containers go on",
        args=at_least(1, "CONTAINER [CONTAINER...]", "container:paused"),
        aliases=("unpause",),
        examples=(("Thaw one", "unpause web"),),
    )
    def CmdContainerUnpause(self, call: Call) -> None:
        call.each(call.args, lambda name: _post(call, name, "unpause", {}), parallel=True)

    @command(
        "container rename",
        "Give a container another name",
        args=exactly(2, "CONTAINER NEW_NAME", "container;"),
        aliases=("rename",),
        examples=(("From web to old", "rename web old"),),
    )
    def CmdContainerRename(self, call: Call) -> None:
        old, new = (name.strip() for name in call.args)
        if not old or not new:
            raise ShellError("Error: Neither old nor new names may be empty")
        try:
            call.engine.post(url("/containers/{}/rename", old), {"name": new})
        except ShellError as why:
            call.err.line(call.err.safe(str(why)))
            raise ShellError(f"Error: failed to rename container named {old}") from None

    @command(
        "container rm",
        "Remove containers",
        Bool("force", "f", "Kill those that run"),
        Bool("link", "l", "Remove the link of that name, not the container"),
        Bool("volumes", "v", "Remove their anonymous volumes too"),
        DRY_RUN,
        YES,
        args=at_least(1, "CONTAINER [CONTAINER...]", "container"),
        aliases=("container remove", "rm"),
        examples=(("A running one, with its volumes", "rm -f -v web"),),
        details=PATTERNS,
    )
    def CmdContainerRm(self, call: Call) -> None:
        query = {name: "1" for name, flag in REMOVAL if call[flag]}

        def remove(name: str) -> str | None:
            wanted = name.strip("/")
            if not wanted:
                raise ShellError("container name cannot be empty")
            try:
                call.engine.delete(url("/containers/{}", wanted), query)
            except NotFound as why:
                if not call["force"]:
                    raise
                call.err.line(call.err.safe(str(why)))
                return None
            return name

        call.each(call.args, remove, parallel=True)


REMOVAL = (("force", "force"), ("link", "link"), ("v", "volumes"))


def _grace(call: Call) -> dict[str, str]:
    """The query of stop and restart: what was typed, a signal only where the Engine knows of it."""
    if call.changed("time") and call.changed("timeout"):
        raise ShellError("conflicting options: cannot specify both --timeout and --time")
    query = {"signal": call["signal"]} if call["signal"] and call.engine.at_least("1.42") else {}
    for name in ("time", "timeout"):
        if call.changed(name):
            query["t"] = str(call[name])
    return query


def _post(call: Call, name: str, verb: str, query: dict[str, str]) -> str:
    """POST /containers/{name}/{verb}; the name as it was given."""
    call.engine.post(url(f"/containers/{{}}/{verb}", name), query)
    return name
