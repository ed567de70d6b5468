"""TLS to the bed's engine as docker does it: who is let in, and the sentences for the others.

Without a client's certificate TLS 1.3 ends in an alert or in a reset, as it happens: that is in the unit tests.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.engines import TCP_PORT, TLS_PORT, tls_folder
from tests.support.pair import Pair

pytestmark = pytest.mark.twin
HOST = f"-H tcp://127.0.0.1:{TLS_PORT}"


@pytest.fixture
def pair(bed: None, tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    for name in ("ca.pem", "cert.pem", "key.pem", "stranger-ca.pem"):
        made.write(f"certs/{name}", (tls_folder() / name).read_bytes())
    return made


@pytest.mark.parametrize(
    ("line", "variables"),
    [
        (f"{HOST} --tlsverify network ls -q -f name=none", {"DOCKER_CERT_PATH": "certs"}),
        (f"{HOST} --tls network ls -q -f name=none", {"DOCKER_CERT_PATH": "certs"}),
        (f"{HOST} network ls -q -f name=none", {"DOCKER_CERT_PATH": "certs", "DOCKER_TLS_VERIFY": "0"}),
        (f"{HOST} network ls -q -f name=none", {"DOCKER_CERT_PATH": "certs", "DOCKER_TLS": "0"}),
        (f"{HOST} --tlsverify=false network ls -q -f name=none", {"DOCKER_CERT_PATH": "certs"}),
        (f"{HOST} --tls=false --tlsverify network ls -q -f name=none", {"DOCKER_CERT_PATH": "certs"}),
        (f"-H tcp://localhost:{TLS_PORT} --tlsverify network ls -q -f name=none", {"DOCKER_CERT_PATH": "certs"}),
        (f"{HOST} --tlsverify --tlscacert certs/stranger-ca.pem ps", {"DOCKER_CERT_PATH": "certs"}),
        (f"{HOST} ps", {}),
        (f"-H tcp://127.0.0.1:{TCP_PORT} --tlsverify ps", {"DOCKER_CERT_PATH": "certs"}),
        ("-H tcp://127.0.0.1:1 --tlsverify ps", {"DOCKER_CERT_PATH": "certs"}),
    ],
)
def test_the_same_line_ends_alike(pair: Pair, line: str, variables: dict[str, str]) -> None:
    pair(line, environ=variables)


def test_a_contexts_tls_is_used_alike(pair: Pair) -> None:
    files = "ca=certs/ca.pem,cert=certs/cert.pem,key=certs/key.pem"
    pair(f"context create far --docker host=tcp://127.0.0.1:{TLS_PORT},{files}")
    pair(f"context create wrong --docker host=tcp://127.0.0.1:{TLS_PORT},ca=certs/stranger-ca.pem")
    for name in ("far", "wrong"):
        pair(f"-c {name} network ls -q -f name=none")
    pair("context use far")
    pair("network ls -q -f name=none")
