"""info: the Engine's state, its host and what it is made of."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from ...errors import DaemonError, Joined, ShellError
from ...output.formatter import JSON
from ...spec import Call, Family, command
from ..inspecting import FORMAT
from .client import client_version
from .told import server_lines

_HUB = "https://index.docker.io/v1/"
# What can print something of the client: plugins are asked for nothing else.
_OF_CLIENT = re.compile(r"ClientInfo|\.(?!\w)|\$")


class SystemInfo(Family):
    """The info command."""

    @command(
        "system info",
        "Show the state of the Engine and its host",
        FORMAT,
        aliases=("info",),
        examples=(("The storage driver only", "info -f '{{.Driver}}'"),),
    )
    def CmdSystemInfo(self, call: Call) -> None:
        debug = bool(call.shell.options.debug)
        client = {"Debug": debug, **client_version(call), "Plugins": [], "Warnings": None}
        form: str = call["format"]
        if not form or form == JSON or _OF_CLIENT.search(form):
            from .clientplugins import client_plugins

            client["Plugins"] = client_plugins(call)
        if form:
            _formatted(call, "{{json .}}" if form == JSON else form, client)
            return
        _show(call, client, debug)


def _show(call: Call, client: dict[str, Any], debug: bool) -> None:
    from .clientplugins import told_of, warnings

    errors: list[str] = []
    out = call.out
    out.line("Client:")
    out.line(f" Version:    {client['Version']}")
    out.line(f" Context:    {client['Context']}")
    out.line(f" Debug Mode: {'true' if debug else 'false'}")
    for line in told_of(client["Plugins"]):
        out.line(out.safe(line))
    for line in warnings(client["Plugins"]):
        call.err.line(call.err.safe(line))
    out.line()
    out.line("Server:")
    try:
        info = call.engine.get("/info")
        for line in server_lines(info, debug, _user(call), errors):
            out.line(out.safe(line))
        out.line()
        for warning in info.get("Warnings") or ():
            call.err.line(warning)
    except DaemonError as error:
        errors.append(str(error))
    for text in errors:
        call.err.line(f"ERROR: {text}")
    if errors:
        raise ShellError("errors pretty printing info")


def _user(call: Call) -> str:
    """Who is logged in at the Hub, by config.json."""
    entry = call.shell.config.tables("auths").get(_HUB, {})
    try:
        decoded = base64.b64decode(entry.get("auth", "")).decode("utf-8", "replace").partition(":")[0]
    except (binascii.Error, ValueError):
        decoded = ""
    return decoded or entry.get("username", "")


def _formatted(call: Call, form: str, client: dict[str, Any]) -> None:
    """Print a template's result; what it made before a failure is printed too, as docker does."""
    from ...output.gotypes import Types
    from ...output.template import parse
    from ...output.template.errors import TemplateError
    from .schemas import INFO

    types = Types(INFO)
    template = None
    try:
        template = parse(form)
    except TemplateError as error:
        wrong: TemplateError | None = error
    else:
        wrong = None
    data: dict[str, Any] = {"ClientInfo": client}
    failure: ShellError | None = None
    if template is None or _needs_server(template, form, types.decode(data, "system.sparseInfo")):
        server, failure = _server(call)
        data = {**server, **data}
    if template is None:
        if failure is not None:
            call.err.line(str(failure))
        raise ShellError(f"template parsing error: {wrong}", 64)
    try:
        call.out.line(template.execute(types.decode(data, "system.dockerInfo")))
    except TemplateError as error:
        call.out.line(error.written)
        failed = ShellError(str(error))
        raise (Joined([failure, failed]) if failure is not None else failed) from None
    if failure is not None:
        raise failure


def _needs_server(template: Any, form: str, client: Any) -> bool:
    """Whether the template asks for more than what the client knows of itself."""
    from ...output.template.errors import TemplateError

    if not re.search(r"\.[a-zA-Z]", form):
        return True
    try:
        template.execute(client)
    except TemplateError:
        return True
    return False


def _server(call: Call) -> tuple[dict[str, Any], ShellError | None]:
    """What the Engine tells of itself, or that it refuses; and why it could not be asked, which is told last."""
    try:
        info: dict[str, Any] = call.engine.get("/info")
        return info, None
    except DaemonError as error:
        call.err.line(str(error))
        return {"ServerErrors": [str(error)]}, None
    except ShellError as error:
        return {}, error
