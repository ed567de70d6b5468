"""The private test bed: engines, registries, one image, certificates.

Everything lives under one ignored folder of the project (`.engine/`), or under the folder that
`DOCKER_SHELL_BED` names, so that several clones on one machine can share a bed. An engine, a
registry or a bridge that is not the bed's own is never touched.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
VERSIONS = ("28.5", "20.10")
NEWEST = "28.5"
IMAGE = "busybox:latest"
REGISTRY = "127.0.0.1:5000"
PRIVATE_REGISTRY = "127.0.0.1:5001"
USER, PASSWORD = "tester", "secret"
TLS_PORT = 52376
TCP_PORT = 52375
# A unix socket's path holds 107 bytes; libnetwork and containerd append up to 45.
LONGEST_BED = 60


class BedError(Exception):
    """The bed cannot be brought up or taken down; the message says what to do."""


def bed() -> Path:
    """The folder that holds everything."""
    return Path(os.environ.get("DOCKER_SHELL_BED") or PROJECT / ".engine").resolve()


def run_folder() -> Path:
    """Sockets and process ids; under /run where the bed's own path is too long for a socket."""
    if len(str(bed())) <= LONGEST_BED:
        return bed() / "run"
    return Path("/run") / f"docker-shell-{hashlib.sha256(bytes(bed())).hexdigest()[:8]}"


def socket(version: str = NEWEST) -> Path:
    """The engine's unix socket."""
    return run_folder() / version / "docker.sock"


def host(version: str = NEWEST) -> str:
    """The engine's address in the form of DOCKER_HOST."""
    return f"unix://{socket(version)}"


def docker_cli() -> Path:
    """The real docker client of the newest engine: the oracle of comparisons."""
    return bed() / NEWEST / "usr/bin/docker"


def tls_folder() -> Path:
    """ca.pem, cert.pem, key.pem of a client of `tcp://127.0.0.1:TLS_PORT` (28.5)."""
    return bed() / "tls"


def log_folder() -> Path:
    """One file per process of the bed."""
    return bed() / "log"
