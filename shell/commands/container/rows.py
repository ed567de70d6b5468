"""A container as lists show it: docker's placeholders of `ps`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ...engine.reference import parse as parse_reference
from ...engine.timestamps import go_string
from ...errors import ShellError
from ...output.rows import Row, ellipsis, truncate_id
from ...output.template.strings import quote
from ...output.template.values import Nil
from ...output.units import human_duration, human_size
from ..platform import Platform
from .ports import displayed

TABLE = "table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Ports}}\\t{{.Names}}"
RAW = """container_id: {{.ID}}
image: {{.Image}}
command: {{.Command}}
created_at: {{.CreatedAt}}
state: {{- pad .State 1 0}}
status: {{- pad .Status 1 0}}
names: {{.Names}}
labels: {{- pad .Labels 1 0}}
ports: {{- pad .Ports 1 0}}
"""


class ContainerRow(Row):
    """An entry of GET /containers/json. ``now`` is the moment that ages are counted to."""

    go_type = "*formatter.ContainerContext"
    HEADERS = {
        "ID": "CONTAINER ID",
        "Names": "NAMES",
        "Image": "IMAGE",
        "Command": "COMMAND",
        "CreatedAt": "CREATED AT",
        "RunningFor": "CREATED",
        "Ports": "PORTS",
        "State": "STATE",
        "Status": "STATUS",
        "Size": "SIZE",
        "Labels": "LABELS",
        "Mounts": "MOUNTS",
        "LocalVolumes": "LOCAL VOLUMES",
        "Networks": "NETWORKS",
        "Platform": "PLATFORM",
    }
    __slots__ = ("c", "trunc", "now", "size_used")

    def __init__(self, container: Mapping[str, Any], trunc: bool = True, now: float | None = None) -> None:
        self.c, self.trunc = container, trunc
        self.now = time.time() if now is None else now
        self.size_used = False

    def ID(self) -> str:
        identifier: str = self.c.get("Id") or ""
        return truncate_id(identifier) if self.trunc else identifier

    def Names(self) -> str:
        names = [name.removeprefix("/") for name in self.c.get("Names") or ()]
        if not self.trunc:
            return ",".join(names)
        return next((name for name in names if "/" not in name), "")

    def Image(self) -> str:
        image: str = self.c.get("Image") or ""
        if not image:
            return "<no image>"
        if not self.trunc:
            return image
        short = truncate_id(self.c.get("ImageID") or "")
        return short if short == truncate_id(image) else _familiar(image)

    def Command(self) -> str:
        return _command(self.c.get("Command") or "", self.trunc)

    def CreatedAt(self) -> str:
        return go_string(self.c.get("Created") or 0)

    def RunningFor(self) -> str:
        return human_duration(self.now - (self.c.get("Created") or 0)) + " ago"

    def Platform(self) -> Any:
        platform = (self.c.get("ImageManifestDescriptor") or {}).get("platform")
        return Platform(platform) if platform else Nil(Platform.go_type)

    def Ports(self) -> str:
        ports = self.c.get("Ports")
        return displayed(ports) if ports else ""

    def State(self) -> str:
        return self.c.get("State") or ""

    def Status(self) -> str:
        return self.c.get("Status") or ""

    def Size(self) -> str:
        self.size_used = True
        written, whole = self.c.get("SizeRw") or 0, self.c.get("SizeRootFs") or 0
        text = human_size(written, 3)
        return f"{text} (virtual {human_size(whole, 3)})" if whole > 0 else text

    def Labels(self) -> str:
        return ",".join(sorted(f"{key}={value}" for key, value in (self.c.get("Labels") or {}).items()))

    def Label(self, name: str) -> str:
        labels: Mapping[str, str] = self.c.get("Labels") or {}
        return labels.get(name, "")

    def Mounts(self) -> str:
        names = [mount.get("Name") or mount.get("Source") or "" for mount in self.c.get("Mounts") or ()]
        return ",".join(ellipsis(name, 15) for name in names) if self.trunc else ",".join(names)

    def LocalVolumes(self) -> str:
        return str(sum(mount.get("Driver") == "local" for mount in self.c.get("Mounts") or ()))

    def Networks(self) -> str:
        return ",".join((self.c.get("NetworkSettings") or {}).get("Networks") or ())


@lru_cache(maxsize=1024)
def _command(command: str, trunc: bool) -> str:
    return quote(ellipsis(command, 20) if trunc else command)


@lru_cache(maxsize=1024)
def _familiar(image: str) -> str:
    """The image's name without digest, docker.io and library/; as it is if it is no name."""
    try:
        reference = parse_reference(image)
    except ShellError:
        return image
    return reference.familiar_name + (f":{reference.tag}" if reference.tag else "")
