"""Networks made, joined, left and removed."""

from __future__ import annotations

from typing import Any

from ...engine.transport import trimmed, url
from ...errors import NotFound, ShellError, Status
from ...spec import Call, Family, at_least, command, exactly
from ...spec.flags import Bool, Int, Map, String, StringSlice
from ..confirm import confirmed
from ..container.options import values
from ..container.options.environment import as_map
from ..container.options.networks import endpoint_settings, ipam_config
from ..container.options.values import Checked
from ..ours import DRY_RUN, PATTERNS, YES
from .ipam import pools

BOTH = exactly(2, "NETWORK CONTAINER", "network;container")
INGRESS = (
    "WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker "
    "engine version. Otherwise, removal may not be effective and functionality of newly create ingress networks will "
    "be impaired.\nAre you sure you want to continue?"
)


class NetworkChange(Family):
    """`network create`, `connect`, `disconnect`, `rm`."""

    @command(
        "network create",
        "Make a network",
        Bool("attachable", "", "Let containers join by hand (overlay)", since="1.25"),
        Map("aux-address", "", "Address that is taken already (NAME=IP)"),
        String("config-from", "", "Network whose settings it takes over", complete="network", since="1.30"),
        Bool("config-only", "", "Settings for others to take over, no network", since="1.30"),
        String("driver", "d", "What makes it", default="bridge", complete="bridge|host|macvlan|ipvlan|overlay|none"),
        StringSlice("gateway", "", "Gateway of a subnet"),
        Bool("ingress", "", "Make it the swarm's routing mesh", since="1.29"),
        Bool("internal", "", "Cut it off from the outside"),
        StringSlice("ip-range", "", "Part of a subnet that addresses are given out from"),
        String("ipam-driver", "", "What manages its addresses", default="default"),
        Map("ipam-opt", "", "Option for that driver (KEY=VALUE)"),
        Bool("ipv4", "", "Give out IPv4 addresses", default=True),
        Bool("ipv6", "", "Give out IPv6 addresses"),
        Checked("label", "", "Put a label on it (KEY=VALUE)", check=values.label),
        Map("opt", "o", "Option for its driver (KEY=VALUE)"),
        String("scope", "", "How far it reaches", complete="local|swarm", since="1.30"),
        StringSlice("subnet", "", "Its addresses (CIDR)"),
        args=exactly(1, "NETWORK"),
        since="1.21",
        examples=(("With addresses of its own", "network create --subnet 10.9.0.0/24 --gateway 10.9.0.1 lab"),),
    )
    def CmdNetworkCreate(self, call: Call) -> None:
        answer = call.engine.post("/networks/create", {}, _creation(call))
        call.out.line(answer["Id"])

    @command(
        "network connect",
        "Attach a container to a network",
        StringSlice("alias", "", "Its further name there"),
        StringSlice("driver-opt", "", "Option for the network's driver (KEY=VALUE)"),
        Int("gw-priority", "", "The network with the highest number is its way out"),
        String("ip", "", "Its IPv4 address there"),
        String("ip6", "", "Its IPv6 address there"),
        Checked("link", "", "Make another container known to it (NAME[:ALIAS])", check=values.link),
        StringSlice("link-local-ip", "", "A link-local address of its own"),
        args=BOTH,
        since="1.21",
        examples=(("Under a second name", "network connect --alias db lab web"),),
    )
    def CmdNetworkConnect(self, call: Call) -> None:
        settings = endpoint_settings(
            ipam=ipam_config(call["ip"], call["ip6"], call["link-local-ip"]) or {},
            links=call["link"] or None,
            aliases=call["alias"],
            driver_opts=_driver_options(call["driver-opt"]),
            gw_priority=call["gw-priority"],
        )
        _join(call, "connect", {"EndpointConfig": settings})

    @command(
        "network disconnect",
        "Take a container off a network",
        Bool("force", "f", "Even if the container is gone or in trouble"),
        args=BOTH,
        since="1.21",
        examples=(("For good", "network disconnect --force lab web"),),
    )
    def CmdNetworkDisconnect(self, call: Call) -> None:
        _join(call, "disconnect", {"Force": call["force"]})

    @command(
        "network rm",
        "Remove networks",
        Bool("force", "f", "Say nothing of networks that do not exist"),
        DRY_RUN,
        YES,
        args=at_least(1, "NETWORK [NETWORK...]", "network"),
        aliases=("network remove",),
        terse=True,
        since="1.21",
        examples=(("Two at once", "network rm lab test"),),
        details=PATTERNS,
    )
    def CmdNetworkRm(self, call: Call) -> None:
        failed = False
        for name in call.args:
            try:
                if _remove(call, name):
                    call.out.line(call.out.safe(name))
            except ShellError as why:
                if call["force"] and isinstance(why, NotFound):
                    continue
                call.err.line(call.err.safe(str(why)))
                failed = True
        if failed:
            raise Status(1, "exit status 1")


def _creation(call: Call) -> dict[str, Any]:
    body: dict[str, Any] = {"Driver": call["driver"], "Scope": call["scope"]}
    for flag, field in (("ipv4", "EnableIPv4"), ("ipv6", "EnableIPv6")):
        if call.changed(flag):
            body[field] = call[flag]
    body |= {
        "IPAM": {
            "Driver": call["ipam-driver"],
            "Options": call["ipam-opt"],
            "Config": pools(call["subnet"], call["ip-range"], call["gateway"], call["aux-address"]),
        },
        "Internal": call["internal"],
        "Attachable": call["attachable"],
        "Ingress": call["ingress"],
        "ConfigOnly": call["config-only"],
        "ConfigFrom": {"Network": call["config-from"]} if call["config-from"] else None,
        "Options": call["opt"],
        "Labels": as_map(call["label"]),
        "Name": call.args[0],
    }
    # Since 1.44 the Engine never makes a second network of a name.
    return body if call.engine.at_least("1.44") else {**body, "CheckDuplicate": True}


def _driver_options(words: list[str]) -> dict[str, str]:
    options = {}
    for word in words:
        name, equals, value = map(str.strip, word.partition("="))
        if not equals or not name:
            raise ShellError("invalid key/value pair format in driver options")
        options[name] = value
    return options


def _join(call: Call, verb: str, body: dict[str, Any]) -> None:
    """POST /networks/{id}/connect or /disconnect, of the NETWORK and the CONTAINER that the call names."""
    network, container = trimmed(call.args[0], "network"), trimmed(call.args[1])
    call.engine.post(url(f"/networks/{{}}/{verb}", network), {}, {"Container": container, **body})


def _remove(call: Call, name: str) -> bool:
    """Whether it was removed: the swarm's routing mesh asks first."""
    name = trimmed(name, "network")
    if _is_ingress(call, name) and not confirmed(call, INGRESS):
        return False
    call.engine.delete(url("/networks/{}", name))
    return True


def _is_ingress(call: Call, name: str) -> bool:
    try:
        return bool(call.engine.get(url("/networks/{}", name)).get("Ingress"))
    except ShellError:
        return False  # the removal tells what is wrong
