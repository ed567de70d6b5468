"""Containers change state: start stop restart kill pause unpause rename wait rm."""

from __future__ import annotations

import re

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin
# Ends at once when it is stopped: pid 1 ignores SIGTERM.
QUICK = ("--stop-signal", "KILL")

ON_RUNNING = [
    "stop @web",
    "container stop @web",
    "stop -t 0 @web",
    "stop --timeout 1 @web",
    "stop -s KILL @web",
    "stop --signal=KILL --timeout=3 @web",
    "stop @web @web",
    "restart -t 0 @web",
    "container restart -s KILL @web",
    "restart --time 0 @web",
    "stop --time 0 @web",
    "kill @web",
    "kill -s HUP @web",
    "kill --signal 9 @web",
    "container kill -s KILL @web",
    "kill -s NOSUCH @web",
    "pause @web",
    "container pause @web @web",
    "unpause @web",
    "start @web",
    "container start @web @web",
    "rm @web",
    "rm -f @web",
    "rm -fv @web",
    "container rm --force @web",
    "container remove -f @web",
    "rm -l @web",
    "rename @web @other",
    "container rename @web @other",
    "rename @web @web",
    "rename @web /bad/name",
    "rename @web ''",
    "stop @web nosuch-1",
    "stop nosuch-1 @web nosuch-2",
    "kill nosuch-1 @web",
    "rm -f nosuch-1 @web",
    "start nosuch-1 @web",
    "pause nosuch-1 @web",
]


@pytest.mark.parametrize("line", ON_RUNNING)
def test_of_one_that_runs(twins: Twins, line: str) -> None:
    twins.container("web", options=QUICK)
    twins.word("other")
    twins(line)


ON_STOPPED = [
    "start @web",
    "stop @web",
    "restart @web",
    "kill @web",
    "pause @web",
    "wait @web",
    "container wait @web @web",
    "wait @web nosuch-1",
    "wait ' @web '",
    "rm @web",
    "rm /@web/",
    "rm ' @web'",
    "rm --volumes @web",
    "rm -fv @web nosuch-1",
    "start -a @web",
    "start --attach @web",
]


@pytest.mark.parametrize("line", ON_STOPPED)
def test_of_one_that_ended(twins: Twins, line: str) -> None:
    twins.container("web", "sh", "-c", "exit 3", options=QUICK)
    for side in twins.sides:
        twins.oracle.ended(side.names["web"])
    twins(line)


def test_the_same_twice_is_removed_once(twins: Twins) -> None:
    """Both removals run at once: the second finds the first one under way, or done."""
    twins.container("web", started=False)
    for side in twins.sides:
        said = twins.run(side, "rm @web @web")
        assert (side.normal(said.out), said.code) == ("@web\n", 1)
        assert re.fullmatch(
            "Error response from daemon: (removal of container @web is already in progress|No such container: @web)\n",
            side.normal(said.err),
        )


ON_PAUSED = ["unpause @web", "container unpause @web", "pause @web", "rm @web", "rm -f @web", "kill @web", "start @web"]


@pytest.mark.parametrize("line", ON_PAUSED)
def test_of_one_that_is_paused(twins: Twins, line: str) -> None:
    twins.container("web", options=QUICK)
    twins(line, before="pause @web", after="rm -f @web" if "rm" not in line else "")


ON_NONE = [
    "start nosuch-1",
    "stop nosuch-1",
    "stop nosuch-1 nosuch-2",
    "restart nosuch-1",
    "kill nosuch-1 nosuch-2",
    "rm nosuch-1",
    "rm nosuch-1 nosuch-2",
    "rm -f nosuch-1",
    "wait nosuch-1",
    "pause nosuch-1",
    "unpause nosuch-1 nosuch-2",
    "rename nosuch-1 nosuch-2",
    "rm /",
    "rm ' '",
    "start -a nosuch-1",
    "start -a nosuch-1 nosuch-2",
    "rm ''",
    "stop 'a b'",
    "stop ../info",
    "rm -l nosuch-1",
    "kill -s '' nosuch-1",
]


@pytest.mark.parametrize("line", ON_NONE)
def test_of_none(twins: Twins, line: str) -> None:
    twins(line)


def test_a_name_in_use(twins: Twins) -> None:
    twins.container("web", started=False)
    taken = twins.shared("taken")
    twins("rename @web @taken")
    twins("create --name @taken busybox")
    assert twins.oracle.inspect(taken)["State"]["Running"]
