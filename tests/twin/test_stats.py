"""stats prints what docker prints of the same samples."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.canned import Canned

pytestmark = pytest.mark.twin


def sample(digit: str, cpu: int = 200000000, before: int = 100000000) -> dict[str, Any]:
    entries = [("read", 12345), ("Write", 999), ("", 5), ("Sync", 7)]
    return {
        "name": f"/web{digit}",
        "id": digit * 64,
        "pids_stats": {"current": 5},
        "blkio_stats": {"io_service_bytes_recursive": [{"op": op, "value": value} for op, value in entries]},
        "cpu_stats": {
            "cpu_usage": {"total_usage": cpu, "percpu_usage": [1, 2]},
            "system_cpu_usage": 2000000000,
            "online_cpus": 2,
        },
        "precpu_stats": {"cpu_usage": {"total_usage": before}, "system_cpu_usage": 1000000000},
        "memory_stats": {"usage": 10000000, "stats": {"inactive_file": 1000000}, "limit": 1000000000},
        "networks": {"eth0": {"rx_bytes": 1000, "tx_bytes": 2000}, "eth1": {"rx_bytes": 1, "tx_bytes": 2}},
    }


ANSWERS: dict[str, Any] = {
    "/containers/json": [{"Id": digit * 64, "Names": [f"/web{digit}"]} for digit in "12"],
    f"/containers/{'1' * 64}/stats": sample("1"),
    f"/containers/{'2' * 64}/stats": sample("2", 0, 0),
    "/containers/web1/stats": sample("1"),
    "/containers/zz/stats": (404, {"message": "No such container: zz"}),
    "/events": b"",
}
LINES = r"""
stats --no-stream
container stats --no-stream -a
stats --no-stream --no-trunc
stats --no-stream web1
stats --no-stream web1 zz
stats --no-stream zz
stats --no-stream zz zz
stats --no-stream web1 web1
stats --no-stream --format json web1
stats --no-stream --format '{{json .}}'
stats --no-stream --format '{{.Container}} {{.Name}} {{.ID}} {{.CPUPerc}} {{.MemUsage}} {{.MemPerc}}' web1
stats --no-stream --format '{{.NetIO}} {{.BlockIO}} {{.PIDs}}' web1
stats --no-stream --format '{{.Nope}}' web1
stats --no-stream --format '{{' web1
stats --no-stream --format 'table {{.Container}}\t{{.PIDs}}' web1
stats zz
""".strip().split("\n")


@pytest.mark.parametrize("line", LINES)
def test_as_docker(bed: None, line: str) -> None:
    with Canned(ANSWERS) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["stats --no-stream", "stats --no-stream web1"])
def test_a_format_in_config_json(bed: None, line: str) -> None:
    with Canned(ANSWERS) as daemon:
        assert daemon.compare(line, {"statsFormat": "{{.Name}}"}) == ""


@pytest.mark.parametrize(
    "answer",
    [
        {"/containers/json": []},
        {"/containers/json": (500, {"message": "boom"})},
        {"/containers/web1/stats": {"name": "/web1", "id": "1" * 64}},
        {"/containers/web1/stats": b""},
    ],
    ids=["nothing", "failure", "empty", "cut"],
)
def test_odd_answers(bed: None, answer: dict[str, Any]) -> None:
    line = "stats --no-stream" + (" web1" if "/containers/json" not in answer else "")
    with Canned(ANSWERS | answer) as daemon:
        assert daemon.compare(line) == ""
