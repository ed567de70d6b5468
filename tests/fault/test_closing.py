"""Answers after which the connection ends are read to their end; a ping that is refused is not the end."""

from __future__ import annotations

import pytest

from tests.support.daemon import Conversation, Daemon, head, reply
from tests.support.run import run

TEXT = b"Client sent an HTTP request to an HTTPS server.\n"
REFUSAL = head(400, Content_Type="text/plain", Connection="close", Content_Length=str(len(TEXT))) + TEXT


def test_an_answer_behind_connection_close_is_read_whole() -> None:
    with Daemon() as daemon:
        large = "x" * 200_000
        said = b'{"message": "%s"}' % large.encode()
        daemon.answer(
            "POST /containers/web/stop",
            head(409, Content_Type="application/json", Connection="close", Content_Length=str(len(said))),
            said,
            Conversation.close,
        )
        result = run("stop web", daemon)
        assert (result.code, result.err) == (1, f"Error response from daemon: {large}\n")


def test_a_refused_ping_leaves_the_word_to_the_request() -> None:
    with Daemon() as daemon:
        for key in ("HEAD /_ping", "GET /_ping"):
            daemon.forget(key)
            daemon.answer(key, REFUSAL, Conversation.close)
        daemon.answer("POST /containers/web/stop", REFUSAL, Conversation.close)
        result = run("stop web", daemon)
        assert result.err == f"Error response from daemon: {TEXT.decode()}"
        assert daemon.seen("POST /containers/web/stop")[0].raw == "/v1.51/containers/web/stop"


@pytest.mark.parametrize(("api", "sent"), [("1.41", ()), ("1.42", (("signal", "KILL"),))])
@pytest.mark.parametrize("verb", ["stop", "restart"])
def test_a_signal_goes_only_to_an_engine_that_knows_of_it(
    verb: str, api: str, sent: tuple[tuple[str, str], ...]
) -> None:
    with Daemon(api=api) as daemon:
        daemon.answer(f"POST /containers/web/{verb}", reply(None, 200))
        assert run(f"{verb} -s KILL web", daemon).code == 0
        assert daemon.seen(f"POST /containers/web/{verb}")[0].query == sent
