"""search: images that a registry knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..config.credentials import INDEX_SERVER, auth_header
from ..engine.filters import query as filters
from ..output.formatter import TABLE, show
from ..output.rows import Row, ellipsis
from ..spec import Call, Family, command, exactly
from ..spec.flags import Filter, Int
from .formats import FORMAT, NO_TRUNC, quiet_or

LIST = "table {{.Name}}\\t{{.Description}}\\t{{.StarCount}}\\t{{.IsOfficial}}"
_LONGEST_DESCRIPTION = 45
_AUTOMATED = (
    'WARNING: the "is-automated" filter is deprecated, and searching for "is-automated=true"'
    " will not yield any results in future."
)


class ResultRow(Row):
    """An entry of GET /images/search."""

    go_type = "*registry.searchContext"
    HEADERS = {
        "Name": "NAME",
        "Description": "DESCRIPTION",
        "StarCount": "STARS",
        "IsOfficial": "OFFICIAL",
    }

    def __init__(self, result: Mapping[str, Any], trunc: bool) -> None:
        self.r, self.trunc = result, trunc

    def Name(self) -> str:
        return self.r.get("name") or ""

    def Description(self) -> str:
        text = (self.r.get("description") or "").replace("\n", " ").replace("\r", " ")
        return ellipsis(text, _LONGEST_DESCRIPTION) if self.trunc else text

    def StarCount(self) -> str:
        return str(self.r.get("star_count") or 0)

    def IsOfficial(self) -> str:
        return "[OK]" if self.r.get("is_official") else ""

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "IsOfficial": "true" if self.r.get("is_official") else "false"}


class Search(Family):
    """What registries have."""

    @command(
        "search",
        "Search a registry for images; Docker Hub unless TERM begins with a host",
        Filter("filter", "f", "Only what matches: is-official=true, stars=3", complete="search-filter"),
        FORMAT,
        Int("limit", "", "At most so many results"),
        NO_TRUNC,
        args=exactly(1, "TERM"),
        examples=(("Official images with many stars", "search -f is-official=true -f stars=1000 nginx"),),
    )
    def CmdSearch(self, call: Call) -> None:
        term = call.args[0]
        if ("is-automated", "true") in call["filter"]:
            call.err.line(_AUTOMATED)
        limit = {"limit": str(call["limit"])} if call["limit"] > 0 else {}
        header = {"X-Registry-Auth": auth_header(self.shell.config, registry_of(term), call.err.line)}
        wanted = {"term": term, **limit, **filters(call["filter"])}
        results = call.engine.call("GET", "/images/search", wanted, headers=header).json() or []
        form = quiet_or(call["format"] or TABLE, False, LIST)
        show(call.out, form, ResultRow, [ResultRow(result, not call["no-trunc"]) for result in results])


def registry_of(term: str) -> str:
    """The key of the credentials: a host before the first slash, else Docker Hub's."""
    host, slash, _ = term.partition("/")
    named = slash and ("." in host or ":" in host or host == "localhost")
    return host if named and host not in ("docker.io", "index.docker.io") else INDEX_SERVER
