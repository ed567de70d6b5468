"""One connection's worth of a daemon: a function that is given the accepted socket."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PATIENCE = 60.0
Act = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Place:
    """An address as shell.engine.address makes them."""

    scheme: str = "unix"
    host: str = ""
    port: int = 0
    path: str = ""

    @property
    def netloc(self) -> str:
        return f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"unix://{self.path}" if self.scheme == "unix" else f"{self.scheme}://{self.netloc}"


@dataclass(frozen=True)
class Material:
    """A client's TLS material."""

    ca: Path
    version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3

    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.ca))
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        context.maximum_version = self.version
        return context


@dataclass(frozen=True)
class End:
    """An endpoint."""

    address: Place
    tls: Material | None = None


@contextmanager
def playing(act: Act, path: Path | None = None, tls: Path | None = None) -> Iterator[Place]:
    """Accept one connection and let `act` have it; on a unix socket at `path`, else on tcp, with `tls` over TLS."""
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.settimeout(PATIENCE)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            sock, _ = server.accept()
            sock.settimeout(PATIENCE)
            with sock if tls is None else _wrapped(sock, tls) as ready:
                act(ready)
        except BaseException as why:
            failures.append(why)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield Place(path=str(path)) if path else Place("tcp", "127.0.0.1", server.getsockname()[1])
    finally:
        thread.join(PATIENCE)
        server.close()
    assert not failures, failures


def _wrapped(sock: socket.socket, certificate: Path) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context.wrap_socket(sock, server_side=True, suppress_ragged_eofs=False)


def until(sock: socket.socket, ending: bytes) -> bytes:
    """Read up to and with `ending`."""
    found = b""
    while not found.endswith(ending):
        data = sock.recv(1)
        assert data, f"the client ended after {found!r}"
        found += data
    return found


def rest(sock: socket.socket) -> bytes:
    """Read until the client's end."""
    found = b""
    while data := sock.recv(65536):
        found += data
    return found


def certificate(path: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 and its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "engine")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
