"""Groups of docker's commands that are not there yet: their words say so."""

from __future__ import annotations

from ..errors import ShellError
from ..spec import Args, Call, Family, command

ANY = Args("COMMAND", 0, None)


class Later(Family):
    """Words that answer clearly instead of looking like a typing error."""

    @command(
        "config",
        "Swarm configs (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "config ls"),),
    )
    def CmdConfig(self, call: Call) -> None:
        raise not_yet(call)

    @command(
        "manifest",
        "Image manifests (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "manifest inspect busybox"),),
    )
    def CmdManifest(self, call: Call) -> None:
        raise not_yet(call)

    @command(
        "node",
        "Swarm nodes (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "node ls"),),
    )
    def CmdNode(self, call: Call) -> None:
        raise not_yet(call)

    @command(
        "plugin",
        "Plugins of the Engine (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "plugin ls"),),
    )
    def CmdPlugin(self, call: Call) -> None:
        raise not_yet(call)

    @command(
        "secret",
        "Swarm secrets (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "secret ls"),),
    )
    def CmdSecret(self, call: Call) -> None:
        raise not_yet(call)

    @command(
        "service",
        "Swarm services (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "service ls"),),
    )
    def CmdService(self, call: Call) -> None:
        raise not_yet(call)

    @command(
        "stack",
        "Swarm stacks (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "stack ls"),),
    )
    def CmdStack(self, call: Call) -> None:
        raise not_yet(call)

    @command(
        "swarm",
        "Swarm (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "swarm init"),),
    )
    def CmdSwarm(self, call: Call) -> None:
        raise not_yet(call)

    @command(
        "trust",
        "Signatures of images (not supported yet)",
        args=ANY,
        interspersed=False,
        ours=True,
        examples=(("What is asked", "trust inspect busybox"),),
    )
    def CmdTrust(self, call: Call) -> None:
        raise not_yet(call)


def not_yet(call: Call) -> ShellError:
    """The refusal, with the words that were typed."""
    return ShellError(f"docker-shell does not have '{' '.join(call.words[:2])}' yet; the docker program does")
