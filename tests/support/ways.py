"""The ways to the engines of the bed: unix sockets, tcp, TLS."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support import engines


@dataclass(frozen=True)
class Way:
    """An engine's version and what leads there."""

    version: str
    kind: str


WAYS = {
    "28.5 unix": Way("28.5", "unix"),
    "28.5 tls": Way("28.5", "tls"),
    "20.10 unix": Way("20.10", "unix"),
    "20.10 tcp": Way("20.10", "tcp"),
}


def environ_of(name: str) -> dict[str, str]:
    """The variables that lead a client there."""
    way = WAYS[name]
    if way.kind == "unix":
        return {"DOCKER_HOST": engines.host(way.version)}
    if way.kind == "tcp":
        return {"DOCKER_HOST": f"tcp://127.0.0.1:{engines.TCP_PORT}"}
    return {
        "DOCKER_HOST": f"tcp://127.0.0.1:{engines.TLS_PORT}",
        "DOCKER_TLS_VERIFY": "1",
        "DOCKER_CERT_PATH": str(engines.tls_folder()),
    }
