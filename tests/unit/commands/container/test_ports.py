"""Ports are joined and ordered as docker shows them."""

from __future__ import annotations

from typing import Any

from shell.commands.container.ports import displayed


def port(private: int, public: int = 0, address: str = "", kind: str = "tcp") -> dict[str, Any]:
    return {"PrivatePort": private, "PublicPort": public, "IP": address, "Type": kind}


def test_neighbours_are_joined() -> None:
    assert displayed([port(9001), port(9000), port(9003), port(53, kind="udp")]) == "9000-9001/tcp, 53/udp, 9003/tcp"


def test_published_ports() -> None:
    ports = [port(80, 80, "::"), port(80, 80, "0.0.0.0"), port(443, 8443, "0.0.0.0"), port(443, 8443, "::")]
    assert displayed(ports) == ("0.0.0.0:80->80/tcp, [::]:80->80/tcp, 0.0.0.0:8443->443/tcp, [::]:8443->443/tcp")


def test_a_range_on_one_address() -> None:
    assert displayed([port(n, n, "127.0.0.1") for n in (8000, 8001, 8002)]) == "127.0.0.1:8000-8002->8000-8002/tcp"


def test_addresses_sort_as_numbers() -> None:
    assert displayed([port(1, 2, "10.0.0.1"), port(1, 2, "9.0.0.1")]) == "9.0.0.1:2->1/tcp, 10.0.0.1:2->1/tcp"


def test_none() -> None:
    assert displayed([]) == ""
