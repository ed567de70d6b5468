"""Requests come out of a stream whatever the splits."""

from __future__ import annotations

import pytest

from tests.support.wire import RequestReader

STREAM = (
    b"GET /v1.51/containers/json?all=1&filters=%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n"
    b'POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{"a":1}'
    b"POST /v1.51/images/load HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    b"POST /v1.51/containers/x/attach HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nraw GET / bytes"
)


@pytest.mark.parametrize("size", [1, 2, 7, 64, 10_000])
def test_requests_whatever_the_splits(size: int) -> None:
    reader = RequestReader()
    found = [request for at in range(0, len(STREAM), size) for request in reader.feed(STREAM[at : at + size])]
    keys = ["GET /containers/json", "POST /containers/create", "POST /images/load", "POST /containers/x/attach"]
    assert [request.key for request in found] == keys
    assert found[0].query == (("all", "1"), ("filters", "{}"))
    assert found[1].json == {"a": 1}
    assert found[2].body == b"abcde"
    assert found[3].stdin == b"raw GET / bytes"


def test_registry_auth_is_decoded() -> None:
    sent = b"POST /images/create HTTP/1.1\r\nX-Registry-Auth: eyJ1c2VybmFtZSI6InQifQ==\r\n\r\n"
    assert RequestReader().feed(sent)[0].telling == {"x-registry-auth": {"username": "t"}}
