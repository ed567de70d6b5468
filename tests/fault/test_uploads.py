"""An upload in the hands of a job: it can be cancelled at any moment."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator

import pytest

from shell.config.endpoint import resolve
from shell.config.file import Config
from shell.config.options import GlobalOptions
from shell.engine.transport import Engine
from shell.errors import Cancelled
from tests.support.daemon import Conversation, Daemon


def endless(sent: threading.Event) -> Iterator[bytes]:
    while True:
        yield bytes(100_000)
        sent.set()


def short(sent: threading.Event) -> Iterator[bytes]:
    yield b"all there is"
    sent.set()


@pytest.mark.parametrize("body", [endless, short])
def test_an_upload_ends_when_its_engine_is_closed(body: Callable[[threading.Event], Iterator[bytes]]) -> None:
    sent = threading.Event()
    with Daemon() as daemon:
        daemon.answer("POST /images/load", Conversation.hold)
        environ = {**os.environ, "DOCKER_HOST": daemon.host}
        engine = Engine(resolve(GlobalOptions(), environ, Config.load(environ)), environ=environ)
        found: list[BaseException] = []

        def load() -> None:
            try:
                engine.stream("POST", "/images/load", {}, body(sent))
            except BaseException as why:
                found.append(why)

        thread = threading.Thread(target=load)
        thread.start()
        assert sent.wait(30)
        engine.close()
        thread.join(30)
        assert not thread.is_alive()
    assert [type(why) for why in found] == [Cancelled]
