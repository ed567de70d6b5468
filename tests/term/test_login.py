"""login's questions at a real terminal."""

from __future__ import annotations

import json
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.recording import Recording
from tests.support.terminal import Terminal

pytestmark = pytest.mark.term


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Recording]:
    """An Engine whose registry opens for anybody."""
    with Recording(tmp_path) as recording:
        recording.answer("POST", "/auth", {"Status": "Login Succeeded"})
        yield recording


def login(daemon: Recording, *words: str) -> Terminal:
    environ = {"DOCKER_HOST": daemon.host, "DOCKER_CONFIG": str(daemon.folder / "config")}
    return Terminal(["login", *words], environ=environ)


def echoes(terminal: Terminal) -> bool:
    return bool(termios.tcgetattr(terminal.fd)[3] & termios.ECHO)


def test_a_password_is_asked_for_and_not_shown(daemon: Recording) -> None:
    with login(daemon, "reg:5000") as terminal:
        terminal.shows("Username:")
        terminal.line("me")
        terminal.shows("Password:")
        terminal.until(lambda: not echoes(terminal), "echo is still on")
        terminal.line("secret")
        terminal.shows("Login Succeeded")
        assert terminal.ends() == 0
        assert b"secret" not in terminal.raw
        assert echoes(terminal)
    body = daemon.taken()[0].body
    assert body == {"username": "me", "password": "secret", "serveraddress": "reg:5000"}


@pytest.mark.parametrize(
    ("words", "typed", "why"),
    [
        (("reg:5000",), [""], "Error: Non-null Username Required"),
        (("-u", "me", "reg:5000"), [""], "Error: Password Required"),
    ],
)
def test_no_answer_is_no_login(daemon: Recording, words: tuple[str, ...], typed: list[str], why: str) -> None:
    with login(daemon, *words) as terminal:
        terminal.shows("name:" if words == ("reg:5000",) else "Password:")
        for text in typed:
            terminal.line(text)
        terminal.shows(why)
        assert terminal.ends() == 1
    assert daemon.taken() == []


def test_ctrl_c_at_the_password_leaves_the_terminal_as_it_was(daemon: Recording) -> None:
    with login(daemon, "-u", "me", "reg:5000") as terminal:
        terminal.shows("Password:")
        terminal.until(lambda: not echoes(terminal), "echo is still on")
        terminal.type("\x03")
        assert terminal.ends() == 130
        assert echoes(terminal)
    assert daemon.taken() == []


def test_what_is_kept_is_used_and_no_longer_good_is_asked_for_anew(daemon: Recording) -> None:
    config = daemon.folder / "config" / "config.json"
    config.parent.mkdir()
    config.write_text(json.dumps({"auths": {"reg:5000": {"auth": "bWU6b2xk"}}}))
    with login(daemon, "reg:5000") as terminal:
        terminal.shows("existing credentials... [Username: me]")
        terminal.shows("Login Succeeded")
    daemon.answer("POST", "/auth", {"message": "unauthorized: no"}, status=401)
    with login(daemon, "reg:5000") as terminal:
        terminal.shows("Stored credentials invalid or expired")
        terminal.shows("Username (me):")
        daemon.answer("POST", "/auth", {"Status": "Login Succeeded"})
        terminal.line("")
        terminal.shows("Password:")
        terminal.line("new")
        terminal.shows("Login Succeeded")
        assert terminal.ends() == 0
    assert json.loads(config.read_text())["auths"] == {"reg:5000": {"auth": "bWU6bmV3"}}
