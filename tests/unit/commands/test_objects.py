"""Networks, volumes and limits: what is refused here, and what goes on after a failure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shell.commands.network.ipam import pools
from shell.errors import ShellError
from tests.support.recording import Recording
from tests.support.run import run


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Recording]:
    with Recording(tmp_path) as recording:
        recording.answer("DELETE", "/(networks|volumes)/(a|b)", status=204)
        recording.answer("GET", "/networks/mesh", {"Ingress": True})
        recording.answer("DELETE", "/networks/mesh", status=204)
        recording.answer("POST", "/containers/(a|b)/update", {"Warnings": ["be careful"]})
        yield recording


def test_each_pool_gets_what_lies_in_it() -> None:
    made = pools(
        ["10.0.0.0/24", "fd00::/64"], ["10.0.0.128/25"], ["fd00::1", "10.0.0.1"], {"x": "10.0.0.5", "y": "fd00::5"}
    )
    assert made == [
        {
            "Subnet": "10.0.0.0/24",
            "IPRange": "10.0.0.128/25",
            "Gateway": "10.0.0.1",
            "AuxiliaryAddresses": {"x": "10.0.0.5"},
        },
        {"Subnet": "fd00::/64", "Gateway": "fd00::1", "AuxiliaryAddresses": {"y": "fd00::5"}},
    ]


@pytest.mark.parametrize(
    ("subnets", "ranges", "gateways", "message"),
    [
        ([], [], ["10.0.0.1"], "every ip-range or gateway must have a corresponding subnet"),
        (["10.0.0.0/24", "10.0.0.0/16"], [], [], "multiple overlapping subnet configuration is not supported"),
        (["10.0.0.0/24"], ["x"], [], "invalid CIDR address: x"),
        (["10.0.0.0/24"], ["11.0.0.0/25"], [], "no matching subnet for range 11.0.0.0/25"),
        (["x"], [], ["10.0.0.1"], "invalid subnet: invalid CIDR address: x"),
        (["10.0.0.0/24", "::ffff:10.0.0.0/120"], [], [], "multiple overlapping subnet configuration is not supported"),
        (["::ffff:10.0.0.0/120"], [], ["10.0.1.1"], "no matching subnet for gateway 10.0.1.1"),
        (["::/0"], [], ["::ffff:10.0.0.1"], "no matching subnet for gateway ::ffff:10.0.0.1"),
        (["10.0.0.0/24"], [], ["fd00::1"], "no matching subnet for gateway fd00::1"),
        (
            ["10.0.0.0/24", "11.0.0.0/24"],
            [],
            ["10.0.0.1", "10.0.0.2"],
            "cannot configure multiple gateways (10.0.0.2, 10.0.0.1) for the same subnet (10.0.0.0/24)",
        ),
    ],
)
def test_pools_that_do_not_fit(subnets: list[str], ranges: list[str], gateways: list[str], message: str) -> None:
    with pytest.raises(ShellError) as caught:
        pools(subnets, ranges, gateways, {})
    assert str(caught.value) == message


@pytest.mark.parametrize("kind", ["network", "volume"])
def test_the_others_are_removed_after_a_failure(daemon: Recording, kind: str) -> None:
    done = run(f"{kind} rm a nosuch b", daemon.host)
    assert (done.out, done.code) == ("a\nb\n", 1)
    assert done.err.startswith("Error response from daemon: page not found\n")


def test_force_forgives_a_network_that_is_not_there(daemon: Recording) -> None:
    done = run("network rm -f nosuch a", daemon.host)
    assert (done.out, done.err, done.code) == ("a\n", "", 0)


@pytest.mark.parametrize(("answer", "removed"), [(b"", False), (b"n\n", False), (b"y\n", True)])
def test_the_routing_mesh_asks_first(daemon: Recording, answer: bytes, removed: bool) -> None:
    done = run("network rm mesh", daemon.host, given=answer)
    assert done.out.startswith("WARNING! Before removing the routing-mesh network")
    assert ("DELETE" in [request.method for request in daemon.taken()]) == removed


def test_limits_go_on_after_a_failure_and_warnings_come_last(daemon: Recording) -> None:
    done = run("update -m 5m a nosuch b", daemon.host)
    assert done.out == "a\nb\nbe careful\nbe careful\n"
    assert (done.err, done.code) == ("Error response from daemon: page not found\n", 1)


def test_an_update_of_nothing_is_refused(daemon: Recording) -> None:
    done = run("update a", daemon.host)
    assert (done.err, done.code) == ("you must provide one or more flags when using this command\n", 1)
    assert daemon.taken() == []


def test_a_volume_has_one_name(daemon: Recording) -> None:
    done = run("volume create --name a b", daemon.host)
    assert "cannot specify a volume-name through both --name and as a positional arg" in done.err
    assert daemon.taken() == []


def test_checkpoints_need_an_experimental_engine(daemon: Recording) -> None:
    done = run("checkpoint ls a", daemon.host)
    assert done.err == (
        "docker checkpoint ls is only supported on a Docker daemon with experimental features enabled\n"
    )
    assert daemon.taken() == []
