"""Limits and restart policy of containers that exist already."""

from __future__ import annotations

from typing import Any

from ...engine.transport import url
from ...errors import ShellError
from ...spec import Call, Family, at_least, command
from ...spec.flags import Bytes, Decimal, Int64, String
from .options.limits import LIMITS, limits
from .options.namespaces import restart_policy

#: The API's Resources that no flag of `update` sets; docker sends them empty.
_UNSET: dict[str, Any] = {
    "CgroupParent": "",
    **dict.fromkeys(("BlkioWeightDevice", "BlkioDeviceReadBps", "BlkioDeviceWriteBps")),
    **dict.fromkeys(("BlkioDeviceReadIOps", "BlkioDeviceWriteIOps", "Devices", "DeviceCgroupRules")),
    **dict.fromkeys(("DeviceRequests", "MemorySwappiness", "OomKillDisable", "Ulimits")),
    **dict.fromkeys(("CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth"), 0),
}


class ContainerUpdate(Family):
    """`update`."""

    @command(
        "container update",
        "Change the limits of containers",
        *LIMITS.values(),
        Decimal("cpus", "", "How many processors it may keep busy, fractions too", since="1.29"),
        Bytes("kernel-memory", "", "Most kernel memory", hidden=True, deprecated="-"),
        Int64("pids-limit", "", "Most processes; -1 for any number", since="1.40"),
        String("restart", "", "When to start it again", complete="no|always|on-failure|unless-stopped"),
        args=at_least(1, "CONTAINER [CONTAINER...]", "container"),
        aliases=("update",),
        examples=(("Half a gigabyte, and back after every end", "update -m 512m --restart always web"),),
    )
    def CmdContainerUpdate(self, call: Call) -> None:
        if not any(call.changed(flag.name) for flag in call.spec.flags):
            raise ShellError("you must provide one or more flags when using this command")
        body = _resources(call)
        warnings: list[str] = []

        def update(name: str) -> str:
            answer = call.engine.post(url("/containers/{}/update", name), {}, body)
            warnings.extend((answer or {}).get("Warnings") or ())
            return name

        call.each(call.args, update)
        for warning in warnings:
            call.out.line(call.out.safe(warning))


def _resources(call: Call) -> dict[str, Any]:
    body = {**_UNSET, **limits(call), "NanoCpus": call["cpus"]}
    body["PidsLimit"] = call["pids-limit"] or None
    if call["kernel-memory"]:
        body["KernelMemory"] = call["kernel-memory"]
    policy = restart_policy(call["restart"]) if call["restart"] else {"Name": "", "MaximumRetryCount": 0}
    return {**body, "RestartPolicy": policy}
