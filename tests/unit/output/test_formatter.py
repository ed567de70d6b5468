"""Formats: plain ones run as calls, the rest as templates, with the same result."""

from __future__ import annotations

import pytest

from shell.errors import ShellError
from shell.output.formatter import Compiled, effective, show
from shell.output.rows import Row, ellipsis, truncate_id
from shell.streams import Out


class Fruit(Row):
    go_type = "*fruit.context"
    HEADERS = {"Name": "NAME", "Colour": "COLOUR", "Count": "COUNT"}

    def __init__(self, name: str, colour: str, count: int) -> None:
        self.name, self.colour, self.count = name, colour, count

    def Name(self) -> str:
        return self.name

    def Colour(self) -> str:
        return self.colour

    def Count(self) -> int:
        return self.count

    def Label(self, name: str) -> str:
        return f"<{name}>"


ROWS = [Fruit("apple", "green", 3), Fruit("banana", "", 0)]


def printed(form: str, rows: list[Fruit] = ROWS) -> str:
    parts: list[bytes] = []
    out = Out(parts.append)
    show(out, form, Fruit, rows)
    out.flush()
    return b"".join(parts).decode()


@pytest.mark.parametrize(
    ("plain", "template"),
    [
        ("{{.Name}} {{ .Count }}%", "{{.Name}} {{.Count | print}}%"),
        ("{{json .}}", "{{. | json}}"),
        ("{{if .Colour }}{{.Colour}}{{else}}N/A{{end}}", "{{or .Colour `N/A`}}"),
        ("table {{.Name}}\\t{{.Colour}}", "table {{ (.Name) }}\\t{{.Colour}}"),
    ],
)
def test_plain_formats_give_what_templates_give(plain: str, template: str) -> None:
    assert printed(plain) == printed(template)


def test_table() -> None:
    assert printed("table {{.Name}}\\t{{.Count}}") == "NAME      COUNT\napple     3\nbanana    0\n"


def test_a_label_has_a_title_of_its_own() -> None:
    assert printed('table {{.Name}}\\t{{.Label "a.b-c"}}', ROWS[:1]) == "NAME      b c\napple     <a.b-c>\n"


def test_json() -> None:
    assert printed("json", ROWS[:1]) == '{"Colour":"green","Count":3,"Name":"apple"}\n'


def test_nothing() -> None:
    assert printed("table {{.Name}}", []) == "NAME\n"
    assert printed("{{.Name}}", []) == ""


def test_wrong_templates_are_told_rows_or_not() -> None:
    with pytest.raises(ShellError, match="template parsing error: template: :1: unclosed action"):
        printed("{{.Name", [])
    with pytest.raises(ShellError, match="can't evaluate field Nope in type \\*fruit.context"):
        printed("{{.Name}} {{.Nope}}")


def test_plain_formats_do_not_load_the_engine() -> None:
    compiled = Compiled("table {{.Name}}\\t{{.Colour}}", Fruit)
    assert compiled.lines(ROWS) and compiled.header()
    assert compiled._template is None


def test_effective() -> None:
    assert effective("table  {{.X}}\\t{{.Y}} ") == "{{.X}}\t{{.Y}}"
    assert effective("json") == "{{json .}}"


def test_shortening() -> None:
    assert truncate_id("sha256:" + "a" * 64) == "a" * 12
    assert [ellipsis(text, 5) for text in ("abcde", "abcdef", "日本語", "日本")] == ["abcde", "abcd…", "日本…", "日本"]


def test_control_characters_do_not_reach_a_terminal() -> None:
    parts: list[bytes] = []
    out = Out(parts.append, isatty=True, size=lambda: (80, 24))
    show(out, "{{.Name}}", Fruit, [Fruit("\x1b[31mred", "", 1)])
    assert b"\x1b" not in b"".join(parts)
