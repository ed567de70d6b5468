"""stats over and over: it ends when its containers are gone, and tells what ended the event stream."""

from __future__ import annotations

import json

from tests.support.canned import Canned

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
