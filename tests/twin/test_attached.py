"""run, exec, attach, start, logs and wait: output, requests, errors and statuses."""

from __future__ import annotations

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin

RUN = [
    "run --rm busybox echo hello",
    "container run --rm busybox echo hello",
    "run --name @new busybox true",
    "run --name @new busybox sh -c 'exit 3'",
    "run --name @new --rm busybox sh -c 'exit 4'",
    "run --name @new -a stdout busybox sh -c 'echo out; echo err >&2'",
    "run --name @new -a stderr busybox sh -c 'echo out; echo err >&2; exit 5'",
    "run --name @new -i busybox cat",
    "run --name @new -i -a stdin busybox sh",
    "run --name @new -i -a stdin -a stdout busybox cat",
    "run --name @new --rm -i busybox sh -c 'read x; echo got $x'",
    "run --name @new -t busybox sh -c 'echo out; exit 6'",
    "run --name @new -d busybox sleep 60",
    "run --name @new -dt busybox sleep 60",
    "run --name @new -d --rm busybox sleep 60",
    "run --name @new --detach-keys a,b busybox true",
    "run --name @new --sig-proxy=false busybox true",
    "run --name @new -q busybox true",
    "run --name @new --pull never busybox true",
    "run --name @new -e A=b -w /tmp -u nobody busybox sh -c 'echo $A; pwd; id -un'",
    "run --name @new busybox nosuchcommand",
    "run --name @new -d busybox nosuchcommand",
    "run --name @new --rm busybox nosuchcommand",
    "run --name @new busybox /etc",
    "run --name @new --entrypoint /nosuch busybox",
    "run --name @new -w relative busybox true",
    "run --name @new -v nosuch:relative busybox true",
    "run --name @new --network nosuch busybox true",
    "run --name /bad/name busybox true",
    "run --pull never nosuch-image true",
    "run --pull sometimes busybox",
    "run -it busybox true",
    "run -d -a stdout busybox true",
    "run -a nonsense busybox true",
    "run --rm --restart always busybox true",
    "run BAD",
    "run ''",
    "run",
    "run --nonsense busybox",
    "run --cidfile /nosuch/file busybox true",
    "run --env-file /nosuch busybox true",
]

EXEC = [
    "exec @web echo hello",
    "container exec @web echo hello",
    "exec @web sh -c 'echo out; echo err >&2; exit 7'",
    "exec -i @web cat",
    "exec @web cat",
    "exec -d @web true",
    "exec -dt @web true",
    "exec -t @web echo hello",
    "exec -e A=b -e C @web sh -c 'echo $A'",
    "exec -w /tmp -u nobody @web sh -c 'pwd; id -un'",
    "exec --privileged @web true",
    "exec --detach-keys a,b @web true",
    "exec @web nosuchcommand",
    "exec @web /etc",
    "exec -w /nosuch @web true",
    "exec -u nosuch @web true",
    "exec -it @web true",
    "exec nosuch true",
    "exec -d nosuch true",
    "exec -it nosuch true",
    "exec --env-file /nosuch @web true",
    "exec @web",
    "exec",
    "exec '' true",
    "exec --nonsense @web true",
]

STOPPED = [
    "start @old",
    "start -a @old",
    "container start --attach @old",
    "start -ai @old",
    "start -i @old",
    "start --detach-keys x,y -a @old",
    "start @old nosuch",
    "start nosuch nosuch-2 @old",
    "start -a @old nosuch",
    "start -a nosuch",
    "start --checkpoint x @old",
    "start ''",
    "attach @old",
    "attach nosuch",
    "attach --no-stdin nosuch",
    "attach ''",
    "attach @old nosuch",
    "exec @old true",
    "wait @old",
    "container wait @old @old",
    "wait nosuch @old",
    "wait nosuch nosuch-2",
]

LOGS = [
    "logs @told",
    "container logs @told",
    "logs -f @told",
    "logs -n 1 @told",
    "logs --tail 2 @told",
    "logs --tail 0 @told",
    "logs --tail nonsense @told",
    "logs -t @told",
    "logs --details @told",
    "logs --since 1h @told",
    "logs --since 2030-01-01 @told",
    "logs --until 2020-01-01T00:00:00Z @told",
    "logs --until 2020-01-01T00:00:00.5+02:00 @told",
    "logs --since 1234567890.5 @told",
    "logs --since nonsense @told",
    "logs --since 2020-13-01 @told",
    "logs --since 2020-02-30T00:00 @told",
    "logs --until 2020-01-01T25:00 @told",
    "logs nosuch",
    "logs --since nonsense nosuch",
    "logs",
    "logs ''",
    "logs @told nosuch",
]


@pytest.mark.parametrize("line", RUN)
def test_run(twins: Twins, line: str) -> None:
    twins.word("new")
    twins(line, given=b"exit 3\n")


@pytest.mark.parametrize("line", EXEC)
def test_exec(twins: Twins, line: str) -> None:
    twins.container("web")
    twins(line, given=b"hello\n")


@pytest.mark.parametrize("line", STOPPED)
def test_one_that_has_ended(twins: Twins, line: str) -> None:
    twins.container("old", "sh", "-c", "echo out; echo err >&2; exit 3", options=("-i",), started=False)
    twins(line, given=b"hello\n")


def test_attach_to_one_that_ends(twins: Twins) -> None:
    twins.container("web", "sh", "-c", "read x; echo got $x; exit 9", options=("-i",), started=False)
    twins("attach @web", given=b"hello\n", before="start @web")


@pytest.mark.parametrize("line", LOGS)
def test_logs(twins: Twins, line: str) -> None:
    twins.container("told", "sh", "-c", "echo out; echo more; echo last", started=False)
    twins(line, before="start -a @told")


def test_logs_of_both_streams(twins: Twins) -> None:
    twins.container("told", "sh", "-c", "echo out; echo err >&2; echo more", started=False)
    twins("logs @told", before="start -a @told")


def test_logs_of_a_terminal(twins: Twins) -> None:
    twins.container("told", "sh", "-c", "echo out; echo err >&2; echo more", options=("-t",), started=False)
    twins("logs @told", before="start -a @told")
