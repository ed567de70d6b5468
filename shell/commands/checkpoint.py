"""Checkpoints: the state of a running container on disk (experimental in the Engine)."""

from __future__ import annotations

from ..engine.transport import url
from ..spec import Call, Family, command, exactly
from ..spec.flags import Bool, String

FOLDER = String("checkpoint-dir", "", "Folder of the checkpoints, if not the usual one", complete="folder")
BOTH = exactly(2, "CONTAINER CHECKPOINT", "container")


class Checkpoint(Family):
    """`checkpoint create`, `ls`, `rm`."""

    @command(
        "checkpoint create",
        "Write down the state of a running container",
        FOLDER,
        Bool("leave-running", "", "Do not stop the container then"),
        args=BOTH,
        since="1.25",
        experimental=True,
        ostype="linux",
        examples=(("And let it run on", "checkpoint create --leave-running web before"),),
    )
    def CmdCheckpointCreate(self, call: Call) -> None:
        container, name = call.args
        body = {"CheckpointID": name, "CheckpointDir": call["checkpoint-dir"], "Exit": not call["leave-running"]}
        call.engine.post(url("/containers/{}/checkpoints", container), {}, body)
        call.out.line(name)

    @command(
        "checkpoint ls",
        "List the checkpoints of a container",
        FOLDER,
        args=exactly(1, "CONTAINER", "container"),
        aliases=("checkpoint list",),
        since="1.25",
        experimental=True,
        ostype="linux",
        examples=(("What there is to go back to", "checkpoint ls web"),),
    )
    def CmdCheckpointLs(self, call: Call) -> None:
        found = call.engine.get(url("/containers/{}/checkpoints", call.args[0]), _folder(call)) or ()
        call.out.line("CHECKPOINT NAME")
        for one in found:
            call.out.line(call.out.safe(one["Name"]))

    @command(
        "checkpoint rm",
        "Remove a checkpoint",
        FOLDER,
        args=BOTH,
        aliases=("checkpoint remove",),
        since="1.25",
        experimental=True,
        ostype="linux",
        examples=(("One that is no longer needed", "checkpoint rm web before"),),
    )
    def CmdCheckpointRm(self, call: Call) -> None:
        container, name = call.args
        call.engine.delete(url("/containers/{}/checkpoints/{}", container, name), _folder(call))


def _folder(call: Call) -> dict[str, str | list[str]]:
    return {"dir": call["checkpoint-dir"]} if call["checkpoint-dir"] else {}
