"""Templates give what Go's text/template gives: recorded from the docker CLI (inspect --format)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shell.output.template import parse
from shell.output.template.errors import TemplateError
from shell.output.template.values import Number

RECORDED = json.loads(Path(__file__).with_name("go.json").read_text(encoding="utf-8"))


def as_decoded(value: Any) -> Any:
    """JSON as docker decodes it for inspect: numbers keep their spelling."""
    if isinstance(value, dict):
        return {key: as_decoded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_decoded(item) for item in value]
    return Number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


DATA = as_decoded(RECORDED["data"])


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: case["template"][:40])
def test_as_recorded(case: dict[str, str]) -> None:
    try:
        result = {"out": parse(case["template"]).execute(DATA, missing_error=True)}
    except TemplateError as error:
        result = {"error": str(error)}
    assert result == {key: case[key] for key in ("out", "error") if key in case}


def test_missing_keys_print_no_value_where_docker_lets_them() -> None:
    assert parse("{{.Nope}} {{.Nope.deeper}}").execute(DATA) == "<no value> <no value>"


@pytest.mark.parametrize(
    "hostile",
    [
        '{{define "r"}}{{template "r" .}}{{end}}{{template "r" .}}',
        "{{range 1000000000}}{{end}}",
        '{{$x := "0123456789abcdef"}}{{range 100}}{{$x = print $x $x}}{{end}}',
        '{{range 1000000}}{{pad "x" 100 1000}}{{end}}',
        '{{pad "x" 1000000000000 1}}',
        '{{printf "%1000000d" 1 | printf "%s%s%s" "a" | range 999999}}{{end}}',
        "{{range 10000}}{{range 10000}}{{end}}{{end}}",
        "{{" + "(" * 5000 + "1" + ")" * 5000 + "}}",
        "{{if true}}" * 5000 + "{{end}}" * 5000,
    ],
)
def test_hostile_templates_end_with_an_error(hostile: str) -> None:
    with pytest.raises(TemplateError):
        parse(hostile).execute({})
