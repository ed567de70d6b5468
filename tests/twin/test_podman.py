"""Podman's Docker API: the same line through docker and through ours prints the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engines import docker_cli
from tests.support.objects import archive

PATIENCE = 120
# Lines in their order: later ones see what earlier ones made.
LINES = (
    "images",
    "images -q",
    "images --format json",
    "images --format {{.Repository}}:{{.Tag}}",
    "image inspect -f {{.Id}} localhost/files:one",
    "image inspect nosuch",
    "history -q nosuch",
    "tag localhost/files:one localhost/files:two",
    "tag nosuch localhost/files:three",
    "images localhost/files",
    "rmi localhost/files:two",
    "rmi nosuch",
    "ps",
    "ps -a",
    "ps -aq",
    "ps -a --filter status=exited",
    "inspect nosuch",
    "stop nosuch",
    "kill nosuch",
    "rm nosuch",
    "logs nosuch",
    "volume create data",
    "volume ls",
    "volume ls -q",
    "volume inspect -f {{.Name}} data",
    "volume inspect nosuch",
    "volume rm data",
    "network ls --format {{.Name}}",
    "network inspect -f {{.Driver}} podman",
    "network inspect nosuch",
    "version -f {{.Server.Version}}",
    "version -f {{.Server.APIVersion}}",
    "info -f {{.ServerVersion}}",
    "info -f {{.Containers}}/{{.Images}}",
    "images -a --no-trunc",
    "images --digests",
    "images -f dangling=true",
    "images -f reference=localhost/*",
    "images --format {{.ID}}|{{.Size}}|{{.CreatedAt}}|{{.Digest}}",
    "image ls localhost/nosuch",
    "image inspect localhost/files:one",
    "image inspect -f {{.Config.Cmd}}|{{.RootFS.Type}}|{{.RepoTags}} localhost/files:one",
    "inspect --type image localhost/files:one",
    "inspect -f {{.Nosuch}} localhost/files:one",
    "history --no-trunc localhost/files:one",
    "history -q localhost/files:one",
    "history --format {{.CreatedBy}}|{{.Size}}|{{.Comment}} localhost/files:one",
    "save nosuch",
    "push localhost/nosuch",
    "image prune -f",
    "ps --no-trunc -s",
    "ps --format json",
    "ps --filter nosuch=x",
    "ps -n 1",
    "container inspect nosuch",
    "start nosuch",
    "restart nosuch",
    "pause nosuch",
    "unpause nosuch",
    "wait nosuch",
    "port nosuch",
    "top nosuch",
    "diff nosuch",
    "rename nosuch other",
    "exec nosuch true",
    "cp nosuch:/x -",
    "export nosuch",
    "stats --no-stream nosuch",
    "container prune -f",
    "volume create kept --label a=b",
    "volume ls --format json",
    "volume ls -f label=a=b",
    "volume ls -f nosuch=x",
    "volume inspect kept",
    "volume rm kept",
    "volume rm nosuch other",
    "volume prune -f",
    "network ls",
    "network ls --no-trunc -q",
    "network ls --format json",
    "network ls -f driver=bridge",
    "network create made --label a=b",
    "network inspect -f {{.Labels}}|{{.Internal}} made",
    "network create made",
    "network connect made nosuch",
    "network rm made",
    "network rm nosuch",
    "system df",
    "system df --format {{.Type}}|{{.TotalCount}}|{{.Size}}",
    "system df -v",
    "version -f {{json_.Server}}",
    "info -f {{.Driver}}|{{.OSType}}|{{.CgroupVersion}}|{{.Swarm.LocalNodeState}}",
    "events --since 1m --until 0s -f type=nosuch",
    "create --name made localhost/files:one /hello",
    "inspect -f {{.Config.Image}}|{{.State.Status}} made",
    "ps -a --format {{.Names}}|{{.Image}}|{{.Command}}|{{.State}}|{{.Ports}}|{{.Labels}}",
    "ps -a -s --format {{.Names}}|{{.Mounts}}|{{.Networks}}|{{.LocalVolumes}}",
    "rm made",
    "--nosuch-flag ps",
    "ps --nosuch-flag",
)


@pytest.fixture(scope="module")
def podman(bed: None) -> Iterator[str]:
    """The address of a Podman service of the test's own, with one image."""
    program = shutil.which("podman")
    if program is None:
        pytest.skip("podman is not installed; as root `make test` installs it")
    folder = Path(tempfile.mkdtemp(prefix="pm-", dir="/tmp"))  # podman takes no run folder of more than 50 characters
    socket = folder / "podman.sock"
    words = [program, "--root", str(folder / "root"), "--runroot", str(folder / "run"), "--storage-driver", "vfs"]
    with open(folder / "log", "wb") as log:
        service = subprocess.Popen(
            [*words, "system", "service", "--time", "0", f"unix://{socket}"], stdout=log, stderr=log
        )
    try:
        end = time.monotonic() + PATIENCE
        while not socket.exists() and service.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        if not socket.exists():
            pytest.skip(f"podman does not run here: {(folder / 'log').read_text()[-300:]}")
        (folder / "files.tar").write_bytes(archive("hello", b"hello\n"))
        run(ours(), f"unix://{socket}", ["import", str(folder / "files.tar"), "localhost/files:one"])
        yield f"unix://{socket}"
    finally:
        service.terminate()
        service.wait(PATIENCE)
        subprocess.run([*words, "system", "reset", "--force"], capture_output=True, timeout=PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def ours() -> list[str]:
    return [sys.executable, "-m", "shell"]


def run(program: list[str], host: str, words: list[str]) -> tuple[str, str, int]:
    """stdout, stderr and status, without what two runs cannot share."""
    environ = {"PATH": os.defpath, "DOCKER_HOST": host, "DOCKER_CONFIG": "/nonexistent"}
    folder = Path(__file__).parents[2]
    done = subprocess.run(
        [*program, *words],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=environ,
        cwd=folder,
        stdin=subprocess.DEVNULL,
    )
    return normal(done.stdout), normal(done.stderr), done.returncode


def normal(text: str) -> str:
    text = re.sub(r"(Less than a second|About a minute|\d+ (second|minute)s?) ago *", "<age>", text)
    text = re.sub(r"CREATED +", "CREATED ", text)  # as wide as the longest age
    return text.replace("docker-shell", "docker")


def test_lines_are_answered_as_docker_s(podman: str) -> None:
    changing = ("tag", "rmi", "rm", "create", "volume create", "volume rm", "network create", "network rm")
    for line in LINES:
        words = [word.replace("_", " ") for word in line.split()]
        theirs = run([str(docker_cli())], podman, words)
        if line.startswith(changing) and theirs[2] == 0:  # done already: ours does it again on what is left
            continue
        mine = run(ours(), podman, words)
        if words[0].startswith("--"):
            assert mine[2] == theirs[2], line
        else:
            assert mine == theirs, line


def test_an_image_and_a_volume_come_and_go(podman: str) -> None:
    assert run(ours(), podman, ["tag", "localhost/files:one", "localhost/files:mine"]) == ("", "", 0)
    out, _, status = run(ours(), podman, ["images", "--format", "{{.Tag}}", "localhost/files"])
    assert status == 0 and sorted(out.split()) == ["mine", "one"]
    assert run(ours(), podman, ["rmi", "localhost/files:mine"])[2] == 0
    assert run(ours(), podman, ["volume", "create", "mine"]) == ("mine\n", "", 0)
    assert run(ours(), podman, ["volume", "rm", "mine"]) == ("mine\n", "", 0)
