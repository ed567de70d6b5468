"""Sizes and durations read and print as docker's do."""

from __future__ import annotations

import pytest

from shell.output import units


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0B"),
        (999, "999B"),
        (1000, "1kB"),
        (1234, "1.234kB"),
        (123456, "123.5kB"),
        (4_485_000, "4.485MB"),
        (999_999, "1000kB"),
        (999_949, "999.9kB"),
        (1.5e12, "1.5TB"),
        (1e27, "1000YB"),
        (1e30, "1e+06YB"),
    ],
)
def test_human_size(size: float, text: str) -> None:
    assert units.human_size(size) == text


def test_three_digits() -> None:
    assert [units.human_size(n, 3) for n in (4_262_784, 1_234, 999_950)] == ["4.26MB", "1.23kB", "1e+03kB"]


def test_binary_sizes() -> None:
    assert [units.bytes_size(n) for n in (0, 1023, 1024, 2_048_000, 1 << 40)] == [
        "0B",
        "1023B",
        "1KiB",
        "1.953MiB",
        "1TiB",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "Less than a second"),
        (0.9, "Less than a second"),
        (1, "1 second"),
        (59.9, "59 seconds"),
        (60, "About a minute"),
        (119, "About a minute"),
        (120, "2 minutes"),
        (59 * 60 + 59, "59 minutes"),
        (3600, "About an hour"),
        (5399, "About an hour"),
        (5400, "2 hours"),
        (47.4 * 3600, "47 hours"),
        (48 * 3600, "2 days"),
        (13 * 86400, "13 days"),
        (14 * 86400, "2 weeks"),
        (59 * 86400, "8 weeks"),
        (60 * 86400, "2 months"),
        (729 * 86400, "24 months"),
        (730 * 86400, "2 years"),
        (2000 * 365 * 86400, "292 years"),
    ],
)
def test_human_duration(seconds: float, text: str) -> None:
    assert units.human_duration(seconds) == text


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("32", 32),
        ("32b", 32),
        ("32B", 32),
        ("32k", 32 << 10),
        ("32Kb", 32 << 10),
        ("32 KiB", 32 << 10),
        ("1.5g", 3 << 29),
        ("2p", 2 << 50),
        ("0", 0),
        (".5m", 1 << 19),
        ("1_0.5_0k", 10752),
    ],
)
def test_ram_size(text: str, size: int) -> None:
    assert units.ram_size(text) == size


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "invalid size: ''"),
        ("hello", "invalid size: 'hello'"),
        ("-32", "invalid size: '-32'"),
        (" 32 ", 'strconv.ParseFloat: parsing " 32": invalid syntax'),
        ("32bm", "invalid suffix: 'bm'"),
        ("32q", "invalid suffix: 'q'"),
        ("32kx", "invalid suffix: 'kx'"),
        ("1__0m", 'strconv.ParseFloat: parsing "1__0": invalid syntax'),
        ("٣0m", 'strconv.ParseFloat: parsing "٣0": invalid syntax'),
    ],
)
def test_wrong_sizes(text: str, complaint: str) -> None:
    with pytest.raises(ValueError) as caught:
        units.ram_size(text)
    assert str(caught.value) == complaint


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("1h", 3600 * 10**9),
        ("1h2m0.5s", 3720_500_000_000),
        ("-1.5ms", -1_500_000),
        (".5s", 5 * 10**8),
        ("0" * 5000 + "1s", 10**9),
        ("0.3333333333333333333h", 20 * 60 * 10**9),  # as Go's floating point has it
        ("1.9999999999999999999s", 2 * 10**9),
        ("1.0009999999999999ms", 1_000_999),
        ("-9223372036854775808ns", -(1 << 63)),
    ],
)
def test_durations(text: str, nanoseconds: int) -> None:
    assert units.parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", 'time: invalid duration ""'),
        ("x", 'time: invalid duration "x"'),
        ("5", 'time: missing unit in duration "5"'),
        ("5y", 'time: unknown unit "y" in duration "5y"'),
        ("1h.", 'time: invalid duration "1h."'),
        ("٣s", 'time: invalid duration "\\xd9\\xa3s"'),
        ("9999999h", 'time: invalid duration "9999999h"'),
        ("9223372036854775809x", 'time: invalid duration "9223372036854775809x"'),
        ("9" * 20, f'time: invalid duration "{"9" * 20}"'),
        ("\u0663s", 'time: invalid duration "\\xd9\\xa3s"'),
    ],
)
def test_wrong_durations(text: str, complaint: str) -> None:
    with pytest.raises(ValueError) as caught:
        units.parse_duration(text)
    assert str(caught.value) == complaint


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0s"),
        (5, "5ns"),
        (1500, "1.5µs"),
        (250_000_000, "250ms"),
        (3720_500_000_000, "1h2m0.5s"),
        (-60 * 10**9, "-1m0s"),
    ],
)
def test_duration_spelling(nanoseconds: int, text: str) -> None:
    assert units.duration(nanoseconds) == text
