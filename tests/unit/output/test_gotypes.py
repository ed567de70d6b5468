"""JSON as structs of a schema: what is there, what is missing, what is of another type."""

from __future__ import annotations

from typing import Any

import pytest

from shell.output import gojson
from shell.output.gotypes import Types
from shell.output.template import parse
from shell.output.template.errors import TemplateError

TYPES = Types("""
x.Outer
  Name string
  Up:up bool
  Since:since time?
  Share float64
  Count uint16
  Wait duration
  Tags []string
  Ports {port:[]x.Inner}
  + x.Inner
x.Inner
  Deep int?
  Hidden:- int
""")
EMPTY = '{"Name":"","up":false,"since":"0001-01-01T00:00:00Z","Share":0,"Count":0,"Wait":0,"Tags":null,"Ports":null}'


def told(value: Any) -> str:
    return gojson.dumps(TYPES.decode(value, "x.Outer"))


def test_values_stand_in_the_order_of_the_schema() -> None:
    given = {"Deep": 7, "Hidden": 1, "Wait": 90, "Tags": ["a"], "up": True, "Ports": {"80/tcp": [{"Deep": 0}]}}
    assert told(given) == (
        '{"Name":"","up":true,"since":"0001-01-01T00:00:00Z","Share":0,"Count":0,"Wait":90,"Tags":["a"],'
        '"Ports":{"80/tcp":[{}]},"Deep":7}'
    )


@pytest.mark.parametrize(
    "value",
    [
        {},
        None,
        [],
        {"Name": 5, "up": "x", "since": 5, "Share": "x", "Count": "x", "Wait": [], "Tags": {}, "Ports": []},
        {"Name": [], "up": 1, "since": [1], "Share": [1], "Count": float("inf"), "Wait": float("nan"), "Tags": "a"},
    ],
    ids=["empty", "null", "array", "mistyped", "impossible"],
)
def test_what_is_missing_or_of_another_type_is_zero(value: Any) -> None:
    assert told(value) == EMPTY


def test_fields_of_an_embedded_struct_are_found() -> None:
    record = TYPES.decode({"Deep": 3}, "x.Outer")
    assert record.lookup("Deep") == 3
    with pytest.raises(KeyError):
        record.lookup("Nope")


def test_a_map_of_ports_is_indexed_by_ports_only() -> None:
    record = TYPES.decode({"Ports": {"80/tcp": [{"Deep": 1}]}}, "x.Outer")
    assert parse("{{range $port, $found := .Ports}}{{(index $.Ports $port)}}{{end}}").execute(record) == "[{1 0}]"
    with pytest.raises(TemplateError, match="value has type string; should be nat.Port"):
        parse('{{index .Ports "80/tcp"}}').execute(record)
