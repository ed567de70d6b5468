"""Volumes made, changed and removed."""

from __future__ import annotations

from typing import Any

from ...engine.transport import trimmed, url
from ...errors import ShellError
from ...spec import Call, Family, at_least, at_most, command, exactly
from ...spec.flags import Bool, Bytes, List, Map, String
from ..container.options import values
from ..container.options.environment import as_map
from ..container.options.values import Checked
from ..ours import DRY_RUN, PATTERNS, YES

#: Flags that make it a volume of the cluster.
_CLUSTER = ("availability", "group", "limit-bytes", "required-bytes", "scope", "sharing", "type")
_ACCESS = {"block": "BlockVolume", "mount": "MountVolume"}
_AVAILABILITY = String(
    "availability",
    "",
    "Whether it may be used",
    default="active",
    complete="active|pause|drain",
    since="1.42",
    swarm="manager",
)


class VolumeChange(Family):
    """`volume create`, `rm`, `update`."""

    @command(
        "volume create",
        "Make a volume",
        _AVAILABILITY,
        String("driver", "d", "What makes it", default="local"),
        String("group", "", "Group of cluster volumes that may stand for each other", since="1.42", swarm="manager"),
        Checked("label", "", "Put a label on it (KEY=VALUE)", check=values.label),
        Bytes("limit-bytes", "", "Most bytes of a cluster volume", since="1.42", swarm="manager"),
        String("name", "", "Its name", hidden=True),
        Map("opt", "o", "Option for its driver (KEY=VALUE)"),
        Bytes("required-bytes", "", "Fewest bytes of a cluster volume", since="1.42", swarm="manager"),
        String(
            "scope",
            "",
            "On how many nodes at once",
            default="single",
            complete="single|multi",
            since="1.42",
            swarm="manager",
        ),
        Map("secret", "", "Secret for its driver (KEY=SECRET)", since="1.42", swarm="manager"),
        String(
            "sharing",
            "",
            "Who else may use it",
            default="none",
            complete="none|readonly|onewriter|all",
            since="1.42",
            swarm="manager",
        ),
        List("topology-preferred", "", "Where it had better be (KEY=VALUE,…)", since="1.42", swarm="manager"),
        List("topology-required", "", "Where it has to be (KEY=VALUE,…)", since="1.42", swarm="manager"),
        String(
            "type", "", "How it is handed over", default="block", complete="block|mount", since="1.42", swarm="manager"
        ),
        args=at_most(1, "[VOLUME]"),
        since="1.21",
        examples=(
            ("A name and a label", "volume create --label of=web data"),
            ("In memory", "volume create -o type=tmpfs -o device=tmpfs -o o=size=100m scratch"),
        ),
        details="Without a name the Engine makes one up. The name is printed.",
    )
    def CmdVolumeCreate(self, call: Call) -> None:
        body: dict[str, Any] = {"ClusterVolumeSpec": _cluster(call)} if any(map(call.changed, _CLUSTER)) else {}
        given = {
            "Driver": call["driver"],
            "DriverOpts": call["opt"],
            "Labels": as_map(call["label"]),
            "Name": _name(call),
        }
        body |= {field: value for field, value in given.items() if value}
        call.out.line(call.engine.post("/volumes/create", {}, body)["Name"])

    @command(
        "volume rm",
        "Remove volumes",
        Bool("force", "f", "Even if their driver refuses or does not know them", since="1.25"),
        DRY_RUN,
        YES,
        args=at_least(1, "VOLUME [VOLUME...]", "volume"),
        aliases=("volume remove",),
        since="1.21",
        examples=(("Two at once", "volume rm data scratch"),),
        details=PATTERNS,
    )
    def CmdVolumeRm(self, call: Call) -> None:
        query: dict[str, str | list[str]] = {"force": "1"} if call["force"] else {}

        def remove(name: str) -> str:
            call.engine.delete(url("/volumes/{}", trimmed(name, "volume")), query)
            return name

        call.each(call.args, remove)

    @command(
        "volume update",
        "Change a cluster volume",
        _AVAILABILITY,
        args=exactly(1, "[VOLUME]", "volume"),
        since="1.42",
        swarm="manager",
        examples=(("Take it out of use", "volume update --availability drain data"),),
    )
    def CmdVolumeUpdate(self, call: Call) -> None:
        volume = call.engine.get(url("/volumes/{}", trimmed(call.args[0], "volume")))
        cluster = volume.get("ClusterVolume")
        if not cluster:
            raise ShellError("can only update cluster volumes")
        spec = {**cluster["Spec"]}
        if call.changed("availability"):
            spec["Availability"] = call["availability"]
        version = str(cluster["Version"]["Index"])
        call.engine.put(url("/volumes/{}", cluster["ID"]), {"version": version}, {"Spec": spec})


def _name(call: Call) -> str:
    if call["name"] and call.args:
        raise ShellError(
            "conflicting options: cannot specify a volume-name through both --name and as a positional arg"
        )
    return str(call.args[0] if call.args else call["name"])


def _cluster(call: Call) -> dict[str, Any]:
    """ClusterVolumeSpec."""
    access: dict[str, Any] = {"Scope": call["scope"], "Sharing": call["sharing"]}
    if call["type"] in _ACCESS:
        access[_ACCESS[call["type"]]] = {}
    places = {"Requisite": call["topology-required"], "Preferred": call["topology-preferred"]}
    spec = {
        "Group": call["group"],
        "AccessMode": access,
        "AccessibilityRequirements": {name: _topologies(words) for name, words in places.items() if words},
        "CapacityRange": {"RequiredBytes": call["required-bytes"], "LimitBytes": call["limit-bytes"]},
        "Secrets": [{"Key": name, "Secret": secret} for name, secret in sorted(call["secret"].items())],
        "Availability": call["availability"],
    }
    return {field: value for field, value in spec.items() if value not in ("", [])}


def _topologies(words: list[str]) -> list[dict[str, Any]]:
    return [{"Segments": as_map(word.split(","))} for word in words]
