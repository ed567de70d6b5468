"""Host strings (`-H`, DOCKER_HOST, a context's host) into addresses, with docker's defaults and refusals."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from ..errors import ShellError

DEFAULT_SOCKET = "/var/run/docker.sock"
DEFAULT_HOST = f"unix://{DEFAULT_SOCKET}"
PLAIN_PORT, TLS_PORT = 2375, 2376
# The kernel's sun_path is 108 bytes with its final NUL.
LONGEST_SOCKET_PATH = 107
FIRST_INHERITED = 3
HIGHEST_PORT = 65535

_NOT_IN_A_HOST = re.compile(r"[\x00-\x20#/?@\\^`{|}\x7f]")


class AddressError(ShellError):
    """A host string that names no address; the message is the reason alone.

    `late`: docker's client refuses it, not its options; its message says so by a shorter start.
    """

    def __init__(self, reason: str, late: bool = False) -> None:
        super().__init__(reason)
        self.late = late


class Address(NamedTuple):
    """Where the Engine listens.

    scheme  unix, tcp, http, https or fd
    host    name or IP, without brackets; "" for unix and fd
    port    TCP port (docker dials a bad one and fails there); the descriptor for fd; 0 for unix
    path    the socket for unix; for tcp what stands before every request path, "" or "/…"
    """

    scheme: str
    host: str = ""
    port: int = 0
    path: str = ""

    def __str__(self) -> str:
        if self.scheme == "unix":
            return f"unix://{self.path}"
        if self.scheme == "fd":
            return f"fd://{self.port}"
        return f"{self.scheme}://{self.netloc}{self.path}"

    @property
    def netloc(self) -> str:
        """HOST:PORT as a URL has it, an IPv6 address in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def local(self) -> bool:
        """A socket of this machine: TLS and proxies do not apply."""
        return self.scheme in ("unix", "fd")


def parse_host(text: str, tls: bool = False) -> Address:
    """The address that `text` names; an empty text is the default socket, or with `tls` localhost:2376.

    Raises AddressError with docker's own reason.
    """
    text = text.strip()
    if not text:
        return Address("tcp", "localhost", TLS_PORT) if tls else Address("unix", path=DEFAULT_SOCKET)
    scheme, separator, rest = text.partition("://")
    if not separator:
        scheme, rest = ("unix", text) if text.startswith(("/", "./")) else ("tcp", text)
    match scheme:
        case "unix":
            return _unix(rest)
        case "tcp" | "http" | "https":
            return _tcp(scheme, rest)
        case "fd":
            return _descriptor(text, rest)
        case "npipe":
            raise AddressError("protocol not available", late=True)
        case "ssh":
            raise AddressError(f"ssh:// is not supported yet: {text}")
    raise AddressError(f"invalid bind address format: {text}")


def _unix(path: str) -> Address:
    path = path.removeprefix("unix://")
    if "://" in path:
        raise AddressError(f"invalid proto, expected unix: {path}")
    if len(path.encode("utf-8", "surrogateescape")) > LONGEST_SOCKET_PATH:
        raise AddressError(f'Unix socket path "{path}" is too long', late=True)
    return Address("unix", path=path or DEFAULT_SOCKET)


def _descriptor(text: str, number: str) -> Address:
    """fd://N is descriptor N; fd:// alone the first one that a parent hands over by systemd's convention."""
    if number and not (number.isascii() and number.isdigit()):
        raise AddressError(f"unable to parse docker host `{text}`", late=True)
    return Address("fd", port=int(number or FIRST_INHERITED))


def _tcp(scheme: str, rest: str) -> Address:
    default_port = TLS_PORT if scheme == "https" else PLAIN_PORT
    rest = rest.removeprefix("tcp://")
    if "://" in rest:
        raise AddressError(f"invalid proto, expected tcp: {rest}")
    authority, path = _split(rest)
    host, port = _host_and_port(authority, rest)
    number = int(port[-6:]) if port else default_port
    if number > HIGHEST_PORT or port[:-6].strip("0"):
        raise AddressError(f"dial tcp: address {port}: invalid port")
    return Address(scheme, host or "localhost", number, path)


def _split(rest: str) -> tuple[str, str]:
    """Authority and path, checked as Go's url.Parse does; user, query and fragment are dropped."""
    if re.search(r"[\x00-\x1f\x7f]", rest):
        raise _unparsable(rest, "net/url: invalid control character in URL")
    authority, slash, path = rest.split("#", 1)[0].split("?", 1)[0].partition("/")
    authority = authority.rpartition("@")[2]
    # A host may hold escapes of non-ASCII bytes only.
    if escape := re.search(r"%(?![89A-Fa-f][0-9A-Fa-f]).{0,2}", authority):
        raise _unparsable(rest, f'invalid URL escape "{escape[0]}"')
    if escape := re.search(r"%(?![0-9A-Fa-f]{2}).{0,2}", path):
        raise _unparsable(rest, f'invalid URL escape "{escape[0]}"')
    if odd := _NOT_IN_A_HOST.search(authority):
        raise _unparsable(rest, f"invalid character {_quoted(odd[0])} in host name")
    return authority, slash + path


def _host_and_port(authority: str, rest: str) -> tuple[str, str]:
    """The two halves, the port "" when there is none; an IPv6 address without brackets is all host."""
    if authority.startswith("["):
        host, closed, port = authority[1:].rpartition("]")
        if not closed:
            raise _unparsable(rest, "missing ']' in host")
        _check_port(port, rest)
        if not port:
            raise AddressError(f"invalid bind address format: {rest}")
        return host, port[1:]
    host, colon, port = authority.rpartition(":")
    if not colon:
        return authority, ""
    _check_port(colon + port, rest)
    if ":" in host:
        return authority, ""
    return host, port


def _check_port(port: str, rest: str) -> None:
    if port and not re.fullmatch(r":[0-9]*", port):
        raise _unparsable(rest, f'invalid port "{port}" after host')


def _unparsable(rest: str, why: str) -> AddressError:
    return AddressError(f"parse {_quoted('tcp://' + rest)}: {why}")


def _quoted(text: str) -> str:
    """As Go's %q, near enough for a host string."""
    return json.dumps(text, ensure_ascii=False)
