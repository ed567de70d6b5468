"""Names and tags of a registry behind a Tab."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from shell.completion.kinds import values
from shell.completion.place import Place
from shell.completion.remote import remote_images
from shell.engine.names import ImageName, Word
from shell.spec import Command
from tests.unit.completion.world import World

LISTS = {
    "/v2/_catalog?n=1000": {"repositories": ["busybox", "me/app"]},
    "/v2/me/app/tags/list": {"tags": ["1.0", "latest"]},
}


@pytest.fixture
def registry() -> Iterator[str]:
    """HOST:PORT of a registry on this machine that wants tester's password."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            good = self.headers.get("Authorization") == "Basic dGVzdGVyOnNlY3JldA=="
            content = json.dumps(LISTS[self.path] if good else {}).encode()
            self.send_response(200 if good else 401)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the test's stderr clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(30)


@pytest.fixture
def world(tmp_path: Path, registry: str) -> World:
    (tmp_path / "config.json").write_text(json.dumps({"auths": {registry: {"auth": "dGVzdGVyOnNlY3JldA=="}}}))
    return World(environ={"DOCKER_CONFIG": str(tmp_path), "HOME": str(tmp_path)})


def offered(world: World, typed: str) -> list[tuple[str, str]]:
    return [(one.text, one.shown) for one in remote_images(Place(Command("image pull", ""), typed), world)]


def test_repositories_are_offered_behind_the_host(world: World, registry: str) -> None:
    names = [(f"{registry}/busybox", "busybox"), (f"{registry}/me/app", "me/app")]
    assert offered(world, f"{registry}/b") == names


def test_tags_are_offered_behind_the_colon(world: World, registry: str) -> None:
    assert offered(world, f"{registry}/me/app:") == [
        (f"{registry}/me/app:1.0", "1.0"),
        (f"{registry}/me/app:latest", "latest"),
    ]


@pytest.mark.parametrize("typed", ["", "busybox", "me/app", "reg.example/app", "me/app:"])
def test_nobody_else_is_asked(world: World, typed: str) -> None:
    assert offered(world, typed) == []


def test_no_helper_is_run_for_it(world: World, registry: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"credsStore": "nope"}))
    with pytest.raises(Exception, match="401"):
        offered(world, f"{registry}/")


def test_what_is_here_and_there_is_offered_once(world: World) -> None:
    there = [Word("latest"), Word("1.0")]
    world.asked = lambda key, ask: there  # type: ignore[method-assign]
    world.images = lambda: (ImageName("1" * 12, "127.0.0.1:5000/app:latest"),)  # type: ignore[method-assign]
    found = values("repository", Place(Command("image pull", ""), "127.0.0.1:5000/app:"), world)
    assert [one.text for one in found] == ["127.0.0.1:5000/app:latest", "127.0.0.1:5000/app:1.0"]
