"""What surrounds an attached stream: signals handed on, handlers given back."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from shell.attach.session import Session, check_terminal
from shell.config.endpoint import Endpoint
from shell.engine.address import parse_host
from shell.engine.transport import Engine
from shell.errors import Cancelled, ShellError
from shell.streams import In, Out, Streams
from tests.support.daemon import Conversation, Daemon, empty

ID = "a" * 64
KILL = f"POST /containers/{ID}/kill"


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with Daemon() as made:
        yield made


def session(daemon: Daemon) -> Session:
    engine = Engine(Endpoint(parse_host(daemon.host), None, "default", daemon.host), environ={})
    assert engine.api_version == "1.51"
    return Session(engine, Streams(In(), Out(lambda data: None), Out(lambda data: None)), tty=False, stdin=False)


def test_a_signal_is_handed_on_and_the_handlers_are_given_back(daemon: Daemon) -> None:
    came = threading.Event()

    def kill(talk: Conversation) -> None:
        talk.send(empty())
        came.set()

    daemon.answer(KILL, kill)
    before = signal.getsignal(signal.SIGUSR1)
    with session(daemon) as joined:
        joined.forward(ID)
        os.kill(os.getpid(), signal.SIGUSR1)
        assert came.wait(60)
    assert signal.getsignal(signal.SIGUSR1) == before
    assert [request.query for request in daemon.seen(KILL)] == [(("signal", "SIGUSR1"),)]


def test_without_a_container_ctrl_c_gets_out_at_once(daemon: Daemon) -> None:
    with pytest.raises(KeyboardInterrupt), session(daemon):
        os.kill(os.getpid(), signal.SIGINT)
        threading.Event().wait(60)


def test_ctrl_z_stops_us_unless_it_is_handed_on(daemon: Daemon) -> None:
    before = signal.getsignal(signal.SIGTSTP)
    with session(daemon) as joined:
        assert signal.getsignal(signal.SIGTSTP) == before
        joined.forward(ID)
        assert signal.getsignal(signal.SIGTSTP) != before
    assert signal.getsignal(signal.SIGTSTP) == before


def test_a_job_that_is_ended_tells_its_container(daemon: Daemon) -> None:
    daemon.answer(KILL, empty())
    with pytest.raises(Cancelled), session(daemon) as joined:
        joined.forward(ID)
        raise Cancelled("")
    assert [request.query for request in daemon.seen(KILL)] == [(("signal", "SIGINT"),)]


def test_a_job_has_no_handlers_and_works_all_the_same(daemon: Daemon) -> None:
    done: list[bool] = []

    def work() -> None:
        with session(daemon):
            done.append(signal.getsignal(signal.SIGTERM) is before)

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert done == [True]


@pytest.mark.parametrize(
    ("attached", "tty", "refused"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_a_terminal_inside_needs_one_outside(attached: bool, tty: bool, refused: bool) -> None:
    if refused:
        with pytest.raises(ShellError, match="^the input device is not a TTY$"):
            check_terminal(In(), attached, tty)
    else:
        check_terminal(In(), attached, tty)
    check_terminal(In(0, isatty=True), attached, tty)
