"""A person at a terminal with a container: shells, sizes, full screens, detaching, signals; the terminal comes back."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.oracle import Oracle
from tests.support.terminal import Terminal
from tests.support.ways import WAYS, environ_of

pytestmark = [pytest.mark.term, pytest.mark.live]


class Seat:
    """Where a person sits: a way to an engine, and names that are cleaned up."""

    def __init__(self, name: str, home: Path) -> None:
        self.docker = Oracle(WAYS[name].version)
        self._environ = {"PATH": os.environ["PATH"], "HOME": str(home), **environ_of(name)}

    def ours(self, *words: str, columns: int = 80, rows: int = 24) -> Terminal:
        return Terminal(words, environ=self._environ, columns=columns, rows=rows)


@pytest.fixture(params=list(WAYS))
def seat(bed: None, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Seat]:
    made = Seat(request.param, tmp_path)
    yield made
    made.docker.clean()


@pytest.fixture
def newest_seat(bed: None, tmp_path: Path) -> Iterator[Seat]:
    made = Seat("28.5 unix", tmp_path)
    yield made
    made.docker.clean()


def has_size(size: str, number: int) -> str:
    """A line that says `fits NUMBER+1` when the terminal inside has that size; older engines set it a moment later."""
    return f"until [ \"$(stty size 2>&1)\" = '{size}' ]; do :; done; echo fits $(({number} + 1))"


def test_a_shell_in_a_container(seat: Seat) -> None:
    """Its size is ours, also when ours changes; its status is ours; the terminal comes back."""
    name = seat.docker.name()
    with seat.ours("run", "-it", "--name", name, "busybox", "sh") as terminal:
        before = terminal.attributes()
        terminal.shows("/ #")
        assert terminal.attributes() != before
        terminal.line(has_size("24 80", 1))
        terminal.shows("fits 2")
        terminal.resize(100, 30)
        terminal.line(has_size("30 100", 2))
        terminal.shows("fits 3")
        terminal.line("exit 7")
        assert terminal.ends() == 7
        assert terminal.attributes() == before


def test_detach_and_attach_again(seat: Seat) -> None:
    name = seat.docker.name()
    with seat.ours("run", "-it", "--name", name, "busybox", "sh") as terminal:
        before = terminal.attributes()
        terminal.shows("/ #")
        terminal.line("variable=kept")
        terminal.type("\x10\x11")
        assert terminal.ends() == 0
        assert terminal.attributes() == before
    assert seat.docker.inspect(name)["State"]["Running"]
    with seat.ours("attach", "--detach-keys", "ctrl-x,x", name) as terminal:
        terminal.shows("/ #")
        terminal.line("echo still $variable")
        terminal.shows("still kept")
        terminal.type("\x18x")
        assert terminal.ends() == 1
        assert "read escape sequence" in terminal.text()
    assert seat.docker.inspect(name)["State"]["Running"]


def test_exec_has_a_terminal_and_a_status(seat: Seat) -> None:
    name = seat.docker.container()
    with seat.ours("exec", "-it", name, "sh", columns=200, rows=50) as terminal:
        before = terminal.attributes()
        terminal.shows("/ #")
        terminal.line(has_size("50 200", 1))
        terminal.shows("fits 2")
        terminal.type("echo $((6 * 7)) and\x03")  # Ctrl-C is a key of the shell inside
        terminal.line("exit 3")
        assert terminal.ends() == 3
        assert terminal.attributes() == before


def test_start_again_with_a_terminal(seat: Seat) -> None:
    name = seat.docker.name()
    seat.docker("create", "-it", "--name", name, "busybox", "sh")
    with seat.ours("start", "-ai", name) as terminal:
        terminal.shows("/ #")
        terminal.line("exit 4")
        assert terminal.ends() == 4


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 50)])
def test_vi_looks_right_and_leaves_no_traces(newest_seat: Seat, columns: int, rows: int) -> None:
    name = newest_seat.docker.container()
    with newest_seat.ours("exec", "-it", name, "vi", "/tmp/letter", columns=columns, rows=rows) as terminal:
        before = terminal.attributes()
        terminal.shows("/tmp/letter")
        terminal.type("iDear Docker\x1b")
        terminal.shows("Dear Docker")
        assert terminal.screen.display[0].startswith("Dear Docker")
        assert [line.rstrip() for line in terminal.screen.display[1 : rows - 1]] == ["~"] * (rows - 2)
        terminal.line(":wq")
        assert terminal.ends() == 0
        assert terminal.attributes() == before
    assert newest_seat.docker("exec", name, "cat", "/tmp/letter") == "Dear Docker"


def test_top_in_a_container(newest_seat: Seat) -> None:
    name = newest_seat.docker.container()
    with newest_seat.ours("exec", "-it", name, "top") as terminal:
        terminal.shows("Load average")
        terminal.shows("sleep 600")
        terminal.type("q")
        assert terminal.ends() == 0


def test_ctrl_c_ends_logs_f(newest_seat: Seat) -> None:
    name = newest_seat.docker.container("sh", "-c", "echo written; exec sleep 600")
    with newest_seat.ours("logs", "-f", name) as terminal:
        before = terminal.attributes()
        terminal.shows("written")
        terminal.type("\x03")
        assert terminal.ends() == 130
        assert terminal.attributes() == before


def test_ctrl_c_reaches_a_container_without_a_terminal(newest_seat: Seat) -> None:
    script = "trap 'echo caught; exit 33' INT; echo ready; while :; do sleep 0.1; done"
    with newest_seat.ours("run", "--rm", "busybox", "sh", "-c", script) as terminal:
        terminal.shows("ready")
        terminal.type("\x03")
        assert terminal.ends() == 33
        assert "caught" in terminal.text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_a_container_brings_the_terminal_back(newest_seat: Seat, number: int) -> None:
    name = newest_seat.docker.name()
    with newest_seat.ours("run", "-it", "--name", name, "busybox", "vi") as terminal:
        before = terminal.attributes()
        terminal.shows("~")
        terminal.kill(number)
        assert terminal.ends() not in (0, None)
        assert terminal.attributes() == before


def test_the_prompt_after_a_container(newest_seat: Seat) -> None:
    """As if nothing had happened: the next line's keys are all there, and $? is the container's."""
    name = newest_seat.docker.container()
    with newest_seat.ours() as terminal:
        terminal.shows("docker>")
        terminal.line(f"exec -it {name} sh")
        terminal.shows("/ #")
        terminal.line("exit 7")
        terminal.matches(r"docker.*>\s*$")
        terminal.line("echo status $?")
        terminal.shows("status 7")
        terminal.line(f"ps --filter name={name} --format 'name={{{{.Names}}}}'")
        terminal.shows(f"name={name}")


def test_stats_are_drawn_in_place(newest_seat: Seat) -> None:
    name = newest_seat.docker.container()
    with newest_seat.ours("stats", name, rows=10) as terminal:
        terminal.shows("CPU %")
        terminal.until(lambda: terminal.raw.count(b"\x1b[H") > 3)
        assert terminal.text().count("CPU %") == 1 and terminal.text().count(name) == 1
        terminal.type("\x03")
        assert terminal.ends() == 130
