"""network ls and volume ls print what docker prints, and ask for what docker asks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.canned import Canned

pytestmark = pytest.mark.twin
NETWORKS: list[dict[str, Any]] = [
    {
        "Name": "bridge",
        "Id": "a" * 64,
        "Created": "2024-05-01T10:20:30.123456789Z",
        "Scope": "local",
        "Driver": "bridge",
        "EnableIPv6": False,
        "EnableIPv4": True,
        "IPAM": {"Driver": "default", "Options": None, "Config": []},
        "Internal": False,
        "Attachable": False,
        "Ingress": False,
        "ConfigFrom": {"Network": ""},
        "ConfigOnly": False,
        "Containers": {},
        "Options": {},
        "Labels": {},
    },
    {
        "Name": "zz10",
        "Id": "b" * 64,
        "Created": "2024-05-01T10:20:30+02:00",
        "Scope": "swarm",
        "Driver": "overlay",
        "EnableIPv6": True,
        "Internal": True,
        "Labels": {"a.b-c": "<d>"},
    },
    {
        "Name": "zz9",
        "Id": "c" * 64,
        "Created": "2024-05-01T10:20:30Z",
        "Scope": "local",
        "Driver": "host",
        "Labels": None,
    },
]
VOLUMES: dict[str, Any] = {
    "Volumes": [
        {
            "CreatedAt": "2024-01-01T00:00:00Z",
            "Driver": "local",
            "Labels": {"a": "<b>"},
            "Mountpoint": "/var/lib/x",
            "Name": "v10",
            "Options": None,
            "Scope": "local",
        },
        {
            "Driver": "local",
            "Labels": None,
            "Mountpoint": "/y",
            "Name": "v9",
            "Scope": "global",
            "UsageData": {"RefCount": 2, "Size": 12345},
            "Status": {"x": 1},
        },
        {
            "ClusterVolume": {
                "ID": "x",
                "Spec": {"Group": "g", "Availability": "active"},
                "Info": {"VolumeID": "v"},
                "PublishStatus": [{"NodeID": "n"}],
            },
            "Driver": "nfs",
            "Name": "A",
            "Mountpoint": "",
            "Scope": "",
        },
    ],
    "Warnings": ["careful"],
}
NETWORK_LINES = r"""
network ls
network list
network ls -q
network ls --no-trunc
network ls -q --no-trunc
network ls -f driver=bridge -f name=x
network ls --format json
network ls --format '{{json .}}'
network ls --format '{{.ID}} {{.CreatedAt}} {{.IPv6}} {{.IPv4}} {{.Internal}} {{.Labels}} {{.Label "x"}} {{.Scope}}'
network ls --format 'table {{.Name}}\t{{.Label "a.b-c"}}\t{{.IPv6}}'
network ls --format raw
network ls --format raw -q
network ls --format table
network ls -q --format '{{.Name}}'
network ls x
""".strip().split("\n")
VOLUME_LINES = r"""
volume ls
volume list
volume ls -q
volume ls -f dangling=true
volume ls --format json
volume ls --format '{{json .}}'
volume ls --format '{{.Name}} {{.Driver}} {{.Scope}} {{.Mountpoint}} {{.Labels}} {{.Links}} {{.Size}}'
volume ls --format '{{.Label "a"}} {{.Status}} {{.Availability}} {{.Group}}'
volume ls --format 'table {{.Name}}\t{{.Label "a"}}'
volume ls --format raw
volume ls --format raw -q
volume ls --format table
volume ls -q --format '{{.Name}}'
volume ls --cluster
volume ls --cluster --format json
volume ls --cluster -q
volume ls --cluster -q --format '{{.Driver}}'
volume ls x
""".strip().split("\n")


@pytest.mark.parametrize("line", NETWORK_LINES)
def test_networks(bed: None, line: str) -> None:
    with Canned({"/networks": NETWORKS}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", VOLUME_LINES)
def test_volumes(bed: None, line: str) -> None:
    with Canned({"/volumes": VOLUMES}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["network ls", "network ls -q", "volume ls", "volume ls -q"])
def test_formats_in_config_json(bed: None, line: str) -> None:
    with Canned({"/networks": NETWORKS, "/volumes": VOLUMES}) as daemon:
        assert daemon.compare(line, {"networksFormat": "{{.Name}}", "volumesFormat": "{{.Name}}"}) == ""


@pytest.mark.parametrize("line", ["network ls", "volume ls", "volume ls -q"])
def test_nothing_to_list(bed: None, line: str) -> None:
    with Canned({"/networks": [], "/volumes": {"Volumes": None}}) as daemon:
        assert daemon.compare(line) == ""
