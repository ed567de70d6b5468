"""The bed is what its description says, and the tap does not disturb what goes through it."""

from __future__ import annotations

import subprocess

import pytest

from tests.support import engines
from tests.support.engines import control
from tests.support.oracle import Oracle
from tests.support.tap import Tap

pytestmark = pytest.mark.live


def test_everything_is_up(bed: None) -> None:
    assert control.is_up()
    assert not [line for line in control.status() if " down " in line]


def test_versions_and_api(docker: Oracle) -> None:
    told = docker("version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}")
    if docker.version == engines.NEWEST:
        assert tuple(map(int, told.split()[1].split("."))) >= (1, 45), "sid moves on, but never back"
    else:
        assert told.startswith("20.10.") and told.endswith(" 1.41")


def test_a_container_serves_and_a_registry_answers(docker: Oracle) -> None:
    name = docker.container("httpd", "-f", "-p", "80", "-h", "/etc")
    assert "nobody" in docker("exec", name, "wget", "-q", "-O-", "http://127.0.0.1/passwd")
    assert docker("pull", "-q", f"{engines.REGISTRY}/{engines.IMAGE}") == f"{engines.REGISTRY}/{engines.IMAGE}"


def test_the_tap_carries_a_hijacked_connection(newest: Oracle) -> None:
    with Tap(engines.socket()) as tap:
        words = ["run", "-i", "--rm", "--name", newest.name(), engines.IMAGE, "cat"]
        done = subprocess.run(
            [engines.docker_cli(), "-H", tap.host, *words], input=b"to and fro", capture_output=True, timeout=60
        )
        assert (done.stdout, done.returncode) == (b"to and fro", 0)
        keys = [request.key.split("/")[-1] for request in tap.take()]
        assert keys[0] == "create" and "attach" in keys and "start" in keys
