"""The picture's own connection: when there may be one."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from shell.cli import DockerCli
from shell.config.options import GlobalOptions
from shell.engine.picture import nothing
from shell.env import Env
from shell.errors import ShellError
from shell.main import connect
from shell.repl.recent import Recent
from shell.repl.world import LiveWorld


def world(host: str, home: Path) -> LiveWorld:
    shell = DockerCli(Env({"DOCKER_HOST": host, "HOME": str(home)}), engine=lambda: connect(shell))
    shell.options = GlobalOptions()
    return LiveWorld(shell, Recent(), nothing, nothing, nothing)


def test_a_connection_of_its_own_tells_nobody_what_it_sends(tmp_path: Path) -> None:
    live = world("unix:///nowhere", tmp_path)
    live._shell.engine.trace = lambda method, path, status, seconds: None
    engine = live._connect()
    assert engine is not live._shell.engine
    assert engine.trace is None


def test_an_inherited_connection_is_left_to_the_commands(tmp_path: Path) -> None:
    one, other = socket.socketpair()
    with one, other, pytest.raises(ShellError, match="not shared"):
        world(f"fd://{one.fileno()}", tmp_path)._connect()


def test_words_that_were_used_last_rank_higher() -> None:
    recent = Recent(["stop web", "stop 'db one'"])
    recent.note("rm web; ps")
    assert recent.rank("web") > recent.rank("stop") > recent.rank("never") == 0
