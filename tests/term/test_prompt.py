"""The prompt on a real terminal: what a person sees, and that the terminal comes back as it was."""

from __future__ import annotations

import json
import signal
import sys
import termios
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.daemon import Conversation, Daemon, chunk, empty, head, reply
from tests.support.terminal import Terminal

pytestmark = pytest.mark.term

CONTAINERS = [
    {"Id": "a" * 64, "Names": ["/web-front"], "State": "running", "Status": "Up 3 minutes", "Image": "nginx"},
    {"Id": "b" * 64, "Names": ["/worker"], "State": "exited", "Status": "Exited (1) 2 days ago", "Image": "busybox"},
]


class Feed:
    """The daemon's event stream, open as long as the client wants it."""

    def __init__(self) -> None:
        self.talks: list[Conversation] = []
        self._lock = threading.Lock()  # a client that has the head is in the list when something is said

    def __call__(self, talk: Conversation) -> None:
        with self._lock:
            talk.send(head(chunked=True))
            self.talks.append(talk)
        talk.hold()

    def say(self, action: str, name: str, **about: str) -> None:
        event = {
            "Type": "container",
            "Action": action,
            "Actor": {"ID": name * 3, "Attributes": {"name": name, **about}},
        }
        with self._lock:
            for talk in self.talks:
                talk.send(chunk(json.dumps(event).encode()))

    def up(self, name: str, image: str) -> None:
        """A container is made and started."""
        self.say("create", name, image=image)
        self.say("start", name)


@pytest.fixture
def feed() -> Feed:
    return Feed()


@pytest.fixture
def daemon(feed: Feed) -> Iterator[Daemon]:
    with Daemon() as daemon:
        daemon.answer("GET /events", feed)
        daemon.answer("GET /containers/json", reply(CONTAINERS))
        daemon.answer("GET /images/json", reply([]))
        daemon.answer("GET /volumes", reply({"Volumes": []}))
        daemon.answer("GET /networks", reply([]))
        yield daemon


def shell(daemon: Daemon, home: Path, **more: Any) -> Terminal:
    environ = {"DOCKER_HOST": daemon.host, "HOME": str(home), "DOCKER_CONFIG": str(home), "PROMPT_TOOLKIT_NO_CPR": "0"}
    return Terminal(environ=environ, **more)


def cooked(terminal: Terminal) -> bool:
    """Whether the terminal edits lines itself: a command runs, not the prompt. Keys for it may be typed now."""
    return bool(termios.tcgetattr(terminal.fd)[3] & termios.ICANON)


def test_names_complete_and_the_command_reaches_the_engine(daemon: Daemon, tmp_path: Path) -> None:
    daemon.answer("POST /containers/web-front/stop", empty())
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("docker>")
        terminal.shows("1 running")
        terminal.type("stop web")
        terminal.shows("running  nginx")
        terminal.type("\t\r")
        terminal.shows("stop web-front")
        terminal.type("\r")
        terminal.matches(r"^web-front$")
        terminal.line("exit 3")
        assert terminal.ends() == 3
    assert len(daemon.seen("POST /containers/web-front/stop")) == 1


def test_a_silent_engine_keeps_nobody_from_typing(daemon: Daemon, tmp_path: Path) -> None:
    for key in ("HEAD /_ping", "GET /_ping"):
        daemon.forget(key)
        daemon.answer(key, Conversation.hold)
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("docker>")
        terminal.line("echo still here")
        terminal.matches(r"^still here$")
        terminal.matches("connecting …|no connection")
        terminal.line("stop web")
        terminal.until(lambda: cooked(terminal), "no command runs")
        terminal.type("\x03")
        terminal.matches(r"\| 130 .*no connection")
        terminal.line("echo and again")
        terminal.matches(r"^and again$")
        terminal.line("exit")
        assert terminal.ends() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_an_ending_signal_gives_the_terminal_back(daemon: Daemon, tmp_path: Path, number: int) -> None:
    with shell(daemon, tmp_path) as terminal:
        before = terminal.attributes()
        terminal.shows("docker>")
        terminal.type("half a li")
        terminal.shows("half a li")
        assert terminal.attributes() != before
        terminal.kill(number)
        assert terminal.ends() == 128 + number
        assert terminal.attributes() == before
        assert b"\x1b[?2004l" in terminal.raw


def test_a_suspended_prompt_comes_back_once(daemon: Daemon, tmp_path: Path) -> None:
    with shell(daemon, tmp_path, command=["bash", "--norc", "--noprofile", "-i"]) as terminal:
        terminal.line(f"PS1=: ; {sys.executable} -m shell")
        terminal.shows("1 running")
        terminal.type("stop web")
        terminal.shows("running  nginx")
        terminal.type("\x1a")
        terminal.shows("Stopped")
        terminal.line("fg")
        terminal.matches(r"^docker> stop web$")
        terminal.type("-front")
        terminal.matches(r"^docker> stop web-front$")
        assert terminal.text().count("stop web") == 1
        terminal.type("\x15exit 4\r")
        terminal.matches(r"^docker> exit 4$")
        terminal.line("exit $?")
        assert terminal.ends() == 4


def test_a_prompt_that_was_stopped_from_outside_is_drawn_over_itself(daemon: Daemon, tmp_path: Path) -> None:
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.type("stop work")
        terminal.matches(r"^docker> stop work$")
        terminal.kill(signal.SIGSTOP)
        before = len(terminal.raw)
        terminal.kill(signal.SIGCONT)
        terminal.until(lambda: b"stop" in terminal.raw[before:], "the prompt is not drawn again")
        terminal.type(" now")
        terminal.matches(r"^docker> stop work now$")
        terminal.type("\x03")
        terminal.line("exit")
        assert terminal.ends() == 130


def test_vi_keys_tell_their_mode(daemon: Daemon, tmp_path: Path) -> None:
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.type("\x1bOQ")
        terminal.shows(" INSERT Docker")
        terminal.type("pss\x1b")
        terminal.shows(" NORMAL ")
        terminal.type("x")
        terminal.matches(r"^docker> ps$")
        terminal.type("\x1bOQ")
        terminal.hides("NORMAL")
        terminal.type("\x03")
        terminal.line("exit")
        assert terminal.ends() == 130


def test_a_death_is_told_above_the_typed_line(daemon: Daemon, feed: Feed, tmp_path: Path) -> None:
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.type("stop work")
        terminal.shows("docker> stop work")
        feed.say("start", "worker")
        feed.say("die", "worker", exitCode="9")
        terminal.shows("container worker died with status 9")
        terminal.shows("docker> stop work")
        screen = terminal.text()
        assert screen.index("died with") < screen.index("stop work")
        terminal.type("\x03")
        terminal.line("exit")
        assert terminal.ends() == 130


def test_ctrl_c_leaves_a_log_that_does_not_come_and_keeps_the_line(daemon: Daemon, feed: Feed, tmp_path: Path) -> None:
    daemon.answer("GET /containers/workerworkerworker/json", reply({"Id": "worker" * 3, "Config": {"Tty": False}}))
    daemon.answer("GET /containers/workerworkerworker/logs", Conversation.hold)
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.type("stop work")
        terminal.shows("docker> stop work")
        feed.say("die", "worker", exitCode="9")
        terminal.shows("container worker died with status 9")
        terminal.shows("docker> stop work")
        terminal.type("\x1b[19~")
        terminal.shows("The last lines of worker:")
        terminal.shows("The Engine is silent. Ctrl-C ends the command.")
        terminal.until(lambda: cooked(terminal), "no command runs")
        terminal.type("\x03")
        terminal.shows("docker> stop work")
        terminal.type("\x15echo the line is mine\r")
        terminal.matches(r"^the line is mine$")
        terminal.line("exit")
        assert terminal.ends() == 0


def test_what_others_make_can_be_completed(daemon: Daemon, feed: Feed, tmp_path: Path) -> None:
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        feed.up("brandnew", "busybox")
        terminal.shows("2 running")
        terminal.type("stop brand")
        terminal.shows("brandnew")
        terminal.type("\x03")
        terminal.line("exit")
        assert terminal.ends() == 130


def test_the_prompt_itself_can_tell_what_runs(daemon: Daemon, feed: Feed, tmp_path: Path) -> None:
    config = tmp_path / ".config" / "docker-shell"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('toolbar = ""\nprompt = "{engine}, {running}: "\n')
    with shell(daemon, tmp_path) as terminal:
        terminal.matches(r"^Docker.*, 1 running:$")
        feed.say("start", "worker")
        terminal.matches(r"^Docker.*, 2 running:$")
        terminal.line("exit")
        assert terminal.ends() == 0


def test_an_open_menu_follows_what_others_do(daemon: Daemon, feed: Feed, tmp_path: Path) -> None:
    daemon.answer("POST /containers/web-front/stop", empty())
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.type("stop web")
        terminal.shows("running  nginx")
        feed.up("web-aside", "busybox")
        terminal.shows("running  busybox")
        terminal.type("\x1b[B\x1b[B")
        terminal.shows("docker> stop web-aside")
        feed.up("web-aaa", "alpine")
        terminal.shows("running  alpine")
        terminal.shows("docker> stop web-aside")
        feed.say("destroy", "web-aside")
        terminal.shows("no longer")
        terminal.shows("docker> stop web-aside")
        terminal.type("\x1b[A")
        terminal.shows("docker> stop web-front")
        terminal.type("\r")
        terminal.hides("running  nginx")
        terminal.type("\r")
        terminal.matches(r"^web-front$")
        terminal.line("exit")
        assert terminal.ends() == 0
    assert len(daemon.seen("POST /containers/web-front/stop")) == 1


def test_escape_closes_the_menu_and_leaves_what_was_typed(daemon: Daemon, tmp_path: Path) -> None:
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.type("stop web")
        terminal.shows("running  nginx")
        terminal.type("\x1b[B")
        terminal.shows("docker> stop web-front")
        terminal.type("\x1b")
        terminal.hides("running  nginx")
        terminal.matches(r"^docker> stop web$")
        terminal.type("\x03")
        terminal.line("exit")
        assert terminal.ends() == 130


def test_tab_takes_the_only_candidate_and_shows_what_the_folder_holds(daemon: Daemon, tmp_path: Path) -> None:
    (tmp_path / "archives").mkdir()
    for name in ("first.tar", "second.tar"):
        (tmp_path / "archives" / name).write_text("")
    with shell(daemon, tmp_path, cwd=tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.type("load -i arch")
        terminal.matches(r"archives/ +folder")
        terminal.type("\t")
        terminal.shows("second.tar")
        terminal.matches(r"^docker> load -i archives/$")
        terminal.type("\t\t")
        terminal.matches(r"^docker> load -i archives/second.tar$")
        terminal.type("\x03")
        terminal.line("exit")
        assert terminal.ends() == 130


@pytest.mark.parametrize("rows", [2, 4])
def test_a_screen_of_few_lines_has_room_for_the_typed_one(daemon: Daemon, tmp_path: Path, rows: int) -> None:
    with shell(daemon, tmp_path, rows=rows) as terminal:
        terminal.shows("1 running")
        terminal.type("stop web")
        terminal.shows("docker> stop web")
        terminal.shows("stop [OPTIONS]")
        terminal.type("-fr\x03")
        terminal.shows("| 130 ")
        terminal.line("exit")
        assert terminal.ends() == 130


def test_a_menu_opens_when_there_is_something_to_offer_at_last(daemon: Daemon, feed: Feed, tmp_path: Path) -> None:
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.type("stop brand")
        terminal.shows("stop [OPTIONS]")
        feed.up("brandnew", "alpine")
        terminal.shows("running  alpine")
        feed.say("destroy", "brandnew")
        terminal.hides("running  alpine")
        terminal.type("\x03")
        terminal.line("exit")
        assert terminal.ends() == 130


def test_ctrl_d_asks_once_when_a_job_would_end(daemon: Daemon, tmp_path: Path) -> None:
    daemon.answer("GET /containers/web-front/json", reply({"Id": "a" * 64, "Config": {"Tty": False}}))
    daemon.answer(f"GET /containers/{'a' * 64}/logs", Conversation.hold)
    with shell(daemon, tmp_path) as terminal:
        terminal.shows("1 running")
        terminal.line("logs -f web-front &")
        terminal.shows("| 1 job |")
        terminal.type("\x04")
        terminal.shows("1 job is running; exit again to end it")
        terminal.line("echo still here")
        terminal.matches(r"^still here\ndocker>$")
        terminal.type("\x04")
        assert terminal.ends() == 0


def test_watch_draws_again_when_something_happens_and_q_leaves(daemon: Daemon, feed: Feed, tmp_path: Path) -> None:
    with shell(daemon, tmp_path) as terminal:
        before = terminal.attributes()
        terminal.shows("1 running")
        terminal.line("watch -n 3600 ps")
        terminal.shows("Every 3600 s: ps")
        terminal.shows("Up 3 minutes")
        daemon.forget("GET /containers/json")
        daemon.answer("GET /containers/json", reply([{**CONTAINERS[0], "Status": "Up 4 minutes"}]))
        terminal.until(lambda: len(feed.talks) == 2, "watch does not follow the events")
        feed.say("start", "other")
        terminal.shows("Up 4 minutes")
        terminal.type("q")
        terminal.shows("docker>")
        terminal.line("exit")
        assert terminal.ends() == 0
        assert terminal.attributes() == before


def test_tables_fit_a_narrow_terminal(daemon: Daemon, tmp_path: Path) -> None:
    with shell(daemon, tmp_path, columns=60) as terminal:
        terminal.shows("1 running")
        terminal.line("ps -a")
        terminal.shows("NAMES")
        terminal.shows("web-front")
        terminal.shows("worker")
        assert "COMMAND" not in terminal.text()
        terminal.line("exit")
        assert terminal.ends() == 0


def test_a_dumb_terminal_gets_no_escapes(daemon: Daemon, tmp_path: Path) -> None:
    environ = {"DOCKER_HOST": daemon.host, "HOME": str(tmp_path), "DOCKER_CONFIG": str(tmp_path), "TERM": "dumb"}
    with Terminal(environ=environ) as terminal:
        terminal.shows("docker>")
        terminal.line("echo plain")
        terminal.matches(r"^plain\ndocker>$")
        terminal.line("echo one \\")
        terminal.matches(r"^>")
        terminal.line("two")
        terminal.matches(r"^one two$\ndocker>")
        terminal.type("\x04")
        assert terminal.ends() == 0
        assert terminal.text().endswith("\ndocker>")
        assert b"\x1b" not in terminal.raw
