"""An image made of a container."""

from __future__ import annotations

from ...engine import reference
from ...engine.transport import trimmed
from ...errors import ShellError
from ...spec import Call, Family, between, command
from ...spec.flags import Bool, List, String


class ContainerCommit(Family):
    """`commit`."""

    @command(
        "container commit",
        "Make an image of what a container has changed",
        String("author", "a", "Who made it"),
        List("change", "c", "A Dockerfile instruction for the image"),
        String("message", "m", "What it is"),
        Bool("pause", "p", "Freeze the container meanwhile", default=True),
        args=between(1, 2, "CONTAINER [REPOSITORY[:TAG]]", "container;image"),
        aliases=("commit",),
        interspersed=False,
        examples=(("With another command", "commit -c 'CMD [\"httpd\"]' web site:2"),),
    )
    def CmdContainerCommit(self, call: Call) -> None:
        name = call.args[1] if len(call.args) > 1 else ""
        query: dict[str, str | list[str]] = {
            "container": trimmed(call.args[0]),
            "author": call["author"],
            "comment": call["message"],
            **_named(name),
        }
        if call["change"]:
            query["changes"] = call["change"]
        if not call["pause"]:
            query["pause"] = "0"
        call.out.line(call.engine.post("/commit", query)["Id"])


def _named(name: str) -> dict[str, str]:
    if not name:
        return {"repo": "", "tag": ""}
    wanted = reference.parse(name)
    if wanted.digest:
        raise ShellError("refusing to create a tag with a digest reference")
    return {"repo": wanted.name, "tag": wanted.tagged().tag}
