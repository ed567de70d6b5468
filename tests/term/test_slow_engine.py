"""An engine whose answers are long in coming: keys are never held up, and Ctrl-C gets out of what waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.daemon import Conversation, Daemon, head, reply
from tests.support.terminal import Terminal

pytestmark = pytest.mark.term
PATIENCE = 60.0
WEB = {"Id": "a" * 64, "Names": ["/web-front"], "State": "running", "Status": "Up 3 minutes", "Image": "nginx"}


class Delay:
    """Answers wait until `end` is set: the longest delay that there is, and no clock decides a test."""

    def __init__(self) -> None:
        self.end = threading.Event()

    def __call__(self, talk: Conversation) -> None:
        assert self.end.wait(PATIENCE)


@pytest.fixture
def delay() -> Delay:
    return Delay()


@pytest.fixture
def terminal(delay: Delay, tmp_path: Path) -> Iterator[Terminal]:
    with Daemon() as daemon:
        daemon.answer("GET /events", head(chunked=True), Conversation.hold)
        for kind, answer in (("containers/json", [WEB]), ("images/json", []), ("volumes", {}), ("networks", [])):
            daemon.answer(f"GET /{kind}", delay, reply(answer))
        environ = {"DOCKER_HOST": daemon.host, "HOME": str(tmp_path), "DOCKER_CONFIG": str(tmp_path)}
        try:
            with Terminal(environ=environ) as terminal:
                terminal.shows("docker>")
                yield terminal
        finally:
            delay.end.set()


def test_f51_completion_holds_no_key_up(delay: Delay, terminal: Terminal) -> None:
    terminal.type("stop web\t")
    terminal.matches(r"^docker> stop web$")
    terminal.type("-fr")
    terminal.matches(r"^docker> stop web-fr$")
    delay.end.set()
    terminal.shows("web-front  running  nginx")
    terminal.type("\x03")
    terminal.line("exit 4")
    assert terminal.ends() == 4


def test_f51_ctrl_c_gets_out_of_what_waits(delay: Delay, terminal: Terminal) -> None:
    terminal.line("ps")
    terminal.shows("The Engine is silent")
    terminal.type("\x03")
    terminal.matches(r"docker>\s*$")
    terminal.line("echo status $?")
    terminal.matches(r"^status 130$")
    delay.end.set()
    terminal.line("ps --format '{{.Names}} is up'")
    terminal.matches(r"^web-front is up$")
    terminal.line("exit")
    assert terminal.ends() == 0
