"""A program in a running container, and a container's streams, without a terminal: exec, attach, start -ai."""

from __future__ import annotations

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin


@pytest.fixture(scope="module", autouse=True)
def stage(twins: Twins) -> None:
    """One that runs, one that ended, one that is paused."""
    twins.shared("web")
    done = twins.shared("done", "sh", "-c", "echo out; echo err >&2; exit 3")
    twins.oracle.ended(done)
    paused = twins.shared("paused")
    twins.oracle("pause", paused)


EXECS = [
    "exec @web echo hello",
    "container exec @web echo hello",
    "exec @web sh -c 'echo out; echo err >&2'",
    "exec @web sh -c 'exit 7'",
    "exec @web nosuch-program",
    "exec @web /etc",
    "exec -d @web true",
    "exec -d @web nosuch-program",
    "exec -e A=b -e C=d @web printenv A C",
    "exec -e NOT_SET @web env",
    "exec --env-file /proc/nonexistent @web true",
    "exec -w /tmp @web pwd",
    "exec -w /nosuch @web pwd",
    "exec -u nobody @web id -un",
    "exec -u nosuch @web id",
    "exec --privileged @web true",
    "exec --detach-keys ctrl-x @web true",
    "exec --detach-keys nonsense @web true",
    "exec -t @web sh -c 'test -t 1 && echo terminal'",
    "exec -i @web sh -c 'cat; exit 4'",
    "exec @done true",
    "exec @paused true",
    "exec nosuch-1 true",
    "exec @web",
    "exec",
    "exec --nosuch @web true",
    "exec '' true",
    "exec ' @web ' true",
    "exec -e '' @web true",
    "exec -e =x @web true",
]


@pytest.mark.parametrize("line", EXECS)
def test_exec(twins: Twins, line: str) -> None:
    twins(line, given=b"some\x00bytes\n" if " -i " in line else b"")


REFUSED = [
    "attach @done",
    "attach @paused",
    "attach nosuch-1",
    "attach",
    "attach --detach-keys nonsense @web",
    "container attach nosuch-1",
    "start -a nosuch-1",
    "start -ai @web nosuch-1",
    "start --checkpoint x nosuch-1",
    "start --detach-keys nonsense @web",
]


@pytest.mark.parametrize("line", REFUSED)
def test_nothing_to_attach_to(twins: Twins, line: str) -> None:
    twins(line)


ATTACHES = [
    ("attach @own", "read x; echo got-$x; echo err >&2; exit 5"),
    ("container attach --sig-proxy=false @own", "read x; exit 0"),
]


@pytest.mark.parametrize("line, program", ATTACHES)
def test_attach(twins: Twins, line: str, program: str) -> None:
    # Made by `create`: its stdin ends once, and the engine then keeps the attached streams until its own end.
    twins.container("own", "sh", "-c", program, options=("-i",), started=False)
    twins(line, given=b"word\n", before="start @own")


STARTS = [
    ("start -a @own", "echo out; echo err >&2; exit 7"),
    ("start -ai @own", "read x; echo got-$x; exit 8"),
    ("start --attach --interactive @own", "cat"),
    ("start -i @own", "read x; echo got-$x; exit 9"),
]


@pytest.mark.parametrize("line, program", STARTS)
def test_start_attached(twins: Twins, line: str, program: str) -> None:
    twins.container("own", "sh", "-c", program, options=("-i",), started=False)
    twins(line, given=b"word\n")
