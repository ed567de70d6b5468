"""JSON values however the bytes are cut."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.engine.jsonstream import JsonStream
from shell.errors import TransportError

VALUES: list[Any] = [
    {"status": "Pulling", "id": "a"},
    {"stream": "Step 1\n"},
    {},
    {"n": [1, 2.5, None, True]},
    {"ü": "€😀"},
]
NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


def read(parts: list[bytes]) -> list[Any]:
    stream = JsonStream()
    found = [value for part in parts for value in stream.feed(part)]
    return found + stream.close()


@pytest.mark.parametrize("between", ["\r\n", "\n", "", " ", "\n\n"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_any_split_gives_the_same_values(between: str, size: int) -> None:
    data = "".join(json.dumps(value, ensure_ascii=False) + between for value in VALUES).encode()
    assert read([data[at : at + size] for at in range(0, len(data), size)]) == VALUES


@given(st.lists(st.dictionaries(st.text(), NESTED), max_size=5), st.data())
def test_whatever_the_values_and_the_split(values: list[Any], data: st.DataObject) -> None:
    text = "\n".join(json.dumps(value) for value in values).encode()
    cut = data.draw(st.integers(0, len(text)))
    assert read([text[:cut], text[cut:]]) == values


def test_a_value_is_given_as_soon_as_it_is_complete() -> None:
    stream = JsonStream()
    assert list(stream.feed(b'{"a":1}{"b"')) == [{"a": 1}]
    assert list(stream.feed(b":2}")) == [{"b": 2}]


@pytest.mark.parametrize("cut", [b'{"a":', b'{"a":"x', b"[1,", b'"x'])
def test_a_cut_value_is_an_unexpected_end(cut: bytes) -> None:
    stream = JsonStream()
    assert list(stream.feed(b'{"x":1}\n' + cut)) == [{"x": 1}]
    with pytest.raises(TransportError, match="unexpected EOF"):
        stream.close()


@pytest.mark.parametrize("garbage", [b"<html>\n", b'{"a":1}<html>', b"{'a':1}           \n", b"}\n"])
def test_what_is_no_json_is_refused(garbage: bytes) -> None:
    stream = JsonStream()
    with pytest.raises(TransportError):
        list(stream.feed(garbage))
        stream.close()


def test_invalid_utf8_becomes_the_replacement_character() -> None:
    assert read([b'{"a":"\xff"}']) == [{"a": "\ufffd"}]


def test_what_came_before_garbage_is_given_first() -> None:
    values = JsonStream().feed(b'{"a":1}\n{"b":2}\n}}\n')
    assert [next(values), next(values)] == [{"a": 1}, {"b": 2}]
    with pytest.raises(TransportError):
        next(values)


def test_values_that_nobody_took_do_not_come_again() -> None:
    stream = JsonStream()
    stream.feed(b'{"a":1}{"b":2}')
    first = stream.feed(b'{"c":3}{"d":4}{"e"')
    assert next(first) == {"c": 3}
    assert list(stream.feed(b":5}")) == [{"e": 5}]
    assert stream.close() == []


def test_garbage_that_nobody_saw_is_told_at_the_end() -> None:
    stream = JsonStream()
    stream.feed(b'{"a":1}}}\n')
    with pytest.raises(TransportError, match="invalid JSON"):
        list(stream.feed(b'{"b":2}\n'))
    with pytest.raises(TransportError, match="invalid JSON"):
        stream.close()
