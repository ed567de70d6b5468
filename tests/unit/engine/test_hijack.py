"""Two-way streams over unix, tcp and TLS alike: nothing lost at the start, half-close, output after it."""

from __future__ import annotations

import select
import socket
import ssl
from pathlib import Path

import pytest

from shell.engine.hijack import Hijacked, hijack
from shell.errors import TransportError
from tests.unit.engine.wire import Act, End, Material, certificate, playing, rest, until

UPGRADED = b"HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\n\r\n"
KINDS = ["unix", "tcp", "tls1.2", "tls1.3"]


class Bench:
    """Runs a daemon's act over one kind of connection."""

    def __init__(self, kind: str, tmp_path: Path) -> None:
        self.path = tmp_path / "s" if kind == "unix" else None
        self.pem = certificate(tmp_path / "pem") if kind.startswith("tls") else None
        version = ssl.TLSVersion.TLSv1_2 if kind == "tls1.2" else ssl.TLSVersion.TLSv1_3
        self.tls = Material(self.pem, version) if self.pem else None


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    return Bench(request.param, tmp_path)


class Session:
    """`with Session(bench, act) as hijacked`."""

    def __init__(self, bench: Bench, act: Act) -> None:
        self._bench = bench
        self._daemon = playing(act, bench.path, bench.pem)

    def __enter__(self) -> Hijacked:
        place = self._daemon.__enter__()
        path = "/v1.51/containers/c/attach?stream=1"
        self._hijacked = hijack(End(place, self._bench.tls), "POST", path, {"Content-Type": "text/plain"})
        return self._hijacked

    def __exit__(self, *why: object) -> None:
        self._hijacked.close()
        self._daemon.__exit__(None, None, None)


def all_of(hijacked: Hijacked) -> bytes:
    found = b""
    while data := hijacked.recv(1000):
        found += data
    return found


def ended(sock: socket.socket) -> None:
    """End the sending side as Go's server does."""
    if isinstance(sock, ssl.SSLSocket):
        try:
            sock.unwrap()
        except (ssl.SSLError, OSError):
            return


def test_bytes_that_come_with_the_head_are_read_first(bench: Bench) -> None:
    def act(sock: socket.socket) -> None:
        assert b"Upgrade: tcp\r\n" in until(sock, b"\r\n\r\n")
        sock.sendall(UPGRADED + b"hello ")
        sock.sendall(b"world")
        ended(sock)

    with Session(bench, act) as hijacked:
        assert (hijacked.status, hijacked.media_type) == (101, "application/vnd.docker.raw-stream")
        assert all_of(hijacked) == b"hello world"


def test_output_after_the_end_of_stdin_is_complete(bench: Bench) -> None:
    """The daemon answers megabytes after it saw stdin's end, and had sent some before."""
    seen: list[bytes] = []

    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        sock.sendall(UPGRADED + b"early")
        try:
            seen.append(rest(sock))
        except ssl.SSLEOFError:
            seen.append(b"no close_notify")
        sock.sendall(b"z" * 3_000_000)
        ended(sock)

    with Session(bench, act) as hijacked:
        hijacked.send(b"input")
        hijacked.close_write()
        assert all_of(hijacked) == b"early" + b"z" * 3_000_000
    assert seen == [b"input"]


def test_offer_never_waits_and_loses_nothing(bench: Bench) -> None:
    """As in the attach loop: what cannot go out waits while output is read."""
    size = 4_000_000

    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        sock.sendall(UPGRADED)
        left = size
        while left:
            data = sock.recv(65536)
            left -= len(data)
            sock.sendall(data)
        ended(sock)

    with Session(bench, act) as hijacked:
        waiting, got = memoryview(b"q" * size), 0
        while got < size:
            select.select([hijacked], [hijacked] if waiting else [], [], 60) if not hijacked.pending() else None
            waiting = waiting[hijacked.offer(waiting[:100_000]) :] if waiting else waiting
            got += len(hijacked.take(65536) or b"")
        assert hijacked.recv(10) == b""


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_pieces_of_any_size(bench: Bench, size: int) -> None:
    wire = UPGRADED + bytes(range(256)) * 4

    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        for at in range(0, len(wire), size):
            sock.sendall(wire[at : at + size])
        ended(sock)

    with Session(bench, act) as hijacked:
        assert all_of(hijacked) == bytes(range(256)) * 4


def test_an_old_engines_200_is_a_stream(bench: Bench) -> None:
    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nhello")
        ended(sock)

    with Session(bench, act) as hijacked:
        assert hijacked.status == 200
        assert all_of(hijacked) == b"hello"


def test_a_refusal_gives_the_daemons_words(bench: Bench) -> None:
    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        sock.sendall(b'HTTP/1.1 409 Conflict\r\nContent-Length: 24\r\n\r\n{"message":"is paused"}\n')

    with Session(bench, act) as hijacked:
        assert hijacked.status == 409
        assert hijacked.error_body() == b'{"message":"is paused"}\n'


@pytest.mark.parametrize("bench", ["tls1.2", "tls1.3"], indirect=True)
def test_tls_cut_without_its_goodbye_is_told(bench: Bench) -> None:
    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        sock.sendall(UPGRADED + b"hello")

    with Session(bench, act) as hijacked:
        assert hijacked.recv(5) == b"hello"
        with pytest.raises(TransportError, match="unexpected EOF"):
            hijacked.recv(5)
