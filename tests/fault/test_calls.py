"""Faults of plain calls (a list, an inspect): one message, the right status, and the next call works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.daemon import Conversation, Daemon, Step, chunk, empty, head, ping, reply

PATIENCE = 60
LIST = "GET /containers/json"


class Ran:
    """What a run of the program left: stdout, stderr, status."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.out, self.err, self.code = done.stdout, done.stderr, done.returncode
        assert "Traceback" not in self.err and "\x1b" not in self.err


def shell(host: str, *words: str, given: str | None = None, **environ: str) -> Ran:
    """One run of the program with little around it."""
    env = {"PATH": os.defpath, "DOCKER_HOST": host, "DOCKER_CONFIG": "/nonexistent", **environ}
    done = subprocess.run(
        [sys.executable, "-m", "shell", *words],
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=env,
    )
    return Ran(done)


@pytest.fixture
def make_socket(tmp_path: Path) -> Callable[[str], str]:
    def make(kind: str) -> str:
        path = tmp_path / "s"
        if kind == "file":
            path.write_text("")
        elif kind == "stale":
            import socket

            with socket.socket(socket.AF_UNIX) as sock:
                sock.bind(str(path))
        return f"unix://{path}"

    return make


@pytest.mark.parametrize("kind", ["absent", "stale", "file"])
def test_f01_nobody_listens(kind: str, make_socket: Callable[[str], str]) -> None:
    host = make_socket(kind)
    ran = shell(host, "ps")
    assert ran.code == 1 and ran.out == ""
    assert ran.err == f"Cannot connect to the Docker daemon at {host}. Is the docker daemon running?\n"


def test_f02_a_path_that_no_socket_can_have() -> None:
    path = "/tmp/" + "x" * 120
    ran = shell(f"unix://{path}", "ps")
    assert ran.code == 1 and "too long" in ran.err and path in ran.err


def test_f04_a_name_that_nobody_knows() -> None:
    ran = shell("tcp://host.invalid:2375", "ps")
    assert ran.code == 1 and ran.err.count("\n") == 1 and "host.invalid" in ran.err


def test_f04_a_port_where_nobody_listens() -> None:
    ran = shell("tcp://127.0.0.1:1", "ps")
    assert ran.code == 1
    assert ran.err == "Cannot connect to the Docker daemon at tcp://127.0.0.1:1. Is the docker daemon running?\n"


def test_f06_an_engine_that_does_not_answer_the_first_question() -> None:
    with Daemon() as daemon:
        daemon.forget("HEAD /_ping")
        daemon.answer("HEAD /_ping", Conversation.hold)
        ran = shell(daemon.host, "ps")
        assert ran.code == 1 and "does not answer" in ran.err


@pytest.mark.parametrize("end", [Conversation.close, Conversation.reset], ids=["closed", "reset"])
def test_f09_f10_the_connection_ends_before_the_answer(end: Callable[[Conversation], None]) -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, end)
        ran = shell(daemon.host, "ps")
        assert ran.code == 1 and ran.err.startswith("error during connect: Get ") and ran.err.count("\n") == 1


def test_f09_a_stale_connection_is_replaced_once_and_silently() -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, reply([]), Conversation.close)
        ran = shell(daemon.host, given="ps -q\nps -q\nps -q\n")
        assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_v8_what_may_have_acted_is_not_sent_again() -> None:
    with Daemon() as daemon:
        daemon.answer("POST /containers/web/pause", Conversation.close)
        ran = shell(daemon.host, "pause", "web")
        assert ran.code == 1 and ran.err.startswith("error during connect: Post ")
        assert len(daemon.seen("POST /containers/web/pause")) == 1


@pytest.mark.parametrize(
    "answer",
    [b"SSH-2.0-OpenSSH_9.2\r\n", b"\x15\x03\x01\x00\x02\x02\x46", b"HTTP/1.1 abc\r\n\r\n"],
    ids=["ssh", "tls", "status"],
)
def test_f11_what_answers_is_no_http(answer: bytes) -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, answer, Conversation.close)
        ran = shell(daemon.host, "ps")
        assert ran.code == 1 and "transport connection broken: malformed HTTP " in ran.err
        assert ran.err.count("\n") <= 2


@pytest.mark.parametrize(
    "fields",
    [b"X: " + b"a" * 2_000_000 + b"\r\n", b"".join(b"X-%d: a\r\n" % n for n in range(10_000))],
    ids=["one long field", "many fields"],
)
def test_f12_a_head_without_measure(fields: bytes) -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, b"HTTP/1.1 200 OK\r\n" + fields + b"Content-Length: 2\r\n\r\n[]", Conversation.close)
        ran = shell(daemon.host, "ps")
        assert ran.code == 1 and ran.err.count("\n") == 1 and len(ran.err) < 1000


def test_f13_an_interim_answer_comes_first() -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, b"HTTP/1.1 100 Continue\r\n\r\n" + reply([]))
        assert shell(daemon.host, "ps", "-q").code == 0


def test_f14_a_redirect_is_not_followed() -> None:
    with Daemon() as elsewhere, Daemon() as daemon:
        daemon.answer("POST /containers/web/pause", head(307, Location=elsewhere.host, Content_Length="0"))
        ran = shell(daemon.host, "pause", "web")
        assert ran.code == 1 and "redirect" in ran.err
        assert elsewhere.accepted == 0


def test_f14_no_content_where_a_list_belongs() -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, empty(204))
        ran = shell(daemon.host, "ps")
        assert ran.code == 1 and ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (head(500, Content_Length="0"), "Internal Server Error"),
        (reply({"message": "it broke"}, 500), "Error response from daemon: it broke\n"),
        (reply({"other": "it broke"}, 500), "Error response from daemon: "),
        (head(502, Content_Type="text/html", Content_Length="13") + b"<b>no way</b>", "<b>no way</b>"),
    ],
)
def test_f15_the_engine_refuses(answer: bytes, told: str) -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, answer)
        ran = shell(daemon.host, "ps")
        assert ran.code == 1 and told in ran.err and ran.out == ""


@pytest.mark.parametrize(
    "body",
    [b'[{"Id":"abc"', b"<html></html>", b'{"Id":"abc"}', b'"text"', b"[1]", b"[null]", b"[[]]"],
)
def test_f17_what_comes_is_no_list_of_containers(body: bytes) -> None:
    with Daemon() as daemon:
        fields = head(Content_Type="application/json", Content_Length=str(len(body)))
        daemon.answer(LIST, fields + body)
        ran = shell(daemon.host, "ps")
        assert ran.code == 1 and ran.err.count("\n") == 1


def test_f50_every_byte_comes_alone() -> None:
    rows = [{"Id": "a" * 64, "Names": ["/web"], "Image": "busybox", "Command": "sh", "Created": 1, "Status": "Up"}]
    body = json.dumps(rows).encode()
    whole = head(chunked=True) + chunk(body) + b"0\r\n\r\n"

    def slowly(talk: Conversation) -> None:
        for at in range(len(whole)):
            talk.send(whole[at : at + 1])

    with Daemon() as daemon:
        daemon.answer(LIST, slowly)
        sliced = shell(daemon.host, "ps", "--no-trunc")
        daemon.forget(LIST)
        daemon.answer(LIST, whole)
        assert sliced.out == shell(daemon.host, "ps", "--no-trunc").out != ""


@pytest.mark.parametrize(
    "environ",
    [{"LC_ALL": "C"}, {"LANG": "xx_YY"}, {"PYTHONIOENCODING": "ascii"}, {"TERM": "dumb"}, {"HOME": "/nonexistent"}],
)
def test_f54_the_surroundings_do_not_matter(environ: dict[str, str]) -> None:
    with Daemon() as daemon:
        daemon.answer(LIST, reply([{"Id": "a" * 64, "Names": ["/wéb"], "Image": "b", "Command": "c", "Created": 1}]))
        ran = shell(daemon.host, "ps", "--format", "{{.Names}} ü", **environ)
        assert (ran.code, ran.out) == (0, "wéb ü\n")


def test_f51_a_slow_engine_is_the_same_engine() -> None:
    rows = [{"Id": "a" * 64, "Names": ["/web"], "Image": "busybox", "Command": "sh", "Created": 1, "Status": "Up"}]
    body = json.dumps(rows).encode()

    def late(data: bytes, seconds: float) -> Step:
        def step(talk: Conversation) -> None:
            time.sleep(seconds)  # the fault itself
            talk.send(data)

        return step

    with Daemon() as daemon:
        daemon.answer(LIST, reply(rows))
        quick = shell(daemon.host, "ps", "--no-trunc")
        for key in ("HEAD /_ping", LIST):
            daemon.forget(key)
        daemon.answer("HEAD /_ping", late(ping(method="HEAD"), 0.3))
        pieces = [head(chunked=True), chunk(body[:9]), chunk(body[9:]), b"0\r\n\r\n"]
        daemon.answer(LIST, *(late(piece, 0.3 + 0.02 * number) for number, piece in enumerate(pieces)))
        slow = shell(daemon.host, "ps", "--no-trunc")
        assert (slow.out, slow.err, slow.code) == (quick.out, "", 0)


@pytest.mark.parametrize("words", [["ps", "--format", "{{.Names}}"], ["events"]])
def test_f54_few_descriptors_are_enough(words: list[str]) -> None:
    few = "import os, resource, sys; resource.setrlimit(7, (16, 16)); os.execv(sys.argv[1], sys.argv[1:])"
    with Daemon() as daemon:
        daemon.answer(LIST, reply([{"Id": "a" * 64, "Names": ["/web"], "Image": "b", "Command": "c", "Created": 1}]))
        daemon.answer("GET /events", head(chunked=True), chunk(b""))
        done = subprocess.run(
            [sys.executable, "-c", few, sys.executable, "-m", "shell", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            env={"PATH": os.defpath, "DOCKER_HOST": daemon.host, "DOCKER_CONFIG": "/nonexistent"},
        )
        assert (done.returncode, done.stderr) == (0, b"")
