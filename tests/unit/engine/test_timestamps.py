"""Moments are read and printed as Go does."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from shell.engine import timestamps

NOW = 1795822268.25


@pytest.fixture(params=["UTC", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("1700000000", "1700000000"),
        ("1.5", "1.5"),
        ("0", "0"),
        ("10m", "1795821668"),
        ("-5m", "1795822568"),
        ("2024-01-01T10:20:30Z", "1704104430.000000000"),
        ("2024-01-01T10:20:30.5-07:00", "1704129630.500000000"),
        ("2024-01-01T10:20Z", "1704104400.000000000"),
        ("2024-01-01T10+02:00", "1704096000.000000000"),
        ("2024-01-01Z", "1704067200.000000000"),
    ],
)
def test_what_since_takes(zone: str, text: str, sent: str) -> None:
    assert timestamps.timestamp(text, NOW) == sent


def test_a_moment_without_a_zone_is_local(zone: str) -> None:
    offset = time.localtime().tm_gmtoff
    assert timestamps.timestamp("2024-01-01", NOW) == f"{1704067200 - offset}.000000000"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x", 'failed to parse value as time or duration: "x"'),
        ("2024-13-01", 'parsing time "2024-13-01": month out of range'),
        ("2024-02-30", 'parsing time "2024-02-30": day out of range'),
        ("2024-1-1", 'parsing time "2024-1-1" as "2006-01-02": cannot parse "1-1" as "01"'),
        ("2024-01-01 10:00", 'parsing time "2024-01-01 10:00": extra text: " 10:00"'),
    ],
)
def test_what_it_refuses(text: str, complaint: str) -> None:
    with pytest.raises(ValueError) as caught:
        timestamps.timestamp(text, NOW)
    assert str(caught.value) == complaint


def test_spellings(zone: str) -> None:
    utc = zone == "UTC"
    assert timestamps.go_string(1700000000) == (
        "2023-11-14 22:13:20 +0000 UTC" if utc else "2023-11-14 17:13:20 -0500 EST"
    )
    assert timestamps.rfc3339(1700000000, 5000, fixed=True) == (
        "2023-11-14T22:13:20.000005000Z" if utc else "2023-11-14T17:13:20.000005000-05:00"
    )


def test_moments_of_the_engine() -> None:
    assert timestamps.go_string_of("2024-05-01T10:20:30.12Z") == "2024-05-01 10:20:30.12 +0000 UTC"
    assert timestamps.formatted("2026-09-05T11:02:57.5+02:00", "Mon Jan _2 15:04:05 2006 -0700 .000 3PM") == (
        "Sat Sep  5 11:02:57 2026 +0200 .500 11AM"
    )
    with pytest.raises(ValueError):
        timestamps.parse_rfc3339("yesterday")
