"""`logs`: what a container wrote, as it wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...engine.frames import STDERR, Demux
from ...engine.transport import url
from ...errors import ShellError, TransportError
from ...spec import Call, Family, command, exactly
from ...spec.flags import Bool, String

if TYPE_CHECKING:
    from ...engine.stream import Stream
    from ...streams import Out


class ContainerLogs(Family):
    """Logs of containers."""

    @command(
        "container logs",
        "Show what a container wrote",
        Bool("details", "", "Show the extra fields that the log driver keeps"),
        Bool("follow", "f", "Go on with what it writes from now on"),
        String("since", "", "Only what was written after this moment (2026-01-02T13:23:37Z), or this long ago (42m)"),
        String("tail", "n", "Only so many of the last lines", default="all"),
        Bool("timestamps", "t", "Begin each line with its time"),
        String("until", "", "Only what was written before this moment, or this long ago", since="1.35"),
        args=exactly(1, "CONTAINER", "container"),
        aliases=("logs",),
        examples=(
            ("The last ten lines, and what follows", "logs -f -n 10 web"),
            ("Of the last hour", "logs --since 1h web"),
        ),
        details="Output of the container goes to stdout and to stderr as the container wrote it. When the Engine ends "
        "the log before its end, that is said and the exit status is 1.",
    )
    def CmdContainerLogs(self, call: Call) -> None:
        found: dict[str, Any] = call.engine.get(url("/containers/{}/json", call.args[0]))
        path = url("/containers/{}/logs", str(found["Id"]))
        with call.engine.stream("GET", path, _query(call)) as stream:
            try:
                if found["Config"].get("Tty"):
                    _raw(stream, call.out)
                else:
                    _apart(stream, call.out, call.err)
            except TransportError as why:
                raise TransportError(f"{why}: the log may be incomplete") from None


def _query(call: Call) -> dict[str, str]:
    """Of GET /containers/{id}/logs, as docker spells it."""
    query = {"stdout": "1", "stderr": "1", "tail": call["tail"]}
    for name in ("since", "until"):
        if call[name]:
            query[name] = _moment(call, name)
    query |= {name: "1" for name in ("details", "follow", "timestamps") if call[name]}
    return query


def _moment(call: Call, name: str) -> str:
    from ...engine.timestamps import timestamp

    try:
        return timestamp(call[name], call.shell.env.now())
    except ValueError as why:
        raise ShellError(f'invalid value for "{name}": {why}') from None


def _raw(stream: Stream, out: Out) -> None:
    """Of a container with a terminal: the bytes are a terminal's already."""
    for data in stream:
        out.data(data)
        out.flush()


def _apart(stream: Stream, out: Out, err: Out) -> None:
    """Frames to stdout and stderr; at a terminal control characters are made visible, colours kept."""
    demux = Demux()
    writers = {False: _writer(out), True: _writer(err)}
    try:
        for data in stream:
            for kind, part in demux.feed(data):
                writers[kind == STDERR](part)
            if demux.failure is not None:
                break
        demux.close()
    finally:
        out.flush()
        err.flush()


def _writer(out: Out) -> Any:
    """A function that writes bytes at once."""
    if out.isatty:
        from ...output.logtext import Shown

        return Shown(out).write

    def write(data: bytes) -> None:
        out.data(data)
        out.flush()

    return write
