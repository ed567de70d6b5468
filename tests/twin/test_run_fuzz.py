"""Values that nobody would write, given to one option of `create`, through docker and through ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.support.both import Both
from tests.twin.test_run_options import created_by

pytestmark = pytest.mark.twin

#: Option, pieces that its values are made of.
PIECES = {
    "publish": ("80", "81", "8080-8082", ":", ":", "/tcp", "/udp", "1.2.3.4", "-", "70000", "x"),
    "volume": ("/a", "b", ":", ":", "ro", "rw,z", ".", "./c", "~", "c", "\\"),
    "mount": ("type=bind", "type=volume", "type=tmpfs", "src=/a", "dst=/b", ",", ",", ",", "ro", '"', "=",
              "tmpfs-size=1m", "bind-recursive=readonly", "volume-nocopy", "volume-opt=a=b", "volume-label=c"),
    "network": ("name=n", "n", ",", ",", "alias=a", "ip=1.2.3.4", "ip6=::1", "driver-opt=a=b",
                "gw-priority=5", "=", '"'),
    "ulimit": ("nofile", "cpu", "=", "=", "1", "2", ":", "-1", "x"),
    "device": ("/dev/null", "/dev/zero", ":", ":", "r", "rw", "m", "a", ".."),
    "gpus": ("all", "2", "count=1", "device=0", "driver=nvidia", "capabilities=gpu", "options=a=b", ",", ",", '"', "x"),
    "security-opt": ("seccomp", "label", "no-new-privileges", "systempaths", "=", ":", "unconfined", "disable", "true"),
    "restart": ("no", "always", "on-failure", ":", "3", "-1", "x", "+"),
    "cpus": ("1", "2", ".", "5", "-", "/", "3", "0"),
    "memory": ("1", "5", ".", "k", "m", "G", "b", "i", " ", "-"),
    "expose": ("80", "82", "-", "/", "tcp", "x", ":"),
    "add-host": ("a", ":", "=", "1.2.3.4", "::1", "[", "]", "host-gateway"),
    "label": ("a", "=", "b", " ", "\t", "."),
    "link": ("a", ":", "/", "b"),
    "log-opt": ("a", "=", "b"),
    "health-interval": ("1", "5", "s", "m", "h", "ms", "-", ".", "us"),
    "device-read-bps": ("/dev/a", ":", "1", "m", "kb", "-", "x"),
}  # fmt: skip


@pytest.fixture(scope="module")
def pair(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("fuzz")
    with created_by(folder) as daemon:
        yield Both(folder, daemon)


@pytest.mark.parametrize("option", sorted(PIECES))
def test_any_value_is_taken_or_refused_alike(pair: Both, option: str) -> None:
    @settings(
        max_examples=12,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.sampled_from(PIECES[option]), min_size=1, max_size=7))
    def compare(pieces: list[str]) -> None:
        value = "".join(pieces)
        # Debian's older library splits an address without brackets at its colons.
        assume(option != "publish" or value.count(":") < 3)
        words = ["create", f"--{option}={value}", "busybox"]
        assert pair.ours(words) == pair.docker(words)

    compare()
