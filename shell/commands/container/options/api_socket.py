"""`--use-api-socket`: the Engine's socket inside the container, and the registry credentials that go with it."""

from __future__ import annotations

import base64
import json
import tarfile
from typing import TYPE_CHECKING, Any

from ....engine.transport import url
from ....errors import ShellError
from .body import Request

if TYPE_CHECKING:
    from ....spec.call import Call

SOCKET = "/var/run/docker.sock"
CONFIG = "/run/secrets/docker/config.json"

Credentials = dict[str, Any]


def prepare(call: Call, wanted: Request) -> Credentials:
    """Adds the mount, and DOCKER_CONFIG where there are credentials and no such variable; what `inject` puts there."""
    if call.engine.greet().get("ostype") == "windows":
        raise ShellError("flag --use-api-socket can't be used with a Windows Docker Engine")
    mount = {"Type": "bind", "Source": SOCKET, "Target": SOCKET, "BindOptions": {}}
    wanted.host_config["Mounts"] = [*wanted.host_config.get("Mounts", ()), mount]
    environment = wanted.body["Env"] or []
    if any(pair.startswith("DOCKER_CONFIG=") for pair in environment):
        return {}
    credentials = _credentials(call)
    if credentials:
        wanted.body["Env"] = [*environment, f"DOCKER_CONFIG={CONFIG.rpartition('/')[0]}"]
    return credentials


def inject(call: Call, identity: str, credentials: Credentials) -> None:
    """Puts a config.json with nothing but `credentials` into the container (PUT /containers/{id}/archive)."""
    content = json.dumps({"auths": credentials}, indent="\t").encode()
    try:
        call.engine.call(
            "PUT",
            url("/containers/{}/archive", identity),
            {"noOverwriteDirNonDir": "true", "path": "/"},
            _archive(content),
            {"Content-Type": "application/x-tar"},
        )
    except ShellError as why:
        raise ShellError(
            f"injecting docker config.json into container failed: copying config.json into container failed: {why}"
        ) from None


def _archive(content: bytes) -> bytes:
    """One file and the two empty blocks that end an archive."""
    entry = tarfile.TarInfo(CONFIG)
    entry.size, entry.mode = len(content), 0o600
    padding = -len(content) % tarfile.BLOCKSIZE
    return entry.tobuf(tarfile.PAX_FORMAT) + content + bytes(padding + 2 * tarfile.BLOCKSIZE)


def _credentials(call: Call) -> Credentials:
    """The entry of every registry, helpers asked, as config.json keeps it."""
    from ....config.credentials import Keeper

    known = Keeper(call.shell.config, call.err.line).all()
    return {server: _entry(known[server].fields()) for server in sorted(known)}


def _entry(fields: dict[str, str]) -> dict[str, str]:
    user, password = fields.get("username", ""), fields.get("password", "")
    auth = base64.b64encode(f"{user}:{password}".encode("utf-8", "surrogateescape")).decode()
    kept = {"auth": auth} if user or password else {}
    return kept | {name: fields[name] for name in ("identitytoken", "registrytoken") if name in fields}
