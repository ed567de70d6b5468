"""F54: little of what a process may have: descriptors, memory."""

from __future__ import annotations

import os
import subprocess
import sys

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
