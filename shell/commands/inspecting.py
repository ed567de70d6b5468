"""What all `inspect` commands share: every name is tried, what was found is printed, failures come last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ShellError
from ..output import gojson
from ..output.formatter import JSON
from ..spec.flags import String

if TYPE_CHECKING:
    from ..output.template.engine import Template
    from ..spec import Call

FORMAT = String("format", "f", "`json`, or a Go template that prints each object", complete="format")
_NO_TEMPLATE = 64  # docker's status for a format that is no template


class Found(NamedTuple):
    """An object as the Engine sent it, and what kind of object it is ("" if no schema knows it).

    ``strict``: a template reads the struct only, not the bare JSON too.
    """

    raw: str
    kind: str
    strict: bool = False


def inspect(call: Call, names: Iterable[str], get: Callable[[str], Found]) -> None:
    """Print all that ``get`` finds; its failures are told at the end, one a line."""
    form: str = call["format"]
    template = _template(form) if form not in ("", JSON) else None
    printed: list[str] = []
    errors: list[str] = []
    for name in names:
        try:
            found = get(name)
            printed.append(found.raw if template is None else rendered(template, found))
        except ShellError as error:
            errors.append(str(error))
    if template is not None:
        call.out.write("\n".join(map(call.out.safe, ("".join(printed) or "\n").split("\n"))))
    elif call.out.isatty:
        from ..output.highlight import write_json

        write_json(call.out, _document(printed, form))
    else:
        call.out.write(_document(printed, form))
    if errors:
        raise ShellError("\n".join(errors))


def _document(raw: list[str], form: str) -> str:
    if not raw:
        return "[]\n"
    text = "[" + ",".join(raw) + "]"
    return (gojson.compact(text) if form == JSON else gojson.indent(text)) + "\n"


def _template(text: str) -> Template:
    from ..output.formatter import parse

    try:
        return parse(text)
    except ShellError as error:
        raise ShellError(str(error), _NO_TEMPLATE) from None


def rendered(template: Template, found: Found) -> str:
    """The template over the object's struct; over its bare JSON where the struct has no such field."""
    from ..output import gotypes
    from ..output.template.errors import TemplateError

    if found.kind:
        try:
            return template.execute(typed(found)) + "\n"
        except TemplateError as error:
            if found.strict:
                raise ShellError(f"template parsing error: {error}") from None
            # The struct has no such field; the JSON itself may.
    try:
        return template.execute(gotypes.spelt(found.raw), missing_error=True) + "\n"
    except TemplateError as error:
        raise ShellError(f"template parsing error: {error}") from None


def typed(found: Found) -> Any:
    """The object as docker's struct of its kind."""
    import json

    from ..output.gotypes import Types
    from .schemas import KINDS

    schema, name = KINDS[found.kind]
    if found.kind not in _TYPES:
        _TYPES[found.kind] = Types(schema)
    types: Types = _TYPES[found.kind]
    return types.decode(json.loads(found.raw), name)


_TYPES: dict[str, Any] = {}
