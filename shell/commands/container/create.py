"""`create`: a container that is not started yet."""

from __future__ import annotations

from ...spec import Call, Family, at_least, command
from .options.creation import create
from .options.table import CREATE


class ContainerCreate(Family):
    """Containers made and left as they are."""

    @command(
        "container create",
        "Make a container without starting it",
        *CREATE,
        args=at_least(1, "IMAGE [COMMAND] [ARG...]", "image"),
        aliases=("create",),
        interspersed=False,
        examples=(
            ("A web server, reached through port 8080", "create --name web -p 8080:80 nginx"),
            ("With a volume, and a limit of memory", "create -v data:/data -m 512m busybox sleep 60"),
        ),
        details="The options are those of `run`. `start` starts the container; its ID is printed here.",
    )
    def CmdContainerCreate(self, call: Call) -> None:
        call.out.line(create(call))
