"""`--network`, short and long form, and what the older flags add to the first network."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ....errors import ShellError
from ....spec.durations import go_quote
from ....spec.flags import Flag
from ....spec.record import read_record
from .values import decimal, is_mac

if TYPE_CHECKING:
    from ....spec.call import Call

_LONG = re.compile(r"[A-Za-z0-9_]+=[A-Za-z0-9_]+")
_TEXTS = {"name": "target", "ip": "ipv4", "ip6": "ipv6", "mac-address": "mac"}
_LISTS = {"alias": "aliases", "link-local-ip": "link_local"}
#: What the API's EndpointSettings has besides what an option sets; docker sends it all, empty.
_UNSET = {
    "NetworkID": "",
    "EndpointID": "",
    "Gateway": "",
    "IPAddress": "",
    "IPPrefixLen": 0,
    "IPv6Gateway": "",
    "GlobalIPv6Address": "",
    "GlobalIPv6PrefixLen": 0,
    "DNSNames": None,
}


class Network(Flag):
    """A list of `Attachment`s."""

    kind = metavar = "network"
    repeats = True

    def start(self) -> Any:
        return []

    def read(self, text: str, before: Any) -> Any:
        return [*before, Attachment.of(text)]


class Attachment(NamedTuple):
    """One network to be attached to."""

    target: str
    aliases: Sequence[str] = ()
    links: Sequence[str] = ()
    driver_opts: Mapping[str, str] = {}
    ipv4: str = ""
    ipv6: str = ""
    link_local: Sequence[str] = ()
    mac: str = ""
    gw_priority: int = 0

    @staticmethod
    def of(text: str) -> Attachment:
        """Reads a `--network` word. Raises ValueError."""
        if not _LONG.search(text):
            return Attachment(text)
        found: dict[str, Any] = {}
        for part in read_record(text):
            key, equals, value = part.partition("=")
            if not equals or not key:
                raise ValueError(f"invalid field {part}")
            # docker lowers the value too, and then does not find the network `MyNet`.
            _take(found, key.strip().lower(), value.strip())
        if not found.get("target"):
            raise ValueError("network name/id is not specified")
        return Attachment(**found)

    @property
    def plain(self) -> bool:
        """Nothing but a name was said."""
        return self == Attachment(self.target)

    def endpoint(self) -> dict[str, Any]:
        """The API's EndpointSettings. Raises ShellError."""
        if not self.target.strip():
            raise ShellError("no name set for network")
        if self.aliases and not is_user_defined(self.target):
            raise ShellError("network-scoped aliases are only supported for user-defined networks")
        if self.mac and not is_mac(self.mac):
            raise ShellError(f"{self.mac} is not a valid mac address")
        return endpoint_settings(
            ipam=ipam_config(self.ipv4, self.ipv6, self.link_local),
            links=self.links or None,
            aliases=self.aliases or None,
            mac=self.mac,
            driver_opts=self.driver_opts or None,
            gw_priority=self.gw_priority,
        )


def _take(found: dict[str, Any], key: str, value: str) -> None:
    """One field of the long form into the `Attachment`'s."""
    if key in _TEXTS:
        found[_TEXTS[key]] = value
    elif key in _LISTS:
        found.setdefault(_LISTS[key], []).append(value)
    elif key == "driver-opt":
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise ValueError("invalid key value pair format in driver options")
        found.setdefault("driver_opts", {})[name.strip()] = text.strip()
    elif key == "gw-priority":
        found["gw_priority"] = _priority(value)
    else:
        raise ValueError(f"invalid field key {key}")


def endpoint_settings(
    ipam: dict[str, Any] | None = None,
    links: Sequence[str] | None = None,
    aliases: Sequence[str] | None = None,
    mac: str = "",
    driver_opts: Mapping[str, str] | None = None,
    gw_priority: int = 0,
) -> dict[str, Any]:
    """EndpointSettings with every field that docker's client sends, empty ones too."""
    return {
        "IPAMConfig": ipam,
        "Links": links,
        "Aliases": aliases,
        "MacAddress": mac,
        "DriverOpts": driver_opts,
        "GwPriority": gw_priority,
        **_UNSET,
    }


def ipam_config(ipv4: str, ipv6: str, link_local: Sequence[str]) -> dict[str, Any] | None:
    given = {"IPv4Address": ipv4, "IPv6Address": ipv6, "LinkLocalIPs": link_local}
    return {name: value for name, value in given.items() if value} or None


def _priority(text: str) -> int:
    try:
        return decimal(text, 2**63 - 1, signed=True)
    except ValueError as why:
        raise ValueError(f"invalid gw-priority ({text}): {why}") from None


def is_user_defined(mode: str) -> bool:
    return mode not in ("default", "bridge", "host", "none") and not mode.startswith("container:")


def attachments(call: Call) -> list[Attachment]:
    """What `--network` and `--net` name."""
    found: list[Attachment] = call["network"]
    return found


def network_mode(call: Call) -> str:
    found = attachments(call)
    return found[0].target if found else "default"


def endpoints(call: Call) -> dict[str, Any]:
    """EndpointsConfig. Raises ShellError where options contradict each other."""
    networks = attachments(call) or [Attachment("default")]
    made: dict[str, Any] = {}
    kinds = set()
    for at, network in enumerate(networks):
        kinds.add(is_user_defined(network.target))
        if at == 0:
            network = _with_flags(network, call)
        settings = network.endpoint()
        if network.target in made:
            raise ShellError(f"network {go_quote(network.target)} is specified multiple times")
        # Alone and without options it goes out as HostConfig.NetworkMode only.
        if not (network.plain and len(networks) == 1 and attachments(call)):
            made[network.target] = settings
    if len(kinds) > 1:
        raise ShellError("conflicting options: cannot attach both user-defined and non-user-defined network-modes")
    return made


def _with_flags(network: Attachment, call: Call) -> Attachment:
    """The first network with `--network-alias`, `--link`, `--ip`, `--ip6`, `--link-local-ip`, `--mac-address`."""
    aliases: list[str] = call["network-alias"]
    links = call["link"] if is_user_defined(network.target) else []
    clash = _clash(network, call, aliases)
    if clash:
        raise ShellError(f"conflicting options: cannot specify both {clash}")
    return Attachment(
        network.target,
        aliases or network.aliases,
        links or network.links,
        network.driver_opts,
        call["ip"] or network.ipv4,
        call["ip6"] or network.ipv6,
        call["link-local-ip"] or network.link_local,
        call["mac-address"] or network.mac,
        network.gw_priority,
    )


def _clash(network: Attachment, call: Call, aliases: list[str]) -> str:
    twice = (
        (network.aliases and aliases, "--network-alias and per-network alias"),
        (network.links and call["link"], "--link and per-network links"),
        (network.ipv4 and call["ip"], "--ip and per-network IPv4 address"),
        (network.ipv6 and call["ip6"], "--ip6 and per-network IPv6 address"),
        (network.mac and call["mac-address"], "--mac-address and per-network MAC address"),
        (network.link_local and call["link-local-ip"], "--link-local-ip and per-network link-local IP addresses"),
    )
    return next((text for both, text in twice if both), "")
