"""TLS towards the Engine: what docker accepts, and docker's sentences when it does not."""

from __future__ import annotations

import re
import ssl

from .tlsoptions import TLSFilesError, TLSOptions, pair_error, read_ca, read_pair_file

# The suites of go-connections' tlsconfig; TLS 1.3 has its own, which are all fine.
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
_RETRIEVING = "failed to retrieve context tls info: "
_UNTRUSTED = "tls: failed to verify certificate: x509: "

# OpenSSL's X509_V_ERR_* -> the sentence of Go's crypto/x509.
_VERIFY_CODES = {
    2: "certificate signed by unknown authority",
    7: "certificate signed by unknown authority",
    9: "certificate has expired or is not yet valid: it is not yet valid",
    10: "certificate has expired or is not yet valid: it has expired",
    18: "certificate signed by unknown authority",
    19: "certificate signed by unknown authority",
    20: "certificate signed by unknown authority",
    21: "certificate signed by unknown authority",
    24: "certificate signed by unknown authority (its issuer is no certificate authority)",
    26: "certificate specifies an incompatible key usage",
    32: "certificate specifies an incompatible key usage",
    66: "certificate key is too weak",
    67: "certificate authority's key is too weak",
    68: "certificate signature algorithm is too weak",
    79: "certificate signed by unknown authority (its issuer is no certificate authority)",
}
_HOST_MISMATCH = (62, 64)
# OpenSSL's reason -> what Go says of the same alert or fault.
_REASONS = {
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "remote error: tls: certificate required",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "remote error: tls: handshake failure",
    "TLSV1_ALERT_UNKNOWN_CA": "remote error: tls: unknown certificate authority",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "remote error: tls: expired certificate",
    "SSLV3_ALERT_CERTIFICATE_REVOKED": "remote error: tls: revoked certificate",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "remote error: tls: unknown certificate",
    "SSLV3_ALERT_BAD_CERTIFICATE": "remote error: tls: bad certificate",
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": "remote error: tls: unsupported certificate",
    "TLSV1_ALERT_PROTOCOL_VERSION": "remote error: tls: protocol version not supported",
    "UNSUPPORTED_PROTOCOL": "remote error: tls: protocol version not supported",
    "TLSV1_ALERT_ACCESS_DENIED": "remote error: tls: access denied",
    "TLSV1_ALERT_DECRYPT_ERROR": "remote error: tls: error decrypting message",
    "TLSV1_ALERT_INTERNAL_ERROR": "remote error: tls: internal error",
    "HTTP_REQUEST": "http: server gave HTTP response to HTTPS client",
    "WRONG_VERSION_NUMBER": "http: server gave HTTP response to HTTPS client",
    "RECORD_LAYER_FAILURE": "http: server gave HTTP response to HTTPS client",
    "UNEXPECTED_EOF_WHILE_READING": "EOF",
}
# The server refused us, most likely for want of a certificate.
_CLIENT_CERTIFICATE = (
    "The server probably has client authentication (--tlsverify) enabled;"
    " check your TLS client certification settings: "
)


def client_context(options: TLSOptions) -> ssl.SSLContext:
    """A context of docker's rules: TLS 1.2 at least, its suites, its reading of X.509. Raises TLSFilesError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_CIPHERS)
    # Certificates made as docker's documentation makes them have no key usage; Go does not ask for it.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    # Go trusts whatever stands in the CA file, a root or not.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    # A common name is no host name any more, for Go as for RFC 6125.
    context.hostname_checks_common_name = False
    _load_ca(context, options)
    if options.cert and options.key:
        _load_pair(context, options.cert, options.key)
    if not options.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _load_ca(context: ssl.SSLContext, options: TLSOptions) -> None:
    if not options.ca:
        if options.verify:
            context.load_default_certs()
        return
    try:
        context.load_verify_locations(cadata=_certificates(read_ca(options.ca)))
    except (ssl.SSLError, ValueError):
        why = "ca.pem seems invalid"
        raise TLSFilesError(f"Couldn't read ca cert {options.ca}: {why}", _RETRIEVING + why) from None


def explain(error: ssl.SSLError, hostname: str = "") -> str:
    """docker's sentence for a fault of TLS, during the handshake or (TLS 1.3) at the first read after it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _HOST_MISMATCH:
            return f"{_UNTRUSTED}certificate is not valid for {hostname or 'this host'}"
        return _UNTRUSTED + _VERIFY_CODES.get(error.verify_code, error.verify_message)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return "EOF"
    sentence = _REASONS.get(error.reason or "", f"tls: {(error.reason or str(error)).replace('_', ' ').lower()}")
    return _CLIENT_CERTIFICATE + sentence if sentence.endswith("bad certificate") else sentence


def _blocks(content: bytes, label: bytes) -> list[bytes]:
    pattern = rb"-----BEGIN (%s)-----\s.*?-----END \1-----" % label
    return [found[0] for found in re.finditer(pattern, content, re.DOTALL)]


def _certificates(content: bytes) -> str:
    """The certificates of a PEM file; what else stands in it is none of TLS's business."""
    return b"\n".join(_blocks(content, rb"(?:TRUSTED )?CERTIFICATE")).decode("ascii")


def _load_pair(context: ssl.SSLContext, cert: str, key: str) -> None:
    if problem := _key_problem(read_pair_file(key)):
        raise pair_error(problem, problem)
    if not _blocks(read_pair_file(cert), rb"CERTIFICATE"):
        why = "tls: failed to find any PEM data in certificate input"
        raise pair_error(why, _RETRIEVING + why)
    try:
        context.load_cert_chain(cert, key, password=_no_password)
    except (ssl.SSLError, ValueError) as error:
        why = _pair_problem(error)
        raise pair_error(why, _RETRIEVING + why) from error


def _no_password() -> str:
    """OpenSSL would ask on the terminal; an encrypted key is refused instead."""
    raise ValueError("encrypted")


def _key_problem(content: bytes) -> str:
    if not _blocks(content, rb"[A-Z0-9 ]+"):
        return "no valid private key found"
    if b"Proc-Type: 4,ENCRYPTED" in content or b"DEK-Info:" in content:
        return (
            "private key is encrypted - support for encrypted private keys has been removed,"
            " see https://docs.docker.com/go/deprecated/"
        )
    return ""


def _pair_problem(error: Exception) -> str:
    if isinstance(error, ssl.SSLError) and error.reason == "KEY_VALUES_MISMATCH":
        return "tls: private key does not match public key"
    return "tls: failed to parse private key"
