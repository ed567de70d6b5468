"""Notices tell what nobody asked for, once, and not too often."""

from __future__ import annotations

import pytest

from shell.engine.catalog import Event
from shell.repl.notices import BURST, Notices


class Bench:
    """Notices with a clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.told: list[str] = []
        self.notices = Notices(self.told.append, lambda: self.now)

    def event(self, action: str, id: str = "id1", name: str = "web", **about: str) -> None:
        self.notices.happened(Event("container", action, id, {"name": name, **about}))


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_death_and_its_status(bench: Bench) -> None:
    bench.event("start")
    bench.event("die", exitCode="7")
    assert bench.told == ["container web died with status 7"]
    assert bench.notices.last[0] == "id1"


def test_out_of_memory(bench: Bench) -> None:
    bench.event("oom")
    bench.event("kill", signal="9")
    bench.event("die", exitCode="137")
    assert bench.told == ["container web died with status 137, out of memory"]


def test_unhealthy(bench: Bench) -> None:
    bench.event("health_status: healthy")
    bench.event("health_status: unhealthy")
    assert bench.told == ["container web is unhealthy"]


def test_what_somebody_asked_for_is_no_news(bench: Bench) -> None:
    bench.event("kill", signal="15")
    bench.event("die", exitCode="143")
    bench.event("die", exitCode="0")
    assert bench.told == []


def test_what_the_foreground_started_it_tells_itself(bench: Bench) -> None:
    bench.notices.foreground(True)
    bench.event("start")
    bench.event("die", exitCode="1")
    bench.event("die", id="id2", name="other", exitCode="1")
    bench.notices.foreground(False)
    assert bench.told == ["container other died with status 1"]


def test_a_restart_loop_is_told_as_one(bench: Bench) -> None:
    for _ in range(3):
        bench.event("start")
        bench.event("die", exitCode="1")
        bench.now += 1
    assert bench.told == [
        "container web died with status 1",
        "container web restarts in a loop: 3 deaths within a minute, the last with status 1",
    ]


def test_a_storm_is_counted(bench: Bench) -> None:
    for number in range(100):
        bench.event("die", id=f"id{number}", name=f"web{number}", exitCode="1")
    assert len(bench.told) == BURST
    bench.now += 60
    bench.event("die", id="last", name="last", exitCode="1")
    assert bench.told[-1] == f"container last died with status 1 (and {100 - BURST} more notices before)"


def test_off_is_off(bench: Bench) -> None:
    bench.notices.on = False
    bench.event("die", exitCode="7")
    assert bench.told == []


def test_names_cannot_steer_the_terminal(bench: Bench) -> None:
    bench.event("die", name="\x1b[2Jweb", exitCode="7")
    assert "\x1b" not in bench.told[0]


def test_memory_is_bounded(bench: Bench) -> None:
    for number in range(5000):
        bench.event("kill", id=f"id{number}")
        bench.event("oom", id=f"id{number}")
        bench.event("die", id=f"other{number}", exitCode="1")
    tables = (bench.notices._killed, bench.notices._out_of_memory, bench.notices._deaths)
    assert all(len(table) <= 1000 for table in tables)
