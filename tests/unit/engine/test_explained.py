"""An Engine that sends nothing writes down what it was asked, curl lines too."""

from __future__ import annotations

import shlex

import pytest

from shell.config.endpoint import Endpoint
from shell.engine.address import parse_host
from shell.engine.explained import Explained, NotToldYet, Request
from shell.engine.tlsoptions import TLSOptions
from shell.engine.transport import Engine


def endpoint(host: str, tls: TLSOptions | None = None) -> Endpoint:
    return Endpoint(parse_host(host), tls, "default", host)


@pytest.fixture
def engine() -> Explained:
    return Explained(Engine(endpoint("unix:///nowhere/docker.sock"), {}, {}))


def test_requests_are_written_down_in_order(engine: Explained) -> None:
    assert engine.get("/containers/json", {"all": "1"}) == []
    assert len(engine.post("/containers/create", {"name": "web"}, {"Image": "busybox"})["Id"]) == 64
    assert [(one.method, one.path) for one in engine.requests] == [
        ("GET", "/v1.51/containers/json"),
        ("POST", "/v1.51/containers/create"),
    ]
    assert engine.requests[1].body == {"Image": "busybox"}
    assert not engine.cut


def test_a_stream_is_where_it_ends(engine: Explained) -> None:
    with pytest.raises(NotToldYet):
        engine.stream("POST", "/images/create", {"fromImage": "busybox"})
    assert engine.cut
    with pytest.raises(NotToldYet):
        engine.hijack("POST", "/exec/x/start")
    assert len(engine.requests) == 2


@pytest.mark.parametrize(
    ("request_", "where", "words"),
    [
        (
            Request("GET", "/v1.51/info"),
            endpoint("unix:///run/docker.sock"),
            ["curl", "--unix-socket", "/run/docker.sock", "http://localhost/v1.51/info"],
        ),
        (
            Request("GET", "/v1.51/x", (("name", "caf\udce9"),)),
            endpoint("unix:///run/d\udcff.sock"),
            ["curl", "--unix-socket", "/run/d\udcff.sock", "http://localhost/v1.51/x?name=caf%E9"],
        ),
        (
            Request("DELETE", "/v1.51/containers/web", (("force", "1"),)),
            endpoint("tcp://10.0.0.7:2375"),
            ["curl", "-X", "DELETE", "http://10.0.0.7:2375/v1.51/containers/web?force=1"],
        ),
        (
            Request("POST", "/v1.51/x", (), {"A": "it's"}),
            endpoint("tcp://10.0.0.7:2376", TLSOptions("/ca.pem", "/cert.pem", "/key.pem", verify=False)),
            [
                "curl",
                "-k",
                "--cacert",
                "/ca.pem",
                "--cert",
                "/cert.pem",
                "--key",
                "/key.pem",
                "-X",
                "POST",
                "-H",
                "Content-Type: application/json",
                "-d",
                '{"A": "it\'s"}',
                "https://10.0.0.7:2376/v1.51/x",
            ],
        ),
    ],
)
def test_curl_lines(request_: Request, where: Endpoint, words: list[str]) -> None:
    assert shlex.split(request_.curl(where)) == words


def test_credentials_are_not_shown() -> None:
    line = Request("POST", "/x", headers={"X-Registry-Auth": "c2VjcmV0"}).curl(endpoint("tcp://h:1"))
    assert "c2VjcmV0" not in line
