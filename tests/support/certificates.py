"""Certificate authorities, certificates and keys for TLS tests, made on the spot."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Signed:
    """A certificate with its key; `pem` and `key_pem` are what stands in the files."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        return self._key(serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    def encrypted_key(self, legacy: bool) -> bytes:
        """The key under a password, in the old PEM form or as PKCS#8."""
        form = serialization.PrivateFormat.TraditionalOpenSSL if legacy else serialization.PrivateFormat.PKCS8
        return self._key(form, serialization.BestAvailableEncryption(b"secret"))

    def _key(self, form: serialization.PrivateFormat, encryption: serialization.KeySerializationEncryption) -> bytes:
        return self.key.private_bytes(serialization.Encoding.PEM, form, encryption)

    def write(self, folder: Path, name: str) -> tuple[str, str]:
        """NAME.pem and NAME-key.pem in `folder`; their paths."""
        cert, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
        cert.write_bytes(self.pem)
        key.write_bytes(self.key_pem)
        return str(cert), str(key)


def authority(name: str = "test CA", usage: bool = True, is_ca: bool = True) -> Signed:
    """A root; without `usage` it is as docker's documentation makes it, with no key usage."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _named(name)
    builder = _builder(subject, subject, key, NOW - DAY, NOW + 30 * DAY)
    builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    if usage:
        builder = builder.add_extension(_ca_usage(), critical=True)
    return Signed(builder.sign(key, hashes.SHA256()), key)


def issue(
    issuer: Signed | None,
    names: tuple[str, ...] = ("127.0.0.1", "localhost"),
    *,
    common_name: str = "server",
    starts: datetime = NOW - DAY,
    ends: datetime = NOW + 30 * DAY,
    client: bool = False,
    is_ca: bool = False,
    key: Key | None = None,
) -> Signed:
    """A certificate of `issuer` (None: self-signed) for `names`: IP addresses and DNS names, () for none."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = _named(common_name)
    builder = _builder(subject, issuer.certificate.subject if issuer else subject, key, starts, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    purpose = ExtendedKeyUsageOID.CLIENT_AUTH if client else ExtendedKeyUsageOID.SERVER_AUTH
    if is_ca:
        builder = builder.add_extension(_ca_usage(), critical=True)
    else:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
    return Signed(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.removeprefix("dns:"))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, starts: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
    )


def _ca_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
