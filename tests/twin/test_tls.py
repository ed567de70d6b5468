"""TLS to the bed's engine as docker does it: who is let in, and the sentences for the others.

Without a client's certificate TLS 1.3 ends in an alert or in a reset, as it happens: that is in the unit tests.
"""

from __future__ import annotations

import re
import ssl
from pathlib import Path

import pytest

from tests.support.certificates import DAY, NOW, Signed, authority, issue
from tests.support.engines import TCP_PORT, TLS_PORT, tls_folder
from tests.support.pair import Pair
from tests.support.tlsserver import TLSServer

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


CA = authority()
MANY = tuple(f"host{number}" for number in range(100))
WRONG = {
    "other IPs": ("127.0.0.1", issue(CA, ("10.9.9.9", "::1", "fe80::a:0:0:1"))),
    "only names": ("127.0.0.1", issue(CA, ("localhost", "b.example.com"))),
    "only IPs": ("localhost", issue(CA, ("127.0.0.1",))),
    "other names": ("localhost", issue(CA, ("a.example.com", "*.example.com", "10.0.0.1"))),
    "many names": ("localhost", issue(CA, MANY)),
    "many names for an IP": ("127.0.0.1", issue(CA, MANY)),
    "common name": ("localhost", issue(CA, (), common_name="localhost")),
    "common IP": ("127.0.0.1", issue(CA, (), common_name="127.0.0.1")),
    "other common name": ("localhost", issue(CA, (), common_name="other")),
    "other common name for an IP": ("127.0.0.1", issue(CA, (), common_name="other")),
    "expired": ("127.0.0.1", issue(CA, starts=NOW - 3 * DAY, ends=NOW - DAY)),
    "not yet valid": ("127.0.0.1", issue(CA, starts=NOW + DAY)),
    "expired, for another": ("127.0.0.1", issue(CA, ("x",), starts=NOW - 3 * DAY, ends=NOW - DAY)),
    "stranger for another": ("127.0.0.1", issue(authority("another"), ("x",))),
    "stranger, expired": ("127.0.0.1", issue(authority("another"), starts=NOW - 3 * DAY, ends=NOW - DAY)),
    "stranger": ("127.0.0.1", issue(authority("another"))),
    "a client's": ("127.0.0.1", issue(CA, client=True)),
    "a client's for another": ("127.0.0.1", issue(CA, ("x",), client=True)),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_certificate_is_told_alike(bed: None, tmp_path: Path, case: str) -> None:
    host, shown = WRONG[case]
    pair = Pair(tmp_path)
    pair.write("ca.pem", CA.pem)
    with TLSServer(serving(tmp_path, shown)) as server:
        line = f"-H tcp://{host}:{server.port} --tlsverify --tlscacert ca.pem ps"
        sides = [pair.run(side, line, environ={"TZ": "Asia/Tokyo"}) for side in (0, 1)]
    theirs, own = ((re.sub(r"current time \S+\+09:00 is", "now is", said.err), said.code) for said in sides)
    assert own == theirs
    assert not server.received


def serving(folder: Path, signed: Signed) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*signed.write(folder, "server"))
    return context
