"""`run`: a container created, started and attached to."""

from __future__ import annotations

from contextlib import ExitStack
from typing import NamedTuple

from ...attach.exit import ExitWait, cut, exit_wait
from ...attach.loop import Ending
from ...attach.resize import container_path
from ...attach.session import Session, check_terminal
from ...engine.transport import url
from ...errors import DaemonError, ShellError, Status, TransportError, UsageError
from ...spec import Call, Family, at_least, command
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
        attached = Attached.of(wanted)
        if not call["detach"]:
            check_terminal(call.stdin, attached.stdin, attached.tty)
        elif call["attach"]:
            raise ShellError("conflicting options: cannot specify both --attach and --detach")
        with ExitStack() as stack:
            session = stack.enter_context(Session(call.engine, call.streams, tty=attached.tty, stdin=attached.stdin))
            try:
                name = create(call, wanted)
            except ShellError as why:
                raise failed(why) from None
            if call["sig-proxy"]:
                session.forward(name)
            if call["detach"]:
                return _in_background(call, name)
            return _Run(call, session, stack, name, attached).run()


class Attached(NamedTuple):
    """Which streams a container's body asks for."""

    stdin: bool
    out: bool
    err: bool
    tty: bool

    @classmethod
    def of(cls, wanted: Request) -> Attached:
        body = wanted.body
        return cls(body["AttachStdin"], body["AttachStdout"], body["AttachStderr"], body["Tty"])

    @property
    def any(self) -> bool:
        return self.stdin or self.out or self.err

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


def _in_background(call: Call, name: str) -> int:
    """Start it; its ID is printed whatever comes of that."""
    try:
        with exit_wait(call.engine, name, _condition(call)) as waiting:
            _start(call, name, waiting)
    finally:
        call.out.line(name)
    return 0


def _condition(call: Call) -> str:
    return "removed" if call["rm"] else "next-exit"


def _start(call: Call, name: str, waiting: ExitWait) -> None:
    """Start the container; where that fails, wait until --rm has removed it again."""
    try:
        call.engine.post(url("/containers/{}/start", name))
    except DaemonError as why:
        if call["rm"]:
            waiting.status()
        raise failed(why) from None


class _Run:
    """An attached run, from the attaching to the exit status."""

    def __init__(self, call: Call, session: Session, stack: ExitStack, name: str, attached: Attached) -> None:
        self._call = call
        self._session = session
        self._stack = stack
        self._name = name
        self._attached = attached

    def run(self) -> int:
        call, session, streams = self._call, self._session, self._attached
        keys = detach_keys(call)
        path = url("/containers/{}/attach", self._name)
        link = self._stack.enter_context(
            call.engine.hijack("POST", path, streams.query(keys), headers={"Content-Type": "text/plain"})
        )
        waiting = self._stack.enter_context(exit_wait(call.engine, self._name, _condition(call)))
        session.raw()
        try:
            _start(call, self._name, waiting)
        finally:
            call.out.flush()
        session.sizes(container_path(self._name))
        try:
            ending = session.copy(link, out=streams.out, err=streams.err, keys=keys, watch=waiting)
        except TransportError as why:
            return after_cut(call, waiting, why)
        if ending is Ending.DETACHED:
            return 0
        return waiting.status()


def after_cut(call: Call, waiting: ExitWait, why: TransportError) -> int:
    """The stream broke: say so, and give the container's status if it can still be had."""
    call.err.line(call.err.safe(cut(why)))
    return waiting.status() or 1


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
