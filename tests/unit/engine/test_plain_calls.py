"""Plain calls: over requests in a session and over our own HTTP in a single command, with the same result."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shell.config.endpoint import Endpoint
from shell.engine.address import parse_host
from shell.engine.tlsoptions import TLSOptions
from shell.engine.transport import Engine, url
from shell.errors import CannotConnect, DaemonError, TransportError
from tests.support.daemon import Conversation, Daemon, chunk, empty, head, reply
from tests.unit.engine.wire import certificate

LIST = "GET /containers/json"
ROWS = [{"Id": "a" * 64, "Names": ["/wéb"]}]


@pytest.fixture(params=[False, True], ids=["session", "single command"])
def single(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with Daemon() as daemon:
        yield daemon


@pytest.fixture
def engine(daemon: Daemon, single: bool) -> Iterator[Engine]:
    engine = connected(daemon, single)
    yield engine
    engine.close()


def connected(daemon: Daemon, single: bool, tls: TLSOptions | None = None) -> Engine:
    endpoint = Endpoint(parse_host(daemon.host), tls, "default", daemon.host)
    return Engine(endpoint, {"X-Mine": "yes"}, {}, single)


@pytest.mark.parametrize(
    "answer",
    [
        reply(ROWS),
        b"HTTP/1.1 100 Continue\r\n\r\n" + reply(ROWS),
        head(chunked=True) + chunk(b'[{"Id":"' + b"a" * 64) + chunk('","Names":["/wéb"]}]'.encode()) + b"0\r\n\r\n",
    ],
    ids=["length", "interim", "chunked"],
)
def test_many_calls_share_one_connection(daemon: Daemon, engine: Engine, answer: bytes) -> None:
    daemon.answer(LIST, answer)
    daemon.answer("POST /containers/web/stop", empty(204))
    for _ in range(3):
        assert engine.get("/containers/json") == ROWS
        assert engine.post("/containers/web/stop") is None
    assert daemon.accepted == 1
    sent = daemon.seen("POST /containers/web/stop")[0].headers
    assert sent["content-length"] == "0" and sent["x-mine"] == "yes"


def test_an_answer_until_the_end_of_the_connection(daemon: Daemon, engine: Engine) -> None:
    daemon.answer(LIST, head(Content_Type="application/json") + b"[]", Conversation.close)
    assert engine.get("/containers/json") == engine.get("/containers/json") == []


def test_a_body_is_sent_as_json(daemon: Daemon, engine: Engine) -> None:
    daemon.answer("POST /containers/create", reply({"Id": "1"}, 201))
    assert engine.post("/containers/create", {"name": "web"}, {"Image": "büsybox"}) == {"Id": "1"}
    assert daemon.seen("POST /containers/create")[0].body == '{"Image": "büsybox"}\n'.encode()


def test_names_that_are_no_utf_8_are_sent_as_they_are(daemon: Daemon, engine: Engine) -> None:
    """A file of a container may have any name, and any word may be typed."""
    key = "GET /containers/\N{REPLACEMENT CHARACTER}x/archive"
    daemon.answer(key, reply([]))
    assert engine.get(url("/containers/{}/archive", "\udcffx"), {"path": "/\udcfe"}) == []
    assert daemon.seen(key)[0].raw.endswith("/containers/%FFx/archive?path=%2F%FE")


def test_a_stale_connection_is_replaced_once_where_that_is_safe(daemon: Daemon, engine: Engine) -> None:
    daemon.answer(LIST, reply([]), Conversation.close)
    daemon.answer("POST /containers/web/pause", Conversation.close)
    for _ in range(3):
        assert engine.get("/containers/json") == []
    with pytest.raises(TransportError, match='^error during connect: Post .*/containers/web/pause": '):
        engine.post("/containers/web/pause")
    assert len(daemon.seen("POST /containers/web/pause")) <= 1  # none if it went into a connection that was ending


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"SSH-2.0\r\n", '^Get "http://.*broken: malformed HTTP response "SSH-2.0"\\.\n.* without TLS\\?$'),
        (b"HTTP/1.1 abc\r\n\r\n", '^error during connect: Get .*broken: malformed HTTP status code "abc"$'),
        (head(Content_Length="10") + b"[]", "EOF$"),
        (b"", "^error during connect: Get .*: EOF$"),
    ],
)
def test_an_answer_that_is_none(daemon: Daemon, engine: Engine, answer: bytes, message: str) -> None:
    daemon.answer(LIST, answer, Conversation.close)
    with pytest.raises(TransportError, match=message):
        engine.get("/containers/json")


def test_a_refusal_is_the_daemon_s_text(daemon: Daemon, engine: Engine) -> None:
    daemon.answer(LIST, reply({"message": "it broke"}, 500))
    with pytest.raises(DaemonError, match="^Error response from daemon: it broke$"):
        engine.get("/containers/json")


def test_a_header_that_would_be_two_lines_is_not_sent(daemon: Daemon, engine: Engine) -> None:
    with pytest.raises(TransportError, match="^error during connect: Get .*: net/http: invalid header field value for"):
        engine.call("GET", "/info", headers={"X-Odd": "a\nb"})
    assert not daemon.seen("GET /info")


def test_calls_at_once_have_connections_of_their_own(daemon: Daemon, engine: Engine) -> None:
    daemon.answer(LIST, reply(ROWS))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: engine.get("/containers/json"), range(40))) == [ROWS] * 40
    assert daemon.accepted <= 9


def test_nobody_there(daemon: Daemon, engine: Engine) -> None:
    daemon.stop()
    with pytest.raises(CannotConnect, match=f"^Cannot connect to the Docker daemon at {daemon.host}\\."):
        engine.get("/containers/json")


def test_over_tls(single: bool, tmp_path: Path) -> None:
    pem = certificate(tmp_path / "pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    with Daemon(tcp=True, tls=context) as daemon:
        daemon.answer(LIST, reply(ROWS))
        engine = connected(daemon, single, TLSOptions(ca=str(pem)))
        assert engine.get("/containers/json") == engine.get("/containers/json") == ROWS
        assert daemon.accepted == 1
        engine.close()
