"""images and history print what docker prints, and ask for what docker asks."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.support.canned import Canned

pytestmark = pytest.mark.twin

NOW = int(time.time())
IMAGES: list[dict[str, Any]] = [
    {
        "Id": "sha256:" + "a" * 64,
        "ParentId": "",
        "RepoTags": ["nginx:latest"],
        "RepoDigests": ["nginx@sha256:" + "b" * 64],
        "Created": NOW - 86400 * 20,
        "Size": 123456789,
        "SharedSize": -1,
        "VirtualSize": 123456789,
        "Containers": -1,
        "Labels": None,
    },
    {
        "Id": "sha256:" + "c" * 64,
        "RepoTags": ["localhost:5000/x/y:1", "localhost:5000/x/y:2"],
        "RepoDigests": [],
        "Created": NOW - 86400 * 9 - 600,
        "Size": 1000,
        "SharedSize": 500,
        "Containers": 2,
        "Labels": {"a": "b"},
    },
    {
        "Id": "sha256:" + "d" * 64,
        "RepoTags": None,
        "RepoDigests": ["docker.io/library/alpine@sha256:" + "e" * 64],
        "Created": NOW - 1000000,
        "Size": 5000000,
        "SharedSize": -1,
        "Containers": -1,
    },
    {
        "Id": "sha256:" + "f" * 64,
        "RepoTags": ["<none>:<none>"],
        "RepoDigests": ["<none>@<none>"],
        "Created": -62135596800,
        "Size": 0,
        "SharedSize": 0,
        "Containers": 0,
    },
    {
        "Id": "sha256:" + "1" * 64,
        "RepoTags": [],
        "RepoDigests": [],
        "Created": 0,
        "Size": 1,
        "SharedSize": 0,
        "Containers": 0,
    },
]


def manifest(platform: dict[str, str], digit: str, kind: str = "image", **more: Any) -> dict[str, Any]:
    """A manifest of an index, as the Engine lists it with manifests=1."""
    digest = "sha256:" + digit * 64
    return {
        "ID": digest,
        "Descriptor": {"mediaType": "m", "digest": digest, "size": 5},
        "Available": True,
        "Size": {"Content": 1234567, "Total": 7654321},
        "Kind": kind,
        **(more or {"ImageData": {"Platform": platform, "Containers": [], "Size": {"Unpacked": 1}}}),
    }


ARM, ARM64 = {"architecture": "arm", "os": "linux", "variant": "v7"}, {"architecture": "arm64", "os": "linux"}
AMD64 = {"architecture": "amd64", "os": "linux"}
TREE = [
    IMAGES[0]
    | {
        "Manifests": [
            manifest(AMD64, "2", ImageData={"Platform": AMD64, "Containers": ["x"], "Size": {"Unpacked": 1}}),
            manifest(ARM64, "3"),
            manifest({}, "4", "attestation", AttestationData={"For": "sha256:" + "2" * 64}),
        ]
    },
    IMAGES[1] | {"Manifests": [manifest(ARM, "5")]},
    IMAGES[4] | {"Manifests": None},
    IMAGES[3],
]
LAYERS = [
    {
        "Id": "sha256:" + "a" * 64,
        "Created": NOW - 86400 * 3,
        "CreatedBy": 'CMD ["sh"]\twith tab and a very long text that goes on and on',
        "Tags": ["x:1"],
        "Size": 0,
        "Comment": "buildkit.dockerfile.v0",
    },
    {
        "Id": "<missing>",
        "Created": 946684800,
        "CreatedBy": "/bin/sh -c #(nop) ADD file:é",
        "Tags": None,
        "Size": 4262784,
        "Comment": "",
    },
    {"Id": "<missing>", "Created": 0, "CreatedBy": "", "Size": 5},
]
LINES = r"""
images
images -a
images -q
images -q --no-trunc
images --digests
images --digests -q
images --no-trunc
images nginx
images nginx:latest extra
images -f dangling=true -f label=x
images ls
images rm
images --format json
images --format '{{json .}}' --digests
images --format '{{.ID}}: {{.Repository}}'
images --format '{{.Digest}}'
images --format 'table {{.ID}}\t{{.Digest}}'
images --format table
images --format raw
images --format raw -q
images --format raw --digests
images --format 'table {{.Repository}}' --digests
images --format '{{.CreatedAt}} {{.CreatedSince}} {{.Size}} {{.Containers}}'
images --format '{{.VirtualSize}} {{.SharedSize}} {{.UniqueSize}}'
images --format '{{.Nope}}'
images --format '{{'
images -q --format '{{.Repository}}'
image ls
image list
""".strip().split("\n")
TREE_LINES = r"""
images --tree
image ls --tree
images --tree -a
images --tree nginx
images --tree -q
images --tree --no-trunc
images --tree --digests
images --tree --format x
""".strip().split("\n")
HISTORY_LINES = r"""
history x
history -q x
history --no-trunc x
history -H=false x
history --human=false -q x
history --format json x
history --format '{{json .}}' --human=false x
history --format 'table {{.ID}}\t{{.CreatedBy}}' x
history --format '{{.ID}}: {{.CreatedAt}} {{.CreatedSince}} {{.Size}}' x
history --format '{{.Nope}}' x
history
history x y
history --platform linux/amd64 x
history --platform bad/x/y/z/w x
image history -q --format '{{.ID}}' x
""".strip().split("\n")


@pytest.mark.parametrize("line", LINES)
def test_images(bed: None, line: str) -> None:
    with Canned({"/images/json": IMAGES}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("api", ["1.24", "1.41", "1.52"])
@pytest.mark.parametrize("line", ["images x", "images -f label=a x", "images --tree", "images -q"])
def test_other_engines(bed: None, api: str, line: str) -> None:
    with Canned({"/images/json": IMAGES}, api=api) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["images", "images ls", "images rm", "images nosuch", "images --format json"])
def test_no_images(bed: None, line: str) -> None:
    with Canned({"/images/json": []}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["images", "images -q", "images --digests"])
def test_a_format_in_config_json(bed: None, line: str) -> None:
    with Canned({"/images/json": IMAGES}) as daemon:
        assert daemon.compare(line, {"imagesFormat": "{{.ID}}"}) == ""


@pytest.mark.parametrize("line", TREE_LINES)
def test_tree(bed: None, line: str) -> None:
    with Canned({"/images/json": TREE}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize(
    "names",
    [[], ["b:1", "a:1", "ccc:1"], ["w/" + "l" * 30 + ":1", "short:1", "w/" + "l" * 50 + ":1"]],
    ids=["none", "short", "long"],
)
def test_names_in_the_tree(bed: None, names: list[str]) -> None:
    images = [IMAGES[1] | {"RepoTags": names, "Manifests": [manifest(ARM, "5")]}] if names else []
    with Canned({"/images/json": images}) as daemon:
        assert daemon.compare("images --tree") == ""


@pytest.mark.parametrize("line", HISTORY_LINES)
def test_history(bed: None, line: str) -> None:
    with Canned({"/images/x/history": LAYERS}) as daemon:
        assert daemon.compare(line) == ""
