"""JSON is spelt as Go's encoding/json spells it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from shell.output import gojson


def test_strings() -> None:
    text = "<a>&\"'\\\b\f\n\r\t\x01\u2028é\x7f"
    shown = "\\\"'\\\\\\b\\f\\n\\r\\t\\u0001\\u2028é\x7f"
    assert gojson.dumps(text) == '"\\u003ca\\u003e\\u0026' + shown + '"'
    assert gojson.dumps(text, escape_html=False) == '"<a>&' + shown + '"'


def test_keys_are_sorted_and_floats_short() -> None:
    value = {"b": [1, 1.0, 1e21, 1e-7, True, None], "a": {}}
    assert gojson.dumps(value) == '{"a":{},"b":[1,1,1e+21,1e-7,true,null]}'


def test_indent_keeps_spelling_and_order() -> None:
    raw = '{"b":1.50,"a":["\\u003c,{x","y"],"e":{},"f":[],"n":{"k":null}}'
    assert gojson.indent(raw) == (
        '{\n    "b": 1.50,\n    "a": [\n        "\\u003c,{x",\n        "y"\n    ],\n    "e": {},\n    "f": [],\n'
        '    "n": {\n        "k": null\n    }\n}'
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_round_trip(value: object) -> None:
    assert json.loads(gojson.dumps(value)) == value
    assert json.loads(gojson.indent(gojson.dumps(value))) == value
    assert gojson.indent(json.dumps(value)) == json.dumps(value, indent=4)
