"""network ls: networks as a table, as JSON, or in a format of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine.filters import query as filters
from ...engine.timestamps import go_string_of
from ...natural import natural
from ...output.formatter import RAW, TABLE, show
from ...output.rows import Row, truncate_id
from ...spec import Call, Family, command
from ...spec.flags import Bool, Filter
from ..formats import FORMAT, NO_TRUNC, chosen, quiet_or

LIST = "table {{.ID}}\\t{{.Name}}\\t{{.Driver}}\\t{{.Scope}}"
RAW_LIST = "network_id: {{.ID}}\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n"


class NetworkRow(Row):
    """An entry of GET /networks."""

    go_type = "*network.networkContext"
    HEADERS = {
        "ID": "NETWORK ID",
        "Name": "NAME",
        "Driver": "DRIVER",
        "Scope": "SCOPE",
        "IPv4": "IPV4",
        "IPv6": "IPV6",
        "Internal": "INTERNAL",
        "Labels": "LABELS",
        "CreatedAt": "CREATED AT",
    }

    def __init__(self, network: Mapping[str, Any], trunc: bool) -> None:
        self.n, self.trunc = network, trunc

    def ID(self) -> str:
        identifier: str = self.n.get("Id") or ""
        return truncate_id(identifier) if self.trunc else identifier

    def Name(self) -> str:
        return self.n.get("Name") or ""

    def Driver(self) -> str:
        return self.n.get("Driver") or ""

    def Scope(self) -> str:
        return self.n.get("Scope") or ""

    def IPv4(self) -> str:
        return _yes(self.n.get("EnableIPv4"))

    def IPv6(self) -> str:
        return _yes(self.n.get("EnableIPv6"))

    def Internal(self) -> str:
        return _yes(self.n.get("Internal"))

    def Labels(self) -> str:
        return ",".join(f"{key}={value}" for key, value in (self.n.get("Labels") or {}).items())

    def Label(self, name: str) -> str:
        labels: Mapping[str, str] = self.n.get("Labels") or {}
        return labels.get(name, "")

    def CreatedAt(self) -> str:
        return go_string_of(self.n.get("Created") or "")


def _yes(value: Any) -> str:
    return "true" if value else "false"


class NetworkListing(Family):
    """The list of networks."""

    @command(
        "network ls",
        "List networks",
        Filter("filter", "f", "Only networks that match, as name=value", complete="network-filter"),
        FORMAT,
        NO_TRUNC,
        Bool("quiet", "q", "Only IDs"),
        aliases=("network list",),
        since="1.21",
        examples=(("Bridges only", "network ls -f driver=bridge"),),
    )
    def CmdNetworkLs(self, call: Call) -> None:
        networks = call.engine.get("/networks", filters(call["filter"])) or []
        networks.sort(key=lambda network: natural(network.get("Name") or ""))
        form, quiet = chosen(call, "networksFormat", call["quiet"]), call["quiet"]
        if form == RAW:
            form = "network_id: {{.ID}}" if quiet else RAW_LIST
        elif form == TABLE:
            form = quiet_or(form, quiet, LIST)
        show(call.out, form, NetworkRow, [NetworkRow(network, not call["no-trunc"]) for network in networks])
