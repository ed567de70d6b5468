"""A registry's lists, and what it can do to whoever asks for them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shell.engine.registry import LONGEST, Registry, RegistryError

Answer = Callable[[BaseHTTPRequestHandler], None]


class Fake:
    """A registry that does `answer` with every request."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.done = threading.Event()
        self.answer: Answer = plain({})
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.asked.append((self.path, self.headers.get("Authorization")))
                fake.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Keeps the test's stderr clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"


def send(handler: BaseHTTPRequestHandler, status: int, content: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def plain(value: object) -> Answer:
    return lambda handler: send(handler, 200, json.dumps(value).encode())


@pytest.fixture
def fake() -> Iterator[Fake]:
    fake = Fake()
    thread = threading.Thread(target=fake.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield fake
    fake.done.set()
    fake.server.shutdown()
    fake.server.server_close()
    thread.join(30)


def test_repositories_and_tags_are_listed(fake: Fake) -> None:
    fake.answer = plain({"repositories": ["a", "b/c"]})
    assert Registry(fake.host).repositories() == ["a", "b/c"]
    fake.answer = plain({"name": "b/c", "tags": ["1", "latest"]})
    assert Registry(fake.host).tags("b/c") == ["1", "latest"]
    assert fake.asked == [("/v2/_catalog?n=1000", None), ("/v2/b/c/tags/list", None)]


def test_credentials_go_with_the_question(fake: Fake) -> None:
    Registry(fake.host, "me", "secret").repositories()
    assert fake.asked[0][1] == "Basic bWU6c2VjcmV0"


def test_a_repository_without_tags_has_none(fake: Fake) -> None:
    fake.answer = plain({"name": "a", "tags": None})
    assert Registry(fake.host).tags("a") == []


@pytest.mark.parametrize(
    "value", [[], "x", {"repositories": 5}, {"repositories": {"a": 1}}, {"repositories": [1, None, "ok"]}]
)
def test_an_answer_of_another_shape_harms_nobody(fake: Fake, value: object) -> None:
    fake.answer = plain(value)
    try:
        assert set(Registry(fake.host).repositories()) <= {"ok", "a"}
    except RegistryError as error:
        assert fake.host in str(error)


def test_a_refusal_is_told(fake: Fake) -> None:
    fake.answer = lambda handler: send(handler, 401, b"{}")
    with pytest.raises(RegistryError, match="401"):
        Registry(fake.host).repositories()


def test_a_redirect_is_not_followed(fake: Fake) -> None:
    fake.answer = lambda handler: send(handler, 307, b"", Location=f"http://{fake.host}/elsewhere")
    with pytest.raises(RegistryError, match="307"):
        Registry(fake.host, "me", "secret").repositories()
    assert len(fake.asked) == 1


def test_a_list_without_end_is_not_read(fake: Fake) -> None:
    fake.answer = lambda handler: send(handler, 200, b" " * (LONGEST + 1))
    with pytest.raises(RegistryError, match="too long"):
        Registry(fake.host, limit=60).repositories()


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"])
def test_silence_is_not_waited_for(fake: Fake, first: bytes) -> None:
    def stall(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        handler.wfile.flush()
        fake.done.wait(60)

    fake.answer = stall
    with pytest.raises(RegistryError):
        Registry(fake.host, limit=0.3).repositories()


def test_nobody_there_is_told() -> None:
    with pytest.raises(RegistryError):
        Registry("127.0.0.1:1").repositories()


def test_elsewhere_only_tls_is_spoken(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry that is not on this machine: a plain server in its place learns nothing."""
    monkeypatch.setattr("shell.engine.registry._LOOPBACK", re.compile("(?!)"))
    with pytest.raises(RegistryError, match="SSL"):
        Registry(fake.host, "me", "secret").repositories()
    assert fake.asked == []
