"""Sockets to the Engine for streams and hijacked calls: unix, tcp (with proxies), TLS and an open descriptor."""

from __future__ import annotations

import errno
import os
import select
import socket
import struct
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlsplit

from shell.engine.tunnel import connect_through, proxy_authorization, proxy_for
from shell.errors import CannotConnect, TransportError

if TYPE_CHECKING:
    import ssl

CONNECT_SECONDS = 10.0
KEEPALIVE_SECONDS = 30
UNIX_BUFFER = 1 << 20  # bytes, or what the system allows: with its default of 208 KiB the Engine waits during uploads
LOCAL = ("unix", "fd")


class Where(Protocol):
    """What is read of an address (shell.engine.address); its text is what the user knows it by."""

    @property
    def scheme(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def netloc(self) -> str: ...


class TLSMaterial(Protocol):
    """Certificates and keys that become a context when it is needed."""

    def context(self) -> ssl.SSLContext: ...


class Endpoint(Protocol):
    """An address and, if TLS is spoken there, the material for it."""

    @property
    def address(self) -> Where: ...
    @property
    def tls(self) -> TLSMaterial | None: ...


Data = bytes | memoryview


class Socket(Protocol):
    """A connection's two directions, each of which can end alone."""

    def recv(self, size: int) -> bytes:
        """Waits; b"" at the end of the other side."""

    def take(self, size: int) -> bytes | None:
        """What is there, None when nothing is yet, b"" at the end."""

    def send(self, data: Data) -> None:
        """All of it; waits."""

    def offer(self, *parts: Data) -> int:
        """As many bytes of the parts, in their order, as go out without waiting; 0 when none do."""

    def flush(self) -> bool:
        """Push on what `offer` took and the network has not; whether nothing of it is left."""

    def close_write(self) -> None:
        """Nothing more will be sent; reading goes on."""

    def pending(self) -> int:
        """Bytes that `take` has although the descriptor is silent."""

    def fileno(self) -> int: ...
    def settimeout(self, seconds: float | None) -> None:
        """How long `recv` may wait; None: for ever."""

    def abort(self) -> None:
        """End both directions from another thread: a waiting `recv` returns."""

    def close(self) -> None: ...


def broken(action: str, why: OSError) -> TransportError:
    """A connection that broke while it was used: `read: connection reset by peer`."""
    if isinstance(why, TimeoutError):
        return TransportError("the Engine does not answer")
    return TransportError(f"{action}: {(why.strerror or str(why)).lower()}")


class PlainSocket:
    """A socket without TLS."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._limit: float | None = None  # not the socket's own: with that MSG_DONTWAIT waits too

    def recv(self, size: int) -> bytes:
        if self._limit is not None and not readable(self, self._limit):
            raise broken("read", TimeoutError())
        try:
            return self._sock.recv(size)
        except OSError as why:
            raise broken("read", why) from None

    def take(self, size: int) -> bytes | None:
        try:
            return self._sock.recv(size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except OSError as why:
            raise broken("read", why) from None

    def send(self, data: Data) -> None:
        try:
            self._sock.sendall(data)
        except OSError as why:
            raise broken("write", why) from None

    def offer(self, *parts: Data) -> int:
        try:
            return self._sock.sendmsg(parts, (), socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0
        except OSError as why:
            raise broken("write", why) from None

    def flush(self) -> bool:
        return True

    def close_write(self) -> None:
        with suppress(OSError):  # the other side may have gone
            self._sock.shutdown(socket.SHUT_WR)

    def pending(self) -> int:
        return 0

    def fileno(self) -> int:
        return self._sock.fileno()

    def settimeout(self, seconds: float | None) -> None:
        self._limit = seconds

    def abort(self) -> None:
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._sock.close()


def dial(
    endpoint: Endpoint,
    timeout: float = CONNECT_SECONDS,
    *,
    environ: Mapping[str, str] | None = None,
    request: str = "",
    tunnel: bool = True,
) -> Socket:
    """Connect to `endpoint` (.address, .tls) within `timeout` seconds.

    A proxy of `environ` is used; `tunnel` False leaves plain HTTP to it, whose requests then need `absolute`.
    `request` (see `described`) goes into docker's sentences. Raises CannotConnect. The socket has no timeout after.
    """
    address = endpoint.address
    try:
        sock = _connect(address, timeout, _way(endpoint, environ or {}), tunnel or secure(endpoint))
    except OSError as why:
        raise cannot_connect(address, why, request) from None
    except TransportError as why:
        raise CannotConnect(f"error during connect: {request}: {why}") from None
    try:
        sock.settimeout(timeout)
        tls = endpoint.tls if secure(endpoint) else None
        ready: Socket = PlainSocket(sock)
        if tls is not None:
            from shell.engine.tlssocket import secured

            ready = secured(sock, tls.context(), address.host, request)
        sock.settimeout(None)
    except BaseException:
        sock.close()
        raise
    return ready


def secure(endpoint: Endpoint) -> bool:
    """Whether TLS is spoken there."""
    return endpoint.tls is not None and endpoint.address.scheme not in LOCAL


def _way(endpoint: Endpoint, environ: Mapping[str, str]) -> str:
    """The proxy on the way there, "" for none."""
    address = endpoint.address
    if address.scheme in LOCAL:
        return ""
    return proxy_for(address.host, address.port, environ, secure(endpoint))


def absolute(endpoint: Endpoint, environ: Mapping[str, str] | None) -> tuple[str, dict[str, str]]:
    """What a request without a tunnel needs for its proxy -> (before the path, header fields)."""
    if secure(endpoint) or not (proxy := _way(endpoint, environ or {})):
        return "", {}
    return base_url(endpoint), proxy_authorization(proxy)


def _connect(address: Where, timeout: float, proxy: str, tunnel: bool) -> socket.socket:
    if address.scheme == "unix":
        return _connect_unix(address.path, timeout)
    if address.scheme == "fd":
        return _descriptor(address)
    place = urlsplit(proxy)
    host, port = (place.hostname or "", place.port or 80) if proxy else (address.host, address.port)
    try:
        sock = socket.create_connection((host, port), timeout)
    except UnicodeError as why:  # a label is empty, too long, or no text
        raise socket.gaierror(socket.EAI_NONAME, str(why)) from None
    try:
        _keep_alive(sock)
        if proxy and tunnel:
            connect_through(sock, address.host, address.port, proxy_authorization(proxy))
    except BaseException:
        sock.close()
        raise
    return sock


def _keep_alive(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with suppress(AttributeError, OSError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, KEEPALIVE_SECONDS)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, KEEPALIVE_SECONDS)


def _connect_unix(path: str, timeout: float) -> socket.socket:
    """The kernel's own timeout: a socket with Python's would be refused at once when the backlog is full."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(timeout), 0))
        sock.connect("\0" + path[1:] if path.startswith("@") else path)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 0, 0))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNIX_BUFFER)
    except BaseException:
        sock.close()
        raise
    return sock


def _descriptor(address: Where) -> socket.socket:
    """fd://3: a connected socket that was handed to this process."""
    return socket.socket(fileno=os.dup(address.port))


def base_url(endpoint: Endpoint) -> str:
    """How docker writes the place in its messages: http://%2Fvar%2Frun%2Fdocker.sock, https://host:2376."""
    address = endpoint.address
    if address.scheme in LOCAL:
        return "http://" + quote(address.path, safe="", errors="surrogateescape")
    return f"{'https' if secure(endpoint) else 'http'}://{address.netloc}"


def described(endpoint: Endpoint, method: str, path: str) -> str:
    """A request as Go's errors name it: Get "http://host:2375/v1.51/info"."""
    return f'{method.capitalize()} "{base_url(endpoint)}{path}"'


def cannot_connect(address: Where, why: OSError, request: str = "") -> CannotConnect:
    """docker's sentence for a connection that was not made."""
    plain = CannotConnect(f"Cannot connect to the Docker daemon at {address}. Is the docker daemon running?")
    prefix = f"{request}: " if request else ""
    if isinstance(why, PermissionError) and address.scheme == "unix":
        return CannotConnect(
            f"permission denied while trying to connect to the Docker daemon socket at {address}: "
            f"{prefix}dial unix {address.path}: connect: permission denied"
        )
    if address.scheme == "unix" and "too long" in str(why):
        return CannotConnect(f'unix socket path "{address.path}" is too long')
    if why.errno in (errno.EMFILE, errno.ENFILE):
        return CannotConnect(f"error during connect: {prefix}dial {address}: {(why.strerror or '').lower()}")
    if address.scheme in LOCAL or isinstance(why, (ConnectionRefusedError, TimeoutError)):
        return plain
    if isinstance(why, socket.gaierror):
        return CannotConnect(f"error during connect: {prefix}dial tcp: lookup {address.host}: no such host")
    reason = (why.strerror or str(why)).lower()
    return CannotConnect(f"error during connect: {prefix}dial tcp {address.netloc}: connect: {reason}")


def readable(sock: Socket, seconds: float | None = 0) -> bool:
    """Whether `take` would give something within that time."""
    if sock.pending():
        return True
    poll = select.poll()
    poll.register(sock.fileno(), select.POLLIN)
    return bool(poll.poll(None if seconds is None else seconds * 1000))
