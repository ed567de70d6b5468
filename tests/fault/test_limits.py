"""F54: little of what a process may have: descriptors, memory, streams."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.fault.test_calls import LIST, PATIENCE, Ran
from tests.support.daemon import Conversation, Daemon, chunk, head, reply

FRAME = b"\x01\0\0\0\0\0\x10\0" + b"x" * 4095 + b"\n"
ID = "a" * 64
FRAMES = 16_384  # 64 MiB


def limited(limit: str, host: str, words: str, given: str = "") -> Ran:
    """The program under a limit of sh's `ulimit`."""
    env = {"PATH": os.defpath, "DOCKER_HOST": host, "DOCKER_CONFIG": "/nonexistent"}
    line = f"ulimit {limit} && exec {sys.executable} -m shell {words}"
    done = subprocess.run(
        ["/bin/sh", "-c", line], input=given, capture_output=True, text=True, timeout=PATIENCE, env=env
    )
    return Ran(done)


def test_f54_a_script_needs_few_descriptors() -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, reply([{"Id": "a" * 64, "Names": ["/web"], "Image": "b", "Command": "c", "Created": 1}]))
        lines = "ps -q | cat\nps -q &\nps -q > /dev/null\nwait\n" * 10
        ran = limited("-n 16", daemon.host, "", lines)
        assert (ran.code, ran.out, ran.err) == (0, ("a" * 12 + "\n") * 20, "")


def test_f54_a_long_stream_needs_little_memory() -> None:
    def send(talk: Conversation) -> None:
        for _ in range(FRAMES // 16):
            talk.send(chunk(FRAME * 16))
        talk.send(chunk(b""))

    with Daemon() as daemon:
        daemon.answer("GET /containers/web/json", reply({"Id": ID, "Config": {"Tty": False}}))
        daemon.answer(
            f"GET /containers/{ID}/logs",
            head(chunked=True, Content_Type="application/vnd.docker.multiplexed-stream"),
            send,
        )
        ran = limited("-v 60000", daemon.host, "logs web")
        assert (ran.code, ran.err, len(ran.out)) == (0, "", 4096 * FRAMES)


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        ("<&-", ("a" * 12 + "\n", "Error response from daemon: no such container\n")),
        (">&-", ("", "Error response from daemon: no such container\n")),
        ("2>&-", ("a" * 12 + "\n", "")),
        ("<&- >&- 2>&-", ("", "")),
    ],
)
def test_what_goes_to_a_closed_stream_goes_nowhere(closed: str, said: tuple[str, str]) -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, reply([{"Id": "a" * 64, "Names": ["/web"], "Image": "b", "Command": "c", "Created": 1}]))
        daemon.answer("POST /containers/web/stop", reply({"message": "no such container"}, 404))
        listed = limited("-n 64", daemon.host, f"ps -q {closed}")
        stopped = limited("-n 64", daemon.host, f"stop web {closed}")
    assert (listed.code, stopped.code) == (0, 1)
    assert (listed.out, stopped.err) == said
    assert (listed.err, stopped.out) == ("", "")
