"""events: what happens in the Engine, as it happens or happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...engine.filters import query as filters
from ...engine.jsonstream import JsonStream
from ...engine.timestamps import rfc3339, timestamp
from ...errors import ShellError, TransportError
from ...output.formatter import JSON
from ...spec import Call, Family, command
from ...spec.flags import Filter, String

SCHEMA = """
events.Message
  Status:status string?
  ID:id string?
  From:from string?
  Type ~events.Type
  Action ~events.Action
  Actor events.Actor
  Scope:scope string?
  Time:time int64?
  TimeNano:timeNano int64?
events.Actor
  ID string
  Attributes {string}
"""
_BAD_FORMAT = 64


class SystemEvents(Family):
    """The events command."""

    @command(
        "system events",
        "Show what happens in the Engine, until interrupted",
        Filter("filter", "f", "Only events that match, as name=value", complete="event-filter"),
        String("format", "", "`json`, or a Go template that prints each event", complete="format"),
        String("since", "", "Begin with what happened at this time: a date, seconds since 1970, or 10m ago"),
        String("until", "", "End at this time"),
        aliases=("events",),
        examples=(
            ("What containers did in the last hour", "events --since 1h --until 0s -f type=container"),
            ("Only names and actions", "events --format '{{.Action}} {{.Actor.Attributes.name}}'"),
        ),
    )
    def CmdSystemEvents(self, call: Call) -> None:
        spelt = _formatted(call["format"]) if call["format"] else event_line
        now, query = call.shell.env.now(), filters(call["filter"])
        for name in ("since", "until"):
            if call[name]:
                query[name] = _moment(call[name], now)
        decoder = JsonStream()
        last: Mapping[str, Any] = {}
        try:
            with call.engine.stream("GET", "/events", query) as stream:
                for data in stream:
                    for last in decoder.feed(data):
                        call.out.line(call.out.safe(spelt(last)))
                    call.out.flush()
                decoder.close()
        except TransportError as why:
            if not call.shell.prompting:
                raise
            seconds, nanoseconds = divmod(last.get("timeNano") or int(now * 10**9), 10**9)
            raise TransportError(
                f"{why}: what happened since is not shown; go on with events --since {seconds}.{nanoseconds:09d}"
            ) from None


def _moment(text: str, now: float) -> str:
    try:
        return timestamp(text, now)
    except ValueError as error:
        raise ShellError(str(error)) from None


def event_line(event: Mapping[str, Any]) -> str:
    """``2006-01-02T15:04:05.000000000Z container start ID (name=web)``."""
    actor = event.get("Actor") or {}
    text = f"{event.get('Type') or ''} {event.get('Action') or ''} {actor.get('ID') or ''}"
    attributes = actor.get("Attributes") or {}
    if attributes:
        text += " (" + ", ".join(f"{name}={attributes[name]}" for name in sorted(attributes)) + ")"
    moment = event.get("timeNano") or (event.get("time") or 0) * 1_000_000_000
    if not moment:
        return text
    seconds, nanoseconds = divmod(moment, 1_000_000_000)
    return f"{rfc3339(seconds, nanoseconds, fixed=True)} {text}"


def _formatted(form: str) -> Callable[[Mapping[str, Any]], str]:
    """A function from event to text; ShellError 64 if the template cannot run over any event."""
    from ...output.gotypes import Types
    from ...output.template import parse
    from ...output.template.errors import TemplateError

    types = Types(SCHEMA)
    try:
        template = parse("{{json .}}" if form == JSON else form)
        template.execute(types.decode({}, "*events.Message"))
    except TemplateError as error:
        raise ShellError(f"Error parsing format: {error}", _BAD_FORMAT) from None

    def one(event: Mapping[str, Any]) -> str:
        try:
            return template.execute(types.decode(event, "events.Message"))
        except TemplateError as error:
            raise ShellError(str(error)) from None

    return one
