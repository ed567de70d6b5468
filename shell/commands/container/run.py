"""`run`: a container created, started and attached to."""

from __future__ import annotations

from functools import partial

from ...attach.exit import ExitWait
from ...attach.session import Session, check_terminal
from ...errors import DaemonError, ShellError, Status, UsageError
from ...spec import Call, Family, at_least, command
from .attached import Attached, run_attached, start, waiting_for
from .options.body import Request, request
from .options.creation import create
from .options.table import RUN

NOT_FOUND = ("executable file not found", "no such file or directory", "system cannot find the file specified")
NOT_ALLOWED = ("permission denied", "is a directory")


class ContainerRun(Family):
    """Containers made, started and watched to their end."""

    @command(
        "container run",
        "Make a container from an image and run a command in it",
        *RUN,
        args=at_least(1, "IMAGE [COMMAND] [ARG...]", "image"),
        aliases=("run",),
        interspersed=False,
        examples=(
            ("A shell that leaves nothing behind", "run --rm -it busybox sh"),
            ("A web server in the background", "run -d --name web -p 8080:80 nginx"),
            ("A filter between two programs", "run -i --rm busybox sort"),
        ),
        details="The exit status is the command's own; 125 when the container could not be made or started, 126 when "
        "the command cannot be run, 127 when it is not there. Ctrl-C reaches the command; pressed twice, it leaves the "
        "container running. The detach keys (Ctrl-P Ctrl-Q) do so at once.",
    )
    def CmdContainerRun(self, call: Call) -> int:
        wanted = request(call)
        streams = _streams(wanted)
        if not call["detach"]:
            check_terminal(call.stdin, streams.stdin, streams.tty)
        elif call["attach"]:
            raise ShellError("conflicting options: cannot specify both --attach and --detach")
        with Session(call.engine, call.streams, tty=streams.tty, stdin=streams.stdin) as session:
            try:
                name = create(call, wanted)
            except ShellError as why:
                raise failed(why) from None
            if call["sig-proxy"]:
                session.forward(name)
            if call["detach"]:
                return _in_background(call, name)
            return run_attached(call, session, name, streams, call["rm"], partial(_start, call, name))


def _streams(wanted: Request) -> Attached:
    body = wanted.body
    return Attached(body["AttachStdin"], body["AttachStdout"], body["AttachStderr"], body["Tty"])


def _in_background(call: Call, name: str) -> int:
    """Start it; its ID is printed whatever comes of that."""
    try:
        with waiting_for(call, name, call["rm"]) as waiting:
            _start(call, name, waiting)
    finally:
        call.out.line(name)
    return 0


def _start(call: Call, name: str, waiting: ExitWait) -> None:
    try:
        start(call, name, {}, waiting if call["rm"] else None)
    except DaemonError as why:
        raise failed(why) from None


def failed(why: ShellError) -> ShellError:
    """A container that was not made or started: docker's frame, and 125, 126 or 127."""
    if isinstance(why, (UsageError, Status)):
        return why
    text = str(why)
    status = 125
    if any(part in text for part in NOT_FOUND):
        status = 127
    elif any(part in text for part in NOT_ALLOWED):
        status = 126
    return ShellError(f"docker: {text}\n\nRun 'docker run --help' for more information", status)
