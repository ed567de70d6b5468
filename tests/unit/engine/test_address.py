"""Host strings: docker's own answers, collected from docker CLI 28.2.2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.engine.address import Address, AddressError, parse_host


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "unix:///var/run/docker.sock"),
        ("unix://", "unix:///var/run/docker.sock"),
        ("unix:///a/b", "unix:///a/b"),
        ("unix://rel/x", "unix://rel/x"),
        ("unix://a/b?c", "unix://a/b?c"),
        ("unix://unix:///x", "unix:///x"),
        ("/run/d.sock", "unix:///run/d.sock"),
        ("./d.sock", "unix://./d.sock"),
        ("tcp://", "tcp://localhost:2375"),
        ("foo", "tcp://foo:2375"),
        ("tcp://foo", "tcp://foo:2375"),
        ("foo:1", "tcp://foo:1"),
        (":2375", "tcp://localhost:2375"),
        (" tcp://127.0.0.1:1 ", "tcp://127.0.0.1:1"),
        ("tcp://127.0.0.1:", "tcp://127.0.0.1:2375"),
        ("tcp://127.0.0.1:0", "tcp://127.0.0.1:0"),
        ("tcp://[::1]:2375", "tcp://[::1]:2375"),
        ("tcp://[::1]:", "tcp://[::1]:2375"),
        ("tcp://::1", "tcp://[::1]:2375"),
        ("tcp://a:b:1", "tcp://[a:b:1]:2375"),
        ("tcp://[foo]:1", "tcp://foo:1"),
        ("tcp://[]:1", "tcp://localhost:1"),
        ("tcp://u:p@127.0.0.1:1", "tcp://127.0.0.1:1"),
        ("tcp://@:1", "tcp://localhost:1"),
        ("tcp://127.0.0.1:1/path", "tcp://127.0.0.1:1/path"),
        ("tcp://127.0.0.1:1/path/", "tcp://127.0.0.1:1/path/"),
        ("tcp:///x", "tcp://localhost:2375/x"),
        ("tcp:/x", "tcp://tcp:2375/x"),
        ("tcp://127.0.0.1:1?x=y", "tcp://127.0.0.1:1"),
        ("tcp://127.0.0.1:1#f", "tcp://127.0.0.1:1"),
        ("tcp://tcp://x", "tcp://x:2375"),
        ("tcp://h<x:1", "tcp://h<x:1"),
        ("tcp://é:1", "tcp://é:1"),
        ("http://h", "http://h:2375"),
        ("https://h", "https://h:2376"),
        ("fd://", "fd://3"),
        ("fd://7", "fd://7"),
    ],
)
def test_a_host_string_means_what_docker_takes_it_for(text: str, shown: str) -> None:
    assert str(parse_host(text)) == shown


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bar://", "invalid bind address format: bar://"),
        ("UNIX:///x", "invalid bind address format: UNIX:///x"),
        ("TCP://x", "invalid bind address format: TCP://x"),
        ("://", "invalid bind address format: ://"),
        ("tcp://[::1]", "invalid bind address format: [::1]"),
        ("tcp://a:b:c", 'parse "tcp://a:b:c": invalid port ":c" after host'),
        ("tcp://127.0.0.1:abc", 'parse "tcp://127.0.0.1:abc": invalid port ":abc" after host'),
        ("tcp://127.0.0.1:-1", 'parse "tcp://127.0.0.1:-1": invalid port ":-1" after host'),
        ("tcp:x", 'parse "tcp://tcp:x": invalid port ":x" after host'),
        ("tcp://exa mple:1", 'parse "tcp://exa mple:1": invalid character " " in host name'),
        ("tcp://h\\x:1", 'parse "tcp://h\\\\x:1": invalid character "\\\\" in host name'),
        ("tcp://%zz:1", 'parse "tcp://%zz:1": invalid URL escape "%zz"'),
        ("tcp://h%41:1", 'parse "tcp://h%41:1": invalid URL escape "%41"'),
        ("tcp://h:1/a%zzb", 'parse "tcp://h:1/a%zzb": invalid URL escape "%zz"'),
        ("tcp://a\tb", 'parse "tcp://a\\tb": net/url: invalid control character in URL'),
        ("tcp://[::1", "parse \"tcp://[::1\": missing ']' in host"),
        ("tcp://[::1]x", 'parse "tcp://[::1]x": invalid port "x" after host'),
        ("unix://tcp://x", "invalid proto, expected unix: tcp://x"),
        ("tcp://unix:///x", "invalid proto, expected tcp: unix:///x"),
        ("tcp://foo:99999", "dial tcp: address 99999: invalid port"),
        ("npipe:////./pipe/x", "protocol not available"),
        ("fd://x", "unable to parse docker host `fd://x`"),
        ("ssh://u@h", "ssh:// is not supported yet: ssh://u@h"),
        ("unix:///" + "a" * 120, f'Unix socket path "/{"a" * 120}" is too long'),
    ],
)
def test_a_bad_host_string_is_refused_in_dockers_words(text: str, why: str) -> None:
    with pytest.raises(AddressError) as refused:
        parse_host(text)
    assert str(refused.value) == why


def test_with_tls_the_default_is_the_encrypted_port() -> None:
    assert parse_host("", tls=True) == Address("tcp", "localhost", 2376)


def test_a_socket_of_this_machine_is_local() -> None:
    assert parse_host("unix:///x").local
    assert parse_host("fd://3").local
    assert not parse_host("tcp://127.0.0.1").local


@given(st.text())
def test_any_text_is_an_address_or_one_clear_refusal(text: str) -> None:
    try:
        address = parse_host(text)
    except AddressError as error:
        assert str(error)
    else:
        assert 0 <= address.port <= 65535 or address.scheme == "fd"
        assert address.host or address.path or address.scheme == "fd"
