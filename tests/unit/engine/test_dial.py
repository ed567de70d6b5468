"""Connections that are not made, in docker's words."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from shell.engine.dial import base_url, cannot_connect, described, dial
from shell.errors import CannotConnect
from tests.unit.engine.wire import End, Material, Place, certificate, playing, rest


def failure(end: End, request: str = 'Get "http://x/info"') -> str:
    with pytest.raises(CannotConnect) as caught:
        dial(end, timeout=60, request=request)
    return str(caught.value)


@pytest.mark.parametrize("kind", ["absent", "stale", "file"])
def test_a_socket_nobody_listens_on(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "s"
    if kind == "stale":
        with socket.socket(socket.AF_UNIX) as left:
            left.bind(str(path))
    elif kind == "file":
        path.touch()
    told = failure(End(Place(path=str(path))))
    assert told == f"Cannot connect to the Docker daemon at unix://{path}. Is the docker daemon running?"


def test_a_path_that_is_too_long() -> None:
    path = "/" + "x" * 200
    assert failure(End(Place(path=path))) == f'unix socket path "{path}" is too long'


def test_permission_denied_has_the_request_in_it() -> None:
    place = Place(path="/run/d.sock")
    told = cannot_connect(place, PermissionError(errno.EACCES, "Permission denied"), described(End(place), "GET", "/x"))
    assert str(told) == (
        "permission denied while trying to connect to the Docker daemon socket at unix:///run/d.sock: "
        'Get "http://%2Frun%2Fd.sock/x": dial unix /run/d.sock: connect: permission denied'
    )


def test_tcp_refused() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        told = failure(End(Place("tcp", "127.0.0.1", port)))
    assert told == f"Cannot connect to the Docker daemon at tcp://127.0.0.1:{port}. Is the docker daemon running?"


@pytest.mark.parametrize("host", ["a..b", "a" * 70, ".", "\udcff"])
def test_a_name_that_no_host_can_have(host: str) -> None:
    told = failure(End(Place("tcp", host, 2375)))
    assert told == f'error during connect: Get "http://x/info": dial tcp: lookup {host}: no such host'


def test_our_own_limit_is_not_the_engines_fault() -> None:
    told = str(cannot_connect(Place(path="/run/d.sock"), OSError(errno.EMFILE, "Too many open files"), "R"))
    assert told == "error during connect: R: dial unix:///run/d.sock: too many open files"


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (socket.gaierror(-2, "Name or service not known"), "R: dial tcp: lookup h: no such host"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "R: dial tcp h:1: connect: no route to host"),
    ],
)
def test_other_reasons_are_told(why: OSError, told: str) -> None:
    assert str(cannot_connect(Place("tcp", "h", 1), why, "R")) == f"error during connect: {told}"


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    served, trusted = certificate(tmp_path / "served"), certificate(tmp_path / "trusted")
    seen: list[str] = []

    def act(sock: socket.socket) -> None:
        seen.append(repr(rest(sock)))

    with pytest.raises(AssertionError), playing(act, tls=served) as place:
        told = failure(End(place, Material(trusted)))
        assert told.startswith('error during connect: Get "http://x/info": tls: failed to verify certificate: x509: ')
    assert not seen


def test_a_plain_server_where_tls_is_meant(tmp_path: Path) -> None:
    def act(sock: socket.socket) -> None:
        sock.recv(1)
        sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with playing(act) as place:
        assert failure(End(place, Material(certificate(tmp_path / "pem")))).startswith("error during connect: Get")


def test_a_descriptor_that_was_handed_over() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sock = dial(End(Place("fd", port=ours.fileno())))
        sock.send(b"hello")
        sock.close()
        assert theirs.recv(5) == b"hello"
        assert os.fstat(ours.fileno())


def test_urls_are_written_as_docker_writes_them(tmp_path: Path) -> None:
    assert base_url(End(Place(path="/var/run/docker.sock"))) == "http://%2Fvar%2Frun%2Fdocker.sock"
    assert base_url(End(Place("tcp", "h", 2376), Material(tmp_path))) == "https://h:2376"


def test_a_proxy_is_asked_for_a_tunnel() -> None:
    seen: list[bytes] = []

    def act(sock: socket.socket) -> None:
        seen.append(sock.recv(1000))
        sock.sendall(b"HTTP/1.1 200 Connection established\r\n\r\nhi")
        sock.recv(1)

    with playing(act) as place:
        sock = dial(End(Place("tcp", "engine", 2375)), environ={"HTTP_PROXY": f"http://u:p%40@{place.netloc}"})
        assert sock.recv(2) == b"hi"
        sock.close()
    assert seen == [b"CONNECT engine:2375 HTTP/1.1\r\nHost: engine:2375\r\nProxy-Authorization: Basic dTpwQA==\r\n\r\n"]


def test_a_proxy_that_refuses() -> None:
    def act(sock: socket.socket) -> None:
        sock.recv(1000)
        sock.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

    with playing(act) as place, pytest.raises(CannotConnect, match="forbidden"):
        dial(End(Place("tcp", "engine", 2375)), environ={"HTTP_PROXY": f"http://{place.netloc}"})
