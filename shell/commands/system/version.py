"""version: what this program and the Engine are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine.timestamps import formatted
from ...engine.transport import OURS
from ...errors import CannotConnect, ShellError
from ...output.formatter import JSON
from ...output.tabwriter import align
from ...spec import Call, Family, command
from ..inspecting import FORMAT
from .client import client_version

_ENGINE = (
    ("Go version", "GoVersion"),
    ("Git commit", "GitCommit"),
    ("Built", "BuildTime"),
)


class SystemVersion(Family):
    """The version command."""

    @command(
        "version",
        "Show what client and Engine are",
        FORMAT,
        examples=(("The Engine's version only", "version -f '{{.Server.Version}}'"),),
    )
    def CmdVersion(self, call: Call) -> None:
        form = "{{json .}}" if call["format"] == JSON else call["format"]
        template = _template(form) if form else None
        client = {**client_version(call), "ApiVersion": _spoken(call)}
        server, failure = None, None
        try:
            server = _server(call.engine.get("/version"))
        except ShellError as error:
            failure = error
        if template is None:
            call.out.write(align(_told(client, server) + "\n", 20, 1))
        else:
            failed = _run(call, template, {"Client": client, "Server": server})
            failure = failure or failed
        if failure is not None:
            raise failure


def _spoken(call: Call) -> str:
    try:
        return call.engine.api_version
    except CannotConnect:
        return OURS


def _ansic(text: str) -> str:
    """A build's moment as C's asctime writes it; as it is if it is no moment."""
    try:
        return formatted(text, "Mon Jan _2 15:04:05 2006")
    except ValueError:
        return text


def _server(version: dict[str, Any]) -> dict[str, Any]:
    """The Engine's answer with an Engine among its components, as older Engines do not tell it."""
    components: list[dict[str, Any]] = version.get("Components") or []
    engine = next((part for part in components if part.get("Name") == "Engine"), None)
    if engine is not None:
        details = engine.get("Details") or {}
        if "BuildTime" in details:
            engine["Details"] = {**details, "BuildTime": _ansic(details["BuildTime"])}
        return version
    names = ("ApiVersion", "MinAPIVersion", "GitCommit", "GoVersion", "Os", "Arch")
    details = {name: version.get(name) or "" for name in names}
    details["BuildTime"] = _ansic(version.get("BuildTime") or "")
    details["Experimental"] = "true" if version.get("Experimental") else "false"
    added = {"Name": "Engine", "Version": version.get("Version") or "", "Details": details}
    return {**version, "Components": [*components, added]}


def _template(text: str) -> Any:
    from ...output.template import parse
    from ...output.template.errors import TemplateError

    try:
        return parse(text, "version")
    except TemplateError as error:
        raise ShellError(f"template parsing error: {error}", 64) from None


def _run(call: Call, template: Any, data: dict[str, Any]) -> ShellError | None:
    from ...output.gotypes import Types
    from ...output.template.errors import TemplateError
    from .schemas import VERSION

    failure = None
    try:
        text = template.execute(Types(VERSION).decode(data, "system.versionInfo"))
    except TemplateError as error:
        text, failure = error.written, ShellError(str(error))
    call.out.write(align(text + "\n", 20, 1))
    return failure


def _told(client: Mapping[str, Any], server: Mapping[str, Any] | None) -> str:
    spoken, own = client["ApiVersion"], client["DefaultAPIVersion"]
    lines = [
        "Client:",
        f" Version:\t{client['Version']}",
        f" API version:\t{spoken}" + (f" (downgraded from {own})" if spoken != own else ""),
        f" Go version:\t{client['GoVersion']}",
        f" Git commit:\t{client['GitCommit']}",
        f" Built:\t{client['BuildTime']}",
        f" OS/Arch:\t{client['Os']}/{client['Arch']}",
        f" Context:\t{client['Context']}",
    ]
    if server is not None:
        name = (server.get("Platform") or {}).get("Name") or ""
        lines += ["", f"Server: {name}" if name else "Server:"]
        for component in server.get("Components") or ():
            lines += _component(component)
    return "\n".join(lines)


def _component(component: Mapping[str, Any]) -> list[str]:
    details = component.get("Details") or {}
    lines = [f" {component.get('Name') or ''}:", f"  Version:\t{component.get('Version') or ''}"]
    if component.get("Name") != "Engine":
        return lines + [f"  {name}:\t{details[name]}" for name in sorted(details)]
    least = details.get("MinAPIVersion", "")
    lines.append(f"  API version:\t{details.get('ApiVersion', '')} (minimum version {least})")
    lines += [f"  {title}:\t{details.get(name, '')}" for title, name in _ENGINE]
    lines.append(f"  OS/Arch:\t{details.get('Os', '')}/{details.get('Arch', '')}")
    lines.append(f"  Experimental:\t{details.get('Experimental', '')}")
    return lines
