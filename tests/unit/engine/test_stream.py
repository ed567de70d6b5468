"""Requests whose answer is read as it comes, against a daemon of one connection."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shell.engine.stream import Stream, open_stream
from shell.errors import Cancelled, CannotConnect, TransportError
from tests.support.daemon import chunk
from tests.unit.engine.wire import Act, End, Place, playing, rest, until

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def answering(*parts: bytes) -> Act:
    """Read a request's head, send the parts and end."""

    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        for part in parts:
            sock.sendall(part)

    return act


def opened(place: Place, method: str = "GET", body: bytes | Iterator[bytes] | None = None) -> Stream:
    return open_stream(End(place), method, "/v1.51/events", {"User-Agent": "test"}, body)


def test_parts_come_as_they_are_sent(tmp_path: Path) -> None:
    first = threading.Event()

    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        sock.sendall(CHUNKED + chunk(b"one"))
        assert first.wait(60)
        sock.sendall(chunk(b"two") + chunk(b""))

    with playing(act, tmp_path / "s") as place, opened(place) as stream:
        assert (stream.status, stream.media_type) == (200, "application/json")
        assert stream.read1() == b"one"
        first.set()
        assert [stream.read1(), stream.read1(), stream.read1()] == [b"two", b"", b""]


@pytest.mark.parametrize(
    "wire",
    [
        CHUNKED + chunk(b"hello") + b"0\r\n\r\n",
        OK + b"Content-Length: 5\r\n\r\nhello",
        OK + b"\r\nhello",
    ],
    ids=["chunked", "length", "close"],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_every_framing_in_any_pieces(tmp_path: Path, wire: bytes, size: int) -> None:
    parts = [wire[at : at + size] for at in range(0, len(wire), size)]
    with playing(answering(*parts), tmp_path / "s") as place, opened(place) as stream:
        assert b"".join(stream) == b"hello"


@pytest.mark.parametrize("wire", [CHUNKED + chunk(b"hel"), CHUNKED + b"5\r\nhel", OK + b"Content-Length: 5\r\n\r\nhel"])
def test_a_cut_is_told_after_what_came(tmp_path: Path, wire: bytes) -> None:
    with playing(answering(wire), tmp_path / "s") as place, opened(place) as stream:
        assert stream.read1() == b"hel"
        with pytest.raises(TransportError, match="^unexpected EOF$"):
            stream.read1()


def test_broken_framing_is_told_after_what_came(tmp_path: Path) -> None:
    with playing(answering(CHUNKED + chunk(b"hel") + b"what\r\n"), tmp_path / "s") as place, opened(place) as stream:
        assert stream.read1() == b"hel"
        with pytest.raises(TransportError, match="chunk length"):
            stream.read1()


def test_no_answer_is_told_with_the_request(tmp_path: Path) -> None:
    quoted = str(tmp_path / "s").replace("/", "%2F")
    with playing(answering(), tmp_path / "s") as place, pytest.raises(CannotConnect) as caught:
        opened(place)
    assert str(caught.value) == f'error during connect: Get "http://{quoted}/v1.51/events": EOF'


def test_a_body_of_pieces_is_sent_chunked(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def act(sock: socket.socket) -> None:
        seen.append(until(sock, b"\r\n\r\n"))
        seen.append(until(sock, b"0\r\n\r\n"))
        sock.sendall(CHUNKED + chunk(b"loaded") + chunk(b""))

    with playing(act, tmp_path / "s") as place, opened(place, "POST", iter([b"abc", b"", b"de"])) as stream:
        assert b"".join(stream) == b"loaded"
    assert b"Transfer-Encoding: chunked\r\n" in seen[0] and b"Content-Length" not in seen[0]
    assert seen[1] == b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"


@pytest.mark.parametrize(("method", "body", "field"), [("POST", None, b"0"), ("POST", b"{}", b"2"), ("GET", None, b"")])
def test_a_length_is_said_where_http_wants_one(tmp_path: Path, method: str, body: bytes | None, field: bytes) -> None:
    seen: list[bytes] = []

    def act(sock: socket.socket) -> None:
        seen.append(until(sock, b"\r\n\r\n"))
        if body:
            seen.append(until(sock, body))
        sock.sendall(OK + b"Content-Length: 0\r\n\r\n")

    with playing(act, tmp_path / "s") as place:
        open_stream(End(place), method, "/x", {}, body).close()
    assert (b"Content-Length: " + field + b"\r\n" in seen[0]) is bool(field)


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


@pytest.mark.parametrize("over", ["unix", "tcp"])
def test_a_refusal_during_the_upload_ends_it(tmp_path: Path, over: str) -> None:
    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        sock.sendall(b'HTTP/1.1 400 Bad Request\r\nContent-Length: 17\r\n\r\n{"message":"no"}\n')

    with (
        playing(act, tmp_path / "s" if over == "unix" else None) as place,
        opened(place, "POST", endless()) as stream,
    ):
        assert (stream.status, stream.error_body()) == (400, b'{"message":"no"}\n')


def test_the_end_during_the_upload_is_an_error(tmp_path: Path) -> None:
    with (
        playing(lambda sock: None, tmp_path / "s") as place,
        pytest.raises(CannotConnect, match="error during connect"),
    ):
        opened(place, "POST", endless())


def test_an_upload_whose_source_fails_closes_the_connection(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield b"abc"
        raise PermissionError("open secret: permission denied")

    seen: list[bytes] = []
    with playing(lambda sock: seen.append(rest(sock)), tmp_path / "s") as place, pytest.raises(PermissionError):
        opened(place, "POST", failing())
    assert not seen[0].endswith(b"0\r\n\r\n")


def test_cancel_from_another_thread_wakes_the_reader(tmp_path: Path) -> None:
    done = threading.Event()

    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        sock.sendall(CHUNKED + chunk(b"one"))
        rest(sock)
        done.set()

    with playing(act, tmp_path / "s") as place, opened(place) as stream:
        assert stream.read1() == b"one"
        thread = threading.Thread(target=stream.cancel)
        thread.start()
        with pytest.raises(Cancelled):
            stream.read1()
        thread.join()
    assert done.wait(60)


def test_an_endless_error_is_capped(tmp_path: Path) -> None:
    def act(sock: socket.socket) -> None:
        until(sock, b"\r\n\r\n")
        try:
            sock.sendall(b"HTTP/1.1 500 Oops\r\n\r\n")
            while True:
                sock.sendall(b"e" * 65536)
        except OSError:
            return

    with playing(act, tmp_path / "s") as place, opened(place) as stream:
        assert len(stream.error_body()) == 1024 * 1024
