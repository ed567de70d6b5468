"""HTTP/1.1 parsing, every input cut at every place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shell.engine.http1 import (
    Body,
    Chunked,
    Head,
    Headers,
    HeadParser,
    Length,
    UntilClose,
    body_of,
    request_head,
)
from shell.errors import TransportError
from tests.support.daemon import chunk

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-A: 1\r\nX-A: 2\r\n\r\n"


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def unframed(body: Body, parts: list[bytes]) -> bytes:
    found = b"".join(body.feed(part) for part in parts)
    body.close()
    return found


@pytest.mark.parametrize("size", range(1, len(HEAD) + 6))
def test_head_is_the_same_in_any_pieces(size: int) -> None:
    parser, head, after = HeadParser(), None, b""
    for piece in pieces(HEAD + b"body", size):
        if head is None:
            head = parser.feed(piece)
            after = parser.rest
        else:
            after += piece
    assert head is not None
    assert (head.status, head.reason, head.headers["X-a"], after) == (200, "OK", "1, 2", b"body")


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_interim_answers_are_passed_over(ending: bytes) -> None:
    lines = [b"HTTP/1.1 100 Continue", b"", b"HTTP/1.1 103 Early Hints", b"A: b", b"", b"HTTP/1.1 101 UPGRADED", b""]
    head = HeadParser().feed(ending.join(lines) + ending)
    assert head is not None and head.status == 101


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"SSH-2.0-OpenSSH", 'malformed HTTP response "SSH-2.0-OpenSSH"'),
        (b"\x15\x03\x01\x00\x02\x02", r'malformed HTTP response "\\x15\\x03\\x01'),
        (b"HTTP/1.1 20 OK\r\n\r\n", 'malformed HTTP status code "20"'),
        (b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", 'malformed MIME header: missing colon: "nonsense"'),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "multiple Content-Length"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 101 + b"\r\n", "more than 100 header fields"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 300_000, "larger than"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 11, "too many 1xx"),
    ],
)
def test_bad_heads_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(TransportError, match=message):
        HeadParser().feed(data)


def test_end_before_the_head_says_whether_anything_came() -> None:
    with pytest.raises(TransportError, match="^EOF$"):
        HeadParser().close()
    parser = HeadParser()
    parser.feed(b"HTTP/1.1 200")
    with pytest.raises(TransportError, match="connection broken: unexpected EOF$"):
        parser.close()


def test_request_head_cannot_be_split() -> None:
    assert request_head("GET", "/info", {"Host": "h"}) == b"GET /info HTTP/1.1\r\nHost: h\r\n\r\n"
    with pytest.raises(TransportError, match='^net/http: invalid header field value for "X-Registry-Auth"$'):
        request_head("GET", "/info", {"X-Registry-Auth": "a\r\nEvil: yes"})
    with pytest.raises(TransportError, match=r'^net/http: invalid header field name "X\\nEvil"$'):
        request_head("GET", "/info", {"X\nEvil": "yes"})


@pytest.mark.parametrize(
    ("headers", "status", "kind"),
    [
        ({"transfer-encoding": "gzip, Chunked", "content-length": "3"}, 200, Chunked),
        ({"content-length": "3"}, 200, Length),
        ({}, 200, UntilClose),
        ({}, 204, Length),
    ],
)
def test_framing_follows_the_head(headers: dict[str, str], status: int, kind: type) -> None:
    assert type(body_of("GET", Head(status, "", Headers(headers)))) is kind


@pytest.mark.parametrize("text", ["-1", "+3", "1_0", "٣", "9" * 30, ""])
def test_a_length_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(TransportError, match="bad Content-Length"):
        body_of("GET", Head(200, "", Headers({"content-length": text})))


WIRE = chunk(b"hello") + b"6;name=value\r\n world\r\n" + chunk(b"x" * 300) + b"0\r\nTrailer: 1\r\n\r\n"


@pytest.mark.parametrize("size", range(1, len(WIRE) + 1))
def test_chunks_are_the_same_in_any_pieces(size: int) -> None:
    body = Chunked()
    assert unframed(body, pieces(WIRE + b"next", size)) == b"hello world" + b"x" * 300
    assert body.rest == b"next"


@pytest.mark.parametrize("cut", range(len(WIRE)))
def test_a_cut_gives_what_came_and_then_fails(cut: int) -> None:
    whole, body = b"hello world" + b"x" * 300, Chunked()
    found = body.feed(WIRE[:cut])
    assert whole.startswith(found)
    with pytest.raises(TransportError, match="unexpected EOF"):
        body.close()


@settings(deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=50), max_size=20), st.integers(1, 60))
def test_any_chunks_in_any_pieces(payloads: list[bytes], size: int) -> None:
    wire = b"".join(chunk(payload) for payload in payloads) + b"0\r\n\r\n"
    assert unframed(Chunked(), pieces(wire, size)) == b"".join(payloads)


@pytest.mark.parametrize(
    "bad", [b"x\r\n", b"-1\r\n", b"+5\r\nhello", b"1_0\r\n", b" \r\n", b"f" * 16 + b"\r\n", b"1" * 70_000]
)
def test_a_bad_size_fails_after_what_came_before_it(bad: bytes) -> None:
    body = Chunked()
    assert body.feed(chunk(b"before") + bad) == b"before"
    assert body.failure is not None
    with pytest.raises(TransportError):
        body.feed(b"more")


@pytest.mark.parametrize("split", [False, True])
def test_a_chunk_longer_than_it_said_fails(split: bool) -> None:
    body = Chunked()
    parts = [b"3\r\nabc", b"def\r\n"] if split else [b"3\r\nabcdef\r\n"]
    assert b"".join(body.feed(part) for part in parts) in (b"", b"abc")
    with pytest.raises(TransportError, match="malformed chunked encoding"):
        body.close()


def test_a_huge_chunk_is_handed_on_as_it_comes() -> None:
    body = Chunked()
    assert body.feed(b"ffffffffffff\r\n" + b"y" * 10) == b"y" * 10
    assert body.feed(b"z" * 10) == b"z" * 10


def test_endless_trailers_are_refused() -> None:
    body = Chunked()
    body.feed(b"0\r\n" + b"A: b\r\n" * 20_000)
    body.feed(b"C" * 1000) if body.failure is None else None
    with pytest.raises(TransportError, match="trailer"):
        body.close()


def test_length_stops_at_its_length() -> None:
    body = Length(5)
    assert [body.feed(b"hel"), body.feed(b"lo next"), body.rest] == [b"hel", b"lo", b" next"]
    body.close()


def test_length_cut_fails() -> None:
    body = Length(5)
    body.feed(b"hel")
    with pytest.raises(TransportError, match="unexpected EOF"):
        body.close()
