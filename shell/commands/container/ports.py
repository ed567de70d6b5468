"""The ports of a container as lists show them: ``0.0.0.0:8080->80/tcp, 9000-9002/tcp``."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

Port = Mapping[str, Any]


@lru_cache(maxsize=1024)
def _address_key(text: str) -> tuple[int, bytes]:
    """Addresses sort as numbers, all IPv4 before IPv6."""
    if not text:
        return 0, b""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return 7, text.encode()
    return address.version, address.packed


def _order(port: Port) -> tuple[Any, ...]:
    return (
        port.get("PrivatePort") or 0,
        _address_key(port.get("IP") or ""),
        port.get("PublicPort") or 0,
        port.get("Type") or "",
    )


def _host(address: str, ports: str) -> str:
    return f"[{address}]:{ports}" if ":" in address else f"{address}:{ports}"


def _group(address: str, kind: str, first: int, last: int) -> str:
    text = str(first) if first == last else f"{first}-{last}"
    if address:
        text = f"{_host(address, text)}->{text}"
    return f"{text}/{kind}"


def displayed(ports: Sequence[Port]) -> str:
    """Neighbouring ports are joined; those published under another number come last, one by one."""
    groups: dict[tuple[str, str], list[int]] = {}
    done: list[str] = []
    mapped: list[str] = []
    for port in sorted(ports, key=_order) if len(ports) > 1 else ports:
        private, address, kind = port.get("PrivatePort") or 0, port.get("IP") or "", port.get("Type") or ""
        if address and port.get("PublicPort", 0) != private:
            mapped.append(f"{_host(address, str(port.get('PublicPort', 0)))}->{private}/{kind}")
            continue
        group = groups.get((address, kind))
        if group is None:
            groups[address, kind] = [private, private]
        elif private == group[1] + 1:
            group[1] = private
        else:
            done.append(_group(address, kind, *group))
            groups[address, kind] = [private, private]
    done += [_group(address, kind, *group) for (address, kind), group in groups.items()]
    return ", ".join(done + mapped)
