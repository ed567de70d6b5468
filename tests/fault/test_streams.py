"""Faults of attached streams and logs: what came is shown, one message says what is wrong, the status is right."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fault.test_calls import PATIENCE, shell
from tests.support.daemon import Conversation, Daemon, Step, chunk, empty, head, reply
from tests.support.terminal import Terminal

ID = "a" * 64
EXEC = "e" * 64
JSON = "GET /containers/web/json"
LOGS = f"GET /containers/{ID}/logs"
RAW = "application/vnd.docker.raw-stream"
MULTIPLEXED = "application/vnd.docker.multiplexed-stream"


def inspected(tty: bool = False, **state: Any) -> bytes:
    return reply(
        {
            "Id": ID,
            "Config": {"Tty": tty, "OpenStdin": True},
            "State": {"Running": True, **state},
            "HostConfig": {"AutoRemove": False},
        }
    )


def frame(kind: int, data: bytes) -> bytes:
    return struct.pack(">BxxxI", kind, len(data)) + data


def upgraded(media: str = MULTIPLEXED) -> bytes:
    return head(101, Content_Type=media, Connection="Upgrade", Upgrade="tcp")


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with Daemon() as made:
        made.answer(JSON, inspected())
        yield made


def run_answers(daemon: Daemon, *attach: Step, wait: tuple[Step, ...] = (reply({"StatusCode": 0}),)) -> None:
    """Answers for a `run` whose attach does those steps once the container was started."""
    started = threading.Event()

    def start(talk: Conversation) -> None:
        talk.send(empty())
        started.set()

    def ready(talk: Conversation) -> None:
        assert started.wait(PATIENCE)

    daemon.answer("POST /containers/create", reply({"Id": ID, "Warnings": []}, 201))
    daemon.answer(f"POST /containers/{ID}/attach", upgraded(), ready, *attach)
    daemon.answer(f"POST /containers/{ID}/wait", *wait)
    daemon.answer(f"POST /containers/{ID}/start", start)


def exec_answers(daemon: Daemon, *start: Step, status: int = 0) -> None:
    daemon.answer("POST /containers/web/exec", reply({"Id": EXEC}, 201))
    daemon.answer(f"POST /exec/{EXEC}/start", *start)
    daemon.answer(f"GET /exec/{EXEC}/json", reply({"ExitCode": status}))


# -- logs


def test_f24_cut_between_frames(daemon: Daemon) -> None:
    daemon.answer(LOGS, head(chunked=True), chunk(frame(1, b"out\n") + frame(2, b"err\n")), Conversation.close)
    ran = shell(daemon.host, "logs", "web")
    assert (ran.out, ran.err, ran.code) == ("out\n", "err\nunexpected EOF: the log may be incomplete\n", 1)


def test_f25_ended_inside_a_frame(daemon: Daemon) -> None:
    daemon.answer(LOGS, head(chunked=True), chunk(frame(1, b"out and more\n")[:11]), chunk(b""))
    ran = shell(daemon.host, "logs", "web")
    assert (ran.out, ran.err, ran.code) == ("out", "unexpected EOF: the log may be incomplete\n", 1)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (frame(9, b"x"), "Unrecognized input header: 9"),
        (frame(3, b"log driver gone"), "error from daemon in stream: log driver gone"),
        (struct.pack(">BxxxI", 1, 2**31 - 1), "unexpected EOF"),
    ],
)
def test_f26_frames_that_are_none(daemon: Daemon, bad: bytes, told: str) -> None:
    daemon.answer(LOGS, head(chunked=True), chunk(frame(1, b"out\n") + bad), chunk(b""))
    ran = shell(daemon.host, "logs", "web")
    assert (ran.out, ran.err, ran.code) == ("out\n", f"{told}: the log may be incomplete\n", 1)


def test_f50_a_byte_at_a_time_is_the_same(daemon: Daemon) -> None:
    wire = head(chunked=True) + chunk(frame(1, b"out\n") + frame(2, b"err\n")) + chunk(frame(1, b"end\n")) + chunk(b"")
    daemon.answer(LOGS, *(wire[at : at + 1] for at in range(len(wire))))
    ran = shell(daemon.host, "logs", "web")
    assert (ran.out, ran.err, ran.code) == ("out\nend\n", "err\n", 0)


def test_a_terminals_log_is_passed_on_as_it_is(daemon: Daemon) -> None:
    daemon.forget(JSON)
    daemon.answer(JSON, inspected(tty=True))
    daemon.answer(LOGS, head(chunked=True), chunk(b"a\r\n\x01\x00\x00\x00"), chunk(b""))
    assert shell(daemon.host, "logs", "web").out == "a\n\x01\x00\x00\x00"  # text mode reads \r\n as \n


def test_f39_the_engine_is_killed_in_logs_f(daemon: Daemon) -> None:
    daemon.answer(LOGS, head(chunked=True), chunk(frame(1, b"out\n")), lambda talk: daemon.stop())
    ran = shell(daemon.host, "logs", "-f", "web")
    assert (ran.out, ran.code) == ("out\n", 1) and "may be incomplete" in ran.err


def test_f44_a_full_disk_is_told() -> None:
    with Daemon() as daemon, open("/dev/full", "wb") as full:
        daemon.answer(JSON, inspected())
        daemon.answer(LOGS, head(chunked=True), chunk(frame(1, b"out\n")), chunk(b""))
        done = program(daemon, "logs", "web", stdout=full)
        assert done.wait(PATIENCE) == 1
        assert done.stderr is not None and b"no space left" in done.stderr.read().lower()
        done.stderr.close()


def test_f45_a_reader_that_leaves_ends_it() -> None:
    with Daemon() as daemon:
        daemon.answer(JSON, inspected())

        def endless(talk: Conversation) -> None:
            try:
                while True:
                    talk.send(chunk(frame(1, b"line\n" * 1000)))
            except OSError:
                talk.close()

        daemon.answer(LOGS, head(chunked=True), endless)
        done = program(daemon, "logs", "-f", "web", stdout=subprocess.PIPE)
        assert done.stdout is not None and done.stdout.readline() == b"line\n"
        done.stdout.close()
        assert done.wait(PATIENCE) == -signal.SIGPIPE
        assert done.stderr is not None
        assert done.stderr.read() == b""
        done.stderr.close()


def test_ctrl_c_in_logs_f(daemon: Daemon) -> None:
    daemon.answer(LOGS, head(chunked=True), chunk(frame(1, b"out\n")), Conversation.hold)
    done = program(daemon, "logs", "-f", "web", stdout=subprocess.PIPE)
    assert done.stdout is not None and done.stdout.readline() == b"out\n"
    done.send_signal(signal.SIGINT)
    assert done.wait(PATIENCE) == 130
    out, err = done.communicate()
    assert (out, err) == (b"", b"")


def program(daemon: Daemon, *words: str, stdout: Any) -> subprocess.Popen[bytes]:
    """The program, running."""
    env = {"PATH": os.defpath, "DOCKER_HOST": daemon.host, "DOCKER_CONFIG": "/nonexistent"}
    return subprocess.Popen(
        [sys.executable, "-m", "shell", *words],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=env,
    )


# -- exec


def test_f29_cut_inside_a_frame_and_the_engine_gone(daemon: Daemon) -> None:
    daemon.answer("POST /containers/web/exec", reply({"Id": EXEC}, 201))
    daemon.answer(f"POST /exec/{EXEC}/start", upgraded(), frame(1, b"out\n")[:10], lambda talk: daemon.stop())
    ran = shell(daemon.host, "exec", "web", "ls")
    assert (ran.out, ran.code) == ("ou", 255)
    assert ran.err.splitlines()[0] == "unexpected EOF: the output may be incomplete"
    assert "Cannot connect to the Docker daemon" in ran.err


def test_f30_cut_after_output_has_the_commands_status(daemon: Daemon) -> None:
    exec_answers(daemon, upgraded(), frame(1, b"out\n") + frame(1, b"lost")[:9], Conversation.close, status=7)
    ran = shell(daemon.host, "exec", "web", "ls")
    assert (ran.out, ran.err, ran.code) == ("out\nl", "unexpected EOF: the output may be incomplete\n", 7)


def test_f30_cut_after_output_is_no_success(daemon: Daemon) -> None:
    exec_answers(daemon, upgraded(), frame(1, b"out\n") + frame(1, b"lost")[:9], Conversation.close, status=0)
    ran = shell(daemon.host, "exec", "web", "ls")
    assert (ran.err, ran.code) == ("unexpected EOF: the output may be incomplete\n", 1)


def test_f31_an_answer_of_200_is_a_stream(daemon: Daemon) -> None:
    exec_answers(daemon, head(200, Content_Type=RAW), frame(1, b"out\n"), Conversation.close)
    ran = shell(daemon.host, "exec", "web", "ls")
    assert (ran.out, ran.err, ran.code) == ("out\n", "", 0)


def test_f31_a_refusal_has_the_daemons_words(daemon: Daemon) -> None:
    exec_answers(daemon, reply({"message": "Container web is paused"}, 409))
    ran = shell(daemon.host, "exec", "web", "ls")
    assert (ran.err, ran.code) == ("Error response from daemon: Container web is paused\n", 1)


@pytest.mark.parametrize("status", [204, 302])
def test_what_is_no_stream_is_no_success(daemon: Daemon, status: int) -> None:
    exec_answers(daemon, head(status, Location="/elsewhere", Content_Length="0"))
    ran = shell(daemon.host, "exec", "web", "ls")
    assert (ran.out, ran.err, ran.code) == ("", f"unable to upgrade to tcp, received {status}\n", 1)


def test_a_redirected_log_is_no_empty_one(daemon: Daemon) -> None:
    daemon.answer(LOGS, head(302, Location="/elsewhere", Content_Length="0"))
    ran = shell(daemon.host, "logs", "web")
    assert (ran.out, ran.err, ran.code) == ("", "unexpected redirect in response\n", 1)


@pytest.mark.parametrize("media", [RAW, MULTIPLEXED])
@pytest.mark.parametrize("api", ["1.41", "1.51"])
def test_streams_are_told_apart_whatever_the_engine_calls_them(media: str, api: str) -> None:
    with Daemon(api=api) as daemon:
        daemon.answer(JSON, inspected())
        exec_answers(daemon, upgraded(media), frame(1, b"out\n") + frame(2, b"err\n"), Conversation.close)
        ran = shell(daemon.host, "exec", "web", "ls")
        assert (ran.out, ran.err) == ("out\n", "err\n")


def test_a_terminals_stream_is_raw(daemon: Daemon) -> None:
    exec_answers(daemon, upgraded(RAW), b"\x01\x00\x00\x00\x00\x00\x00\x01x", Conversation.close)
    assert shell(daemon.host, "exec", "-t", "web", "ls").out == "\x01\x00\x00\x00\x00\x00\x00\x01x"


def test_stdin_reaches_the_command_and_its_end_too(daemon: Daemon) -> None:
    def echo(talk: Conversation) -> None:
        found = b""
        while data := talk.recv():
            found += data
        talk.send(frame(1, found.upper()))
        talk.close()

    exec_answers(daemon, upgraded(), echo)
    ran = shell(daemon.host, "exec", "-i", "web", "cat", given="hello\n" * 100_000)
    assert ran.out == "HELLO\n" * 100_000


# -- run, attach


def test_f32_the_waiting_dies(daemon: Daemon) -> None:
    run_answers(daemon, frame(1, b"out\n"), Conversation.close, wait=(head(chunked=True), Conversation.close))
    ran = shell(daemon.host, "run", "busybox", "true")
    assert (ran.out, ran.code) == ("out\n", 125)
    assert ran.err == f"error waiting for container: unexpected EOF\n{ID[:12]} may still run: docker attach {ID[:12]}\n"


def test_a_refused_wait_is_no_failure_of_the_command(daemon: Daemon) -> None:
    daemon.answer("POST /containers/create", reply({"Id": ID, "Warnings": []}, 201))
    daemon.answer(f"POST /containers/{ID}/attach", upgraded(), Conversation.hold)
    daemon.answer(f"POST /containers/{ID}/wait", reply({"message": "no wait"}, 500))
    ran = shell(daemon.host, "run", "busybox", "true")
    assert (ran.err, ran.code) == ("error waiting for container: Error response from daemon: no wait\n", 125)


def test_a_cut_stream_of_run_is_told_and_the_status_kept(daemon: Daemon) -> None:
    run_answers(daemon, frame(1, b"out\n")[:10], Conversation.close, wait=(reply({"StatusCode": 3}),))
    ran = shell(daemon.host, "run", "busybox", "true")
    assert (ran.out, ran.err, ran.code) == ("ou", "unexpected EOF: the output may be incomplete\n", 3)


def test_f39_the_engine_is_killed_in_run(daemon: Daemon) -> None:
    run_answers(
        daemon,
        frame(1, b"out\n"),
        lambda talk: daemon.stop(),
        wait=(head(chunked=True), Conversation.hold),
    )
    ran = shell(daemon.host, "run", "busybox", "true")
    assert (ran.out, ran.code) == ("out\n", 125) and "error waiting for container" in ran.err


def test_f50_a_run_a_byte_at_a_time(daemon: Daemon) -> None:
    wire = frame(1, b"out\n") + frame(2, b"err\n")
    run_answers(daemon, *(wire[at : at + 1] for at in range(len(wire))), Conversation.close)
    ran = shell(daemon.host, "run", "busybox", "true")
    assert (ran.out, ran.err, ran.code) == ("out\n", "err\n", 0)


def test_f52_output_that_stays_open_after_the_container_ended(daemon: Daemon) -> None:
    """A proxy that swallows our half-close, or the Engine's: the container's end is the end all the same."""
    run_answers(daemon, frame(1, b"out\n"), Conversation.hold, wait=(reply({"StatusCode": 4}),))
    ran = shell(daemon.host, "run", "busybox", "true")
    assert (ran.out, ran.code) == ("out\n", 4) and "stays open" in ran.err


def test_output_after_the_containers_end_is_complete(daemon: Daemon) -> None:
    """16 MiB that a slow reader takes long after the container has ended."""
    size = 16 * 1024 * 1024
    run_answers(daemon, *([frame(1, b"z" * 65536)] * (size // 65536)), Conversation.close)
    done = program(daemon, "run", "busybox", "true", stdout=subprocess.PIPE)
    assert done.stdout is not None
    got = 0
    while data := os.read(done.stdout.fileno(), 1000 if got < 100_000 else 1 << 20):
        got += len(data)
    assert (got, done.wait(PATIENCE)) == (size, 0)
    done.communicate()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"Running": False}, "You cannot attach to a stopped container, start it first\n"),
        ({"Paused": True}, "You cannot attach to a paused container, unpause it first\n"),
        ({"Restarting": True}, "You cannot attach to a restarting container, wait until it is running\n"),
    ],
)
def test_attach_needs_a_running_container(state: dict[str, Any], told: str) -> None:
    with Daemon() as daemon:
        daemon.answer(JSON, inspected(**state))
        daemon.answer("POST /containers/web/wait", reply({"StatusCode": 0}))
        ran = shell(daemon.host, "attach", "web")
        assert (ran.err, ran.code) == (told, 1)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (signal.SIGTERM, "SIGTERM"),
        (signal.SIGHUP, "SIGHUP"),  # of a supervisor: no terminal is gone here
        (signal.SIGWINCH, "SIGWINCH"),
        (signal.SIGRTMIN + 3, "37"),
    ],
)
def test_signals_reach_the_container(daemon: Daemon, number: int, name: str) -> None:
    killed = threading.Event()

    def end(talk: Conversation) -> None:
        assert killed.wait(PATIENCE)
        talk.close()

    def kill(talk: Conversation) -> None:
        talk.send(empty())
        killed.set()

    def status(talk: Conversation) -> None:
        assert killed.wait(PATIENCE)
        talk.send(chunk(b'{"StatusCode": 33}') + chunk(b""))

    run_answers(daemon, frame(1, b"ready\n"), end, wait=(head(chunked=True), status))
    daemon.answer(f"POST /containers/{ID}/kill", kill)
    done = program(daemon, "run", "busybox", "true", stdout=subprocess.PIPE)
    assert done.stdout is not None and done.stdout.readline() == b"ready\n"
    done.send_signal(number)
    assert done.wait(PATIENCE) == 33
    done.communicate()
    assert [request.query for request in daemon.seen(f"POST /containers/{ID}/kill")] == [(("signal", name),)]


def test_a_second_ctrl_c_gets_out(daemon: Daemon) -> None:
    asked = threading.Event()

    def kill(talk: Conversation) -> None:
        talk.send(empty())
        asked.set()

    run_answers(daemon, frame(1, b"ready\n"), Conversation.hold, wait=(head(chunked=True), Conversation.hold))
    daemon.answer(f"POST /containers/{ID}/kill", kill)
    done = program(daemon, "run", "busybox", "true", stdout=subprocess.PIPE)
    assert done.stdout is not None and done.stdout.readline() == b"ready\n"
    done.send_signal(signal.SIGINT)
    assert asked.wait(PATIENCE) and done.poll() is None
    done.send_signal(signal.SIGINT)
    assert done.wait(PATIENCE) == 130
    done.communicate()


def test_a_wait_with_a_limit_sees_a_status_that_came_with_its_head(daemon: Daemon) -> None:
    daemon.answer("POST /containers/web/wait", reply({"StatusCode": 7}))
    ran = shell(daemon.host, "wait", "--timeout", "30s", "web")
    assert (ran.out, ran.err, ran.code) == ("7\n", "", 0)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((head(chunked=True), Conversation.close), ("", "unexpected EOF\n", 1)),
        ((head(chunked=True), chunk(b'{"StatusCode": 3}'), Conversation.close), ("3\n", "", 0)),
        ((reply({"StatusCode": 4, "Error": {"Message": "gone"}}),), ("4\n", "", 0)),
    ],
)
def test_wait_prints_the_status_that_came(daemon: Daemon, answer: tuple[Step, ...], told: tuple[str, str, int]) -> None:
    daemon.answer("POST /containers/web/wait", *answer)
    ran = shell(daemon.host, "wait", "web")
    assert (ran.out, ran.err, ran.code) == told


# -- a terminal


def on_terminal(daemon: Daemon, *words: str) -> Terminal:
    return Terminal(words, environ={"DOCKER_HOST": daemon.host, "DOCKER_CONFIG": "/nonexistent"})


@pytest.mark.term
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_brings_the_terminal_back(daemon: Daemon, number: int) -> None:
    """Also when the container does not care."""
    exec_answers(daemon, upgraded(RAW), b"\x1b[?1049h\x1b[?25lfull screen", Conversation.hold)
    daemon.answer(f"POST /exec/{EXEC}/resize", empty(200))
    with on_terminal(daemon, "exec", "-it", "web", "vi") as terminal:
        before = terminal.attributes()
        terminal.shows("full screen")
        assert terminal.attributes() != before
        terminal.kill(number)
        terminal.ends()
        assert terminal.attributes() == before
        assert b"\x1b[?1049l" in terminal.raw and terminal.raw.rstrip().endswith(b"\x1b[?25h")


@pytest.mark.term
def test_f39_a_killed_engine_brings_the_terminal_back(daemon: Daemon) -> None:
    leave = threading.Event()

    def die(talk: Conversation) -> None:
        assert leave.wait(PATIENCE)
        daemon.stop()

    exec_answers(daemon, upgraded(RAW), b"\x1b[?25lready", die)
    daemon.answer(f"POST /exec/{EXEC}/resize", empty(200))
    with on_terminal(daemon, "exec", "-it", "web", "vi") as terminal:
        before = terminal.attributes()
        terminal.shows("ready")
        leave.set()
        assert terminal.ends() == 255
        assert terminal.attributes() == before and b"\x1b[?25h" in terminal.raw
        terminal.shows("Cannot connect to the Docker daemon")


@pytest.mark.term
def test_f53_a_terminal_that_is_gone_ends_it(daemon: Daemon) -> None:
    exec_answers(daemon, upgraded(RAW), b"ready", Conversation.hold)
    daemon.answer(f"POST /exec/{EXEC}/resize", empty(200))
    with on_terminal(daemon, "exec", "-it", "web", "sh") as terminal:
        terminal.shows("ready")
        os.close(terminal.fd)
        terminal.fd = os.open("/dev/null", os.O_RDWR)
        assert terminal._child.wait(PATIENCE) != 0
        terminal.status = terminal._child.returncode


@pytest.mark.term
def test_f55_many_sizes_become_few_calls(daemon: Daemon) -> None:
    sized = threading.Event()

    def resized(talk: Conversation) -> None:
        talk.send(empty(200))
        if dict(talk.request.query)["w"] == "111":
            sized.set()

    def end(talk: Conversation) -> None:
        assert sized.wait(PATIENCE)
        talk.close()

    exec_answers(daemon, upgraded(RAW), b"ready", end)
    daemon.answer(f"POST /exec/{EXEC}/resize", resized)
    with on_terminal(daemon, "exec", "-it", "web", "sh") as terminal:
        terminal.shows("ready")
        for columns in range(1000):
            terminal.resize(80 + columns % 30, 24)
        terminal.resize(111, 30)
        assert terminal.ends() == 0
    sizes = [dict(request.query) for request in daemon.seen(f"POST /exec/{EXEC}/resize")]
    assert sizes[-1] == {"h": "30", "w": "111"} and len(sizes) < 500


@pytest.mark.term
def test_keys_typed_after_the_end_are_left_for_the_next_reader(daemon: Daemon) -> None:
    """No thread stays behind that would take them: a shell reads the whole next line."""
    exec_answers(daemon, upgraded(RAW), b"ready", Conversation.close)
    daemon.answer(f"POST /exec/{EXEC}/resize", empty(200))
    command = f"{sys.executable} -m shell exec -it web sh; read line; echo got=$line"
    with Terminal(
        command=["/bin/sh", "-c", command], environ={"DOCKER_HOST": daemon.host, "DOCKER_CONFIG": "/nonexistent"}
    ) as terminal:
        terminal.shows("ready")
        terminal.until(lambda: bool(daemon.seen(f"GET /exec/{EXEC}/json")))
        terminal.line("whole line")
        terminal.shows("got=whole line")


@pytest.mark.parametrize(("remove", "last"), [((), "die"), (("--rm",), "destroy")])
def test_before_1_30_the_status_comes_from_the_events(remove: tuple[str, ...], last: str) -> None:
    """Their wait does not wait for a container that is not started yet."""
    died = threading.Event()

    def start(talk: Conversation) -> None:
        talk.send(empty())
        died.set()

    def events(talk: Conversation) -> None:
        assert died.wait(PATIENCE)
        talk.send(chunk(b'{"Action":"die","Actor":{"Attributes":{"exitCode":"7"}}}\n'))
        if last == "destroy":
            talk.send(chunk(b'{"Action":"destroy"}\n'))
        talk.hold()

    with Daemon(api="1.29") as daemon:
        daemon.answer("POST /containers/create", reply({"Id": ID, "Warnings": []}, 201))
        daemon.answer(f"POST /containers/{ID}/attach", upgraded(), frame(1, b"out\n"), Conversation.close)
        daemon.answer("GET /events", head(chunked=True), events)
        daemon.answer(f"POST /containers/{ID}/start", start)
        ran = shell(daemon.host, "run", *remove, "busybox", "true")
        assert (ran.out, ran.err, ran.code) == ("out\n", "", 7)


# -- events

EVENT = b'{"Type":"container","Action":"start","Actor":{"ID":"a","Attributes":{}},"time":1,"timeNano":1}\n'


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        pytest.param((chunk(b'{"Type":"conta'), chunk(b"")), 1, id="ended inside an event"),
        pytest.param((chunk(b'{"Type":"conta'), Conversation.close), 1, id="cut inside an event"),
        pytest.param((Conversation.close,), 1, id="cut between events"),
        pytest.param((chunk(b""),), 0, id="ended between events"),
        pytest.param((chunk(b"\x1b]nonsense\n"), chunk(b"")), 1, id="no event"),
    ],
)
def test_f27_events_that_end(daemon: Daemon, rest: tuple[Step, ...], status: int) -> None:
    daemon.answer("GET /events", head(chunked=True), chunk(EVENT), *rest)
    ran = shell(daemon.host, "events", "--format", "{{.Action}}")
    assert (ran.out, ran.code) == ("start\n", status)
    assert ran.err.count("\n") == status
