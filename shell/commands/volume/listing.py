"""volume ls: volumes as a table, as JSON, or in a format of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine.filters import query as filters
from ...natural import natural
from ...output.formatter import RAW, TABLE, show
from ...output.rows import Row
from ...output.units import human_size
from ...spec import Call, Family, command
from ...spec.flags import Bool, Filter
from ..formats import FORMAT, chosen, quiet_or

NAMES = "{{.Name}}"
LIST = "table {{.Driver}}\\t{{.Name}}"
CLUSTER_LIST = "table {{.Name}}\\t{{.Group}}\\t{{.Driver}}\\t{{.Availability}}\\t{{.Status}}"
RAW_LIST = "name: {{.Name}}\\ndriver: {{.Driver}}\\n"


class VolumeRow(Row):
    """An entry of GET /volumes, or of GET /system/df with its use."""

    go_type = "*formatter.volumeContext"
    HEADERS = {
        "Name": "VOLUME NAME",
        "Driver": "DRIVER",
        "Scope": "SCOPE",
        "Availability": "AVAILABILITY",
        "Mountpoint": "MOUNTPOINT",
        "Labels": "LABELS",
        "Links": "LINKS",
        "Size": "SIZE",
        "Group": "GROUP",
        "Status": "STATUS",
    }

    def __init__(self, volume: Mapping[str, Any]) -> None:
        self.v = volume

    def Name(self) -> str:
        return self.v.get("Name") or ""

    def Driver(self) -> str:
        return self.v.get("Driver") or ""

    def Scope(self) -> str:
        return self.v.get("Scope") or ""

    def Mountpoint(self) -> str:
        return self.v.get("Mountpoint") or ""

    def Labels(self) -> str:
        return ",".join(f"{key}={value}" for key, value in (self.v.get("Labels") or {}).items())

    def Label(self, name: str) -> str:
        labels: Mapping[str, str] = self.v.get("Labels") or {}
        return labels.get(name, "")

    def Links(self) -> str:
        used = self.v.get("UsageData")
        return str(used.get("RefCount") or 0) if used else "N/A"

    def Size(self) -> str:
        used = self.v.get("UsageData")
        return human_size(used.get("Size") or 0) if used else "N/A"

    def Group(self) -> str:
        cluster = self.v.get("ClusterVolume")
        return (cluster.get("Spec") or {}).get("Group") or "" if cluster else "N/A"

    def Availability(self) -> str:
        cluster = self.v.get("ClusterVolume")
        return (cluster.get("Spec") or {}).get("Availability") or "" if cluster else "N/A"

    def Status(self) -> str:
        cluster = self.v.get("ClusterVolume")
        if not cluster:
            return "N/A"
        info = cluster.get("Info")
        if not info or not info.get("VolumeID"):
            return "pending creation"
        count = len(cluster.get("PublishStatus") or ())
        if not count:
            return "created"
        return f"in use ({count} node{'' if count == 1 else 's'})"


class VolumeListing(Family):
    """The list of volumes."""

    @command(
        "volume ls",
        "List volumes",
        Bool("cluster", "", "Only volumes of the cluster, with their state there", since="1.42", swarm="manager"),
        Filter("filter", "f", "Only volumes that match, as name=value", complete="volume-filter"),
        FORMAT,
        Bool("quiet", "q", "Only names"),
        aliases=("volume list",),
        since="1.21",
        examples=(("Those that no container uses", "volume ls -f dangling=true"),),
    )
    def CmdVolumeLs(self, call: Call) -> None:
        found = call.engine.get("/volumes", filters(call["filter"])) or {}
        volumes = sorted(found.get("Volumes") or (), key=lambda volume: natural(volume.get("Name") or ""))
        form, quiet = _format(call), call["quiet"]
        if call["cluster"]:
            volumes = [volume for volume in volumes if volume.get("ClusterVolume")]
        if form == RAW:
            form = "name: {{.Name}}" if quiet else RAW_LIST
        elif form == TABLE:
            form = quiet_or(form, quiet, LIST, NAMES)
        show(call.out, form, VolumeRow, [VolumeRow(volume) for volume in volumes])


def _format(call: Call) -> str:
    if call["cluster"]:
        return TABLE if call["quiet"] else CLUSTER_LIST  # whatever --format says, as docker does
    return chosen(call, "volumesFormat", call["quiet"])
