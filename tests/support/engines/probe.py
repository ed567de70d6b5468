"""Small questions over HTTP and of the machine's ports, without the package under test."""

from __future__ import annotations

import http.client
import socket as sockets
from pathlib import Path

from tests.support.engines import BedError


class UnixConnection(http.client.HTTPConnection):
    """An HTTP connection over a unix socket."""

    def __init__(self, path: Path, timeout: float = 10.0) -> None:
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self) -> None:
        self.sock = sockets.socket(sockets.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


def answers(connection: http.client.HTTPConnection, path: str, *statuses: int) -> bool:
    """Whether a GET of `path` gets one of these statuses."""
    try:
        connection.request("GET", path)
        return connection.getresponse().status in statuses
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def engine_answers(path: Path) -> bool:
    """Whether a Docker Engine answers on that socket."""
    return path.exists() and answers(UnixConnection(path), "/_ping", 200)


def registry_answers(address: str) -> bool:
    """Whether a registry answers there, be it only to ask for a password."""
    return answers(http.client.HTTPConnection(address, timeout=10.0), "/v2/", 200, 401)


def require_free(port: int, what: str) -> None:
    """Refuse to start on a port of somebody else."""
    with sockets.socket() as trial:
        trial.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise BedError(
                f"port {port} on 127.0.0.1, which {what} needs, is taken ({error.strerror}). "
                "End what listens there (`ss -ltnp` names it), or share its bed with DOCKER_SHELL_BED=FOLDER."
            ) from None
