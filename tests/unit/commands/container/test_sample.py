"""What a container uses is counted as docker counts it."""

from __future__ import annotations

from typing import Any

import pytest

from shell.commands.container.sample import StatsRow, Usage, WindowsStatsRow, usage_of


def test_memory_without_the_page_cache() -> None:
    def memory(**stats: int) -> float:
        return usage_of("x", {"memory_stats": {"usage": 100, "stats": stats}}).memory

    assert memory(total_inactive_file=30, inactive_file=10) == 70
    assert memory(inactive_file=10) == 90
    assert memory(inactive_file=1000) == 100
    assert memory() == 100


@pytest.mark.parametrize(
    ("now", "before", "per_cent"),
    [
        ({"total_usage": 300}, {"total_usage": 100}, 40.0),
        ({"total_usage": 100}, {"total_usage": 300}, 0.0),
        ({"total_usage": 100}, {}, 20.0),
    ],
)
def test_processor_time(now: dict[str, Any], before: dict[str, Any], per_cent: float) -> None:
    sample = {
        "cpu_stats": {"cpu_usage": {"percpu_usage": [1, 1], **now}, "system_cpu_usage": 2000},
        "precpu_stats": {"cpu_usage": before, "system_cpu_usage": 1000},
    }
    assert usage_of("x", sample).cpu == per_cent


def test_windows() -> None:
    sample = {
        "name": "/w",
        "id": "1" * 64,
        "read": "2024-01-01T00:00:01Z",
        "preread": "2024-01-01T00:00:00Z",
        "num_procs": 2,
        "cpu_stats": {"cpu_usage": {"total_usage": 5_000_000}},
        "memory_stats": {"privateworkingset": 2048},
        "storage_stats": {"read_size_bytes": 5, "write_size_bytes": 6},
    }
    row = WindowsStatsRow(usage_of("w", sample, "windows"), True)
    assert [row.CPUPerc(), row.MemUsage(), row.MemPerc(), row.BlockIO(), row.PIDs()] == [
        "25.00%",
        "2KiB",
        "--",
        "5B / 6B",
        "--",
    ]


def test_no_sample() -> None:
    row = StatsRow(Usage("web", valid=False), True)
    assert [row.Container(), row.Name(), row.CPUPerc(), row.MemUsage(), row.PIDs()] == [
        "web",
        "--",
        "--",
        "-- / --",
        "--",
    ]
