"""context ls, show and inspect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...config.archive import Bundle
from ...config.contexts import DEFAULT_DESCRIPTION, DOCKER_ENDPOINT, Context
from ...config.options import DEFAULT_CONTEXT
from ...errors import ShellError
from ...natural import natural
from ...output import gojson
from ...output.formatter import TABLE, show
from ...output.rows import Row, ellipsis
from ...output.template.values import Methods, Struct
from ...spec import Args, Call, command
from ...spec.flags import Bool, String
from ..formats import FORMAT, quiet_or
from .base import ContextFamily

LIST = "table {{.Name}}{{if .Current}} *{{end}}\\t{{.Description}}\\t{{.DockerEndpoint}}\\t{{.Error}}"
QUIET = "{{.Name}}"
_LONGEST_ERROR = 45
_MEMORY = "<IN MEMORY>"
# docker's own status for a template that is none.
_BAD_TEMPLATE = 64
_OVERRIDDEN = (
    "Warning: DOCKER_HOST environment variable overrides the active context. "
    "To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable."
)


class ContextRow(Row):
    """A context, or the reason why there is none of that name."""

    go_type = "*formatter.clientContextContext"
    HEADERS = {
        "Name": "NAME",
        "Description": "DESCRIPTION",
        "DockerEndpoint": "DOCKER ENDPOINT",
        "Error": "ERROR",
    }

    def __init__(self, name: str, current: bool, description: str = "", host: str = "", error: str = "") -> None:
        self.name, self.current, self.description, self.host, self.error = name, current, description, host, error

    def Current(self) -> bool:
        return self.current

    def Name(self) -> str:
        return self.name

    def Description(self) -> str:
        return self.description

    def DockerEndpoint(self) -> str:
        return self.host

    def Error(self) -> str:
        return ellipsis(self.error, _LONGEST_ERROR)


class DockerContext(Methods):
    """What the user wrote about a context, for templates."""

    go_type = "command.DockerContext"
    html = True

    def __init__(self, metadata: dict[str, Any]) -> None:
        self._metadata = metadata

    def Description(self) -> str:
        return str(self._metadata.get("Description") or "")

    def AdditionalFields(self) -> dict[str, Any]:
        return {key: value for key, value in self._metadata.items() if key != "Description"}

    def to_json(self) -> dict[str, Any]:
        return dict(sorted(self._metadata.items()))


class Listed(Methods):
    """One context as `context inspect` shows it."""

    go_type = "context.contextWithTLSListing"

    def __init__(self, context: Context, tls: dict[str, list[str] | None], places: tuple[str, str]) -> None:
        self._context, self._tls, self._places = context, tls, places

    def Name(self) -> str:
        return self._context.name

    def Metadata(self) -> Struct:
        fields = {"Name": self.Name(), "Metadata": self._described(), "Endpoints": self.Endpoints()}
        return Struct("store.Metadata", fields)

    def Endpoints(self) -> dict[str, Any]:
        found: dict[str, Any] = dict(self._context.shown().get("Endpoints", {}))
        if docker := found.get(DOCKER_ENDPOINT):
            fields = {"Host": docker.get("Host", ""), "SkipTLSVerify": docker["SkipTLSVerify"]}
            found[DOCKER_ENDPOINT] = Struct("context.EndpointMetaBase", fields)
        return found

    def TLSMaterial(self) -> dict[str, Any]:
        return dict(self._tls)

    def Storage(self) -> Struct:
        return Struct("store.StorageInfo", self._storage())

    def to_json(self) -> dict[str, Any]:
        found = {**self._context.shown(), "TLSMaterial": self._tls, "Storage": self._storage()}
        return {**found, "Metadata": self._described()} if "Metadata" in found else found

    def _described(self) -> Any:
        return None if self._context.metadata is None else DockerContext(self._context.metadata)

    def _storage(self) -> dict[str, Any]:
        return dict(zip(("MetadataPath", "TLSPath"), self._places, strict=True))


class ContextListing(ContextFamily):
    """Contexts and what is known of them."""

    @command(
        "context ls",
        "List contexts",
        FORMAT,
        Bool("quiet", "q", "Only names"),
        aliases=("context list",),
        examples=(("Names and hosts", "context ls --format '{{.Name}}: {{.DockerEndpoint}}'"),),
    )
    def CmdContextLs(self, call: Call) -> None:
        current = self._current()
        rows = [self._row(context, current) for context in self._all()]
        if not any(row.current for row in rows):
            rows.append(ContextRow(current, True, error=self._why_missing(current)))
        rows.sort(key=lambda row: natural(row.name))
        form = QUIET if call["quiet"] else quiet_or(call["format"] or TABLE, False, LIST)
        show(call.out, form, ContextRow, rows)
        if self.shell.env.get("DOCKER_HOST"):
            call.err.line(_OVERRIDDEN)

    @command(
        "context show",
        "Name the current context",
        examples=(("Which Engine is meant", "context show"),),
    )
    def CmdContextShow(self, call: Call) -> None:
        call.out.line(self._current())

    @command(
        "context inspect",
        "Show everything about contexts",
        String("format", "f", "`json`, or a Go template for each context", complete="format"),
        args=Args("[CONTEXT] [CONTEXT...]", 0, None, "context"),
        details="Without CONTEXT, the current one.",
        examples=(("Where an Engine is", "context inspect -f '{{.Endpoints.docker.Host}}' default"),),
    )
    def CmdContextInspect(self, call: Call) -> None:
        form = call["format"]
        one = _template(form) if form not in ("", "json") else gojson.dumps
        shown = []
        for name in call.args or [self._current()]:
            with call.keep_going():
                shown.append(one(self._listed(name)))
        if one is gojson.dumps:
            array = f"[{','.join(shown)}]"
            call.out.line(array if form else gojson.indent(array))
        else:
            call.out.line("\n".join(map(call.out.safe, shown)))

    def _all(self) -> list[Context]:
        default = self._default().context
        default.describe(DEFAULT_DESCRIPTION)
        return [default, *self.store.all()]

    def _row(self, context: Context, current: str) -> ContextRow:
        error = host = ""
        try:
            host = str(context.docker.get("Host") or "")
        except ShellError as why:
            error = str(why)
        return ContextRow(context.name, context.name == current, context.description, host, error)

    def _why_missing(self, name: str) -> str:
        try:
            self.store.get(name)
        except ShellError as why:
            return str(why)
        return ""

    def _listed(self, name: str) -> Listed:
        if name == DEFAULT_CONTEXT:
            bundle: Bundle = self._default()
            files = {endpoint: sorted(names) or None for endpoint, names in bundle.tls.items()}
            return Listed(bundle.context, files, (_MEMORY, _MEMORY))
        context = self.store.get(name)
        kept = {endpoint: names or None for endpoint, names in self.store.tls_files(name).items()}
        return Listed(context, kept, (str(self.store.meta_path(name)), str(self.store.tls_path(name))))


def _template(form: str) -> Callable[[Any], str]:
    """A function from a context to what is printed of it. Raises ShellError for what is no template."""
    from ...output import template
    from ...output.template.errors import TemplateError

    try:
        compiled = template.parse(form)
    except TemplateError as error:
        raise ShellError(f"template parsing error: {error}", _BAD_TEMPLATE) from None

    def text(context: Any) -> str:
        try:
            return compiled.execute(context)
        except TemplateError as error:
            raise ShellError(f"template parsing error: {error}") from None

    return text
