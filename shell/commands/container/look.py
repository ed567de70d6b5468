"""What a container shows of itself: its processes, ports, changed files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...engine.transport import url
from ...errors import ShellError
from ...natural import natural
from ...output.tabwriter import align
from ...spec import Call, Family, at_least, between, command, exactly
from ...spec.durations import go_quote
from .options.values import decimal

KINDS = ("C", "A", "D")  # of a change: modified, added, deleted


class ContainerLook(Family):
    """What reads a container without changing it."""

    @command(
        "container top",
        "List the processes of a container",
        args=at_least(1, "CONTAINER [ps OPTIONS]", "container:running;"),
        aliases=("top",),
        interspersed=False,
        examples=(("Process IDs and names only", "top web -o pid,comm"),),
    )
    def CmdContainerTop(self, call: Call) -> None:
        name, *options = call.args
        query = {"ps_args": " ".join(options)} if options else {}
        found = call.engine.get(url("/containers/{}/top", name), query)
        rows = [found.get("Titles") or [], *(found.get("Processes") or [])]
        text = "".join("\t".join(call.out.safe(cell) for cell in row) + "\n" for row in rows)
        call.out.write(align(text, min_width=20))

    @command(
        "container port",
        "List where a container's ports are published",
        args=between(1, 2, "CONTAINER [PRIVATE_PORT[/PROTO]]", "container;"),
        aliases=("port",),
        examples=(("Where port 80 went", "port web 80/tcp"),),
    )
    def CmdContainerPort(self, call: Call) -> None:
        found = call.engine.get(url("/containers/{}/json", call.args[0]))
        ports = (found.get("NetworkSettings") or {}).get("Ports") or {}
        if len(call.args) == 1 or not call.args[1]:
            listed = [f"{port} -> {place}" for port in ports for place in _places(ports[port])]
            for line in sorted(listed, key=natural):
                call.out.line(line)
            return
        wanted = call.args[1]
        places = list(_places(ports.get(_port(wanted))))
        if not places:
            raise ShellError(f"Error: No public port '{wanted}' published for {call.args[0]}")
        for place in sorted(places, key=natural):
            call.out.line(place)

    @command(
        "container diff",
        "List the files that a container has changed, added and deleted",
        args=exactly(1, "CONTAINER", "container"),
        aliases=("diff",),
        examples=(("Of one container", "diff web"),),
    )
    def CmdContainerDiff(self, call: Call) -> None:
        for change in call.engine.get(url("/containers/{}/changes", call.args[0])) or []:
            call.out.line(f"{KINDS[change['Kind']]} {call.out.safe(change['Path'])}")


def _places(bindings: Any) -> Iterator[str]:
    for binding in bindings or []:
        host = binding.get("HostIp", "")
        yield f"[{host}]:{binding.get('HostPort', '')}" if ":" in host else f"{host}:{binding.get('HostPort', '')}"


def _port(text: str) -> str:
    number, _, protocol = text.partition("/")
    try:
        decimal(number, 65535)
    except ValueError as why:
        raise ShellError(
            f"Error: invalid port ({number}): strconv.ParseUint: parsing {go_quote(number)}: {why}"
        ) from None
    return f"{number}/{protocol or 'tcp'}"
