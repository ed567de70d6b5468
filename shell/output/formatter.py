"""docker's --format: ``table …``, ``json`` or a template, over rows.

The formats in use are almost always plain (text and ``{{.Name}}``); those run as direct calls and never load the
template engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from shell.errors import ShellError
from shell.output.rows import Header, Row, json_of, placeholders

if TYPE_CHECKING:
    from shell.output.template.engine import Template
    from shell.streams import Out

TABLE, JSON, RAW = "table", "json", "raw"
ID_ONLY = "{{.ID}}"

_PLAIN = re.compile(
    r"\{\{ ?(?:\.(?P<name>[A-Z]\w*)|(?P<json>json \.)) ?\}\}"
    r"|\{\{if \.(?P<test>[A-Z]\w*) ?\}\}\{\{\.(?P=test)\}\}\{\{else\}\}(?P<other>[^{}]*)\{\{end\}\}"
)


def effective(form: str) -> str:
    """The template behind a format: without ``table``, ``\\t`` and ``\\n`` made real."""
    if form.startswith(TABLE):
        form = form[len(TABLE) :]
    elif form == JSON:
        form = "{{json .}}"
    return form.strip(" ").replace("\\t", "\t").replace("\\n", "\n")


Getter = Callable[[Any], str]


def _getter(kind: type[Row], name: str) -> Getter:
    method: Callable[[Any], Any] = getattr(kind, name)
    if method.__annotations__.get("return") in ("str", str):
        return method
    return lambda row: _shown(method(row))


def _shown(value: Any) -> str:
    from shell.output.template.printing import shown

    return shown(value)


def _or_else(method: Getter, other: str) -> Getter:
    return lambda row: method(row) or other


class Compiled:
    """A format ready to print rows of one kind; ShellError in docker's words if it is no template."""

    def __init__(self, form: str, kind: type[Row]) -> None:
        self.text = effective(form)
        self.kind = kind
        self._template: Template | None = None
        plain = self._plain()
        self._one = plain if plain is not None else self._interpreted

    @property
    def plain(self) -> bool:
        """Whether it runs without the template engine; then nothing is wrong with it."""
        return self._one != self._interpreted

    @property
    def template(self) -> Template:
        if self._template is None:
            self._template = parse(self.text)
        return self._template

    def _plain(self) -> Callable[[Any], str] | None:
        """A function from row to text if the template is plain, else None."""
        names = placeholders(self.kind)
        getters: list[Getter] = []
        form, at = [], 0
        for found in _PLAIN.finditer(self.text):
            form.append(self.text[at : found.start()])
            at = found.end()
            name = found["name"] or found["test"]
            if name is None:
                getters.append(json_of)
                continue
            if name not in names:
                return None
            getter = _getter(self.kind, name)
            getters.append(_or_else(getter, found["other"]) if found["test"] else getter)
        form.append(self.text[at:])
        if any("{{" in part for part in form):
            return None
        return _joiner(form, getters)

    def _interpreted(self, row: Row) -> str:
        from shell.output.template.errors import TemplateError

        try:
            return self.template.execute(row)
        except TemplateError as error:
            raise ShellError(f"template parsing error: {error}") from None

    def lines(self, rows: Iterable[Row]) -> list[str]:
        """Each row's text."""
        self.check()
        one = self._one
        return [one(row) for row in rows]

    def check(self) -> None:
        """Complain about a template that cannot be read, rows or not."""
        if not self.plain:
            assert self.template is not None

    def header(self) -> str:
        """The line of titles: the same template over the titles of its placeholders."""
        titles = self.kind.HEADERS
        pieces = list(_PLAIN.finditer(self.text))
        if self.plain and all((p["name"] or p["test"]) in titles for p in pieces):
            return _PLAIN.sub(lambda found: titles[found["name"] or found["test"]], self.text)
        from shell.output.template.docker import HEADER_FUNCTIONS
        from shell.output.template.errors import TemplateError

        try:
            return self.template.execute(Header(titles), functions=HEADER_FUNCTIONS)
        except TemplateError as error:
            return error.written  # docker prints what came before the failure


def _joiner(form: Sequence[str], getters: Sequence[Getter]) -> Callable[[Any], str]:
    pattern = "%s".join(part.replace("%", "%%") for part in form)
    if len(getters) == 1:
        only = getters[0]
        return lambda row: pattern % (only(row),)
    return lambda row: pattern % tuple([getter(row) for getter in getters])


def parse(text: str) -> Template:
    """The template; ShellError in docker's words if it is none."""
    from shell.output import template
    from shell.output.template.errors import TemplateError

    try:
        return template.parse(text)
    except TemplateError as error:
        raise ShellError(f"template parsing error: {error}") from None


def show(out: Out, form: str, kind: type[Row], rows: Iterable[Row]) -> None:
    """Print rows of one kind in a format. Nothing is printed if a row fails."""
    compiled = Compiled(form, kind)
    lines = compiled.lines(rows)
    if out.isatty:
        lines = [_safe(out, line) for line in lines]
    if form.startswith(TABLE):
        table(out, compiled.header(), lines)
    elif lines:
        out.write("\n".join(lines) + "\n")


def _safe(out: Out, line: str) -> str:
    return "\t".join(map(out.safe, line.split("\t"))) if "\n" not in line else out.safe(line)


def table(out: Out, header: str, rows: Sequence[str]) -> None:
    """Print a table: header and rows with a tab behind every cell but the last. The one place tables go through."""
    if out.isatty and out.vertical:
        from shell.output.fitting import upright

        out.write(upright(header, rows, out.colour))
        return
    if out.isatty and out.fit:
        from shell.output.fitting import fitted

        out.write(fitted(header, rows, out.columns, out.colour))
        return
    from shell.output.tabwriter import align

    out.write(align("\n".join([header, *rows, ""])))
