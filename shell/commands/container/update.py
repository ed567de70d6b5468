"""Limits and restart policy of containers that exist already."""

from __future__ import annotations

from typing import Any

from ...engine.transport import url
from ...errors import ShellError
from ...spec import Call, Family, at_least, command
from ...spec.flags import Bytes, Decimal, Int64, String, Uint16
from .options.limits import Swap
from .options.namespaces import restart_policy

#: The API's Resources that no flag of `update` sets; docker sends them empty.
_UNSET: dict[str, Any] = {
    "CgroupParent": "",
    **dict.fromkeys(("BlkioWeightDevice", "BlkioDeviceReadBps", "BlkioDeviceWriteBps")),
    **dict.fromkeys(("BlkioDeviceReadIOps", "BlkioDeviceWriteIOps", "Devices", "DeviceCgroupRules")),
    **dict.fromkeys(("DeviceRequests", "MemorySwappiness", "OomKillDisable", "Ulimits")),
    **dict.fromkeys(("CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth"), 0),
}
_FIELDS = {
    "cpu-shares": "CpuShares",
    "memory": "Memory",
    "cpus": "NanoCpus",
    "blkio-weight": "BlkioWeight",
    "cpu-period": "CpuPeriod",
    "cpu-quota": "CpuQuota",
    "cpu-rt-period": "CpuRealtimePeriod",
    "cpu-rt-runtime": "CpuRealtimeRuntime",
    "cpuset-cpus": "CpusetCpus",
    "cpuset-mems": "CpusetMems",
    "memory-reservation": "MemoryReservation",
    "memory-swap": "MemorySwap",
}


class ContainerUpdate(Family):
    """`update`."""

    @command(
        "container update",
        "Change the limits of containers",
        Uint16("blkio-weight", "", "Share of block I/O, 10 to 1000; 0 leaves it to the kernel"),
        Int64("cpu-period", "", "Length of a CFS scheduling period in microseconds"),
        Int64("cpu-quota", "", "Microseconds of processor time in each CFS period"),
        Int64("cpu-rt-period", "", "Length of a real-time period in microseconds", since="1.25"),
        Int64("cpu-rt-runtime", "", "Microseconds of real-time scheduling in each period", since="1.25"),
        Int64("cpu-shares", "c", "Weight among containers that want the processor"),
        Decimal("cpus", "", "How many processors it may keep busy, fractions too", since="1.29"),
        String("cpuset-cpus", "", "Processors it may run on (0-3, 0,1)"),
        String("cpuset-mems", "", "Memory nodes it may use (0-3, 0,1)"),
        Bytes("kernel-memory", "", "Most kernel memory", hidden=True, deprecated="-"),
        Bytes("memory", "m", "Most memory"),
        Bytes("memory-reservation", "", "Memory it is held to when the host runs short"),
        Swap("memory-swap", "", "Most memory and swap together; -1 for no limit"),
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
    body = {**_UNSET, **{field: call[flag] for flag, field in _FIELDS.items()}}
    body["PidsLimit"] = call["pids-limit"] or None
    if call["kernel-memory"]:
        body["KernelMemory"] = call["kernel-memory"]
    policy = restart_policy(call["restart"]) if call["restart"] else {"Name": "", "MaximumRetryCount": 0}
    return {**body, "RestartPolicy": policy}
