"""Creating a container: the ID file, the pull of a missing image, the daemon's warnings (POST /containers/create)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ....engine import reference
from ....errors import NotFound, ShellError
from ....files.gopath import failure
from .body import Request, request, wanted_platform

if TYPE_CHECKING:
    from ....spec.call import Call

_LOOPBACK = re.compile(r"127\.([0-9]{1,3}\.){2}[0-9]{1,3}|::1$")


def create(call: Call, wanted: Request | None = None) -> str:
    """Create what the flags and words of run or create say, or `wanted`; the ID. Warnings go to stderr.

    Raises UsageError (125) where options contradict each other, DaemonError where the Engine refuses.
    """
    wanted = wanted or request(call)
    with id_file(call["cidfile"]) as write:
        image = reference.parse_any(call.args[0])
        if image is not None and not image.digest:  # what an ID or a digest names needs no signature
            _check_trust(call)
        credentials = _credentials(call, wanted)
        answer = _create(call, wanted, image)
        identity = str(answer["Id"])
        if credentials:
            from .api_socket import inject

            inject(call, identity, credentials)
        for warning in _warnings(wanted, answer):
            call.err.line(f"WARNING: {warning}")
        write(identity)
    return identity


def _credentials(call: Call, wanted: Request) -> dict[str, Any]:
    if not call["use-api-socket"]:
        return {}
    from .api_socket import prepare

    return prepare(call, wanted)


def _check_trust(call: Call) -> None:
    if call.changed("disable-content-trust") or call.shell.env.get("DOCKER_CONTENT_TRUST"):
        from ...image.transfer import refuse_trust

        refuse_trust(call)


def _create(call: Call, wanted: Request, image: reference.Reference | None) -> Any:
    """The daemon's answer, after a pull where `--pull` asks for one or the image is missing."""
    if call["pull"] == "always" and image is not None:
        _pull(call, image)
    try:
        return call.engine.post("/containers/create", wanted.query, wanted.body)
    except NotFound:
        if image is None or call["pull"] != "missing":
            raise
    if not call["quiet"]:
        call.err.line(f"Unable to find image '{image.tagged().familiar()}' locally")
    _pull(call, image)
    return call.engine.post("/containers/create", wanted.query, wanted.body)


def _pull(call: Call, image: reference.Reference) -> None:
    from ...image.transfer import pull

    pull(call, image.tagged(), wanted_platform(call), None if call["quiet"] else call.err)


def _warnings(wanted: Request, answer: Any) -> Iterator[str]:
    yield from answer.get("Warnings") or ()
    local = next((server for server in wanted.host_config["Dns"] if _LOOPBACK.match(server)), "")
    if local:
        yield f"Localhost DNS ({local}) may fail in containers."


@contextmanager
def id_file(path: str) -> Iterator[Any]:
    """A function that writes the ID to a new file at `path`; the file goes away when it was not called."""
    if not path:
        yield lambda identity: None
        return
    if os.path.exists(path):
        raise ShellError(f"container ID file found, make sure the other container isn't running or delete {path}")
    try:
        file = open(path, "w")  # noqa: SIM115  (removed, not only closed, below)
    except OSError as why:
        raise ShellError(f"failed to create the container ID file: {failure('open', path, why)}") from None
    try:
        yield file.write
    finally:
        written = file.tell() > 0
        file.close()
        if not written:
            os.unlink(path)
