"""Proxies for tcp:// hosts, as Go chooses them: HTTP_PROXY, HTTPS_PROXY, NO_PROXY, never for this machine."""

from __future__ import annotations

import base64
import ipaddress
import socket
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from shell.engine.http1 import HeadParser, request_head


def proxy_for(host: str, port: int | None, environ: Mapping[str, str], tls: bool) -> str:
    """The proxy's URL for a connection to host:port, "" for none (golang.org/x/net/http/httpproxy)."""
    name = "https_proxy" if tls else "http_proxy"
    proxy = environ.get(name.upper()) or environ.get(name) or ""
    if not proxy or _local(host) or excepted(host, port, environ.get("NO_PROXY") or environ.get("no_proxy") or ""):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _local(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def excepted(host: str, port: int | None, no_proxy: str) -> bool:
    """Whether NO_PROXY names the host: `*`, a name with its subdomains, `.sub`, an address, a CIDR, each with :port."""
    return any(_matches(entry.strip().lower(), host.lower(), port) for entry in no_proxy.split(",") if entry.strip())


def _matches(entry: str, host: str, port: int | None) -> bool:
    if entry == "*":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    name, colon, number = entry.rpartition(":")
    if colon and number.isdigit():
        if int(number) != port:
            return False
        entry = name
    entry = entry.removeprefix("*")
    return host.endswith(entry) if entry.startswith(".") else host == entry or host.endswith("." + entry)


def proxy_authorization(proxy: str) -> dict[str, str]:
    """The header field for the name and password in a proxy's URL."""
    place = urlsplit(proxy)
    if not place.username:
        return {}
    token = f"{unquote(place.username)}:{unquote(place.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(token.encode()).decode()}


def connect_through(sock: socket.socket, host: str, port: int | None, headers: Mapping[str, str]) -> None:
    """Ask the proxy at the other end of `sock` for a tunnel; OSError with its status line if it refuses."""
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    sock.sendall(request_head("CONNECT", target, {"Host": target, **headers}))
    parser = HeadParser()
    while True:
        data = sock.recv(1)  # not a byte of what is behind the head
        if not data:
            parser.close()
        if head := parser.feed(data):
            break
    if head.status != 200:
        raise OSError(None, f"{head.reason or head.status}")
