"""Builds without an image's name in front: `builder build`, `bake`."""

from __future__ import annotations

from ..errors import ShellError
from ..spec import Args, Call, Family, command
from .buildx import BAKE, bake, forward
from .image.build import ARGS, DETAILS, FLAGS, build


class Builder(Family):
    """What is about building and no image."""

    @command(
        "builder build",
        "Build an image from a Dockerfile",
        *FLAGS,
        args=ARGS,
        since="1.31",
        early=forward,
        examples=(("What is here, under a name", "builder build -t site:2 ."),),
        details=DETAILS,
    )
    def CmdBuilderBuild(self, call: Call) -> None:
        build(call)

    @command(
        "bake",
        "Build what a file describes, by the buildx plugin",
        args=Args("[OPTIONS] [TARGET...]", 0, None),
        since="1.31",
        early=bake,
        examples=(("All targets of docker-bake.hcl", "bake"),),
    )
    def CmdBake(self, call: Call) -> None:
        raise ShellError(BAKE)
