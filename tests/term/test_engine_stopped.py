"""The engine is stopped for a while under a line at the prompt: it says so, Ctrl-C gets out, nothing happens twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.mortal import Mortal
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.term, pytest.mark.live, pytest.mark.timeout(600)]
PROMPT = r"docker>\s*$"
SILENT = "The Engine is silent"


@pytest.fixture
def terminal(engine: Mortal, tmp_path: Path) -> Iterator[Terminal]:
    """A prompt that has spoken with the engine, which is stopped behind it."""
    environ = {"PATH": os.defpath, "HOME": str(tmp_path), "DOCKER_HOST": engine.host}
    with Terminal(environ=environ, columns=120) as terminal:
        terminal.matches(PROMPT)
        terminal.line("version -f 'server {{.Server.Version}}'")
        terminal.matches(r"^server \d+")
        engine.signal(signal.SIGSTOP)
        try:
            yield terminal
        finally:
            engine.signal(signal.SIGCONT)


def test_f40_ctrl_c_gets_out_of_a_stopped_engine(engine: Mortal, terminal: Terminal) -> None:
    terminal.line("ps -a")
    terminal.shows(SILENT)
    terminal.type("\x03")
    terminal.matches(PROMPT)
    terminal.line("echo status $?")
    terminal.matches(r"^status 130$")
    engine.signal(signal.SIGCONT)
    terminal.line("ps -aq; echo works $?")
    terminal.matches(r"^works 0$")
    terminal.line("exit")
    assert terminal.ends() == 0


def test_f40_what_waited_is_done_once_when_it_goes_on(engine: Mortal, terminal: Terminal) -> None:
    terminal.line("create --label waited --network none busybox; echo status $?")
    terminal.shows(SILENT)
    engine.signal(signal.SIGCONT)
    terminal.matches(r"^status 0$")
    assert len(engine.docker("ps", "-aq", "--filter", "label=waited").split()) == 1
    terminal.line("exit")
    assert terminal.ends() == 0
