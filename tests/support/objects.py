"""Objects as the Engine answers with them, and a daemon that knows one of each."""

from __future__ import annotations

import io
import json
import struct
import tarfile
from pathlib import Path
from typing import Any

from tests.support.recording import Recording, Reply

ID = "4f66ad9a0b2e" + "c" * 52
IMAGE_ID = "sha256:" + "a1b2c3d4e5f6" + "0" * 52
CREATED = 1_700_000_000
WHEN = "2023-11-14T22:13:20Z"


def container(**more: Any) -> dict[str, Any]:
    """An entry of GET /containers/json."""
    return {
        "Id": ID,
        "Names": ["/web"],
        "Image": "busybox",
        "ImageID": IMAGE_ID,
        "Command": "httpd -f",
        "Created": CREATED,
        "Ports": [{"IP": "127.0.0.1", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}],
        "Labels": {"app": "x"},
        "State": "running",
        "Status": "Up 2 hours",
        "HostConfig": {"NetworkMode": "bridge"},
        "NetworkSettings": {"Networks": {"bridge": {}}},
        "Mounts": [{"Type": "volume", "Name": "data-with-a-name-that-is-long", "Destination": "/d"}],
        "SizeRw": 1000,
        "SizeRootFs": 5000,
        **more,
    }


def inspected(**more: Any) -> dict[str, Any]:
    """GET /containers/{id}/json."""
    return {
        "Id": ID,
        "Created": WHEN,
        "Name": "/web",
        "Path": "httpd",
        "Args": ["-f"],
        "Image": IMAGE_ID,
        "State": {"Status": "running", "Running": True, "Paused": False, "Pid": 1, "ExitCode": 0, "StartedAt": WHEN},
        "Config": {"Tty": False, "OpenStdin": False, "Env": ["A=1"], "Labels": {}, "Image": "busybox", "Cmd": ["sh"]},
        "HostConfig": {"NetworkMode": "bridge", "AutoRemove": False, "LogConfig": {"Type": "json-file", "Config": {}}},
        "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}, "Networks": {}},
        "Mounts": [],
        "SizeRw": 1000,
        "SizeRootFs": 5000,
        **more,
    }


def image(**more: Any) -> dict[str, Any]:
    """An entry of GET /images/json."""
    return {
        "Id": IMAGE_ID,
        "ParentId": "",
        "RepoTags": ["busybox:latest"],
        "RepoDigests": ["busybox@sha256:" + "d" * 64],
        "Created": CREATED,
        "Size": 4_262_784,
        "SharedSize": -1,
        "Labels": {},
        "Containers": -1,
        **more,
    }


def network(**more: Any) -> dict[str, Any]:
    """An entry of GET /networks."""
    return {
        "Id": "e" * 64,
        "Name": "front",
        "Driver": "bridge",
        "Scope": "local",
        "Created": WHEN,
        "EnableIPv6": False,
        "Internal": False,
        "Labels": {},
        "IPAM": {"Driver": "default", "Config": []},
        "Containers": {},
        "Options": {},
        **more,
    }


def volume(**more: Any) -> dict[str, Any]:
    """An entry of GET /volumes."""
    return {
        "Name": "data",
        "Driver": "local",
        "Mountpoint": "/var/lib/docker/volumes/data/_data",
        "Scope": "local",
        "Labels": {},
        "Options": None,
        "CreatedAt": WHEN,
        **more,
    }


def frame(stream: int, data: bytes) -> bytes:
    """A frame of a multiplexed stream."""
    return struct.pack(">BxxxL", stream, len(data)) + data


def archive(name: str = "f", data: bytes = b"x") -> bytes:
    """A tar of one file."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    return held.getvalue()


STATS = {
    "id": ID,
    "name": "/web",
    "read": WHEN,
    "preread": WHEN,
    "pids_stats": {"current": 1},
    "cpu_stats": {"cpu_usage": {"total_usage": 200}, "system_cpu_usage": 2000, "online_cpus": 2},
    "precpu_stats": {"cpu_usage": {"total_usage": 100}, "system_cpu_usage": 1000, "online_cpus": 2},
    "memory_stats": {"usage": 4096, "limit": 65536, "stats": {}},
    "networks": {"eth0": {"rx_bytes": 1, "tx_bytes": 2}},
    "blkio_stats": {"io_service_bytes_recursive": []},
}
USAGE = {
    "LayersSize": 1,
    "Images": [image(Containers=1, SharedSize=0)],
    "Containers": [container()],
    "Volumes": [volume(UsageData={"RefCount": 1, "Size": 100})],
    "BuildCache": [],
}
EVENT = {
    "Type": "container",
    "Action": "start",
    "Actor": {"ID": ID, "Attributes": {"image": "busybox", "name": "web"}},
    "scope": "local",
    "time": CREATED,
    "timeNano": CREATED * 10**9,
}
PRUNED = {"ContainersDeleted": [ID], "ImagesDeleted": [], "NetworksDeleted": ["front"], "VolumesDeleted": ["data"]}


class Known(Recording):
    """A daemon with a container `web`, an image `busybox`, a network `front` and a volume `data`."""

    def __init__(self, folder: Path, **more: Any) -> None:
        super().__init__(folder, **more)
        for method, path, body in ANSWERS:
            self.answer(method, path, body, 201 if path.endswith("/create") else 200)
        for method, path, status in EMPTY:
            self.answer(method, path, None, status)
        self.lines("POST", "/images/create", {"status": "Status: Downloaded newer image"})
        self.lines("POST", "/images/.+/push", {"status": "latest: digest: sha256:0 size: 1"})
        self.lines("POST", "/images/load", {"stream": "Loaded image: busybox:latest\n"})
        self.lines("POST", "/build", {"stream": "Successfully built a1b2c3d4e5f6\n"}, {"aux": {"ID": IMAGE_ID}})
        self.lines("GET", "/events", EVENT)
        self.answer_with("GET", "/containers/[^/]+/logs", lambda request: _bytes(frame(1, b"out\n")))
        self.answer_with("GET", "/containers/[^/]+/stats", lambda request: _bytes(json.dumps(STATS).encode()))
        self.answer_with("GET", "/images/.*get|/containers/[^/]+/export", lambda request: _bytes(archive()))

    def lines(self, method: str, path: str, *values: Any) -> None:
        """Answer with values, one a line."""
        data = b"".join(json.dumps(value).encode() + b"\n" for value in values)
        self.answer_with(method, path, lambda request: Reply(200, data))


def _bytes(data: bytes) -> Reply:
    return Reply(200, data, "application/x-tar")


ANSWERS: list[tuple[str, str, Any]] = [
    ("GET", "/containers/json", [container()]),
    ("GET", "/containers/[^/]+/json", inspected()),
    ("GET", "/containers/[^/]+/top", {"Titles": ["PID", "CMD"], "Processes": [["1", "httpd"]]}),
    ("GET", "/containers/[^/]+/changes", [{"Path": "/a", "Kind": 1}]),
    ("POST", "/containers/create", {"Id": ID, "Warnings": []}),
    ("POST", "/containers/[^/]+/wait", {"StatusCode": 0}),
    ("POST", "/containers/[^/]+/exec", {"Id": "5" * 64}),
    ("POST", "/containers/[^/]+/update", {"Warnings": []}),
    ("POST", "/containers/prune", {**PRUNED, "SpaceReclaimed": 10}),
    ("GET", "/exec/[^/]+/json", {"ExitCode": 0, "Running": False}),
    ("POST", "/commit", {"Id": IMAGE_ID}),
    ("GET", "/images/json", [image()]),
    ("GET", "/images/[^/]+/json", {**image(), "Architecture": "amd64", "Os": "linux", "Config": {}}),
    (
        "GET",
        "/images/[^/]+/history",
        [
            {
                "Id": IMAGE_ID,
                "Created": CREATED,
                "CreatedBy": "x" * 60,
                "Size": 12345,
                "Tags": ["busybox:latest"],
                "Comment": "",
            }
        ],
    ),
    ("DELETE", "/images/.+", [{"Untagged": "busybox:latest"}]),
    ("POST", "/images/prune", {**PRUNED, "SpaceReclaimed": 10}),
    ("GET", "/images/search", [{"name": "busybox", "description": "d" * 60, "star_count": 5, "is_official": True}]),
    ("GET", "/networks", [network()]),
    ("GET", "/networks/[^/]+", network()),
    ("POST", "/networks/create", {"Id": "e" * 64, "Warning": ""}),
    ("POST", "/networks/prune", PRUNED),
    ("GET", "/volumes", {"Volumes": [volume()], "Warnings": []}),
    ("GET", "/volumes/[^/]+", volume(ClusterVolume={"ID": "v", "Spec": {}, "Version": {"Index": 1}})),
    ("POST", "/volumes/create", volume()),
    ("POST", "/volumes/prune", {**PRUNED, "SpaceReclaimed": 10}),
    ("POST", "/build/prune", {"CachesDeleted": [], "SpaceReclaimed": 10}),
    ("GET", "/system/df", USAGE),
    (
        "GET",
        "/info",
        {"ID": "i", "Name": "host", "ServerVersion": "28.5.2", "IndexServerAddress": "https://index.docker.io/v1/"},
    ),
    ("GET", "/version", {"Version": "28.5.2", "ApiVersion": "1.51", "Os": "linux", "Arch": "amd64", "Components": []}),
    ("GET", "/containers/[^/]+/checkpoints", [{"Name": "cp"}]),
    ("POST", "/auth", {"Status": "Login Succeeded"}),
]
EMPTY = [
    ("POST", "/containers/[^/]+/(start|stop|restart|kill|pause|unpause|rename|resize|checkpoints)", 204),
    ("DELETE", "/containers/.+", 204),
    ("PUT", "/containers/[^/]+/archive", 200),
    ("POST", "/images/[^/]+/tag", 201),
    ("POST", "/networks/[^/]+/(connect|disconnect)", 200),
    ("DELETE", "/networks/.+", 204),
    ("DELETE", "/volumes/.+", 204),
    ("PUT", "/volumes/.+", 200),
    ("POST", "/exec/[^/]+/resize", 200),
]
