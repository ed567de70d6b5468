"""Why a server's certificate is refused, with its names and dates, in the sentences of Go's crypto/x509.

OpenSSL tells Python nothing of a certificate that it refuses. It is asked for once more, on a connection that carries
nothing else, and read here; this decides no trust.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

UNTRUSTED = "tls: failed to verify certificate: x509: "
_SECONDS = 5.0  # for the server to show it again
_UTC_TIME, _OBJECT, _EXTENSIONS = 0x17, 0x06, 0xA3
_COMMON_NAME, _ALTERNATIVE_NAMES = b"\x55\x04\x03", b"\x55\x1d\x11"
_DNS, _IP = 0x82, 0x87
_MOST_NAMES = 100  # more are only counted


@dataclass(frozen=True)
class Certificate:
    """What the sentences speak of; `names` and `addresses` are None and empty without alternative names."""

    starts: datetime
    ends: datetime
    common_name: str
    names: list[str] | None
    addresses: list[str]


def mistrust(sock: socket.socket, host: str) -> str:
    """Go's sentence about the certificate of the server behind `sock`, which is closed; "" if it is not the reason."""
    with suppress(OSError, ValueError, LookupError, StopIteration):
        place = sock.getpeername()
        sock.close()  # a server may talk to one client at a time
        shown = ssl.get_server_certificate(place[:2], timeout=_SECONDS)
        return _sentence(read(ssl.PEM_cert_to_DER_cert(shown)), host, datetime.now().astimezone())
    return ""


def _sentence(certificate: Certificate, host: str, now: datetime) -> str:
    why = _dated(certificate, now) or _named(certificate, host)
    return UNTRUSTED + why if why else ""


def _dated(certificate: Certificate, now: datetime) -> str:
    for word, limit, wrong in (
        ("before", certificate.starts, now < certificate.starts),
        ("after", certificate.ends, now > certificate.ends),
    ):
        if wrong:
            times = f"current time {_rfc3339(now)} is {word} {_rfc3339(limit)}"
            return f"certificate has expired or is not yet valid: {times}"
    return ""


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _named(certificate: Certificate, host: str) -> str:
    try:
        wanted = str(ipaddress.ip_address(host))
    except ValueError:
        wanted = ""
    valid = certificate.addresses if wanted else certificate.names or []
    if wanted in valid if wanted else any(_matches(name, host) for name in valid):
        return ""
    if certificate.names is None and _matches(certificate.common_name, host):
        return "certificate relies on legacy Common Name field, use SANs instead"
    if wanted and not valid:
        return f"cannot validate certificate for {host} because it doesn't contain any IP SANs"
    if len(valid) >= _MOST_NAMES:
        kind = "IP SANs" if wanted else "names"
        return f"certificate is valid for {len(valid)} {kind}, but none matched {host}"
    if not valid:
        return f"certificate is not valid for any names, but wanted to match {host}"
    return f"certificate is valid for {', '.join(valid)}, not {host}"


def _matches(pattern: str, host: str) -> bool:
    """Whether a name, whose first label can be `*`, is this host's."""
    parts, labels = pattern.lower().rstrip(".").split("."), host.lower().rstrip(".").split(".")
    if len(parts) != len(labels) or not all(labels):
        return False
    return parts[1:] == labels[1:] and (parts[0] == labels[0] or (parts[0] == "*" and len(parts) > 1))


def read(der: bytes) -> Certificate:
    """What is spoken of an X.509 certificate (RFC 5280). Raises ValueError, LookupError or StopIteration."""
    outer = dict(_elements(der))[0x30]
    body = list(_elements(next(_elements(outer))[1]))
    if body[0][0] == 0xA0:  # the version, which may be left out
        del body[0]
    starts, ends = (_moment(*element) for element in _elements(body[3][1]))
    names, addresses = _alternatives(dict(body[4:]).get(_EXTENSIONS, b""))
    return Certificate(starts, ends, _common_name(body[4][1]), names, addresses)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element (X.690) in a row."""
    at = 0
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            digits = length & 0x7F
            length, at = int.from_bytes(data[at : at + digits], "big"), at + digits
        if at + length > len(data):
            raise ValueError("element is cut off")
        yield tag, data[at : at + length]
        at += length


def _moment(tag: int, content: bytes) -> datetime:
    text = content.decode("ascii")
    if tag == _UTC_TIME:  # two digits of the year: 1950 to 2049
        text = ("19" if text >= "50" else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _common_name(subject: bytes) -> str:
    found = ""
    for _, attributes in _elements(subject):
        for _, pair in _elements(attributes):
            (_, kind), (_, value) = _elements(pair)
            if kind == _COMMON_NAME:
                found = value.decode("utf-8", "replace")
    return found


def _alternatives(extensions: bytes) -> tuple[list[str] | None, list[str]]:
    """DNS names (None: there is no such extension) and IP addresses."""
    for _, row in _elements(extensions):
        for _, extension in _elements(row):
            parts = list(_elements(extension))
            if parts[0] == (_OBJECT, _ALTERNATIVE_NAMES):
                named = list(_elements(next(_elements(parts[-1][1]))[1]))
                names = [value.decode("ascii") for tag, value in named if tag == _DNS]
                return names, [str(ipaddress.ip_address(value)) for tag, value in named if tag == _IP]
    return None, []
