"""The address pools of `network create`: subnets, and which range, gateway and address belongs to which."""

from __future__ import annotations

import ipaddress
from typing import Any

from ...errors import ShellError
from ..container.options.values import parse_ip

Interface = ipaddress.IPv4Interface | ipaddress.IPv6Interface


def pools(
    subnets: list[str], ranges: list[str], gateways: list[str], addresses: dict[str, str]
) -> list[dict[str, Any]]:
    """IPAM.Config of the API, a pool for each subnet. Raises ShellError in docker's words."""
    if len(subnets) < max(len(ranges), len(gateways)):
        raise ShellError("every ip-range or gateway must have a corresponding subnet")
    made = _subnets(subnets)
    for text in ranges:
        _cidr(text)
        for pool in _fitting(made, text, "range"):
            _put(pool, "IPRange", text, "ranges", "on")
    for text in gateways:
        for pool in _fitting(made, text, "gateway"):
            _put(pool, "Gateway", text, "gateways", "for")
    for name, text in addresses.items():
        for pool in _fitting(made, text, "aux-address"):
            pool.setdefault("AuxiliaryAddresses", {})[name] = text
    return list(made.values())


def _subnets(texts: list[str]) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for text in filter(None, texts):
        for other in made:
            if _holds(text, other) or _holds(other, text):
                raise ShellError("multiple overlapping subnet configuration is not supported")
        made[text] = {"Subnet": text}
    return made


def _fitting(made: dict[str, dict[str, Any]], text: str, kind: str) -> list[dict[str, Any]]:
    found = [pool for subnet, pool in made.items() if _holds(subnet, text)]
    if not found:
        raise ShellError(f"no matching subnet for {kind} {text}")
    return found


def _put(pool: dict[str, Any], field: str, text: str, kind: str, preposition: str) -> None:
    if field in pool:
        raise ShellError(
            f"cannot configure multiple {kind} ({text}, {pool[field]}) {preposition} the same subnet ({pool['Subnet']})"
        )
    pool[field] = text


def _holds(subnet: str, text: str) -> bool:
    """Whether the address of `text`, which may have a prefix length, is in `subnet`."""
    try:
        network = _cidr(subnet).network
    except ShellError as why:
        raise ShellError(f"invalid subnet: {why}") from None
    if "/" in text:
        _cidr(text)
    address = parse_ip(text.partition("/")[0])
    return address is not None and ipaddress.ip_address(address) in network


def _cidr(text: str) -> Interface:
    """An address and its network; one of IPv6 that stands for one of IPv4 (`::ffff:10.0.0.0/104`) is that one."""
    address, slash, length = text.partition("/")
    try:
        if not slash or not length.isdigit() or "%" in address:
            raise ValueError
        found = ipaddress.ip_interface(text)
    except ValueError:
        raise ShellError(f"invalid CIDR address: {text}") from None
    if isinstance(found, ipaddress.IPv6Interface) and found.network.network_address.ipv4_mapped:
        return ipaddress.IPv4Interface((str(found.ip.ipv4_mapped), found.network.prefixlen - 96))
    return found
