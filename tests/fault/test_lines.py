"""Scripts, jobs and pipelines when the Engine goes away, is not there, or a stream never speaks."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shell.files.tar import Header
from tests.support.daemon import Conversation, Daemon, Step, chunk, head, reply
from tests.support.program import begin, end_all

EVENT = b'{"Type":"container","Action":"start","Actor":{"ID":"c1","Attributes":{}},"time":1,"timeNano":1000000000}\n'


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with Daemon() as scripted:
        scripted.answer("GET /containers/json", reply([]))
        yield scripted


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    end_all()


def started(daemon: Daemon | str, folder: Path, *options: str) -> subprocess.Popen[str]:
    return begin(daemon if isinstance(daemon, str) else daemon.host, *options, HOME=str(folder))


def run(daemon: Daemon | str, folder: Path, text: str, *options: str) -> tuple[str, str, int]:
    process = started(daemon, folder, *options)
    out, err = process.communicate(text, timeout=120)
    return out, err, process.returncode


def test_script_without_an_engine_stops_at_its_first_question(tmp_path: Path) -> None:
    out, err, status = run(f"unix://{tmp_path}/none.sock", tmp_path, "echo a\nps -q\necho b\n")
    assert (out, status) == ("a\n", 1)
    assert err.startswith(f"stdin:2: ps: Cannot connect to the Docker daemon at unix://{tmp_path}/none.sock")


def test_engine_that_dies_in_a_script_is_told_at_its_line(daemon: Daemon, tmp_path: Path) -> None:
    process = started(daemon, tmp_path)
    assert process.stdin and process.stdout
    process.stdin.write("ps -q\necho ready\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ready\n"
    daemon.stop()
    out, err = process.communicate("ps -q\necho after\n", timeout=120)
    assert (out, process.returncode) == ("", 1)
    assert err.startswith("stdin:3: ps: Cannot connect")


def test_stream_cut_off_behind_a_pipe_fails_the_line_after_what_came(daemon: Daemon, tmp_path: Path) -> None:
    daemon.answer("GET /events", head(chunked=True), chunk(EVENT), Conversation.reset)
    out, err, status = run(daemon, tmp_path, "events --format '{{.Actor.ID}}' | cat\necho after\n")
    assert out == "c1\n"
    assert err.startswith("stdin:1: events: ")
    assert status == 1


def test_cut_stream_behind_a_pipe_can_be_tolerated(daemon: Daemon, tmp_path: Path) -> None:
    daemon.answer("GET /events", head(chunked=True), chunk(EVENT), Conversation.reset)
    out, err, status = run(daemon, tmp_path, "events --format '{{.Actor.ID}}' | cat || echo cut\necho after\n")
    assert (out, status) == ("c1\ncut\nafter\n", 0)
    assert "events" in err


@pytest.mark.parametrize("end", [(Conversation.reset,), (chunk(b""),)], ids=["reset", "no end of the archive"])
def test_cut_archive_behind_a_program_fails_the_line(daemon: Daemon, tmp_path: Path, end: tuple[Step, ...]) -> None:
    daemon.answer("GET /containers/web/export", head(chunked=True), chunk(Header(b"data", size=4096).encode()), *end)
    out, err, status = run(daemon, tmp_path, f"export web | gzip > {tmp_path}/f\necho after\n")
    assert (out, status) == ("", 1)
    assert err.startswith("stdin:1: export: ")


def test_cut_stream_into_a_file_fails_the_script(daemon: Daemon, tmp_path: Path) -> None:
    daemon.answer("GET /events", head(chunked=True), chunk(EVENT), Conversation.reset)
    out, _, status = run(daemon, tmp_path, f"events > {tmp_path}/f\necho after\n")
    assert (out, status) == ("", 1)


def test_silent_stream_ends_with_its_reader(daemon: Daemon, tmp_path: Path) -> None:
    """Nothing more is ever written: only watching the pipe tells that nobody reads it."""
    daemon.answer("GET /events", head(chunked=True), chunk(EVENT), Conversation.hold)
    out, err, status = run(daemon, tmp_path, "events --format '{{.Actor.ID}}' | head -n 1\necho after\n")
    assert (out, err, status) == ("c1\nafter\n", "", 0)


def test_killed_job_ends_although_its_stream_is_silent(daemon: Daemon, tmp_path: Path) -> None:
    left = threading.Event()

    def hold(talk: Conversation) -> None:
        talk.hold()
        left.set()

    daemon.answer("GET /events", head(chunked=True), chunk(EVENT), hold)
    process = started(daemon, tmp_path)
    assert process.stdin and process.stdout
    process.stdin.write("events --format '{{.Actor.ID}}' &\n")
    process.stdin.flush()
    assert process.stdout.readline() == "c1\n"
    out, err = process.communicate("kill %1\nwait %1 || echo $?\nps -q\n", timeout=120)
    assert (out, err, process.returncode) == ("130\n", "", 0)
    assert left.wait(60)


@pytest.mark.parametrize("line", ["events --format '{{.Actor.ID}}'", "events --format '{{.Actor.ID}}' | cat"])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signal_ends_a_silent_stream(
    daemon: Daemon, tmp_path: Path, line: str, number: signal.Signals, status: int
) -> None:
    daemon.answer("GET /events", head(chunked=True), chunk(EVENT), Conversation.hold)
    process = started(daemon, tmp_path)
    assert process.stdin and process.stdout
    process.stdin.write(f"{line}\necho after\n")
    process.stdin.flush()
    if "|" not in line:
        while not daemon.seen("GET /events"):
            threading.Event().wait(0.01)
    else:
        assert process.stdout.readline() == "c1\n"
    process.send_signal(number)
    out, _ = process.communicate(timeout=120)
    assert "after" not in out
    assert process.returncode == status


def test_jobs_of_a_script_that_stops_are_ended(daemon: Daemon, tmp_path: Path) -> None:
    daemon.answer("GET /events", head(chunked=True), chunk(EVENT), Conversation.hold)
    out, err, status = run(daemon, tmp_path, "events > /dev/null &\nfalse\n")
    assert (out, err, status) == ("", "stdin:2: false: ended with status 1\n", 1)


def test_check_never_connects(daemon: Daemon, tmp_path: Path) -> None:
    _, err, status = run(daemon, tmp_path, "ps\nrm web-*\nps --nonsense\n", "--check")
    assert (status, daemon.accepted) == (2, 0)
    assert err == "stdin:3:4: ps: unknown flag: --nonsense\n"
