"""The engine is killed under what a person runs at the prompt: a message, a whole terminal, and the next line works."""

from __future__ import annotations

import os
import socket
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.mortal import Mortal
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.term, pytest.mark.live, pytest.mark.timeout(600)]
PROMPT = r"^docker>\s*$"
# A line, and what shows that it is under way.
STREAMS = {
    "logs -f ticks": "tick",
    "exec -it ticks sh": "/ #",
    "attach --no-stdin ticks": "tick",
    "run -it --network none busybox sh": "/ #",
    "events --since 1h": "container start",
    "pull {registry}/x": "default tag",
}


@pytest.fixture(scope="module")
def engine(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    if os.getuid() != 0:
        pytest.skip("an engine of its own needs root")
    with Mortal(tmp_path_factory.mktemp("mortal")) as mortal:
        yield mortal


@pytest.fixture(scope="module")
def registry() -> Iterator[str]:
    """A registry that takes a request and never answers."""
    listener = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                held.append(listener.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield f"127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    for connection in held:
        connection.close()


@pytest.mark.parametrize("line", STREAMS)
def test_killed_under(line: str, engine: Mortal, registry: str, tmp_path: Path) -> None:
    engine.docker("rm", "-f", "ticks")
    engine.docker("run", "-d", "--name", "ticks", "--network", "none", "busybox", "sh", "-c", TICKS)
    environ = {"PATH": os.defpath, "HOME": str(tmp_path), "DOCKER_HOST": engine.host}
    with Terminal(environ=environ, columns=100) as terminal:
        terminal.matches(PROMPT)
        terminal.line("echo ready")
        terminal.matches("^ready$")
        asked = line.format(registry=registry)
        terminal.line(asked)
        terminal.shows(STREAMS[line])
        engine.kill()
        terminal.line("")
        terminal.matches(PROMPT)
        terminal.line("echo status $?")
        terminal.matches(r"^status ([1-9]\d*)$")
        assert "Traceback" not in terminal.everything()
        engine.start()
        terminal.line("version -f 'server {{.Server.Version}}'")
        terminal.matches(r"^server \d+")
        terminal.line("exit")
        assert terminal.ends() == 0
        assert int(str(terminal.attributes()[3])) & COOKED == COOKED


COOKED = termios.ICANON | termios.ECHO | termios.ISIG
TICKS = "while :; do echo tick; sleep 0.1; done"
