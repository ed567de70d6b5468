"""What is refused before anything is sent: flags and arguments."""

from __future__ import annotations

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin

COMMANDS = (
    *("ps", "images", "rmi", "tag", "pull", "push", "history", "inspect", "logs", "stop", "start", "kill", "rm"),
    *("wait", "port", "top", "rename", "pause", "unpause", "diff", "events", "info", "version", "search", "create"),
    *("run", "restart"),
)
NEED_ARGUMENTS = [c for c in COMMANDS if c not in ("ps", "images", "events", "info", "version")]

BAD = [
    "ps x",
    "ps -n",
    "ps -n x",
    "ps --last=1.5",
    "ps --all=maybe",
    "ps --all='a\"b'",
    "ps --filter",
    "ps --format",
    "ps -aZ",
    "ps --no-trunc=2",
    "container ls x y",
    "images a b",
    "image ls a b",
    "tag a",
    "tag a b c",
    "image tag",
    "rename a",
    "rename a b c",
    "port",
    "port a b c",
    "history a b",
    "logs a b",
    "logs --tail",
    "logs --since",
    "diff a b",
    "events x",
    "info x",
    "version x",
    "search a b",
    "search --limit x busybox",
    "pull a b",
    "push a b",
    "stop -t",
    "stop -t x web",
    "stop --timeout=1.5 web",
    "restart -t '' web",
    "kill -s",
    "rm --force=perhaps web",
    "inspect --size=x web",
    "inspect --type",
    "top",
    "create",
    "run -p",
    "run --memory x busybox",
    "run --cpus x busybox",
    "run --restart",
    "run --nosuch busybox",
    "run -Z busybox",
    "run --env",
    "container nosuch",
    "container run",
    "container create --nosuch",
    "image rm",
    "image pull",
    "image push --nosuch x",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_flag(twins: Twins, command: str) -> None:
    twins(f"{command} --no-such-flag")


@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_letter(twins: Twins, command: str) -> None:
    twins(f"{command} -Y")


@pytest.mark.parametrize("command", NEED_ARGUMENTS)
def test_missing_argument(twins: Twins, command: str) -> None:
    twins(command)


@pytest.mark.parametrize("line", BAD)
def test_bad_value_or_number_of_arguments(twins: Twins, line: str) -> None:
    twins(line)


@pytest.mark.parametrize(
    "line",
    [
        "ps",
        "stop web",
        "inspect web",
        "pull busybox",
        "info",
        "run busybox",
        "images -q",
        "version -f '{{.Server}}'",
        "info -f '{{.Driver}}'",
        "info -f '{{.Driver'",
        "events",
        "wait web",
        "logs web",
    ],
)
def test_engine_down(twins: Twins, line: str) -> None:
    twins(line, environ={"DOCKER_HOST": "unix:///nonexistent/docker.sock"})


@pytest.mark.parametrize(
    "host", ["tcp://127.0.0.1:1", "nosuch://x", "tcp://", "unix://", "http://127.0.0.1:1", "127.0.0.1:1"]
)
def test_bad_host(twins: Twins, host: str) -> None:
    twins("stop web", environ={"DOCKER_HOST": host})


@pytest.mark.parametrize(
    "options", ["-H unix:///a -H unix:///b", "-c nosuch", "--tlsverify", "--log-level loud", "--nosuch", "-Y"]
)
def test_bad_option_of_the_program(twins: Twins, options: str) -> None:
    twins(f"{options} stop web")
