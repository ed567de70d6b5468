"""help, use, alias, settings, the on/off words, trace, explain: what each changes and what it leaves alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from shell.cli import DockerCli
from shell.config.options import GlobalOptions
from shell.env import Env
from shell.main import connect
from shell.streams import In, Out, Streams, tie
from tests.support.recording import Recording


class Session:
    """A shell on a recording daemon."""

    def __init__(self, daemon: Recording, folder: Path) -> None:
        self.daemon = daemon
        self.environ = {"DOCKER_HOST": daemon.host, "HOME": str(folder), "DOCKER_CONFIG": str(folder)}
        self.shell = DockerCli(Env(self.environ), engine=lambda: connect(self.shell))
        self.shell.options = GlobalOptions()

    def run(self, *words: str) -> tuple[int, str, str]:
        """Status, stdout, stderr."""
        out: list[bytes] = []
        err: list[bytes] = []
        streams = Streams(In(), Out(out.append), Out(err.append))
        tie(streams.out, streams.err)
        status = self.shell.run(list(words), streams)
        streams.flush()
        return status, b"".join(out).decode(), b"".join(err).decode()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Recording(tmp_path) as daemon:
        daemon.answer("GET", "/containers/json", [])
        daemon.answer("POST", "/containers/web/stop", None, 204)
        session = Session(daemon, tmp_path)
        yield session
        session.shell.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Common Commands:"),
        (("stop",), "Usage:  docker stop [OPTIONS] CONTAINER"),
        (("docker", "container", "stop"), "Usage:  docker container stop [OPTIONS] CONTAINER"),
        (("container",), "Usage:  docker container COMMAND"),
        (("watch",), "Examples:"),
    ],
)
def test_help_explains(session: Session, words: tuple[str, ...], says: str) -> None:
    status, out, _ = session.run("help", *words)
    assert status == 0
    assert says in out
    assert session.daemon.requests == []


def test_a_word_of_ours_has_no_slip_of_docker_s(session: Session) -> None:
    _, _, told = session.run("use", "a", "b")
    assert told.endswith("\nRun 'docker use --help' for more information\n")


def test_help_about_nothing_known(session: Session) -> None:
    status, out, err = session.run("help", "nosuch")
    assert (status, out) == (1, "")
    assert err.startswith("Error: Command not found: nosuch")


@pytest.mark.parametrize("word", ["pager", "timing", "notices", "wide", "vertical"])
def test_words_that_switch(session: Session, word: str) -> None:
    before = getattr(session.shell.settings, word)
    assert session.run(word) == (0, "on\n" if before else "off\n", "")
    assert session.run(word, "on" if not before else "off") == (0, "", "")
    assert getattr(session.shell.settings, word) is not before
    status, _, err = session.run(word, "maybe")
    assert (status, err) == (1, f"{word} is either on or off, not maybe\n")
    assert not Path(session.shell.settings.path).exists()


def test_trace_tells_requests_and_ends(session: Session) -> None:
    told: list[bytes] = []
    streams = Streams(In(), Out(), Out(told.append))
    session.shell.run(["trace", "on"], streams)
    assert session.run("ps", "-q")[0] == 0
    streams.err.flush()
    assert b"GET /v1.51/containers/json 200 in " in b"".join(told)
    told.clear()
    session.run("trace", "off")
    assert session.run("ps", "-q") == (0, "", "")
    assert told == []


def test_aliases_of_the_session(session: Session) -> None:
    assert session.run("alias", "psa=ps -a", "k=kill")[0] == 0
    assert session.run("alias") == (0, "k=kill\npsa='ps -a'\n", "")
    assert session.run("alias", "psa") == (0, "psa='ps -a'\n", "")
    assert session.run("alias", "-r", "k")[0] == 0
    assert session.run("alias", "k") == (1, "", "there is no alias k\n")
    assert session.run("alias", "a/b=x")[0] == 1


def test_settings_are_shown_and_the_file_is_made_once(session: Session) -> None:
    _, out, _ = session.run("settings")
    assert 'editing = "emacs"' in out
    path = session.shell.settings.path
    assert session.run("settings", "--create") == (0, f"{path}\n", "")
    assert session.run("settings", "--create") == (1, "", f"{path} exists already\n")


def test_use_changes_the_engine_of_the_session_only(session: Session, tmp_path: Path) -> None:
    other_folder = tmp_path / "other"
    other_folder.mkdir()
    with Recording(other_folder) as other:
        other.answer("GET", "/containers/json", [])
        assert session.run("ps", "-q")[0] == 0
        status, out, _ = session.run("use", other.host)
        assert status == 0
        assert out == f"Now using {other.host} (API 1.51)\n"
        session.daemon.requests.clear()
        assert session.run("ps", "-q")[0] == 0
        assert [request.path for request in other.taken()] == ["/containers/json"]
        assert session.daemon.requests == []
        assert session.shell.uses == 1
        assert session.run("use")[1] == f"{other.host}\n"
    assert not (tmp_path / "config.json").exists()


def test_use_keeps_the_old_engine_when_the_new_one_is_not_there(session: Session, tmp_path: Path) -> None:
    for where in (f"unix://{tmp_path}/nowhere.sock", "no-such-context", "gopher://x"):
        status, out, err = session.run("use", where)
        assert (status, out) == (1, "")
        assert err
    assert session.run("ps", "-q")[0] == 0
    assert session.shell.uses == 0


def test_explain_sends_nothing(session: Session) -> None:
    status, out, _ = session.run("explain", "stop", "-t", "5", "web")
    assert status == 0
    assert out.splitlines()[:2] == ["POST /v1.51/containers/web/stop", "  t=5"]
    assert out.splitlines()[2].startswith("curl --unix-socket ")
    assert "'http://localhost/v1.51/containers/web/stop?t=5'" in out
    assert session.daemon.requests == []


def test_explain_shows_the_body(session: Session) -> None:
    _, out, _ = session.run("explain", "run", "-d", "--name", "web", "busybox", "true")
    body = json.loads(out[out.index("{") : out.index("\n}") + 2])
    assert (body["Image"], body["Cmd"]) == ("busybox", ["true"])
    assert out.startswith("POST /v1.51/containers/create\n  name=web\n")
    assert "/start" in out
    assert session.daemon.requests == []


def test_explain_says_where_it_cannot_go_on(session: Session) -> None:
    _, out, _ = session.run("explain", "exec", "web", "ls")
    assert "POST /v1.51/containers/web/exec" in out
    assert out.endswith("# What follows, if anything, depends on the answer.\n")
    assert "depends" not in session.run("explain", "stop", "web")[1]


@pytest.mark.parametrize("words", [("context", "rm", "x"), ("alias",), ("nosuch",), ("stop",), ("ps", "--nosuch")])
def test_explain_refuses_what_it_cannot_tell(session: Session, words: tuple[str, ...]) -> None:
    status, out, err = session.run("explain", *words)
    assert status != 0
    assert out == ""
    assert err
    assert session.daemon.requests == []


def with_buildx(config: Path) -> None:
    """A plugin that leaves a file when it runs."""
    plugin = config / "cli-plugins" / "docker-buildx"
    plugin.parent.mkdir(mode=0o755)
    plugin.write_text(f"#!/bin/sh\necho ran > {config}/ran\n")
    plugin.chmod(0o755)


def test_explain_tells_of_what_is_not_buildx_s(session: Session, tmp_path: Path) -> None:
    with_buildx(tmp_path)
    status, out, err = session.run("explain", "wait", "wait")
    assert (status, err) == (0, "")
    assert out.startswith("POST /v1.51/containers/wait/wait\n")


@pytest.mark.parametrize("line", ["build .", "image build .", "builder build .", "builder prune -f", "bake"])
def test_explain_does_not_run_buildx(session: Session, tmp_path: Path, line: str) -> None:
    with_buildx(tmp_path)
    (tmp_path / "Dockerfile").touch()
    words = line.replace(".", str(tmp_path)).split()
    status, out, err = session.run("explain", *words)
    assert (status, out) == (1, "")
    assert "is done by the buildx plugin" in err
    assert not (tmp_path / "ran").exists() and session.daemon.requests == []
    session.environ["DOCKER_BUILDKIT"] = "0"
    if line != "bake":
        assert session.run("explain", *words)[1].startswith("POST /v1.51/build")


def test_watch_needs_a_terminal(session: Session) -> None:
    assert session.run("watch", "ps") == (1, "", "watch needs a terminal\n")
