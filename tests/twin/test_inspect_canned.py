"""inspect prints what docker prints, finds what docker finds and says what docker says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.canned import Canned

pytestmark = pytest.mark.twin

CONTAINER: dict[str, Any] = {
    "Id": "a" * 64,
    "Created": "2024-05-01T10:20:30.123456789Z",
    "Path": "sh",
    "Args": ["-c", "x"],
    "State": {
        "Status": "running",
        "Running": True,
        "Paused": False,
        "Restarting": False,
        "OOMKilled": False,
        "Dead": False,
        "Pid": 123,
        "ExitCode": 0,
        "Error": "",
        "StartedAt": "2024-05-01T10:20:31Z",
        "FinishedAt": "0001-01-01T00:00:00Z",
        "Health": {
            "Status": "healthy",
            "FailingStreak": 0,
            "Log": [
                {"Start": "2024-05-01T10:20:31.5+02:00", "End": "2024-05-01T10:20:32Z", "ExitCode": 0, "Output": "ok\n"}
            ],
        },
    },
    "Image": "sha256:" + "b" * 64,
    "Name": "/web",
    "RestartCount": 0,
    "Driver": "overlay2",
    "Platform": "linux",
    "HostConfig": {
        "Binds": ["/a:/b"],
        "Memory": 5242880,
        "NetworkMode": "bridge",
        "PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]},
        "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
        "OomKillDisable": False,
        "PidsLimit": 0,
        "Init": False,
        "ShmSize": 67108864,
        "Ulimits": [{"Name": "nofile", "Soft": 5, "Hard": 6}],
        "BlkioDeviceReadBps": [{"Path": "/dev/sda", "Rate": 1048576}],
        "BlkioWeightDevice": [{"Path": "/dev/sda", "Weight": 10}],
        "LogConfig": {"Type": "json-file", "Config": {}},
    },
    "GraphDriver": {"Data": {"x": "y"}, "Name": "overlay2"},
    "Mounts": [
        {
            "Type": "volume",
            "Name": "v",
            "Source": "/s",
            "Destination": "/d",
            "Driver": "local",
            "Mode": "z",
            "RW": True,
            "Propagation": "",
        }
    ],
    "Config": {
        "Hostname": "h",
        "Env": ["A=b", "P=<&>"],
        "Cmd": ["sh"],
        "Labels": {"x": "y", "k.z": "w"},
        "ExposedPorts": {"80/tcp": {}, "443/tcp": {}},
        "Healthcheck": {"Test": ["CMD", "x"], "Interval": 30000000000},
        "StopTimeout": 0,
        "Volumes": {"/v": {}},
    },
    "NetworkSettings": {
        "Bridge": "",
        "Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "443/tcp": None},
        "IPAddress": "172.17.0.2",
        "Networks": {
            "bridge": {"IPAddress": "172.17.0.2", "Gateway": "172.17.0.1", "IPPrefixLen": 16, "Aliases": None}
        },
    },
    "Extra": {"z": 1.50, "a": [1e3, {"q": None}]},
    "Unicode": "é\u2028<>&\\",
}
IMAGE: dict[str, Any] = {
    "Id": "sha256:" + "b" * 64,
    "RepoTags": ["x:1"],
    "RepoDigests": [],
    "Created": "2024-01-01T00:00:00Z",
    "Config": {"Env": ["A=b"], "Cmd": ["sh"], "Entrypoint": None, "Labels": None},
    "Architecture": "amd64",
    "Os": "linux",
    "Size": 4262784,
    "RootFS": {"Type": "layers", "Layers": ["sha256:1"]},
    "Metadata": {"LastTagTime": "2024-05-01T10:20:30.12Z"},
    "GraphDriver": {"Data": None, "Name": "x"},
}
NETWORK: dict[str, Any] = {
    "Name": "n",
    "Id": "c" * 64,
    "Created": "2024-05-01T10:20:30.123456789+02:00",
    "Scope": "local",
    "Driver": "bridge",
    "EnableIPv4": True,
    "EnableIPv6": False,
    "IPAM": {"Driver": "default", "Options": {}, "Config": [{"Subnet": "172.18.0.0/16", "Gateway": "172.18.0.1"}]},
    "Internal": False,
    "Containers": {
        "x" * 64: {"Name": "web", "EndpointID": "e", "MacAddress": "m", "IPv4Address": "1/16", "IPv6Address": ""}
    },
    "Options": {},
    "Labels": {"a": "b"},
}
VOLUME: dict[str, Any] = {
    "CreatedAt": "2024-01-01T00:00:00Z",
    "Driver": "local",
    "Labels": None,
    "Mountpoint": "/x",
    "Name": "v",
    "Options": None,
    "Scope": "local",
    "Status": {"a": 1, "b": [1.5, "x"]},
}
RAW = json.dumps(CONTAINER, ensure_ascii=False).replace("<", "\\u003c").encode()
ANSWERS: dict[str, Any] = {
    "/containers/c/json": RAW,
    "/containers/i/json": (404, {"message": "No such container: i"}),
    "/containers/n/json": (404, {"message": "No such container: n"}),
    "/images/n/json": (404, {"message": "No such image: n"}),
    "/images/i/json": IMAGE,
    "/networks/n": NETWORK,
    "/containers/v/json": (404, {"message": "No such container: v"}),
    "/images/v/json": (404, {"message": "No such image: v"}),
    "/networks/v": (404, {"message": "network v not found"}),
    "/volumes/v": VOLUME,
    "/info": {"Swarm": {"ControlAvailable": False}},
    **{
        k + x + s: (404, {"message": f"no such {x}"})
        for x in ("zz",)
        for k, s in (
            ("/containers/", "/json"),
            ("/images/", "/json"),
            ("/networks/", ""),
            ("/volumes/", ""),
            ("/plugins/", "/json"),
        )
    },
    "/containers/boom/json": (500, {"message": "boom"}),
    "/containers/bad!/json": (400, {"message": "invalid reference format"}),
}
LINES = r"""
inspect c
inspect c i n v
inspect zz
inspect c zz i
inspect zz boom
inspect -f json c i
inspect -s c
inspect -s i
inspect --type container c
inspect --type container zz
inspect --type image c
inspect --type network n
inspect --type volume v
inspect --type plugin zz
inspect --type x c
inspect --type '' c
inspect -f '{{.Id}}' c
inspect -f '{{.ID}}' c i
inspect -f '{{.Name}}' c i n v
inspect -f '{{.Nope}}' c
inspect -f '{{.Nope}}' c i
inspect -f '{{.State.Nope}}' c
inspect -f '{{' c
inspect -f '{{.Name}}' zz
inspect -f '{{.State.Status}} {{.State.Pid}} {{.State.Running}} {{.State.StartedAt}} {{.State.Error}}' c
inspect -f '{{json .State}}' c
inspect -f '{{json .Config}}' c
inspect -f '{{json .HostConfig}}' c
inspect -f '{{json .}}' c
inspect -f '{{json .NetworkSettings.Networks}}' c
inspect -f '{{json .Mounts}} {{.Mounts}}' c
inspect -f '{{.Config.Env}} {{.Config.Labels}} {{.Config.ExposedPorts}} {{.Config.Cmd}} {{.Config.Volumes}}' c
inspect -f '{{range $p, $c := .NetworkSettings.Ports}}{{$p}} -> {{if $c}}{{(index $c 0).HostPort}}{{end}};{{end}}' c
inspect -f '{{range $p, $c := .NetworkSettings.Ports}}{{$p.Port}}/{{$p.Proto}} {{$p.Int}};{{end}}' c
inspect -f '{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}' c
inspect -f '{{index .NetworkSettings.Ports "80/tcp"}} {{index .Config.ExposedPorts "80/tcp"}}' c
inspect -f '{{index .NetworkSettings.Ports "81/tcp"}}' c
inspect -f '{{range $p, $c := .NetworkSettings.Ports}}{{index $.NetworkSettings.Ports $p}}{{end}}' c
inspect -f '{{.NetworkSettings.Ports.x}}' c
inspect -f '{{index .Config.Labels .State.Status}}' c
inspect -f '{{with .HostConfig.NetworkMode}}{{.IsHost}} {{.IsUserDefined}} {{.NetworkName}} {{.UserDefined}}{{end}}' c
inspect -f '{{.HostConfig.IpcMode.IsPrivate}} {{.HostConfig.IpcMode.IsEmpty}} {{.HostConfig.PidMode.IsPrivate}}' c
inspect -f '{{.HostConfig.NetworkMode.Nope}}' c
inspect -f '{{with .HostConfig}}{{.OomKillDisable}} {{.PidsLimit}} {{.Init}} {{.MemorySwappiness}}{{end}}' c
inspect -f '{{if .HostConfig.Init}}y{{end}} {{with .Config.StopTimeout}}{{.}}{{end}} {{html .HostConfig.PidsLimit}}' c
inspect -f '{{not .HostConfig.OomKillDisable}} {{and .HostConfig.PidsLimit 5}} {{or .HostConfig.Init 5}}' c
inspect -f '{{eq .HostConfig.PidsLimit 0}}' c
inspect -f '{{eq .HostConfig.Init false}}' c
inspect -f '{{gt .HostConfig.PidsLimit 1}}' c
inspect -f '{{json .HostConfig.Init}} {{json .Config.StopTimeout}} {{printf "%T" .HostConfig.Init}}' c
inspect -f '{{printf "%d" .HostConfig.Memory}} {{len .HostConfig.PidsLimit}}' c
inspect -f '{{.HostConfig.Ulimits}} {{range .HostConfig.Ulimits}}{{.}} {{.Name}} {{json .}}{{end}}' c
inspect -f '{{.HostConfig.BlkioDeviceReadBps}} {{.HostConfig.BlkioWeightDevice}} {{.HostConfig.BlkioDeviceWriteBps}}' c
inspect -f '{{with index .HostConfig.Ulimits 0}}{{printf "%v %s %+v" . . .}}{{end}}' c
inspect -f '{{printf "%#v %#v" .Config.Healthcheck.Interval .HostConfig.ConsoleSize}}' c
inspect -f '{{printf "%v %#v %s %d" .SizeRw .SizeRw .SizeRw .SizeRw}}' c
inspect -f '{{with .Config.Healthcheck.Interval}}{{.Seconds}} {{.Minutes}} {{.Hours}} {{.Milliseconds}}{{end}}' c
inspect -f '{{if .Config.Healthcheck.Timeout}}some{{else}}none{{end}}' c
inspect -f '{{with (index .State.Health.Log 0).Start}}{{.UTC}} {{.Year}} {{.YearDay}} {{.Hour}} {{.UnixNano}}{{end}}' c
inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.Gateway}} {{.IPPrefixLen}} {{.Aliases}}{{end}}' c
inspect -f '{{range $k,$v := .NetworkSettings.Networks}}{{$k}}{{$v.Nope}}{{end}}' c
inspect -f '{{.NetworkSettings.IPAddress}} {{.NetworkSettings.Bridge}}' c
inspect -f '{{.HostConfig.NanoCpus}} {{.HostConfig.Dns}}' c
inspect -f '{{.HostConfig.PortBindings}} {{.GraphDriver}} {{.GraphDriver.Name}} {{.Args}} {{.SizeRw}}' c
inspect -f '{{.State.Health.Status}} {{range .State.Health.Log}}{{.Output}}{{.Start}} {{json .}}{{end}}' c
inspect -f '{{.Extra}} {{json .Extra}} {{.Extra.z}}' c
inspect -f '{{.Extra.z}} {{.Id}} {{json .}}' c
inspect -f '{{if eq .HostConfig.NetworkMode "bridge"}}b{{end}} {{eq .HostConfig.Memory 5242880}}' c
inspect -f '{{upper .HostConfig.NetworkMode}}' c
inspect -f '{{join .Config.Env ","}}' c
inspect -f '{{join .Args ","}} {{split .Name "/"}} {{.Name | printf "%.3s"}}' c
inspect -f '{{printf "%T %T %T %T %T" .State .Config.Env .HostConfig.Memory .NetworkSettings.Ports .Created}}' c
inspect -f '{{json .}}' i
inspect -f '{{.VirtualSize}} {{.DockerVersion}}' i
inspect -f '{{.Created}} {{.IPAM.Config}} {{range .IPAM.Config}}{{.Subnet}}{{end}} {{json .IPAM}} {{.Labels}}' n
inspect -f '{{.Created.Format "2006-01-02"}} {{.Created.Unix}}' n
inspect -f '{{json .}}' n
inspect -f '{{range .Containers}}{{.Name}}{{end}}' n
inspect -f '{{json .}} {{.Mountpoint}} {{.Labels}} {{.Options}} {{.Status}} {{.UsageData}}' v
inspect -f table c
inspect -f '{{println .Name}}' c
inspect
inspect ''
inspect bad!
container inspect c
container inspect c zz
container inspect i
container inspect -s -f '{{.Name}}' c
container inspect ''
container inspect ' '
image inspect i
image inspect zz
image inspect -f '{{.Id}}' i
image inspect --platform linux/amd64 i
image inspect --platform a/b/c/d/e i
image inspect ''
network inspect n
network inspect -v n
network inspect v
network inspect ''
volume inspect v
volume inspect zz
volume inspect -f '{{.Nope}}' v
volume inspect -f '{{.UsageData.Size}}' v
inspect -f '{{.Nope}}' v
volume inspect ''
network inspect zz n -f '{{.Name}}'
""".strip().split("\n")
TEMPLATES = [
    ("c", '{{index .Config.Labels "x"}}|{{index .Config.Labels "nope"}}|{{.Config.Labels.x}}|{{.Config.Labels.nope}}'),
    (
        "c",
        "{{.HostConfig.Memory}} {{.HostConfig.OomKillDisable}} {{.HostConfig.PidsLimit}} "
        "{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy}} "
        "{{.HostConfig.NetworkMode}} {{.HostConfig.DNS}} {{.HostConfig.Binds}} "
        "{{.HostConfig.ConsoleSize}}",
    ),
    (
        "c",
        "{{.Config.Healthcheck.Interval}} {{.Config.Healthcheck}} {{.Config.StopTimeout}} {{json .Config.Healthcheck}}",
    ),
    (
        "c",
        '{{if eq .State.Status "running"}}up{{end}} {{if gt .State.Pid 0}}pid{{end}} '
        "{{len .Mounts}} {{len .Config.Env}}",
    ),
    (
        "i",
        "{{.Created}} {{.Size}} {{.RootFS.Layers}} {{.Os}}/{{.Architecture}} "
        "{{.Metadata.LastTagTime}} {{json .Config}} {{.RepoTags}}",
    ),
]


@pytest.mark.parametrize("line", LINES)
def test_as_docker(bed: None, line: str) -> None:
    with Canned(ANSWERS) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize(("name", "template"), TEMPLATES)
def test_templates(bed: None, name: str, template: str) -> None:
    with Canned(ANSWERS) as daemon:
        assert daemon.compare(f"inspect -f '{template}' {name}") == ""


def test_a_manager_is_asked_for_objects_of_the_swarm(bed: None) -> None:
    answers = ANSWERS | {"/info": {"Swarm": {"ControlAvailable": True}}}
    gone = {f"/{kind}/zz": (404, {"message": "no"}) for kind in ("services", "tasks", "nodes", "secrets", "configs")}
    with Canned(answers | gone) as daemon:
        assert daemon.compare("inspect zz c") == ""
    with Canned(answers | gone | {"/nodes/zz": {"ID": "n1", "Description": {"Hostname": "h"}}}) as daemon:
        assert daemon.compare("inspect zz") == ""
        assert daemon.compare("inspect -f '{{.Description.Hostname}}' zz") == ""
