"""stats over and over: it ends when its containers are gone, and tells what ended the event stream."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tests.fault.test_calls import shell
from tests.support.canned import Canned
from tests.support.daemon import Conversation, Daemon, chunk, head, reply

PATIENCE = 40

SAMPLE = json.dumps({"name": "/web", "id": "1" * 64, "pids_stats": {"current": 3}}).encode()


def test_it_ends_when_the_containers_are_gone() -> None:
    with Canned({"/containers/web/stats": SAMPLE * 3}) as daemon:
        done = daemon.ours("stats", "web")
    # The end of the stream may be seen before the first table or behind it.
    assert (done.returncode, done.stderr) in ((0, ""), (1, "EOF\n"))
    assert done.returncode or "111111111111" in done.stdout


def test_a_container_that_is_not_there() -> None:
    with Canned({"/containers/web/stats": (404, {"message": "No such container: web"})}) as daemon:
        done = daemon.ours("stats", "web", "web")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error response from daemon: No such container: web\n"


def test_the_end_of_the_events_ends_it() -> None:
    with Canned({"/containers/json": [], "/events": b""}) as daemon:
        done = daemon.ours("stats")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_has_ended_is_followed_no_longer() -> None:
    """A container that starts over and over would leave a connection behind each time."""
    followed, left, seen = threading.Event(), threading.Event(), []

    def follow(talk: Conversation) -> None:
        followed.set()
        talk.hold()
        left.set()

    with Daemon() as daemon:
        daemon.answer("GET /containers/json", reply([]))
        daemon.answer("GET /containers/web/stats", head(chunked=True), chunk(SAMPLE), follow)
        daemon.answer(
            "GET /events",
            head(chunked=True),
            chunk(event("start")),
            lambda talk: followed.wait(PATIENCE),
            chunk(event("die")),
            lambda talk: seen.append(left.wait(PATIENCE)),
            chunk(b""),
        )
        done = shell(daemon.host, "stats")
    assert (seen, done.err, done.code) == ([True], "", 0)


def test_ctrl_c_ends_one_look_at_a_silent_engine(tmp_path: Path) -> None:
    asked = threading.Event()

    def silent(talk: Conversation) -> None:
        asked.set()
        talk.hold()

    with Daemon() as daemon:
        daemon.answer("GET /containers/web/stats", silent)
        environ = {"PATH": os.defpath, "DOCKER_HOST": daemon.host, "DOCKER_CONFIG": str(tmp_path)}
        words = [sys.executable, "-m", "shell", "stats", "--no-stream", "web"]
        with subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environ) as run:
            assert asked.wait(PATIENCE)
            run.send_signal(signal.SIGINT)
            _, told = run.communicate(timeout=PATIENCE)
    assert (run.returncode, told) == (130, b"")


def event(action: str) -> bytes:
    return json.dumps({"Type": "container", "Action": action, "Actor": {"ID": "web"}}).encode()
