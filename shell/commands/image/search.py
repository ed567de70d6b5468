"""search: images that a registry knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine.filters import query as filters
from ...engine.reference import DEFAULT_DOMAIN, auth_key
from ...output.formatter import TABLE, show
from ...output.rows import Row, ellipsis
from ...spec import Call, Family, command, exactly
from ...spec.flags import Filter, Int
from ..formats import FORMAT, NO_TRUNC

LIST = "table {{.Name}}\\t{{.Description}}\\t{{.StarCount}}\\t{{.IsOfficial}}"


class FoundRow(Row):
    """An entry of GET /images/search."""

    go_type = "*registry.searchContext"
    HEADERS = {
        "Name": "NAME",
        "Description": "DESCRIPTION",
        "StarCount": "STARS",
        "IsOfficial": "OFFICIAL",
    }

    def __init__(self, found: Mapping[str, Any], trunc: bool, as_json: bool) -> None:
        self.s, self.trunc, self.json = found, trunc, as_json

    def Name(self) -> str:
        return self.s.get("name") or ""

    def Description(self) -> str:
        text: str = (self.s.get("description") or "").replace("\n", " ").replace("\r", " ")
        return ellipsis(text, 45) if self.trunc else text

    def StarCount(self) -> str:
        return str(self.s.get("star_count") or 0)

    def IsOfficial(self) -> str:
        official = bool(self.s.get("is_official"))
        if self.json:
            return "true" if official else "false"
        return "[OK]" if official else ""


class ImageSearch(Family):
    """The search command."""

    @command(
        "search",
        "Search a registry, the Hub unless the term names one",
        Filter("filter", "f", "Only images that match: stars=n, is-official=true"),
        FORMAT,
        Int("limit", "", "At most so many results"),
        NO_TRUNC,
        args=exactly(1, "TERM"),
        examples=(("Official ones", "search -f is-official=true nginx"),),
    )
    def CmdSearch(self, call: Call) -> None:
        from ...config.credentials import auth_header

        term: str = call.args[0]
        query = {"term": term, **filters(call["filter"])}
        if call["limit"] > 0:
            query["limit"] = str(call["limit"])
        header = auth_header(call.shell.config, auth_key(_registry(term)), call.err.line)
        found = call.engine.call("GET", "/images/search", query, headers={"X-Registry-Auth": header}).json() or []
        form: str = call["format"] or TABLE
        as_json = form == "json" or "{{json .}}" in form
        show(
            call.out,
            LIST if form == TABLE else form,
            FoundRow,
            [FoundRow(entry, not call["no-trunc"], as_json) for entry in found],
        )


def _registry(term: str) -> str:
    """The registry that a term begins with, if its first part looks like one."""
    first, slash, _ = term.partition("/")
    return first if slash and (first == "localhost" or set(first) & set(".:")) else DEFAULT_DOMAIN
