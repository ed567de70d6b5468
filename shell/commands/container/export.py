"""A container's files as an archive."""

from __future__ import annotations

from ...engine.transport import url
from ...errors import ShellError
from ...spec import Call, Family, command, exactly
from ...spec.flags import String
from ..archive import TERMINAL, save


class ContainerExport(Family):
    """`export`."""

    @command(
        "container export",
        "Write a container's files as a tar archive",
        String("output", "o", "Write this file instead of stdout", complete="file"),
        args=exactly(1, "CONTAINER", "container"),
        aliases=("export",),
        examples=(("Into a file", "export -o web.tar web"), ("Into a program", "export web | tar t")),
        details="The file appears when the archive is whole, and not at all when it is not.",
    )
    def CmdContainerExport(self, call: Call) -> None:
        if not call["output"] and call.out.isatty:
            raise ShellError(TERMINAL)
        path = url("/containers/{}/export", call.args[0])
        save(call, call["output"], "failed to export container", lambda: call.engine.stream("GET", path))
