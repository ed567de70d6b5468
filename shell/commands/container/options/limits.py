"""Limits: `--ulimit`, swap, and what goes into the API's Resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....errors import ShellError
from ....spec.durations import go_quote
from ....spec.flags import Bytes, Flag, Int64, String, Uint16
from . import devices
from .values import decimal

if TYPE_CHECKING:
    from ....spec.call import Call

ULIMITS = frozenset(
    ("core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc")
    + ("rss", "rtprio", "rttime", "sigpending", "stack")
)


class Ulimit(Flag):
    """NAME=SOFT[:HARD]; a dict by name of the API's Ulimits, the last of a name counts."""

    kind = metavar = "ulimit"
    repeats = True

    def start(self) -> Any:
        return {}

    def read(self, text: str, before: Any) -> Any:
        made = _ulimit(text)
        return {**before, made["Name"]: made}


def _ulimit(text: str) -> dict[str, Any]:
    name, equals, limits = text.partition("=")
    if not equals:
        raise ValueError(f"invalid ulimit argument: {text}")
    if name not in ULIMITS:
        raise ValueError(f"invalid ulimit type: {name}")
    parts = limits.split(":")
    if len(parts) > 2:
        raise ValueError(f"too many limit value arguments - {limits}, can only have up to two, `soft[:hard]`")
    soft_hard = [_number(part) for part in reversed(parts)]
    soft, hard = soft_hard[-1], soft_hard[0]
    rule = "ulimit soft limit must be less than or equal to hard limit"
    if hard != -1 and soft == -1:
        raise ValueError(f"{rule}: soft: -1 (unlimited), hard: {hard}")
    if hard != -1 and soft > hard:
        raise ValueError(f"{rule}: {soft} > {hard}")
    return {"Name": name, "Hard": hard, "Soft": soft}


def _number(text: str) -> int:
    try:
        return decimal(text, 2**63 - 1, signed=True)
    except ValueError as why:
        raise ValueError(f"strconv.ParseInt: parsing {go_quote(text)}: {why}") from None


class Swap(Bytes):
    """A size, or -1 for no limit."""

    def read(self, text: str, before: Any) -> int:
        return -1 if text == "-1" else super().read(text, before)


#: What `update` can change too: a field of the API's Resources, and its flag.
LIMITS: dict[str, Flag] = {
    "BlkioWeight": Uint16("blkio-weight", "", "Share of block I/O, 10 to 1000; 0 leaves it to the kernel"),
    "CpuPeriod": Int64("cpu-period", "", "Length of a CFS scheduling period in microseconds"),
    "CpuQuota": Int64("cpu-quota", "", "Microseconds of processor time in each CFS period"),
    "CpuRealtimePeriod": Int64("cpu-rt-period", "", "Length of a real-time period in microseconds", since="1.25"),
    "CpuRealtimeRuntime": Int64(
        "cpu-rt-runtime", "", "Microseconds of real-time scheduling in each period", since="1.25"
    ),
    "CpuShares": Int64("cpu-shares", "c", "Weight among containers that want the processor"),
    "CpusetCpus": String("cpuset-cpus", "", "Processors it may run on (0-3, 0,1)"),
    "CpusetMems": String("cpuset-mems", "", "Memory nodes it may use (0-3, 0,1)"),
    "Memory": Bytes("memory", "m", "Most memory"),
    "MemoryReservation": Bytes("memory-reservation", "", "Memory it is held to when the host runs short"),
    "MemorySwap": Swap("memory-swap", "", "Most memory and swap together; -1 for no limit"),
}


def limits(call: Call) -> dict[str, Any]:
    """The fields of `LIMITS` as the call has them."""
    return {field: call[flag.name] for field, flag in LIMITS.items()}


def resources(call: Call, server_os: str) -> dict[str, Any]:
    """The fields of the API's Resources, which stand in HostConfig. Raises ShellError."""
    made = {
        **limits(call),
        "NanoCpus": call["cpus"],
        "CgroupParent": call["cgroup-parent"],
        "BlkioWeightDevice": call["blkio-weight-device"],
        "BlkioDeviceReadBps": call["device-read-bps"],
        "BlkioDeviceWriteBps": call["device-write-bps"],
        "BlkioDeviceReadIOps": call["device-read-iops"],
        "BlkioDeviceWriteIOps": call["device-write-iops"],
        "Devices": devices.mappings(call["device"], server_os),
        "DeviceCgroupRules": call["device-cgroup-rule"] or None,
        "DeviceRequests": devices.requests(call["device"], call["gpus"]),
        "MemorySwappiness": call["memory-swappiness"],
        "OomKillDisable": call["oom-kill-disable"],
        "PidsLimit": call["pids-limit"],
        "Ulimits": [call["ulimit"][name] for name in sorted(call["ulimit"])],
        "CpuCount": call["cpu-count"],
        "CpuPercent": call["cpu-percent"],
        "IOMaximumIOps": call["io-maxiops"],
        "IOMaximumBandwidth": call["io-maxbandwidth"],
    }
    if call["kernel-memory"] and not call.engine.at_least("1.42"):
        made["KernelMemory"] = call["kernel-memory"]
    return made


def check_swappiness(value: int) -> None:
    if value != -1 and not 0 <= value <= 100:
        raise ShellError(f"invalid value: {value}. Valid memory swappiness range is 0-100")
