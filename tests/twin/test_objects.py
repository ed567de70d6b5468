"""Networks, volumes, limits and prunes on a real engine: made, joined, changed, removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from tests.support.alone import alone
from tests.support.twin import Twins

pytestmark = pytest.mark.twin

# Line, what docker does before it, what it does afterwards.
LEAVE = "network disconnect @net @box;network rm @net"
NETWORKS = [
    ("network create @net", "", "network rm @net"),
    ("network create -d bridge --internal --label a=b --label c @net", "", "network rm @net"),
    ("network create -o com.docker.network.bridge.enable_icc=false @net", "", "network rm @net"),
    ("network create --attachable --ipv4=true @net", "", "network rm @net"),
    ("network create --config-only --subnet 10.201.7.0/24 @net", "", "network rm @net"),
    ("network create -d nosuch @net", "", ""),
    ("network create --config-from nosuch @net", "", ""),
    ("network create --ingress @net", "", ""),
    ("network create --scope swarm @net", "", ""),
    ("network create bridge", "", ""),
    ("network create host", "", ""),
    ("network create --subnet 10.201.0.0/33 @net", "", ""),
    ("network create --subnet nonsense @net", "", ""),
    ("network create --ip-range 10.201.0.0/25 @net", "", ""),
    ("network create --ipam-driver nosuch @net", "", ""),
    ("network create ''", "", ""),
    ("network create @net", "network create @net", "network rm @net"),
    ("network rm @net", "network create @net", ""),
    ("network remove @net", "network create @net", ""),
    ("network rm @net nosuch-net", "network create @net", ""),
    ("network rm nosuch-net nosuch-other", "", ""),
    ("network rm ' @net '", "network create @net", ""),
    ("network rm ' '", "", ""),
    ("network connect ' bridge ' ' nosuch '", "", ""),
    ("network disconnect bridge ' '", "", ""),
    ("network rm -f nosuch-net", "", ""),
    ("network rm bridge", "", ""),
    ("network connect @net @box", "network create @net", LEAVE),
    ("network connect --alias db --alias x @net @box", "network create @net", LEAVE),
    ("network connect --gw-priority 7 @net @box", "network create @net", LEAVE),
    ("network connect --ip 10.9.9.9 @net @box", "network create @net", "network rm @net"),
    ("network connect --link-local-ip nonsense @net @box", "network create @net", "network rm @net"),
    ("network connect nosuch-net @box", "", ""),
    ("network connect @net nosuch", "network create @net", "network rm @net"),
    ("network connect host @box", "", ""),
    ("network disconnect @net @box", "network create @net;network connect @net @box", "network rm @net"),
    ("network disconnect -f @net @box", "network create @net;network connect @net @box", "network rm @net"),
    ("network disconnect @net @box", "network create @net", "network rm @net"),
    ("network disconnect nosuch-net @box", "", ""),
    ("network rm @net", "network create @net;network connect @net @box", LEAVE),
    ("network prune -f --filter label=@net", "network create --label @net @net", ""),
    ("network prune --filter label=@net", "network create --label @net @net", "network rm @net"),
    ("network prune -f --filter nosuch=x", "", ""),
    ("network prune -f --filter until=nonsense", "", ""),
]  # fmt: skip
VOLUMES = [
    ("volume create @data", "", "volume rm @data"),
    ("volume create --label a=b --label c -o type=tmpfs -o device=tmpfs @data", "", "volume rm @data"),
    ("volume create --name @data", "", "volume rm @data"),
    ("volume create --name @data two", "", ""),
    ("volume create -d nosuch @data", "", ""),
    ("volume create -o nosuch=x @data", "", ""),
    ("volume create 'bad name'", "", ""),
    ("volume create @data", "volume create @data", "volume rm @data"),
    ("volume create --group g @data", "", ""),
    ("volume create one two", "", ""),
    ("volume rm @data", "volume create @data", ""),
    ("volume remove @data", "volume create @data", ""),
    ("volume rm @data nosuch-volume", "volume create @data", ""),
    ("volume rm -f nosuch-volume", "", ""),
    ("volume rm nosuch-volume", "", ""),
    ("volume rm ' @data '", "volume create @data", ""),
    ("volume rm ' '", "", ""),
    ("volume rm ''", "", ""),
    ("volume update nosuch-volume", "", ""),
    ("volume update @data", "volume create @data", "volume rm @data"),
    ("volume prune -f --all --filter label=@data", "volume create --label @data @data", ""),
    ("volume prune -f --filter label=@data", "volume create --label @data @data", "volume rm @data"),
    ("volume prune --filter label=@data", "", ""),
    ("volume prune -f --filter nosuch=x", "", ""),
]
LIMITS = [
    "update --memory 128m --memory-swap 256m @box",
    "update --cpus 0.5 @box",
    "update --cpu-shares 512 --cpuset-cpus 0 @box",
    "update --cpu-period 50000 --cpu-quota 25000 @box",
    "update --memory-reservation 32m @box",
    "update --pids-limit 100 @box",
    "update --blkio-weight 300 @box",
    "update --restart always @box",
    "update --restart on-failure:2 @box",
    "container update --restart no @box",
    "update --restart sometimes @box",
    "update --restart always:2 @box",
    "update --memory 1k @box",
    "update --memory 512m --memory-swap 256m @box",
    "update --cpus 10000 @box",
    "update --cpuset-cpus 999 @box",
    "update --cpu-rt-runtime 5 @box",
    "update --kernel-memory 50m @box",
    "update --pids-limit -1 nosuch @box",
    "update nosuch",
]
PRUNES = [
    ("container prune -f --filter label=@gone", "create --label @gone --name @gone busybox"),
    ("container prune --filter label=@gone", ""),
    ("container prune -f --filter label=@gone --filter until=24h", ""),
    ("container prune -f --filter nosuch=x", ""),
    ("container prune -f --filter until=nonsense", ""),
    ("image prune -f --filter label=@gone", ""),
    ("image prune -a --filter label=@gone", ""),
    ("image prune -f --filter until=nonsense", ""),
    # Not with -f: the build cache has no labels, and other tests build.
    ("system prune --volumes --filter label=@gone", ""),
    ("system prune --all --filter label=@gone", ""),
    ("system prune --volumes --filter until=1h", ""),
]


# The same on Docker 20.10.
OLDER = [
    ("create --name @new --kernel-memory 50m busybox", "", ""),
    ("create --name @new --mac-address 92:d0:c6:0a:29:33 busybox", "", ""),
    ("create --name @new --annotation a=b busybox", "", ""),
    ("create --name @new --platform linux/amd64 busybox", "", ""),
    ("create --name @new --mount type=bind,src=/tmp,dst=/t,bind-recursive=disabled busybox", "", ""),
    ("create --name @new --health-start-interval 5s busybox", "", ""),
    ("create --name @new -p 127.0.0.1::80 --network bridge --dns 9.9.9.9 busybox", "", ""),
    ("network create @new", "", "network rm @new"),
    ("network create --ipv4=false @new", "", "network rm @new"),
    ("network rm nosuch-net", "", ""),
    ("volume create --label a @new", "", "volume rm @new"),
    ("volume create --availability pause @new", "", ""),
    ("volume prune -f --filter label=@new", "volume create --label @new @new", ""),
    ("volume prune --filter label=@new", "", ""),
    ("volume prune --all --filter label=@new", "", ""),
    ("system prune --filter label=@new", "", ""),
    ("update nosuch --pids-limit 5", "", ""),
    ("checkpoint ls nosuch", "", ""),
]


@pytest.fixture(autouse=True)
def one_prune_at_a_time(bed: None, request: pytest.FixtureRequest) -> Iterator[None]:
    with alone("prune") if "prune" in request.node.name else nullcontext():
        yield


@pytest.fixture(scope="module", autouse=True)
def box(twins: Twins) -> None:
    twins.container("box", options=("--stop-timeout", "0"))


@pytest.mark.parametrize(("line", "before", "after"), NETWORKS)
def test_networks(twins: Twins, line: str, before: str, after: str) -> None:
    twins.word("net")
    twins(line, before=before, after=after)


@pytest.mark.parametrize(("line", "before", "after"), VOLUMES)
def test_volumes(twins: Twins, line: str, before: str, after: str) -> None:
    twins.word("data")
    twins(line, before=before, after=after)


@pytest.mark.parametrize("line", LIMITS)
def test_limits(twins: Twins, line: str) -> None:
    twins(line)


@pytest.mark.parametrize(("line", "before"), PRUNES)
def test_prunes_of_what_has_a_label(twins: Twins, line: str, before: str) -> None:
    twins.word("gone")
    twins(line, before=before)


@pytest.mark.parametrize(("line", "before", "after"), OLDER)
def test_an_older_engine(older: Twins, line: str, before: str, after: str) -> None:
    older.word("new")
    older(line, before=before, after=after)


def test_a_subnet_of_its_own(twins: Twins) -> None:
    """Each side has its own addresses: the same pool cannot exist twice."""
    twins.word("net")
    for side, third in zip(twins.sides, ("1", "2"), strict=True):
        side.names["sub"] = f"10.201.{third}"
    twins(
        "network create --subnet @sub.0/24 --gateway @sub.1 --ip-range @sub.128/25 --aux-address x=@sub.9 @net",
        after="network rm @net",
    )
    twins(
        "network connect --ip @sub.77 @net @box",
        before="network create --subnet @sub.0/24 @net",
        after="network disconnect @net @box;network rm @net",
    )


def test_a_yes_prunes(twins: Twins) -> None:
    twins.word("gone")
    twins("container prune --filter label=@gone", before="create --label @gone --name @gone busybox", given=b"y\n")
