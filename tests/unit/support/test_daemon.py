"""The scripted daemon sends what it was told and notices what it was not."""

from __future__ import annotations

import http.client

import pytest

from tests.support.daemon import LAST_CHUNK, Conversation, Daemon, chunk, head, reply
from tests.support.engines.probe import UnixConnection


def ask(daemon: Daemon, path: str) -> tuple[int, bytes]:
    connection = UnixConnection(daemon.path)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_replies_in_turn_and_the_last_again() -> None:
    with Daemon() as daemon:
        daemon.answer("GET /containers/json", reply([1]))
        daemon.answer("GET /containers/json", head(chunked=True), chunk(b"[2"), chunk(b"]"), LAST_CHUNK)
        assert [ask(daemon, "/v1.51/containers/json")[1] for _ in range(3)] == [b"[1]", b"[2]", b"[2]"]
        assert len(daemon.seen("GET /containers/json")) == 3


def test_a_request_nobody_scripted_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="GET /info"), Daemon() as daemon:
        assert ask(daemon, "/info")[0] == 501


def test_a_cut_body_is_seen_as_cut() -> None:
    with Daemon() as daemon:
        daemon.answer("GET /events", head(chunked=True), chunk(b"{}"), Conversation.close)
        with pytest.raises(http.client.IncompleteRead):
            ask(daemon, "/events")


def test_it_dies_and_comes_back() -> None:
    with Daemon() as daemon:
        daemon.stop()
        with pytest.raises(ConnectionRefusedError):
            ask(daemon, "/_ping")
        daemon.restart()
        assert ask(daemon, "/_ping") == (200, b"OK")
