"""Published and exposed ports."""

from __future__ import annotations

import pytest

from shell.commands.container.options.ports import Exposed, expose, publish
from shell.errors import ShellError


@pytest.mark.parametrize(
    ("word", "bindings"),
    [
        ("80", {"80/tcp": [{"HostIp": "", "HostPort": ""}]}),
        ("8080:80/UDP", {"80/udp": [{"HostIp": "", "HostPort": "8080"}]}),
        ("127.0.0.1::80", {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": ""}]}),
        ("[::1]:1:2/sctp", {"2/sctp": [{"HostIp": "::1", "HostPort": "1"}]}),
        ("::1:1:2", {"2/tcp": [{"HostIp": "::1", "HostPort": "1"}]}),
        ("8-9:80", {"80/tcp": [{"HostIp": "", "HostPort": "8-9"}]}),
        (
            "8-9:80-81",
            {"80/tcp": [{"HostIp": "", "HostPort": "8"}], "81/tcp": [{"HostIp": "", "HostPort": "9"}]},
        ),
        ("published=8080,target=80,protocol=udp", {"80/udp": [{"HostIp": "", "HostPort": "8080"}]}),
    ],
)
def test_one_word_in_every_form(word: str, bindings: object) -> None:
    exposed, found = publish([word])
    assert found == bindings
    assert set(exposed) == set(found)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("", "no port specified: <empty>"),
        ("80:", "no port specified: 80:<empty>"),
        ("x", "invalid containerPort: x"),
        ("80-:80", "invalid hostPort: 80-"),
        ("70000:80", "invalid hostPort: 70000"),
        ("1.2.3:80:80", "invalid IP address: 1.2.3"),
        ("[::1:80:80", "invalid IP address [::1: address [::1:: missing ']' in address"),
        ("8-9:80-82", "invalid ranges specified for container and host Ports: 80-82 and 8-9"),
        ("80/x", "invalid proto: x"),
        ("published=1,target", "invalid publish opts format (should be name=value but got 'target')"),
    ],
)
def test_what_is_refused(word: str, message: str) -> None:
    with pytest.raises(ShellError) as caught:
        publish([word])
    assert str(caught.value) == message


def test_one_port_may_be_bound_twice() -> None:
    _, bindings = publish(["1:80", "2:80"])
    assert [binding["HostPort"] for binding in bindings["80/tcp"]] == ["1", "2"]


def test_ports_that_are_only_exposed() -> None:
    exposed: Exposed = {}
    expose(["80-81", "90/udp"], exposed)
    assert sorted(exposed) == ["80/tcp", "81/tcp", "90/udp"]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("80:81", "invalid port format for --expose: 80:81"),
        ("9-8", "invalid range format for --expose: 9-8, error: invalid range specified for port: 9-8"),
        ("x", 'invalid range format for --expose: x, error: strconv.ParseUint: parsing "x": invalid syntax'),
    ],
)
def test_what_cannot_be_exposed(word: str, message: str) -> None:
    with pytest.raises(ShellError) as caught:
        expose([word], {})
    assert str(caught.value) == message
