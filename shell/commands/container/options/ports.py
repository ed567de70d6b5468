"""Ports: `-p [IP:][HOST:]CONTAINER[/PROTO]`, ranges, the long form, and `--expose`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ....errors import ShellError
from ....spec.durations import go_quote
from .values import decimal, parse_ip

MOST = 65535
PROTOCOLS = ("tcp", "udp", "sctp")

Bindings = dict[str, list[dict[str, str]]]
Exposed = dict[str, dict[str, str]]


class _Spec(NamedTuple):
    """One `-p` in parts, as typed."""

    ip: str
    host: str
    container: str


def publish(words: Iterable[str]) -> tuple[Exposed, Bindings]:
    """ExposedPorts and PortBindings of every `-p`. Raises ShellError."""
    exposed: Exposed = {}
    bindings: Bindings = {}
    for word in [_short_form(word) for word in words]:
        for port, binding in _mappings(word):
            exposed[port] = {}
            bindings.setdefault(port, []).append(binding)
    return exposed, bindings


def expose(words: Iterable[str], exposed: Exposed) -> None:
    """Adds what `--expose` names."""
    for word in words:
        if ":" in word:
            raise ShellError(f"invalid port format for --expose: {word}")
        protocol, ports = _protocol(word)
        try:
            first, last = port_range(ports)
        except ValueError as why:
            raise ShellError(f"invalid range format for --expose: {word}, error: {why}") from None
        for port in range(first, last + 1):
            exposed[f"{port}/{protocol}"] = {}


def port_range(text: str) -> tuple[int, int]:
    """80 -> (80, 80), 80-82 -> (80, 82). Raises ValueError in Go's words."""
    if not text:
        raise ValueError("empty string specified for ports")
    parts = text.split("-")
    first = _port(parts[0])
    last = _port(parts[1]) if len(parts) > 1 else first
    if last < first:
        raise ValueError(f"invalid range specified for port: {text}")
    return first, last


def _port(text: str) -> int:
    try:
        return decimal(text, MOST)
    except ValueError as why:
        raise ValueError(f"strconv.ParseUint: parsing {go_quote(text)}: {why}") from None


def _short_form(word: str) -> str:
    """`published=8080,target=80` in the other spelling."""
    if "=" not in word:
        return word
    given = {"protocol": "tcp"}
    for part in word.split(","):
        pair = part.split("=")
        if len(pair) < 2:
            raise ShellError(f"invalid publish opts format (should be name=value but got '{part}')")
        given[pair[0]] = pair[1]
    return f"{given.get('published', '')}:{given.get('target', '')}/{given['protocol']}"


def _protocol(word: str) -> tuple[str, str]:
    parts = word.split("/")
    if not parts[0]:
        return "", ""
    return (parts[1] if len(parts) > 1 and parts[1] else "tcp"), parts[0]


def _parts(word: str) -> _Spec:
    parts = word.split(":")
    if len(parts) < 3:
        return _Spec("", parts[0] if len(parts) == 2 else "", parts[-1])
    return _Spec(":".join(parts[:-2]), parts[-2], parts[-1])


def _mappings(word: str) -> list[tuple[str, dict[str, str]]]:
    spec = _parts(word)
    protocol, container = _protocol(spec.container)
    ip = _address(spec.ip)
    if not container:
        raise ShellError(f"no port specified: {word}<empty>")
    first, last = _range(container, "containerPort")
    host_first, host_last = _range(spec.host, "hostPort") if spec.host else (0, 0)
    if spec.host and last - first != host_last - host_first and first != last:
        raise ShellError(f"invalid ranges specified for container and host Ports: {container} and {spec.host}")
    if protocol.lower() not in PROTOCOLS:
        raise ShellError(f"invalid proto: {protocol}")
    mappings = []
    for offset in range(last - first + 1):
        host = str(host_first + offset) if spec.host else ""
        if first == last and host_first != host_last:
            host += f"-{host_last}"
        mappings.append((f"{first + offset}/{protocol.lower()}", {"HostIp": ip, "HostPort": host}))
    return mappings


def _range(text: str, name: str) -> tuple[int, int]:
    try:
        return port_range(text)
    except ValueError:
        raise ShellError(f"invalid {name}: {text}") from None


def _address(text: str) -> str:
    if text.startswith("["):
        text = _bracketed(text)
    if text and parse_ip(text) is None:
        raise ShellError(f"invalid IP address: {text}")
    return text


def _bracketed(text: str) -> str:
    """What stands in the brackets, as Go's net.SplitHostPort finds it in `text` with a colon behind."""
    whole, end = text + ":", text.find("]")
    fault = ""
    if end < 0:
        fault = "missing ']' in address"
    elif whole[end + 1 :] != ":":
        fault = "too many colons in address" if whole[end + 1] == ":" else "missing port in address"
    elif "[" in whole[1:]:
        fault = "unexpected '[' in address"
    if fault:
        raise ShellError(f"invalid IP address {text}: address {whole}: {fault}")
    return text[1:end]
