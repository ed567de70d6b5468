"""Words of one flag, checked: what is kept and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shell.commands.container.options import values
from shell.commands.container.options.networks import Attachment


@pytest.mark.parametrize(
    ("check", "text", "kept"),
    [
        (values.stream, "STDIN", "stdin"),
        (values.ip_address, " ::1 ", "::1"),
        (values.ip_address, "::ffff:1.2.3.4", "1.2.3.4"),
        (values.ip_address, "2001:DB8::0:1", "2001:db8::1"),
        (values.extra_host, "a:1.2.3.4", "a:1.2.3.4"),
        (values.extra_host, "a=[::1]", "a:::1"),
        (values.extra_host, "a:host-gateway", "a:host-gateway"),
        (values.dns_search, " . ", "."),
        (values.dns_search, "a.example.", "a.example"),
        (values.label, " a=b c", " a=b c"),
        (values.link, "db:d", "db:d"),
        (values.sysctl, "net.ipv4.x=1", "net.ipv4.x=1"),
        (values.cgroup_rule, "c 1:* rwm", "c 1:* rwm"),
    ],
)
def test_what_is_kept(check: Callable[[str], str], text: str, kept: str) -> None:
    assert check(text) == kept


@pytest.mark.parametrize(
    ("check", "text", "message"),
    [
        (values.stream, "x", "valid streams are STDIN, STDOUT and STDERR"),
        (values.ip_address, "1.2.3", "IP address is not correctly formatted: 1.2.3"),
        (values.ip_address, "fe80::1%eth0", "IP address is not correctly formatted: fe80::1%eth0"),
        (values.ip_address, "001.2.3.4", "IP address is not correctly formatted: 001.2.3.4"),
        (values.extra_host, "a", 'bad format for add-host: "a"'),
        (values.extra_host, "a:b=1.2.3.4", 'bad format for add-host: "a:b=1.2.3.4"'),
        (values.extra_host, "a:x", 'invalid IP address in add-host: "x"'),
        (values.dns_search, "1", "1 is not a valid domain"),
        (values.environment, "=x", "invalid environment variable: =x"),
        (values.label, "=x", "invalid label '=x': empty name"),
        (values.label, "a b=x", "label 'a b' contains whitespaces"),
        (values.link, "", "empty string specified for links"),
        (values.link, "a:b:c", "bad format for links: a:b:c"),
        (values.sysctl, "vm.x=1", "sysctl 'vm.x=1' is not allowed"),
        (values.cgroup_rule, "x", "invalid device cgroup format 'x'"),
    ],
)
def test_what_is_refused(check: Callable[[str], str], text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        check(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["92:d0:c6:0a:29:33", "92-d0-c6-0a-29-33", "92d0.c60a.2933", "02:00:5e:10:00:00:00:01"]
)
def test_a_hardware_address(text: str) -> None:
    assert values.is_mac(text)


@pytest.mark.parametrize("text", ["", "x", "92:d0:c6:0a:29", "92:d0-c6:0a:29:33", "92d0:c60a:2933"])
def test_no_hardware_address(text: str) -> None:
    assert not values.is_mac(text)


def test_a_network_in_the_long_form_keeps_its_case() -> None:
    attachment = Attachment.of("NAME=MyNet,alias=Web,driver-opt=com.Example=Yes")
    assert (attachment.target, attachment.aliases) == ("MyNet", ["Web"])
    assert attachment.driver_opts == {"com.Example": "Yes"}
