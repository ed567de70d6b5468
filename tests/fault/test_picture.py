"""The live picture against a daemon that hangs, dies, comes back and says strange things."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shell.config.endpoint import resolve
from shell.config.file import Config
from shell.config.options import GlobalOptions
from shell.engine.catalog import Event
from shell.engine.picture import Picture
from shell.engine.transport import Engine
from tests.support.daemon import LAST_CHUNK, Conversation, Daemon, chunk, head, reply

PATIENCE = 60.0


class Feed:
    """The daemon's event stream; `say` writes into every open one."""

    def __init__(self) -> None:
        self.open: list[Conversation] = []
        self.opened = threading.Event()

    def __call__(self, talk: Conversation) -> None:
        talk.send(head(chunked=True))
        self.open.append(talk)
        self.opened.set()
        talk.hold()

    def say(self, kind: str, action: str, id: str, **about: str) -> None:
        assert self.opened.wait(PATIENCE)
        event = {"Type": kind, "Action": action, "Actor": {"ID": id, "Attributes": about}}
        self.open[-1].send(chunk(json.dumps(event).encode() + b"\n"))


def container(name: str, state: str = "running") -> dict[str, Any]:
    return {"Id": name * 8, "Names": [f"/{name}"], "State": state, "Image": "busybox"}


def connect(daemon: Daemon) -> Engine:
    environ = {"DOCKER_HOST": daemon.host}
    return Engine(resolve(GlobalOptions(), environ, Config.load(environ)), {}, environ)


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with Daemon() as daemon:
        daemon.answer("GET /containers/json", reply([container("web")]))
        daemon.answer("GET /images/json", reply([{"Id": "sha256:1", "RepoTags": ["busybox:latest"]}]))
        daemon.answer("GET /volumes", reply({"Volumes": [{"Name": "data"}]}))
        daemon.answer("GET /networks", reply([{"Id": "n", "Name": "bridge"}]))
        yield daemon


@pytest.fixture
def feed(daemon: Daemon) -> Feed:
    feed = Feed()
    daemon.answer("GET /events", feed)
    return feed


@pytest.fixture
def watch(daemon: Daemon) -> Iterator[Callable[..., Picture]]:
    started: list[Picture] = []

    def make(**more: Any) -> Picture:
        picture = Picture(lambda: connect(daemon), **more)
        started.append(picture)
        picture.start()
        return picture

    yield make
    for picture in started:
        picture.stop()


def names(picture: Picture) -> list[str]:
    return [one.name for one in picture.containers()]


def live(picture: Picture) -> bool:
    return picture.state == "live"


def comes(picture: Picture, name: str) -> bool:
    """Wait until the container called `name` is the only one, and the picture true."""
    return picture.wait(lambda: names(picture) == [name] and live(picture), PATIENCE)


def test_lists_then_events(daemon: Daemon, feed: Feed, watch: Callable[..., Picture]) -> None:
    happened: list[Event] = []
    picture = watch(happened=happened.append)
    assert picture.wait(lambda: live(picture), PATIENCE)
    assert (names(picture), picture.volumes(), picture.networks()) == (["web"], ("data",), ("bridge",))
    assert (picture.api_version, picture.running) == ("1.51", 1)
    feed.say("container", "create", "new", name="new", image="busybox")
    assert picture.wait(lambda: "new" in names(picture), PATIENCE)
    feed.say("volume", "create", "more")
    assert picture.wait(lambda: "more" in picture.volumes(), PATIENCE)
    assert [event.action for event in happened] == ["create"]


def test_what_happens_while_a_list_is_under_way_is_not_lost(
    daemon: Daemon, feed: Feed, watch: Callable[..., Picture]
) -> None:
    asked, goes_on = threading.Event(), threading.Event()

    def late(talk: Conversation) -> None:
        asked.set()
        goes_on.wait(PATIENCE)
        talk.send(reply([container("web")]))

    daemon.forget("GET /containers/json")
    daemon.answer("GET /containers/json", late)
    picture = watch()
    assert asked.wait(PATIENCE)
    feed.say("container", "destroy", "web" * 8, name="web")
    feed.say("container", "create", "new", name="new", image="busybox")
    assert picture.wait(lambda: names(picture) == ["new"], PATIENCE)
    goes_on.set()
    assert picture.wait(lambda: live(picture), PATIENCE)
    assert names(picture) == ["new"]


def test_a_daemon_that_dies_and_comes_back_is_listed_anew(
    daemon: Daemon, feed: Feed, watch: Callable[..., Picture]
) -> None:
    picture = watch()
    for round in range(3):
        assert picture.wait(lambda: live(picture), PATIENCE)
        daemon.stop()
        assert picture.wait(lambda: picture.state == "lost", PATIENCE)
        assert picture.why
        assert picture.containers()  # what was known is still offered
        name = f"web{round}"
        daemon.forget("GET /containers/json")
        daemon.answer("GET /containers/json", reply([container(name)]))
        daemon.restart()
        assert comes(picture, name)


def test_a_stream_that_ends_is_opened_again(daemon: Daemon, watch: Callable[..., Picture]) -> None:
    feed = Feed()
    daemon.answer("GET /events", head(chunked=True) + LAST_CHUNK, Conversation.close)
    daemon.answer("GET /events", feed)
    picture = watch()
    assert feed.opened.wait(PATIENCE)
    assert picture.wait(lambda: live(picture), PATIENCE)


def test_nonsense_does_not_end_the_watch(daemon: Daemon, feed: Feed, watch: Callable[..., Picture]) -> None:
    daemon.forget("GET /volumes")
    daemon.answer("GET /volumes", reply({"Volumes": [{"Nome": 3}]}))
    daemon.answer("GET /volumes", reply({"Volumes": [{"Name": "data"}]}))
    picture = watch()
    assert feed.opened.wait(PATIENCE)
    feed.open[-1].send(chunk(b'[]\n"x"\n{"Type":7}\n'))
    assert picture.wait(lambda: live(picture), PATIENCE)
    feed.say("container", "create", "new", name="new")
    assert picture.wait(lambda: "new" in names(picture), PATIENCE)


def test_a_silent_daemon_is_never_waited_for(daemon: Daemon, watch: Callable[..., Picture]) -> None:
    for key in ("GET /_ping", "HEAD /_ping"):
        daemon.forget(key)
        daemon.answer(key, Conversation.hold)
    picture = watch()
    assert picture.containers() == ()
    assert picture.state == "connecting"
    picture.stop()
