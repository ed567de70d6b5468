"""Certificates of the bed: a CA, a server, a client, and a CA that signed neither."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.support.engines import tls_folder

YEARS = datetime.timedelta(days=3650)


def make() -> Path:
    """The folder with ca, cert, key, server-cert, server-key and stranger-ca `.pem`; made once."""
    folder = tls_folder()
    if not (folder / ".complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        authority = _authority("docker-shell test CA")
        _save(folder / "ca.pem", authority[0])
        _pair(folder, "", "client", authority, ExtendedKeyUsageOID.CLIENT_AUTH)
        _pair(folder, "server-", "localhost", authority, ExtendedKeyUsageOID.SERVER_AUTH)
        _save(folder / "stranger-ca.pem", _authority("a stranger")[0])
        (folder / ".complete").touch()
    return folder


def _authority(name: str) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    builder = _builder(name, name, key).add_extension(x509.BasicConstraints(True, None), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return builder.sign(key, hashes.SHA256()), key


def _pair(
    folder: Path,
    prefix: str,
    name: str,
    authority: tuple[x509.Certificate, ec.EllipticCurvePrivateKey],
    usage: x509.ObjectIdentifier,
) -> None:
    ca, ca_key = authority
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    issuer = ca.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    builder = _builder(name, str(issuer), key).add_extension(x509.BasicConstraints(False, None), critical=True)
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    builder = builder.add_extension(signer, critical=False)
    _save(folder / f"{prefix}cert.pem", builder.sign(ca_key, hashes.SHA256()))
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{prefix}key.pem").touch(0o600)
    (folder / f"{prefix}key.pem").write_bytes(text)


def _builder(name: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + YEARS)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _save(file: Path, certificate: x509.Certificate) -> None:
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
