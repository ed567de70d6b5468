"""A registry's lists of repositories and tags, for completion: https://distribution.github.io/distribution/spec/api/

Pulls and pushes are the Engine's work; this asks for two lists and nothing else, waits two seconds at most, follows no
redirect, and sends credentials to the host they are for and to no other.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..errors import TransportError

LIMIT = 2.0
LONGEST = 4 << 20
PAGE = 1000
CERTIFICATES = Path("/etc/docker/certs.d")
_LOOPBACK = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?")


class RegistryError(TransportError):
    """The registry did not give its list in time, or refused to."""


class Registry:
    """One registry. `host` is HOST[:PORT]; without a user nothing is sent about who asks.

    As for the Engine, plain HTTP is good enough on this machine (127.0.0.0/8, localhost, ::1) and nowhere else.
    """

    def __init__(self, host: str, user: str = "", password: str = "", limit: float = LIMIT) -> None:
        self.host, self._user, self._password, self._limit = host, user, password, limit

    def repositories(self) -> list[str]:
        """Their names, the first page of them. Raises RegistryError."""
        return self._names(f"/v2/_catalog?n={PAGE}", "repositories")

    def tags(self, repository: str) -> list[str]:
        """The tags of one repository. Raises RegistryError."""
        return self._names(f"/v2/{quote(repository)}/tags/list", "tags")

    def _names(self, path: str, field: str) -> list[str]:
        end = time.monotonic() + self._limit
        connection = self._connection()
        try:
            connection.request("GET", path, headers=self._headers())
            found = json.loads(_body(connection, end)).get(field) or []
            return [name for name in found if isinstance(name, str)]
        except (OSError, HTTPException, ValueError, RecursionError, AttributeError, TypeError) as error:
            raise RegistryError(f"{self.host}: {error or type(error).__name__}") from error
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if _LOOPBACK.fullmatch(self.host):
            return HTTPConnection(self.host, timeout=self._limit)
        return HTTPSConnection(self.host, timeout=self._limit, context=_context(self.host))

    def _headers(self) -> Mapping[str, str]:
        if not self._user:
            return {"Accept-Encoding": "identity"}
        pair = f"{self._user}:{self._password}".encode("utf-8", "surrogateescape")
        return {"Accept-Encoding": "identity", "Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _body(connection: HTTPConnection, end: float) -> bytes:
    """The whole answer, if it comes in time, is no refusal, and has a size that a list can have."""
    with _response(connection, end) as response:
        if response.status != 200:
            raise RegistryError(f"{connection.host}: {response.status} {response.reason}")
        content = bytearray()
        while data := response.read1(1 << 16):
            content += data
            if len(content) > LONGEST:
                raise RegistryError(f"{connection.host}: the list is too long")
            _wait_until(connection, end)
        return bytes(content)


def _response(connection: HTTPConnection, end: float) -> HTTPResponse:
    _wait_until(connection, end)
    return connection.getresponse()


def _wait_until(connection: HTTPConnection, end: float) -> None:
    left = end - time.monotonic()
    if left <= 0:
        raise RegistryError(f"{connection.host}: no answer in time")
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _context(host: str) -> Any:
    """The system's CAs, and those that the Engine's folder has for this registry."""
    import ssl

    context = ssl.create_default_context()
    for path in sorted((CERTIFICATES / host).glob("*.crt")):
        context.load_verify_locations(path)
    return context
