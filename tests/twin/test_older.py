"""Docker 20.10, API 1.41: the same lines, and flags that it is too old for."""

from __future__ import annotations

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin


@pytest.fixture(scope="module", autouse=True)
def stage(older: Twins) -> None:
    """A server that runs, one that ended, and an image."""
    older.fixed("image", older.oracle.name("image"))
    older.oracle.image(older.sides[0].names["image"])
    older.shared("web", "httpd", "-f", "-p", "80", options=("-p", "127.0.0.1:0:80", "--label", "tier=front"))
    done = older.shared("done", "sh", "-c", "echo out; echo err >&2; exit 3")
    older.oracle.ended(done)


LOOK = [
    "ps -a -f name=@web -f name=@done",
    "ps -a -f name=@web --format json",
    "ps -as -f name=@done",
    "inspect @web",
    "inspect @done @web",
    "inspect @image",
    "inspect -f '{{.State.ExitCode}} {{json .Config}}' @done",
    "inspect nosuch-1",
    "logs @done",
    "logs -t --tail 1 @done",
    "port @web",
    "top @web",
    "images @image",
    "images --digests --no-trunc @image",
    "images --tree",
    "history @image",
    "history --platform linux/amd64 @image",
    "image inspect --platform linux/amd64 @image",
    "push --platform linux/amd64 127.0.0.1:5000/busybox",
    "pull 127.0.0.1:5000/busybox",
    "pull 127.0.0.1:5000/nosuch",
    "info -f '{{.ServerVersion}}'",
    "version -f '{{.Server.APIVersion}} {{.Client.APIVersion}}'",
    "stop nosuch-1",
    "rm nosuch-1 nosuch-2",
    "tag nosuch-1 x",
    "rmi nosuch-1",
    "run --rm nosuch-image-1:x",
    "create --io-maxiops 3 --health-start-interval 1s --annotation a=b --cpu-count 2 busybox",
]


@pytest.mark.parametrize("line", LOOK)
def test_look(older: Twins, line: str) -> None:
    older(line)


def test_events(older: Twins) -> None:
    """Of a container that has just been: the Engine keeps only its last ones."""
    older.oracle.told(older.shared("told", "true"))
    older("events --since 1h --until 0s -f container=@told")


CHANGE = [
    "stop -t 0 @own",
    "stop -s KILL @own",
    "restart -s KILL @own",
    "kill @own",
    "pause @own",
    "rename @own @other",
    "rm -f @own",
    "wait nosuch-1 nosuch-2",
    "create --name @other -p 127.0.0.1:0:80 -v /d busybox sleep 1",
    "create --name @other --annotation a=b busybox",
    "create --name @other --health-cmd true --health-start-interval 1s busybox",
    "create --name @other --platform linux/amd64 busybox",
    "run --rm --name @other busybox sh -c 'echo out; echo err >&2; exit 7'",
    "run -d --name @other busybox sleep 600",
    "run --rm --name @other busybox nosuch-program",
]


@pytest.mark.parametrize("line", CHANGE)
def test_change(older: Twins, line: str) -> None:
    older.container("own", options=("--stop-signal", "KILL"))
    older.word("other")
    older(line)
