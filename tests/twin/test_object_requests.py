"""Networks, volumes, checkpoints, `update` and every `prune`: requests, output and status, on a recording daemon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.both import Both
from tests.support.recording import Recording

pytestmark = pytest.mark.twin

CONNECT = "--ip 1.2.3.4 --ip6 ::1 --link a --link b:c --link-local-ip 169.254.1.1,169.254.1.2 --gw-priority 5"
CLUSTER = "--group g --limit-bytes 5m --required-bytes 1m --scope multi --secret a=b --sharing all --type mount"
LIMITS = (
    "--memory-swap -1 --memory-reservation 1m --cpus 1.5 --cpu-shares 5 --cpu-period 1 --cpu-quota 2 --cpu-rt-period 3 "
    "--cpu-rt-runtime 4 --cpuset-cpus 0 --cpuset-mems 0 --blkio-weight 10 --pids-limit 5 --restart always"
)
LINES = (
    "network create",
    "network create ok",
    "network create ok two",
    "network create --driver overlay --attachable --ingress --scope swarm --internal --ipv6 --ipv4=false ok",
    "network create --subnet 10.0.0.0/24 --gateway 10.0.0.1 --ip-range 10.0.0.128/25 --aux-address x=10.0.0.5 ok",
    "network create --subnet 10.0.0.0/24 --subnet 10.0.0.0/16 ok",
    "network create --gateway 10.0.0.1 ok",
    "network create --ip-range 10.0.0.0/25 ok",
    "network create --aux-address x=10.0.0.5 ok",
    "network create --subnet x ok",
    "network create --subnet x --subnet 10.0.0.0/24 ok",
    "network create --subnet 10.0.0.0/24 --subnet y ok",
    "network create --subnet 10.0.0.0 --gateway 10.0.0.1 ok",
    "network create --subnet 10.0.0.5/24 ok",
    "network create --subnet '' ok",
    "network create --subnet 10.0.0.0/24 --gateway x ok",
    "network create --subnet 10.0.0.0/24 --gateway 11.0.0.1 ok",
    "network create --subnet 10.0.0.0/24 --gateway fd00::1 ok",
    "network create --subnet 10.0.0.0/24 --gateway 10.0.0.1/24 ok",
    "network create --subnet 10.0.0.0/24 --gateway 10.0.0.1 --gateway 10.0.0.2 ok",
    "network create --subnet 10.0.0.0/24 --subnet 11.0.0.0/24 --gateway 10.0.0.1 --gateway 10.0.0.2 ok",
    "network create --subnet 10.0.0.0/24 --subnet 11.0.0.0/24 --ip-range 10.0.0.0/25 --ip-range 10.0.0.128/25 ok",
    "network create --subnet 10.0.0.0/24 --ip-range 11.0.0.0/25 ok",
    "network create --subnet 10.0.0.0/24 --ip-range x ok",
    "network create --subnet 10.0.0.0/16 --ip-range 10.0.0.0/8 ok",
    "network create --subnet 10.0.0.0/24 --aux-address x=11.0.0.1 ok",
    "network create --subnet 10.0.0.0/24 --aux-address x=y ok",
    "network create --subnet 10.0.0.0/24 --aux-address x ok",
    "network create --subnet 10.0.0.0/24 --aux-address a=10.0.0.2 --aux-address a=10.0.0.3 ok",
    "network create --subnet fd00::/64 --gateway fd00::1 --ipv6 ok",
    "network create --subnet ::ffff:10.0.0.0/120 --gateway 10.0.0.1 --ip-range ::ffff:10.0.0.128/121 ok",
    "network create --subnet 10.0.0.0/24 --gateway ::ffff:10.0.0.1 ok",  # of two subnets docker sends either one first
    "network create --subnet ::ffff:11.0.0.0/64 ok",
    "network create --subnet 10.0.0.0/24 --subnet ::ffff:10.0.0.0/120 ok",
    "network create --subnet fd00::/64 --gateway fd00::1%e ok",
    "network create --ipam-driver x --ipam-opt a=b --ipam-opt c ok",
    "network create -o a=b -o c --label x=y --label z ok",
    "network create --config-from x --config-only ok",
    "network create --label =x ok",
    "network create --driver '' --ipv6=false ok",
    "network connect",
    "network connect ok c",
    f"network connect {CONNECT} --alias a,b --alias c --driver-opt a=b,c=d ok c",
    "network connect --driver-opt ' a = b ' ok c",
    "network connect --driver-opt ' =b' ok c",
    "network connect --alias '\"a,b\",c' ok c",
    "network connect --alias '\"a' ok c",
    "network connect --alias '' ok c",
    "network connect --driver-opt e ok c",
    "network connect --driver-opt =b ok c",
    "network connect --driver-opt a=b=c ok c",
    "network connect --link a:b:c ok c",
    "network connect --gw-priority x ok c",
    "network connect nope c",
    "network connect '' c",
    "network connect ok ''",
    "network disconnect ok c",
    "network disconnect -f ok c",
    "network disconnect ok",
    "network rm",
    "network remove",
    "network rm ok nope ok",
    "network rm -f nope ok",
    "network rm ''",
    "network remove ok",
    "network rm mesh",
    "network rm mesh <<< y",
    "network rm mesh <<< n",
    "network rm ok mesh ok <<< n",
    "network prune",
    "network prune <<< n",
    "network prune <<< YES",
    "network prune <<< Y",
    "network prune <<<  y ",
    "network prune -f",
    "network prune -f --filter until=1h --filter label=a --filter label!=b",
    "network prune --filter x",
    "network prune x",
    "volume create",
    "volume create a",
    "volume create ''",
    "volume create --name b",
    "volume create --name b a",
    "volume create -d x -o a=b -o c --label l=m --label n v",
    "volume create --label =a v",
    "volume create --driver= v",
    f"volume create {CLUSTER} --availability pause --topology-preferred r=1,z=2 --topology-required a=b v",
    "volume create --type x v",
    "volume create --scope x --sharing y v",
    "volume create --group g v",
    "volume create --limit-bytes 1 v",
    "volume create --secret a v",
    "volume create --topology-required a v",
    "volume create --type block --topology-required a --topology-preferred a=b,c v",
    "volume create --type block --topology-required a=b --topology-required c=d,e=f v",
    "volume create --type block --topology-required '' v",
    "volume create --type block --secret b=c --secret a v",
    "volume rm",
    "volume rm ok",
    "volume rm ok nope ok",
    "volume rm -f ok nope",
    "volume rm ''",
    "volume remove ok",
    "volume update",
    "volume update plain",
    "volume update cluster",
    "volume update --availability drain cluster",
    "volume update nope",
    "volume update a b",
    "volume prune",
    "volume prune <<< y",
    "volume prune -f",
    "volume prune -a -f",
    "volume prune --all <<< y",
    "volume prune -f --filter all=true",
    "volume prune -a --filter all=false -f",
    "volume prune -f --filter label!=a",
    "container prune",
    "container prune <<< y",
    "container prune -f --filter until=1h",
    "container prune --filter until=1h --filter label=x",
    "image prune",
    "image prune -a",
    "image prune -f",
    "image prune -a -f",
    "image prune -a -f --filter until=1h",
    "image prune -f --filter dangling=false",
    "image prune --filter until=1h --filter label=x <<< y",
    "system prune",
    "system prune -a",
    "system prune --volumes",
    "system prune -a --volumes <<< no",
    "system prune -f",
    "system prune -a -f --volumes",
    "system prune -f --filter until=1h",
    "system prune --filter until=1h --filter label=a <<< y",
    "system prune -a --volumes --filter until=1h",
    "system prune -a --volumes --filter label=x -f",
    "system prune x",
    "container update",
    "container update a",
    "container update -m 5m a b",
    "update -m 5m a nope b nope",
    f"update {LIMITS} a",
    "update --kernel-memory 5m a",
    "update --restart foo:x a",
    "update --restart no a",
    "update --restart '' a",
    "update --pids-limit 0 --cpus 0 a",
    "update -m x a",
    "update --memory 0 ''",
    "checkpoint create a b",
    "checkpoint ls a",
)
CHECKPOINTS = (
    "checkpoint create a b",
    "checkpoint create --checkpoint-dir /x --leave-running a b",
    "checkpoint create a",
    "checkpoint create '' b",
    "checkpoint ls a",
    "checkpoint list --checkpoint-dir /x a",
    "checkpoint rm a b",
    "checkpoint remove --checkpoint-dir /x a b",
    "checkpoint rm '' b",
)
OLD = (
    "network create ok",
    "network create --attachable ok",
    "network create --config-only ok",
    "network create --scope local ok",
    "volume create v",
    "volume create --availability pause v",
    "volume prune -a -f",
    "volume prune <<< n",
    "volume prune -f",
    "system prune",
    "system prune --volumes",
    "system prune -f",
    "system prune --filter until=1h",
    "update --pids-limit 5 a",
    "update --cpus 1 a",
    "checkpoint create a b",
    "container prune -f",
)
CONFIGURED = (
    "container prune -f",
    "container prune -f --filter label=x",
    "container prune -f --filter label!=keep",
    "image prune -f",
    "volume prune -f",
    "network prune -f --filter label!=y",
    "system prune",
    "system prune -f --filter label=no",
)


def daemon_of(folder: Path, api_version: str = "1.51", experimental: bool = False) -> Recording:
    """A daemon with a few objects; what it is asked to prune it removes."""
    daemon = Recording(folder, api_version, experimental=experimental)
    for method, path, body, status in (
        ("POST", "/networks/create", {"Id": "network-id", "Warning": "unread"}, 201),
        ("GET", "/networks/mesh", {"Name": "mesh", "Ingress": True}, 200),
        ("GET", "/networks/ok", {"Name": "ok"}, 200),
        ("DELETE", "/networks/(ok|mesh)", None, 204),
        ("POST", "/networks/ok/(dis)?connect", None, 200),
        ("POST", "/networks/prune", {"NetworksDeleted": ["a", "b"]}, 200),
        ("POST", "/volumes/create", {"Name": "volume-name"}, 201),
        ("DELETE", "/volumes/ok", None, 204),
        ("GET", "/volumes/plain", {"Name": "plain"}, 200),
        ("GET", "/volumes/cluster", {"ClusterVolume": CLUSTER_VOLUME}, 200),
        ("PUT", "/volumes/cluster-id", None, 200),
        ("POST", "/volumes/prune", {"VolumesDeleted": ["a", "b"], "SpaceReclaimed": 1234567}, 200),
        ("POST", "/containers/prune", {"ContainersDeleted": None, "SpaceReclaimed": 0}, 200),
        (
            "POST",
            "/images/prune",
            {"ImagesDeleted": [{"Untagged": "u:1"}, {"Deleted": "x"}], "SpaceReclaimed": 5000},
            200,
        ),
        ("POST", "/build/prune", {"CachesDeleted": ["k"], "SpaceReclaimed": 77}, 200),
        ("POST", "/containers/a/update", {"Warnings": ["careful"]}, 200),
        ("POST", "/containers/b/update", {"Warnings": None}, 200),
        ("POST", "/containers/a/checkpoints", None, 201),
        ("GET", "/containers/a/checkpoints", [{"Name": "one"}, {"Name": "two"}], 200),
        ("DELETE", "/containers/a/checkpoints/b", None, 204),
    ):
        daemon.answer(method, path, body, status)
    return daemon


CLUSTER_VOLUME = {
    "ID": "cluster-id",
    "Version": {"Index": 5},
    "Spec": {"Group": "g", "Availability": "active"},
}


def compare(pair: Both, line: str) -> None:
    """`LINE <<< TEXT` gives the text and a line end to stdin; without it stdin is closed."""
    line, given, text = line.partition(" <<< ")
    stdin = f"{text}\n".encode() if given else b""
    assert pair.ours(line, stdin) == pair.docker(line, stdin)


def _pairs(
    factory: pytest.TempPathFactory, api_version: str = "1.51", experimental: bool = False, config: str = "{}"
) -> Iterator[Both]:
    folder = factory.mktemp("pair")
    with daemon_of(folder, api_version, experimental) as daemon:
        yield Both(folder, daemon, config)


@pytest.fixture(scope="module")
def pair(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    yield from _pairs(tmp_path_factory)


@pytest.fixture(scope="module")
def trying(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    yield from _pairs(tmp_path_factory, experimental=True)


@pytest.fixture(scope="module", params=["1.41", "1.30", "1.24"])
def old(bed: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    yield from _pairs(tmp_path_factory, request.param)


@pytest.fixture(scope="module")
def configured(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    filters = '["label=keep", "label!=no", "until=1h", "bad"]'
    yield from _pairs(tmp_path_factory, config=f'{{"pruneFilters": {filters}}}')


@pytest.mark.parametrize("line", LINES)
def test_one_line_does_the_same(pair: Both, line: str) -> None:
    compare(pair, line)


@pytest.mark.parametrize("line", CHECKPOINTS)
def test_an_experimental_engine_takes_checkpoints(trying: Both, line: str) -> None:
    compare(trying, line)


@pytest.mark.parametrize("line", OLD)
def test_an_older_engine_is_asked_for_the_same(old: Both, line: str) -> None:
    compare(old, line)


@pytest.mark.parametrize("line", CONFIGURED)
def test_filters_of_the_configuration_join_those_typed(configured: Both, line: str) -> None:
    compare(configured, line)


def test_several_pools_keep_what_belongs_together(pair: Both) -> None:
    words = "network create --subnet 10.0.0.0/24 --subnet 10.1.0.0/24 --gateway 10.1.0.1 --aux-address a=10.0.0.2 ok"
    pools = []
    for client in (pair.ours, pair.docker):
        body = client(words)["sent"][0][3]
        pools.append(sorted(body["IPAM"]["Config"], key=lambda pool: str(pool["Subnet"])))
    assert pools[0] == pools[1]
