"""CSV records as Go reads them: quotes, several lines, and where Go sees a fault."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.spec.record import read_record


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a", ["a"]),
        ("a,b", ["a", "b"]),
        (",", ["", ""]),
        ('"a,b",c', ["a,b", "c"]),
        ('"a""b"', ['a"b']),
        ("a b , c", ["a b ", " c"]),
        ("\n\na,b\nc", ["a", "b"]),
        ("a\r\n", ["a"]),
        ("a\rb", ["a\rb"]),
        ('"a\nb",c', ["a\nb", "c"]),
        ("é,ü", ["é", "ü"]),
    ],
)
def test_fields_of_the_first_record(text: str, fields: list[str]) -> None:
    assert read_record(text) == fields


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "EOF"),
        ("\n\n", "EOF"),
        ('a"b', 'parse error on line 1, column 2: bare " in non-quoted-field'),
        ('x,a"b', 'parse error on line 1, column 4: bare " in non-quoted-field'),
        ('é"', 'parse error on line 1, column 3: bare " in non-quoted-field'),
        ('"a', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'),
        ('"a"b', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'),
        ('"a\n"b', 'record on line 1; parse error on line 2, column 1: extraneous or missing " in quoted-field'),
    ],
)
def test_where_the_fault_is(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_record(text)
    assert str(caught.value) == message


@given(st.lists(st.text(alphabet='ab",= é', max_size=8), min_size=1, max_size=5))
def test_what_csv_writes_is_read_back(fields: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="").writerow(fields)
    assert read_record(written.getvalue()) == fields
