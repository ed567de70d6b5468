"""The TLS matrix: who is let in, docker's sentences about the others, and that they are sent nothing."""

from __future__ import annotations

import socket
import ssl
import struct
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from shell.engine.tlscertificate import read
from shell.engine.tlsoptions import TLSFilesError, TLSOptions
from shell.engine.tlssocket import TLSSocket, secured
from shell.errors import CannotConnect, TransportError
from tests.support.certificates import DAY, NOW, Signed, authority, issue
from tests.support.tlsserver import TLSServer

X509 = "tls: failed to verify certificate: x509: "
MEANT = 'Get "https://127.0.0.1/v1.51/info"'
REQUEST = b"GET /_ping HTTP/1.1\r\n\r\n"


class Files:
    """A folder with a CA, a server's and a client's certificate; options that use them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca = authority()
        self.server = issue(self.ca)
        self.ca_path, _ = self.ca.write(folder, "ca")
        self.options = TLSOptions(ca=self.ca_path)

    def client(self, signed: Signed | None = None) -> TLSOptions:
        cert, key = (signed or issue(self.ca, (), client=True)).write(self.folder, "client")
        return self.options._replace(cert=cert, key=key)

    def serving(self, signed: Signed | None = None, *more: Signed) -> ssl.SSLContext:
        cert, key = (signed or self.server).write(self.folder, "server")
        with Path(cert).open("ab") as chain:
            for issuer in more:
                chain.write(issuer.pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.load_cert_chain(cert, key)
        return context

    def asking(self, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
        """A server that demands a client's certificate of the CA."""
        context = self.serving()
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(self.ca_path)
        context.maximum_version = version
        return context


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def connect(server: TLSServer, options: TLSOptions, hostname: str = "127.0.0.1", limit: float = 30.0) -> TLSSocket:
    """TLS as every connection to an Engine makes it."""
    sock = server.client()
    sock.settimeout(limit)
    try:
        return secured(sock, options.context(), hostname, MEANT)
    except CannotConnect:
        sock.close()
        raise


def talk(server: TLSServer, options: TLSOptions, hostname: str = "127.0.0.1") -> bytes:
    """Send a request and read what comes back."""
    secure = connect(server, options, hostname)
    secure.send(REQUEST)
    answer = secure.recv(100)
    secure.close()
    return answer


def reason(error: CannotConnect) -> str:
    """The message without its start, which every one of them must have."""
    start = f"error during connect: {MEANT}: "
    assert str(error).startswith(start)
    return str(error).removeprefix(start)


def accepted(context: ssl.SSLContext, options: TLSOptions, hostname: str = "127.0.0.1") -> None:
    with TLSServer(context) as server:
        assert talk(server, options, hostname) == b"answer"
    assert bytes(server.received) == REQUEST


def refused(context: ssl.SSLContext, options: TLSOptions, hostname: str = "127.0.0.1") -> str:
    """docker's sentence; the server must not have been told anything."""
    with TLSServer(context) as server, pytest.raises(CannotConnect) as error:
        talk(server, options, hostname)
    assert not server.received
    return reason(error.value)


def test_a_server_of_our_ca_is_talked_to(files: Files) -> None:
    accepted(files.serving(), files.options)


def test_client_and_server_show_their_certificates(files: Files) -> None:
    accepted(files.asking(), files.client())


def test_a_name_is_checked_as_a_name(files: Files) -> None:
    accepted(files.serving(issue(files.ca, ("localhost",))), files.options, "localhost")


def test_a_wildcard_stands_for_one_label(files: Files) -> None:
    context = files.serving(issue(files.ca, ("*.example.com",)))
    accepted(context, files.options, "a.example.com")
    why = "certificate is valid for *.example.com, not a.b.example.com"
    assert refused(context, files.options, "a.b.example.com") == X509 + why


def test_a_self_signed_server_is_trusted_when_it_is_the_ca_file(files: Files) -> None:
    alone = issue(None)
    pinned, _ = alone.write(files.folder, "pinned")
    accepted(files.serving(alone), TLSOptions(ca=pinned))


def test_certificates_made_as_docker_documents_them_are_accepted(files: Files) -> None:
    plain = authority("documented", usage=False)
    ca, _ = plain.write(files.folder, "documented")
    accepted(files.serving(issue(plain)), TLSOptions(ca=ca))


def test_an_intermediate_that_the_server_sends_is_followed(files: Files) -> None:
    middle = issue(files.ca, (), common_name="middle", is_ca=True)
    leaf = issue(middle)
    accepted(files.serving(leaf, middle), files.options)
    assert refused(files.serving(leaf), files.options) == f"{X509}certificate signed by unknown authority"


NO_IP = "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"
LEGACY = "certificate relies on legacy Common Name field, use SANs instead"


@pytest.mark.parametrize(
    ("names", "hostname", "why"),
    [
        (("10.9.9.9", "::1"), "127.0.0.1", "certificate is valid for 10.9.9.9, ::1, not 127.0.0.1"),
        (("localhost",), "127.0.0.1", NO_IP),
        (("127.0.0.1",), "localhost", "certificate is not valid for any names, but wanted to match localhost"),
        ((), "localhost", LEGACY),
        ((), "127.0.0.1", LEGACY),
        (("dns:127.0.0.1",), "127.0.0.1", NO_IP),
    ],
    ids=["other IP", "name for IP", "IP for name", "no names", "no names for IP", "IP written as a name"],
)
def test_a_certificate_for_another_host_is_refused(
    files: Files, names: tuple[str, ...], hostname: str, why: str
) -> None:
    leaf = issue(files.ca, names, common_name=hostname)
    assert refused(files.serving(leaf), files.options, hostname) == X509 + why


def test_an_expired_certificate_is_refused(files: Files) -> None:
    old = issue(files.ca, starts=NOW - 3 * DAY, ends=NOW - DAY)
    told = refused(files.serving(old), files.options)
    assert told.startswith(f"{X509}certificate has expired or is not yet valid: current time ")
    assert told.endswith(f" is after {NOW - DAY:%Y-%m-%dT%H:%M:%SZ}")


def test_a_certificate_of_tomorrow_is_refused(files: Files) -> None:
    told = refused(files.serving(issue(files.ca, starts=NOW + DAY)), files.options)
    assert told.startswith(f"{X509}certificate has expired or is not yet valid: current time ")
    assert told.endswith(f" is before {NOW + DAY:%Y-%m-%dT%H:%M:%SZ}")


def test_a_certificate_that_is_shown_only_once_is_refused_all_the_same(files: Files) -> None:
    """The names come from a second connection; there may be none."""
    with TLSServer(files.serving(issue(files.ca, ("x",)))) as server, pytest.raises(CannotConnect) as error:
        with socket.create_server(("127.0.0.1", 0)) as gone:
            place = gone.getsockname()
        with Elsewhere(server.client(), place) as sock:
            secured(sock, files.options.context(), "127.0.0.1", MEANT)
    assert reason(error.value) == f"{X509}certificate is not valid for 127.0.0.1"


class Elsewhere(socket.socket):
    """A connection whose other end cannot be reached a second time."""

    def __init__(self, sock: socket.socket, place: tuple[str, int]) -> None:
        super().__init__(fileno=sock.detach())
        self.settimeout(30.0)
        self.place = place

    def getpeername(self) -> tuple[str, int]:
        return self.place


@pytest.mark.parametrize("cut", [0, 1, 5, 50, 300])
def test_a_certificate_that_is_cut_off_is_no_certificate(files: Files, cut: int) -> None:
    whole = ssl.PEM_cert_to_DER_cert(files.server.pem.decode())
    assert read(whole).names == ["localhost"]
    with pytest.raises((ValueError, LookupError, StopIteration)):
        read(whole[:cut])


def test_only_the_given_ca_is_trusted(files: Files) -> None:
    stranger = issue(authority("another"))
    assert refused(files.serving(stranger), files.options) == f"{X509}certificate signed by unknown authority"


def test_a_self_signed_server_is_refused(files: Files) -> None:
    assert refused(files.serving(issue(None)), files.options) == f"{X509}certificate signed by unknown authority"


def test_without_a_ca_the_systems_are_asked(files: Files) -> None:
    assert refused(files.serving(), TLSOptions()) == f"{X509}certificate signed by unknown authority"


def test_a_certificate_for_clients_is_no_servers(files: Files) -> None:
    wrong = issue(files.ca, client=True)
    assert refused(files.serving(wrong), files.options) == f"{X509}certificate specifies an incompatible key usage"


def test_an_issuer_that_is_no_authority_is_refused(files: Files) -> None:
    leaf = issue(files.ca, ("10.0.0.1",), common_name="no authority")
    child = issue(leaf)
    assert "certificate signed by unknown authority" in refused(files.serving(child, leaf), files.options)


def test_a_weak_key_is_refused(files: Files) -> None:
    weak = issue(files.ca, key=rsa.generate_private_key(65537, 1024))
    assert "weak" in refused(files.serving(weak), files.options)


@pytest.mark.parametrize("problem", ["expired", "self-signed", "wrong host"])
def test_without_verification_every_server_is_talked_to(files: Files, problem: str) -> None:
    leaf = {
        "expired": issue(files.ca, starts=NOW - 3 * DAY, ends=NOW - DAY),
        "self-signed": issue(None),
        "wrong host": issue(files.ca, ("10.9.9.9",)),
    }[problem]
    accepted(files.serving(leaf), files.options._replace(verify=False))


def test_a_missing_client_certificate_is_named_as_the_cause_in_tls_1_2(files: Files) -> None:
    why = refused(files.asking(ssl.TLSVersion.TLSv1_2), files.options)
    assert why == "remote error: tls: handshake failure"


def test_a_missing_client_certificate_is_named_as_the_cause_in_tls_1_3(files: Files) -> None:
    with TLSServer(files.asking()) as server:
        secure = connect(server, files.options)
        with pytest.raises(TransportError) as error:
            secure.recv(1)
        secure.close()
    assert str(error.value) == "remote error: tls: certificate required"
    assert not server.received


def test_a_client_of_another_ca_is_told_so(files: Files) -> None:
    stranger = issue(authority("another"), (), client=True)
    why = refused(files.asking(ssl.TLSVersion.TLSv1_2), files.client(stranger))
    assert why == "remote error: tls: unknown certificate authority"


def test_an_expired_client_is_told_so(files: Files) -> None:
    old = issue(files.ca, (), client=True, starts=NOW - 3 * DAY, ends=NOW - DAY)
    why = refused(files.asking(ssl.TLSVersion.TLSv1_2), files.client(old))
    assert why == "remote error: tls: expired certificate"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_protocols_are_not_spoken(files: Files, version: ssl.TLSVersion) -> None:
    context = files.serving()
    context.minimum_version = version
    context.maximum_version = version
    assert refused(context, files.options) == "remote error: tls: protocol version not supported"


def test_suites_without_forward_secrecy_are_not_spoken(files: Files) -> None:
    context = files.serving()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")
    assert refused(context, files.options).endswith("remote error: tls: handshake failure")


# -- servers that do not speak TLS ------------------------------------------------------------------------------------


def broken(server: TLSServer, options: TLSOptions, limit: float = 30.0) -> str:
    with server, pytest.raises(CannotConnect) as error:
        connect(server, options, limit=limit)
    return reason(error.value)


def test_a_plain_http_server_is_named_as_one(files: Files) -> None:
    def answer(sock: socket.socket) -> None:
        sock.recv(4096)
        sock.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTPS request to an HTTP server.")

    why = broken(TLSServer(None, answer), files.options)
    assert why == "http: server gave HTTP response to HTTPS client"


def test_a_connection_closed_in_the_handshake_is_an_end_of_file(files: Files) -> None:
    def close(sock: socket.socket) -> None:
        sock.recv(4096)

    assert broken(TLSServer(None, close), files.options) == "EOF"


def test_a_connection_reset_in_the_handshake_is_told(files: Files) -> None:
    def reset(sock: socket.socket) -> None:
        sock.recv(4096)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    assert broken(TLSServer(None, reset), files.options) == "read: connection reset by peer"


def test_a_silent_server_is_given_up(files: Files) -> None:
    def wait_for_the_client(sock: socket.socket) -> None:
        while sock.recv(4096):
            pass

    assert broken(TLSServer(None, wait_for_the_client), files.options, limit=0.3) == "the Engine does not answer"


# -- files ------------------------------------------------------------------------------------------------------------


def complaint(options: TLSOptions) -> str:
    with pytest.raises(TLSFilesError) as error:
        options.context()
    return str(error.value)


def test_a_missing_ca_is_named(tmp_path: Path) -> None:
    path = str(tmp_path / "nope.pem")
    why = f"Couldn't read ca cert {path}: open {path}: no such file or directory"
    assert complaint(TLSOptions(ca=path)) == why
    with pytest.raises(TLSFilesError, match="no such file"):
        TLSOptions(ca=path).check_files()


@pytest.mark.parametrize("content", [b"", b"garbage", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"])
def test_a_ca_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ca.pem"
    path.write_bytes(content)
    assert complaint(TLSOptions(ca=str(path))) == f"Couldn't read ca cert {path}: ca.pem seems invalid"


@pytest.mark.parametrize(
    ("cert", "key", "why"),
    [
        (None, b"", "no valid private key found"),
        (None, b"garbage", "no valid private key found"),
        (b"garbage", None, "tls: failed to find any PEM data in certificate input"),
        (None, issue(None).key_pem, "tls: private key does not match public key"),
        (None, b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "tls: failed to parse private key"),
    ],
    ids=["empty key", "garbage key", "garbage certificate", "another's key", "broken key"],
)
def test_a_pair_that_does_not_fit_is_named(files: Files, cert: bytes | None, key: bytes | None, why: str) -> None:
    options = files.client()
    for path, content in ((options.cert, cert), (options.key, key)):
        if content is not None:
            Path(path).write_bytes(content)
    assert complaint(options) == f"Couldn't load X509 key pair: {why}. Key encrypted?"


@pytest.mark.parametrize("legacy", [True, False])
def test_an_encrypted_key_is_refused_without_asking_for_its_password(files: Files, legacy: bool) -> None:
    options = files.client()
    signed = issue(files.ca, (), client=True)
    Path(options.cert).write_bytes(signed.pem)
    Path(options.key).write_bytes(signed.encrypted_key(legacy))
    why = complaint(options)
    assert why.startswith("Couldn't load X509 key pair: ")
    assert why.endswith(". Key encrypted?")
    assert ("support for encrypted private keys has been removed" in why) == legacy


def test_a_certificate_without_its_key_is_not_shown(files: Files) -> None:
    accepted(files.serving(), files.client()._replace(key=""))


def test_renewed_files_count_from_the_next_connection_on(files: Files) -> None:
    other = authority("renewed")
    context = files.serving(issue(other))
    assert "unknown authority" in refused(context, files.options)
    Path(files.ca_path).write_bytes(other.pem)
    accepted(context, files.options)


def test_the_environment_changes_nothing(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSLKEYLOGFILE"):
        monkeypatch.setenv(name, str(files.folder / "nope"))
    accepted(files.serving(), files.options)
    assert not (files.folder / "nope").exists()
