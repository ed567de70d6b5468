"""Containers are made: create and run without a terminal."""

from __future__ import annotations

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin

CREATES = [
    "create --name @new busybox",
    "container create --name @new busybox echo a 'b c'",
    "create --name @new -it busybox sh",
    "create --name @new -e A=b -e C -l x=y --label z busybox",
    "create --name @new -p 127.0.0.1:0:80 --expose 90 -P busybox",
    "create --name @new -v /data -v /tmp:/host:ro busybox",
    "create --name @new --mount type=tmpfs,target=/t --tmpfs /u:size=1m busybox",
    "create --name @new -m 64m --memory-swap 128m --cpus 0.5 --pids-limit 50 busybox",
    "create --name @new --restart on-failure:3 --stop-timeout 5 --stop-signal INT busybox",
    "create --name @new --network none --hostname box --dns 9.9.9.9 --add-host a:1.2.3.4 busybox",
    "create --name @new --health-cmd true --health-interval 5s --health-retries 2 busybox",
    "create --name @new --cap-add NET_ADMIN --cap-drop ALL --security-opt no-new-privileges busybox",
    "create --name @new --entrypoint '' -w /tmp -u nobody:nobody --read-only --init busybox true",
    "create --name @new --ulimit nofile=10:20 --sysctl net.ipv4.ip_forward=1 --shm-size 8m busybox",
    "create --name @new --log-driver json-file --log-opt max-size=1m --annotation a=b busybox",
    "create --name @new --pull never busybox",
    "create --name @new --pull always 127.0.0.1:5000/busybox",
    "create --name @new --pull always -q 127.0.0.1:5000/busybox",
    "create --name @new --pull nonsense busybox",
    "create --name @new --pull never nosuch-image",
    "create --name @new 127.0.0.1:5000/nosuch",
    "create --name @new Bad",
    "create --name bad/name busybox",
    "create --name @new -v a:b:c:d busybox",
    "create --name @new --mount type=nosuch busybox",
    "create --name @new --restart sometimes busybox",
    "create --name @new --network nosuch-net busybox",
    "create --name @new --env-file /nonexistent busybox",
    "create --name @new -m 1k busybox",
    "create --name @new --rm --restart always busybox",
    "create --name @new --platform linux/amd64 busybox",
    "create --name @new --link nosuch-1 busybox",
    "create --name @new --device nonsense:x:y:z busybox",
    "create --name @new --ulimit nonsense busybox",
    "create --name @new --gpus all busybox",
    "create --name @new --cidfile /proc/nonexistent/cid busybox",
]


@pytest.mark.parametrize("line", CREATES)
def test_create(twins: Twins, line: str) -> None:
    twins.word("new")
    twins(line)


RUNS = [
    "run --rm --name @new busybox echo hello",
    "run --rm --name @new busybox sh -c 'echo out; echo err >&2'",
    "run --rm --name @new busybox sh -c 'exit 7'",
    "run --rm --name @new busybox nosuch-program",
    "run --rm --name @new busybox /etc",
    "run -d --name @new busybox sleep 600",
    "run -d --rm --name @new busybox true",
    "container run --rm --name @new busybox true",
    "run --rm --name @new -e A=1 busybox printenv A",
    "run --rm --name @new -w /tmp busybox pwd",
    "run --rm --name @new -u nobody busybox id -u",
    "run --rm --name @new --entrypoint echo busybox a b",
    "run --rm --name @new --pull never nosuch-image",
    "run --rm --name @new 127.0.0.1:5000/nosuch",
    "run --rm --name @new --network none busybox ip link show lo",
    "run --rm --name @new -h box busybox hostname",
    "run --name @new -a stdout busybox sh -c 'echo out; echo err >&2'",
    "run --name @new -a stderr busybox sh -c 'echo out; echo err >&2'",
    "run -d --name @new -p 127.0.0.1:0:80 busybox httpd -f",
    "run -d --rm --restart always --name @new busybox",
    "run -d -a stdout --name @new busybox",
    "run --name @new --network nosuch-net busybox",
    "run --rm --name @new --sig-proxy=false busybox true",
    "run -d --name bad/name busybox",
    "run --rm --name @new -m 1k busybox",
    "run --rm --name @new --stop-timeout 1 busybox sh -c 'kill -9 $$'",
    "run --rm --name @new --init busybox sh -c 'exit 3'",
]


@pytest.mark.parametrize("line", RUNS)
def test_run(twins: Twins, line: str) -> None:
    twins.word("new")
    twins(line)


def test_run_reads_stdin(twins: Twins) -> None:
    twins.word("new")
    told = twins("run -i --rm --name @new busybox cat", given=b"to\x00and\nfro")
    assert told.out == "to\x00and\nfro"


def test_run_takes_a_name_that_is_taken(twins: Twins) -> None:
    twins.shared("taken")
    assert twins("run --name @taken busybox").code == 125


def test_run_pulls_what_is_missing(twins: Twins) -> None:
    twins.word("new")
    twins.fixed("image", f"127.0.0.1:5000/{twins.oracle.name('image')}")
    image = twins.sides[0].names["image"]
    twins.oracle("tag", "busybox", image)
    twins.oracle("push", "-q", image)
    twins("run --rm --name @new @image echo pulled", before="rmi @image")
    twins("run --rm -q --name @new @image echo pulled", before="rmi @image")
    twins.oracle("rmi", image)
