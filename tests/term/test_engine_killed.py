"""The engine is killed under what a person runs at the prompt: a message, a whole terminal, and the next line works."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import tarfile
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engines import NEWEST, bed
from tests.support.mortal import Mortal
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.term, pytest.mark.live, pytest.mark.timeout(600)]
PROMPT = r"^docker>\s*$"
# A line, and what shows that it is under way. {fifo} is an archive whose writer gets slow in the middle.
STREAMS = {
    "logs -f ticks": "tick",
    "exec -it ticks sh": "/ #",
    "attach --no-stdin ticks": "tick",
    "run -it --network none busybox sh": "/ #",
    "events --since 1h": "container start",
    "pull {registry}/x": "default tag",
    "build --network none {context}": "building",
    "build - < {fifo}": "Sending build context",
    "cp ticks:/tmp/big {target}": "Copying from container",
    "cp {source} ticks:/tmp/copy": "Copying to container",
    "load -i {fifo}": "Sending archive",
}


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


@pytest.fixture
def words(registry: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the lines name; sparse files are so big that nobody copies them to their end."""
    names = {name: str(tmp_path / name) for name in ("context", "source", "target", "fifo")}
    os.mkdir(names["context"])
    Path(names["context"], "Dockerfile").write_text("FROM busybox\nRUN echo building; sleep 600\n")
    with open(names["source"], "wb") as file:
        file.truncate(HUGE)
    os.mkfifo(names["fifo"])
    end = threading.Event()
    thread = threading.Thread(target=write_part, args=(names["fifo"], end))
    thread.start()
    yield {"registry": registry, **names}
    end.set()
    with contextlib.suppress(OSError):  # a line that did not read it has left its writer waiting
        os.close(os.open(names["fifo"], os.O_RDONLY | os.O_NONBLOCK))
    thread.join(60)
    assert not thread.is_alive()


def write_part(path: str, end: threading.Event) -> None:
    """An archive's first part, and then nothing more."""
    member = tarfile.TarInfo("big")
    member.size = HUGE
    with open(path, "wb", buffering=0) as file, contextlib.suppress(OSError):
        file.write(member.tobuf())
        for _ in range(64):
            file.write(bytes(65536))
        end.wait()


@pytest.mark.parametrize("line", STREAMS)
def test_f39_killed_under(line: str, engine: Mortal, words: dict[str, str], tmp_path: Path) -> None:
    engine.docker("rm", "-f", "ticks")
    engine.docker("run", "-d", "--name", "ticks", "--network", "none", "busybox", "sh", "-c", TICKS)
    engine.docker("exec", "ticks", "truncate", "-s", str(HUGE), "/tmp/big")
    killed_under(line.format(**words), STREAMS[line], engine, tmp_path, DOCKER_BUILDKIT="0")
    assert not [name for name in os.listdir(tmp_path) if "target" in name]  # no part of a copy is left


def test_f39_killed_under_a_build_that_buildx_does(engine: Mortal, tmp_path: Path) -> None:
    plugins = bed() / NEWEST / "usr/libexec/docker/cli-plugins"
    (tmp_path / "config.json").write_text(json.dumps({"cliPluginsExtraDirs": [str(plugins)]}))
    context = tmp_path / "context"
    context.mkdir()
    (context / "Dockerfile").write_text("FROM busybox\nRUN printf 'under%s\\n' way; sleep 600\n")
    killed_under(f"build --network none {context}", "underway", engine, tmp_path, DOCKER_CONFIG=str(tmp_path))


def killed_under(line: str, shown: str, engine: Mortal, home: Path, **more: str) -> None:
    """Type the line, kill the engine once `shown` is there, see all well, start it again and see it used."""
    environ = {"PATH": os.defpath, "HOME": str(home), "DOCKER_HOST": engine.host, **more}
    with Terminal(environ=environ, columns=200) as terminal:
        terminal.matches(PROMPT)
        terminal.line("echo ready")
        terminal.matches("^ready$")
        terminal.line(line)
        terminal.shows(shown)
        engine.kill()
        terminal.line("")
        terminal.matches(PROMPT)
        terminal.line("echo status $?")
        terminal.matches(r"^status ([1-9]\d*)$")
        assert re.search(TOLD, terminal.everything(), re.MULTILINE), terminal.everything()
        assert "Traceback" not in terminal.everything()
        engine.start()
        terminal.line("version -f 'server {{.Server.Version}}'")
        terminal.matches(r"^server \d+")
        terminal.line("exit")
        assert terminal.ends() == 0
        assert int(str(terminal.attributes()[3])) & COOKED == COOKED
        assert not terminal.screen.cursor.hidden


TOLD = r"EOF|Cannot connect|connection reset|broken pipe"
HUGE = 1 << 35
COOKED = termios.ICANON | termios.ECHO | termios.ISIG
TICKS = "while :; do echo tick; sleep 0.1; done"
