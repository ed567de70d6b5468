"""TCP and TLS: the same engine, and the same refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.engines import TCP_PORT, TLS_PORT, tls_folder
from tests.support.twin import Twins

pytestmark = pytest.mark.twin
SECURE = f"tcp://127.0.0.1:{TLS_PORT}"


@pytest.fixture
def folders(tmp_path: Path, bed: None) -> dict[str, Path]:
    """Certificate folders: the right one, and one whose CA is a stranger."""
    right = tls_folder()
    found = {"right": right}
    found["stranger"] = tmp_path / "stranger"
    found["stranger"].mkdir()
    for target, source in {"ca.pem": "stranger-ca.pem", "cert.pem": "cert.pem", "key.pem": "key.pem"}.items():
        (found["stranger"] / target).write_bytes((right / source).read_bytes())
    return found


@pytest.mark.parametrize("folder", ["right", "stranger"])
def test_tls_verified(twins: Twins, folders: dict[str, Path], folder: str) -> None:
    environ = {"DOCKER_HOST": SECURE, "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(folders[folder])}
    told = twins("stop nosuch-1", environ=environ)
    assert ("No such container" in told.err) == (folder == "right")


def test_tls_unverified(twins: Twins, folders: dict[str, Path]) -> None:
    told = twins("--tls stop nosuch-1", environ={"DOCKER_HOST": SECURE, "DOCKER_CERT_PATH": str(folders["right"])})
    assert "No such container" in told.err


def test_plain_http_to_a_tls_port(twins: Twins) -> None:
    twins("stop nosuch-1", environ={"DOCKER_HOST": SECURE})


def test_tls_to_a_plain_port(twins: Twins, folders: dict[str, Path]) -> None:
    host = f"tcp://127.0.0.1:{TCP_PORT}"
    twins(
        "stop nosuch-1",
        environ={"DOCKER_HOST": host, "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(folders["right"])},
    )


def test_plain_tcp(twins: Twins) -> None:
    told = twins("stop nosuch-1", environ={"DOCKER_HOST": f"tcp://127.0.0.1:{TCP_PORT}"})
    assert "No such container" in told.err


@pytest.mark.parametrize("version", ["1.40", "1.24", "9.9", "nonsense"])
def test_a_version_of_one_s_own(twins: Twins, version: str) -> None:
    twins("stop nosuch-1", environ={"DOCKER_API_VERSION": version})
