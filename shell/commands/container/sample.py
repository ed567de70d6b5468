"""What a container uses, of one sample of GET /containers/{id}/stats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...engine.timestamps import parse_rfc3339
from ...output.rows import Row, truncate_id
from ...output.units import bytes_size, human_size

TABLE = (
    "table {{.ID}}\\t{{.Name}}\\t{{.CPUPerc}}\\t{{.MemUsage}}\\t{{.MemPerc}}\\t{{.NetIO}}\\t{{.BlockIO}}\\t{{.PIDs}}"
)
WINDOWS_TABLE = "table {{.ID}}\\t{{.Name}}\\t{{.CPUPerc}}\\t{{.MemUsage}}\\t{{.NetIO}}\\t{{.BlockIO}}"
Sample = Mapping[str, Any]


class Usage(NamedTuple):
    """Per cent, bytes and counts; ``valid`` is False where no sample came."""

    container: str
    name: str = ""
    identifier: str = ""
    cpu: float = 0.0
    memory: float = 0.0
    limit: float = 0.0
    received: float = 0.0
    sent: float = 0.0
    read: float = 0.0
    written: float = 0.0
    pids: int = 0
    valid: bool = True

    @property
    def memory_share(self) -> float:
        return self.memory / self.limit * 100.0 if self.limit else 0.0


def usage_of(container: str, sample: Sample, system: str = "linux") -> Usage:
    """The sample's figures; ``container`` is how it was asked for, ``system`` the Engine's operating system."""
    networks = (sample.get("networks") or {}).values()
    told: dict[str, Any] = {
        "container": container,
        "name": sample.get("name") or "",
        "identifier": sample.get("id") or "",
        "received": float(sum(network.get("rx_bytes") or 0 for network in networks)),
        "sent": float(sum(network.get("tx_bytes") or 0 for network in networks)),
    }
    if system == "windows":
        storage = sample.get("storage_stats") or {}
        return Usage(
            cpu=_windows_cpu(sample),
            memory=float((sample.get("memory_stats") or {}).get("privateworkingset") or 0),
            read=float(storage.get("read_size_bytes") or 0),
            written=float(storage.get("write_size_bytes") or 0),
            **told,
        )
    read, written = _block_io(sample)
    memory = sample.get("memory_stats") or {}
    return Usage(
        cpu=_cpu(sample),
        memory=_memory(memory),
        limit=float(memory.get("limit") or 0),
        read=read,
        written=written,
        pids=(sample.get("pids_stats") or {}).get("current") or 0,
        **told,
    )


def _cpu(sample: Sample) -> float:
    """Share of the time that passed on all processors, in per cent of one processor."""
    now, before = sample.get("cpu_stats") or {}, sample.get("precpu_stats") or {}
    usage, used = now.get("cpu_usage") or {}, before.get("cpu_usage") or {}
    own = float(usage.get("total_usage") or 0) - float(used.get("total_usage") or 0)
    whole = float(now.get("system_cpu_usage") or 0) - float(before.get("system_cpu_usage") or 0)
    processors = float(now.get("online_cpus") or 0) or float(len(usage.get("percpu_usage") or ()))
    return own / whole * processors * 100.0 if own > 0 and whole > 0 else 0.0


def _windows_cpu(sample: Sample) -> float:
    """Windows counts in units of 100 ns between two reads."""
    try:
        seconds, nanoseconds = parse_rfc3339(sample.get("read") or "")
        before, rest = parse_rfc3339(sample.get("preread") or "")
    except ValueError:
        return 0.0
    passed = ((seconds - before) * 10**9 + nanoseconds - rest) // 100 * (sample.get("num_procs") or 0)
    now = ((sample.get("cpu_stats") or {}).get("cpu_usage") or {}).get("total_usage") or 0
    then = ((sample.get("precpu_stats") or {}).get("cpu_usage") or {}).get("total_usage") or 0
    return (now - then) / passed * 100.0 if passed > 0 else 0.0


def _memory(memory: Sample) -> float:
    """Without the page cache that could be dropped, under the names of cgroup 1 and 2."""
    usage, stats = memory.get("usage") or 0, memory.get("stats") or {}
    for name in ("total_inactive_file", "inactive_file"):
        if name in stats and stats[name] < usage:
            return float(usage - stats[name])
    return float(usage)


def _block_io(sample: Sample) -> tuple[float, float]:
    read = written = 0
    for entry in (sample.get("blkio_stats") or {}).get("io_service_bytes_recursive") or ():
        kind = (entry.get("op") or "")[:1].lower()
        read += entry.get("value") or 0 if kind == "r" else 0
        written += entry.get("value") or 0 if kind == "w" else 0
    return float(read), float(written)


class StatsRow(Row):
    """The usage of a container as `stats` shows it."""

    go_type = "*container.statsContext"
    HEADERS = {
        "Container": "CONTAINER",
        "Name": "NAME",
        "ID": "CONTAINER ID",
        "CPUPerc": "CPU %",
        "MemUsage": "MEM USAGE / LIMIT",
        "MemPerc": "MEM %",
        "NetIO": "NET I/O",
        "BlockIO": "BLOCK I/O",
        "PIDs": "PIDS",
    }
    windows = False

    def __init__(self, usage: Usage, trunc: bool) -> None:
        self.s, self.trunc = usage, trunc

    def Container(self) -> str:
        return self.s.container

    def Name(self) -> str:
        return self.s.name[1:] if len(self.s.name) > 1 else "--"

    def ID(self) -> str:
        return truncate_id(self.s.identifier) if self.trunc else self.s.identifier

    def CPUPerc(self) -> str:
        return f"{self.s.cpu:.2f}%" if self.s.valid else "--"

    def MemUsage(self) -> str:
        if not self.s.valid:
            return "-- / --"
        if self.windows:
            return bytes_size(self.s.memory)
        return f"{bytes_size(self.s.memory)} / {bytes_size(self.s.limit)}"

    def MemPerc(self) -> str:
        return f"{self.s.memory_share:.2f}%" if self.s.valid and not self.windows else "--"

    def NetIO(self) -> str:
        return f"{human_size(self.s.received, 3)} / {human_size(self.s.sent, 3)}" if self.s.valid else "--"

    def BlockIO(self) -> str:
        return f"{human_size(self.s.read, 3)} / {human_size(self.s.written, 3)}" if self.s.valid else "--"

    def PIDs(self) -> str:
        return str(self.s.pids) if self.s.valid and not self.windows else "--"


class WindowsStatsRow(StatsRow):
    """The same where the Engine runs on Windows."""

    HEADERS = {**StatsRow.HEADERS, "MemUsage": "PRIV WORKING SET"}
    windows = True
