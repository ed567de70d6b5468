"""ps: containers as a table, as JSON, or in a format of one's own."""

from __future__ import annotations

from typing import Any

from ...engine.filters import query as filters
from ...errors import ShellError
from ...output.formatter import ID_ONLY, JSON, RAW, TABLE, Compiled, show
from ...spec import Call, Family, command
from ...spec.flags import Bool, Filter, Int
from ..formats import BOTH, FORMAT, NO_TRUNC, uncollected
from . import rows


class ContainerListing(Family):
    """The list of containers."""

    @command(
        "container ls",
        "List containers, the running ones unless told otherwise",
        Bool("all", "a", "Stopped containers too"),
        Filter("filter", "f", "Only containers that match, as name=value", complete="container-filter"),
        FORMAT,
        Int("last", "n", "The n that were created last, whatever their state", default=-1),
        Bool("latest", "l", "The one that was created last, whatever its state"),
        NO_TRUNC,
        Bool("quiet", "q", "Only IDs"),
        Bool("size", "s", "How much disk each one takes"),
        aliases=("ps", "container ps", "container list"),
        examples=(
            ("Stopped ones too", "ps -a"),
            (
                "Names and states of those that belong to a project",
                "ps -f label=project --format '{{.Names}} {{.State}}'",
            ),
        ),
    )
    def CmdContainerLs(self, call: Call) -> None:
        quiet: bool = call["quiet"]
        form: str = call["format"] or ("" if quiet else call.shell.config.text("psFormat"))
        if quiet and call["format"]:
            call.err.line(BOTH)
        size = call["size"]
        if form and not call.changed("size"):
            size = _uses_size(form)
        trunc, now = not call["no-trunc"], call.shell.env.now()
        with uncollected():
            found = call.engine.get("/containers/json", _query(call, size))
            listed = [rows.ContainerRow(container, trunc, now) for container in found or ()]
            show(call.out, _format(form, quiet, size), rows.ContainerRow, listed)


def _query(call: Call, size: bool) -> dict[str, Any]:
    limit = 1 if call["latest"] and call["last"] == -1 else call["last"]
    sent = {"all": "1"} if call["all"] else {}
    if limit > 0:
        sent["limit"] = str(limit)
    if size:
        sent["size"] = "1"
    return {**sent, **filters(call["filter"])}


def _format(form: str, quiet: bool, size: bool) -> str:
    if form == RAW:
        if quiet:
            return "container_id: {{.ID}}"
        return rows.RAW + ("size: {{.Size}}\\n" if size else "")
    if quiet:
        return ID_ONLY
    if form in ("", TABLE):
        return rows.TABLE + ("\\t{{.Size}}" if size else "")
    return form


def _uses_size(form: str) -> bool:
    """Whether the format shows sizes, which the Engine must be asked for; ShellError if it cannot be run."""
    if "{" not in form or form == JSON:
        return False
    probe = rows.ContainerRow({})
    compiled = Compiled(form, rows.ContainerRow)
    if compiled.plain:
        compiled.lines([probe])
        return probe.size_used
    from ...output.template import parse
    from ...output.template.errors import TemplateError

    try:
        template = parse(form)
    except TemplateError as error:
        raise ShellError(f"failed to parse template: {error}") from None
    try:
        template.execute(probe)
    except TemplateError as error:
        raise ShellError(f"failed to execute template: {error}") from None
    return probe.size_used
