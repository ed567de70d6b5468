"""ps and its formats print what docker prints, and ask for what docker asks."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.support.canned import Canned

pytestmark = pytest.mark.twin

# Ages in the middle of a day or a year: none turns over between a run of docker and one of ours.
NOW = int(time.time())
CONTAINERS: list[dict[str, Any]] = [
    {
        "Id": "a" * 64,
        "Names": ["/web", "/other/link"],
        "Image": "docker.io/library/nginx:1.27@sha256:" + "b" * 64,
        "ImageID": "sha256:" + "c" * 64,
        "Command": "nginx -g 'daemon off;' \"x\" <é>",
        "Created": NOW - 86400 * 3 - 600,
        "Ports": [
            {"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"},
            {"IP": "::", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"},
            {"IP": "0.0.0.0", "PrivatePort": 443, "PublicPort": 443, "Type": "tcp"},
            *({"PrivatePort": port, "Type": "tcp"} for port in (9000, 9001, 9003)),
            {"PrivatePort": 53, "Type": "udp"},
        ],
        "Labels": {"b.c-d_e": "1", "a": "<x>"},
        "State": "running",
        "Status": "Up 3 days (healthy)",
        "NetworkSettings": {"Networks": {"bridge": {"IPAddress": "172.17.0.2"}}},
        "Mounts": [
            {"Type": "volume", "Name": "a" * 64, "Source": "/x", "Driver": "local"},
            {"Type": "bind", "Source": "/very/long/path/name/é"},
        ],
        "SizeRw": 12345,
        "SizeRootFs": 123456789,
        "ImageManifestDescriptor": {
            "mediaType": "x",
            "digest": "sha256:" + "d" * 64,
            "size": 5,
            "platform": {"architecture": "arm64", "os": "linux", "variant": "v8"},
        },
    },
    {
        "Id": "e" * 64,
        "Names": ["/job"],
        "Image": "sha256:" + "f" * 64,
        "ImageID": "sha256:" + "f" * 64,
        "Command": "sh",
        "Created": NOW - 86400 * 9 - 600,
        "Ports": [],
        "Labels": None,
        "State": "exited",
        "Status": "Exited (0) 1 minute ago",
        "NetworkSettings": None,
        "Mounts": [],
        "SizeRw": 0,
    },
    {
        "Id": "1" * 64,
        "Names": [],
        "Image": "",
        "ImageID": "",
        "Command": "",
        "Created": NOW - 5 * 86400 * 366,
        "Ports": None,
        "Labels": {},
        "State": "created",
        "Status": "Created",
    },
]
LINES = r"""
ps
ps -a
ps -q
ps -aq --no-trunc
ps -s
ps -l
ps -n 3
ps -n 0
ps -n -1
ps -n x
ps --no-trunc
ps -f label=a -f label=b -f status=running
ps -f a
ps --format json
ps --format '{{json .}}'
ps --format '{{json .}}' --no-trunc
ps --format '{{.ID}} {{.Names}}'
ps --format 'table {{.ID}}\t{{.Names}}\t{{.Label "a"}}'
ps --format 'table {{.ID}}\t{{.Label "b.c-d_e"}}\t{{upper .Names}}\t{{json .State}}'
ps --format 'table {{.Nope}}'
ps --format '{{.Nope}}'
ps --format '{{.ID'
ps --format table
ps --format raw
ps --format raw -s
ps --format raw -q
ps -q --format '{{.ID}}'
ps --format '{{.Size}}'
ps --format '{{.Size}}' --size=false
ps --format 'table {{.Size}} {{.Platform}}'
ps --format '{{.Platform}} {{json .Platform}} {{.LocalVolumes}} {{.Mounts}} {{.Networks}}'
ps --format '{{.CreatedAt}} {{.State}} {{.Labels}} {{.Ports}}'
ps --format '{{.Label}}'
ps --format '{{.Label 5}}'
ps --format '{{.Label "a" "b"}}'
ps --format '{{.ID 5}}'
ps --format '{{.ID.x}}'
ps --format '{{if .Label "a"}}yes{{end}}{{with .Networks}}{{.}}{{end}}'
ps --format 'table{{.ID}}'
ps --format ' table {{.ID}}'
ps --format 'x\ty\n'
ps --format ''
ps --format 'table {{.ID}} {{/* c */}} {{.Names}}'
ps --format 'table {{ .ID }}\t{{- .Names }}'
ps --format '{{range split .Labels ","}}{{.}};{{end}}'
ps --format '{{.FullHeader}}'
ps --format '{{.Header}}'
ps --format '{{println .ID}}'
ps extra
container list
container ps
container ls -a -q -s
""".strip().split("\n")


@pytest.mark.parametrize("line", LINES)
def test_as_docker(bed: None, line: str) -> None:
    with Canned({"/containers/json": CONTAINERS}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["ps", "ps -s", "ps --format json", "ps --format 'table {{.ID}}\\t{{upper .Nope}}'"])
def test_nothing_to_list(bed: None, line: str) -> None:
    with Canned({"/containers/json": []}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["ps", "ps -q", "ps -s", "ps --format table", "ps --format '{{.ID}}'"])
def test_a_format_in_config_json(bed: None, line: str) -> None:
    with Canned({"/containers/json": CONTAINERS}) as daemon:
        assert daemon.compare(line, {"psFormat": "table {{.Names}}\\t{{.Size}}"}) == ""


def test_a_failure_of_the_daemon(bed: None) -> None:
    with Canned({"/containers/json": (500, {"message": "boom"})}) as daemon:
        assert daemon.compare("ps") == ""
