"""Groups of docker's commands that are not there yet: their words say so."""

from __future__ import annotations

from ..errors import ShellError
from ..spec import Args, Call, Family, Method, command, method_name

ANY = Args("COMMAND", 0, None)


def _later(word: str, what: str, example: str) -> Method:
    """The method of a group: it refuses whatever is asked."""

    def refuse(self: Family, call: Call) -> None:
        raise not_yet(call)

    refuse.__name__ = method_name([word])
    examples = (("What is asked", f"{word} {example}"),)
    declared = command(word, f"{what} (not supported yet)", args=ANY, interspersed=False, ours=True, examples=examples)
    return declared(refuse)


class Later(Family):
    """Words that answer clearly instead of looking like a typing error."""

    CmdConfig = _later("config", "Swarm configs", "ls")
    CmdManifest = _later("manifest", "Image manifests", "inspect busybox")
    CmdNode = _later("node", "Swarm nodes", "ls")
    CmdPlugin = _later("plugin", "Plugins of the Engine", "ls")
    CmdSecret = _later("secret", "Swarm secrets", "ls")
    CmdService = _later("service", "Swarm services", "ls")
    CmdStack = _later("stack", "Swarm stacks", "ls")
    CmdSwarm = _later("swarm", "Swarm", "init")
    CmdTrust = _later("trust", "Signatures of images", "inspect busybox")


def not_yet(call: Call) -> ShellError:
    """The refusal, with the words that were typed."""
    return ShellError(f"docker-shell does not have '{' '.join(call.words[:2])}' yet; the docker program does")
