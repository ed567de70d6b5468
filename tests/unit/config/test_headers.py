"""Headers of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.config.file import Config
from shell.config.headers import custom_headers
from shell.errors import ShellError

START = "Failed to initialize: failed to {} custom headers from DOCKER_CUSTOM_HEADERS environment variable: "


def headers(text: str = "", **file: str) -> dict[str, str]:
    return custom_headers(Config(Path("config.json"), {"HttpHeaders": file}), {"DOCKER_CUSTOM_HEADERS": text})


def test_the_files_headers_are_sent_except_the_program_name() -> None:
    assert headers(**{"X-Meta": "a", "user-agent": "b"}) == {"X-Meta": "a"}


def test_the_variable_replaces_them() -> None:
    assert headers('A=b, C =d,"E=f,g"', old="x") == {"A": "b", "C": "d", "E": "f,g"}


@pytest.mark.parametrize(
    ("text", "verb", "why"),
    [
        ("a", "set", "missing \"=\" in key=value pair: 'a'"),
        ("=a", "set", "value contains a key=value pair with an empty key: '=a'"),
        ("a=b,", "set", "value contains a key=value pair with an empty key: ''"),
        ('"a', "parse", "value must be formatted as comma-separated key=value pairs"),
        ('a"b=c', "parse", "value must be formatted as comma-separated key=value pairs"),
        ("\n", "parse", "value must be formatted as comma-separated key=value pairs"),
    ],
)
def test_a_bad_variable_is_refused(text: str, verb: str, why: str) -> None:
    with pytest.raises(ShellError) as error:
        headers(text)
    assert str(error.value) == START.format(verb) + why
