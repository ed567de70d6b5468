"""attach where the Engine does not let its end be waited for."""

from __future__ import annotations

from tests.support.canned import Canned

REFUSED = (500, {"message": "cannot wait"})


def test_it_says_that_the_container_is_stopped_rather_than_why_it_cannot_wait() -> None:
    stopped = {"State": {"Running": False}, "Config": {}}
    with Canned({"/containers/web/wait": REFUSED, "/containers/web/json": stopped}) as daemon:
        done = daemon.ours("attach", "web")
    assert (done.returncode, done.stderr) == (1, "You cannot attach to a stopped container, start it first\n")


def test_it_says_why_it_cannot_wait_for_one_that_runs() -> None:
    running = {"State": {"Running": True}, "Config": {}}
    with Canned({"/containers/web/wait": REFUSED, "/containers/web/json": running}) as daemon:
        done = daemon.ours("attach", "web")
    assert (done.returncode, done.stderr) == (1, "Error response from daemon: cannot wait\n")
