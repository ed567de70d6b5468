"""Flags whose words are checked one by one, and the checks: addresses, domains, labels, links, streams."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Any

from ....spec.durations import go_quote
from ....spec.flags import List, Map

_DOMAIN = re.compile(
    r"((?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*)\.?\s*"
)
_CGROUP_RULE = re.compile(r"[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}")
_SYSCTLS = frozenset(
    f"kernel.{name}" for name in ("msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced")
)
BLANKS = " \t"


def _as_it_is(text: str) -> str:
    return text


class Checked(List):
    """A list; `check` gives each word back as it is to be kept, or raises ValueError."""

    def __init__(self, *declared: Any, check: Callable[[str], str] = _as_it_is, **more: Any) -> None:
        super().__init__(*declared, **more)
        self.check = check

    def read(self, text: str, before: Any) -> Any:
        return [*before, self.check(text)]


class CheckedMap(Map):
    """`KEY=VALUE` pairs, checked the same way."""

    def __init__(self, *declared: Any, check: Callable[[str], str] = _as_it_is, **more: Any) -> None:
        super().__init__(*declared, **more)
        self.check = check

    def read(self, text: str, before: Any) -> Any:
        return super().read(self.check(text), before)


def stream(text: str) -> str:
    if text.lower() not in ("stdin", "stdout", "stderr"):
        raise ValueError("valid streams are STDIN, STDOUT and STDERR")
    return text.lower()


def parse_ip(text: str) -> str | None:
    """The address as Go prints it, or None where it is none."""
    import ipaddress

    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return None if "%" in text else str(address.ipv4_mapped or address)
    return str(address)


def ip_address(text: str) -> str:
    address = parse_ip(text.strip())
    if address is None:
        raise ValueError(f"IP address is not correctly formatted: {text}")
    return address


def extra_host(text: str) -> str:
    """HOST:IP from HOST:IP, HOST=IP or HOST=[IP]; the address stays as typed."""
    host, sign, address = text.partition("=" if "=" in text else ":")
    if not sign or not host or ":" in host:
        raise ValueError(f"bad format for add-host: {go_quote(text)}")
    if address == "host-gateway":
        return f"{host}:{address}"
    if len(address) > 2 and address[0] == "[" and address[-1] == "]":
        address = address[1:-1]
    if parse_ip(address.strip()) is None:
        raise ValueError(f"invalid IP address in add-host: {go_quote(address)}")
    return f"{host}:{address}"


def dns_search(text: str) -> str:
    text = text.strip(" ")
    if text == ".":
        return text
    domain = _DOMAIN.fullmatch(text) if re.search("[a-zA-Z]", text) else None
    if domain is None or len(domain[1]) >= 255:
        raise ValueError(f"{text} is not a valid domain")
    return domain[1]


def environment(text: str) -> str:
    if not text.partition("=")[0]:
        raise ValueError(f"invalid environment variable: {text}")
    return text


def label(text: str) -> str:
    key = text.partition("=")[0].lstrip(BLANKS)
    if not key:
        raise ValueError(f"invalid label '{text}': empty name")
    if any(blank in key for blank in BLANKS):
        raise ValueError(f"label '{key}' contains whitespaces")
    return text


def link(text: str) -> str:
    if not text:
        raise ValueError("empty string specified for links")
    if text.count(":") > 1:
        raise ValueError(f"bad format for links: {text}")
    return text


def sysctl(text: str) -> str:
    key, equals, _ = text.partition("=")
    if not equals or not (key in _SYSCTLS or key.startswith(("net.", "fs.mqueue."))):
        raise ValueError(f"sysctl '{text}' is not allowed")
    return text


def cgroup_rule(text: str) -> str:
    if not _CGROUP_RULE.fullmatch(text):
        raise ValueError(f"invalid device cgroup format '{text}'")
    return text


def is_mac(text: str) -> bool:
    """Whether Go's net.ParseMAC takes it: 6, 8 or 20 bytes with colons, hyphens, or dots every four digits."""
    text = text.strip()
    for pattern in (
        r"[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})+",
        r"[0-9a-fA-F]{2}(-[0-9a-fA-F]{2})+",
        r"[0-9a-fA-F]{4}(\.[0-9a-fA-F]{4})+",
    ):
        if re.fullmatch(pattern, text):
            return len(re.sub("[^0-9a-fA-F]", "", text)) in (12, 16, 40)
    return False


def clean_path(path: str) -> str:
    """Go's path.Clean."""
    clean = posixpath.normpath(path) if path else "."
    return clean[1:] if clean.startswith("//") else clean


def decimal(text: str, most: int = 2**64 - 1, signed: bool = False) -> int:
    """Go's ParseInt and ParseUint in base 10; ValueError with "invalid syntax" or "value out of range"."""
    if not re.fullmatch(r"[+-]?[0-9]+" if signed else "[0-9]+", text):
        raise ValueError("invalid syntax")
    value = int(text)
    if value > most or value < -most - 1:
        raise ValueError("value out of range")
    return value
