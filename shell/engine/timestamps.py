"""Moments as Go reads and prints them: RFC 3339, local times, what --since and --until take."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

from ..output.template.strings import quote
from ..output.units import NANOSECONDS, parse_duration

_SECOND = NANOSECONDS["s"]
ZERO = -62135596800  # seconds of Go's zero time, 0001-01-01 UTC
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))\Z")


def seconds_of(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """Seconds since 1970 of a moment in UTC; ValueError if there is no such moment."""
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(seconds=1)


def parse_rfc3339(text: str) -> tuple[int, int]:
    """Seconds since 1970 and nanoseconds of what the Engine writes; ValueError for anything else."""
    found = _RFC3339.match(text)
    if not found:
        raise ValueError(f"no RFC 3339 time: {text}")
    seconds = seconds_of(*(int(part) for part in found.groups()[:6]))
    if found[9]:
        offset = int(found[10]) * 3600 + int(found[11]) * 60
        seconds -= offset if found[9] == "+" else -offset
    return seconds, int((found[7] or "0").ljust(9, "0")[:9])


def _fraction(nanoseconds: int) -> str:
    return f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""


def _offset(seconds: int, colon: str = "") -> str:
    sign, minutes = "-" if seconds < 0 else "+", abs(seconds) // 60
    return f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"


def _parts(seconds: int, local: bool) -> tuple[datetime, int, str]:
    """Wall clock, offset from UTC in seconds, name of the zone."""
    if not local:
        return _EPOCH + timedelta(seconds=seconds), 0, "UTC"
    try:
        zone = time.localtime(seconds)
    except (OverflowError, ValueError, OSError):
        return _EPOCH + timedelta(seconds=seconds), 0, "UTC"
    return _EPOCH + timedelta(seconds=seconds + zone.tm_gmtoff), zone.tm_gmtoff, zone.tm_zone


def _wall(moment: datetime) -> str:
    return f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d} {moment:%H:%M:%S}"


def go_string(seconds: int, nanoseconds: int = 0, local: bool = True) -> str:
    """Go's Time.String: ``2006-01-02 15:04:05.999999999 -0700 MST``."""
    moment, offset, name = _parts(seconds, local)
    return f"{_wall(moment)}{_fraction(nanoseconds)} {_offset(offset)} {name}"


def rfc3339(seconds: int, nanoseconds: int = 0, local: bool = True, fixed: bool = False) -> str:
    """RFC 3339; the fraction as short as it is, or of nine digits if ``fixed``."""
    moment, offset, _ = _parts(seconds, local)
    fraction = f".{nanoseconds:09d}" if fixed else _fraction(nanoseconds)
    return _wall(moment).replace(" ", "T") + fraction + ("Z" if offset == 0 else _offset(offset, ":"))


# -- what --since and --until take

_DATE = r"(\d{4})-(\d\d)-(\d\d)"
_ZONE = r"(?:(Z)|([+-]\d\d:\d\d))"
_FORMS = (  # by the number of colons in the time of day
    _DATE + r"T(\d\d)" + _ZONE + r"?\Z",
    _DATE + r"T(\d\d):(\d\d)" + _ZONE + r"?\Z",
    _DATE + r"T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?" + _ZONE + r"?\Z",
)
_DAY = _DATE + _ZONE + r"?\Z"


def _layout(text: str, local: bool) -> tuple[str, str]:
    """The form that docker reads the text by, and Go's layout of it."""
    zone = "" if local else "Z07:00"
    if "." in text:
        return _FORMS[2], "2006-01-02T15:04:05.999999999" + zone
    if "T" not in text:
        return _DAY, "2006-01-02" + zone
    colons = text.count(":")
    if not local and not set(text) & set("zZ") and colons:
        colons -= 1
    layout = "2006-01-02T15" + ("", ":04", ":04:05")[min(colons, 2)] + zone
    return _FORMS[min(colons, 2)], layout


def _local_seconds(wall: tuple[int, ...]) -> int:
    """Local wall clock -> seconds, by the offset that holds now, as docker does."""
    return seconds_of(*wall) - time.localtime().tm_gmtoff


def _read(text: str, local: bool) -> tuple[int, int]:
    pattern, layout = _layout(text, local)
    found = re.match(pattern, text)
    if not found:
        raise ValueError(f"parsing time {quote(text)}{_misfit(text, layout)}")
    groups = list(found.groups())
    zone = groups.pop() or groups[-1]
    groups.pop()
    fraction = groups.pop() if pattern is _FORMS[2] else None
    wall = tuple(int(part) for part in groups)
    if zone is None and not local:
        raise ValueError(f'parsing time {quote(text)} as {quote(layout)}: cannot parse "" as "Z07:00"')
    try:
        seconds = seconds_of(*wall) if not local else _local_seconds(wall)
    except ValueError:
        raise ValueError(f"parsing time {quote(text)}: {_range_fault(wall)}") from None
    if zone and zone not in "Zz":
        offset = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        seconds -= offset if zone[0] == "+" else -offset
    return seconds, int((fraction or "0").ljust(9, "0")[:9])


_FRACTION = r"(?:[.,]\d+)?"
# The parts of a layout, in their order, and what fits each.
_LAYOUT_PARTS = (
    ("2006", r"\d{4}"),
    ("-", "-"),
    ("01", r"\d\d"),
    ("-", "-"),
    ("02", r"\d\d"),
    ("T", "T"),
    ("15", r"\d\d"),
    (":", ":"),
    ("04", r"\d\d"),
    (":", ":"),
    ("05", r"\d\d" + _FRACTION),
    (".999999999", _FRACTION),
    ("Z07:00", r"Z|[+-]\d\d:\d\d"),
)


def _misfit(text: str, layout: str) -> str:
    """Where the text leaves the layout: `` as LAYOUT: cannot parse "rest" as "part"``, or what is too much."""
    rest, wanted = text, layout
    for part, pattern in _LAYOUT_PARTS:
        if not wanted.startswith(part):
            continue
        wanted = wanted[len(part) :]
        found = re.match(pattern, rest)
        if not found:
            return f" as {quote(layout)}: cannot parse {quote(rest)} as {quote(part)}"
        rest = rest[found.end() :]
    return f": extra text: {quote(rest)}"


def _range_fault(wall: tuple[int, ...]) -> str:
    names = ("", "month", "day", "hour", "minute", "second")
    most = (0, 12, 31, 23, 59, 59)
    for at in (1, 3, 4, 5, 2):
        if at < len(wall) and not (at in (1, 2)) <= wall[at] <= most[at]:
            return f"{names[at]} out of range"
    return "day out of range"


def timestamp(text: str, now: float) -> str:
    """What --since and --until become in a query: seconds, with nanoseconds where a moment was named.

    Takes Go durations back from ``now``, RFC 3339 in all of docker's short forms, Unix times as they are.
    ValueError in docker's words.
    """
    if text != "0":
        try:
            return str((int(now * _SECOND) - parse_duration(text)) // _SECOND)
        except ValueError:
            pass
    local = not set(text) & set("zZ+") and text.count("-") != 3
    try:
        seconds, nanoseconds = _read(text, local)
    except ValueError:
        if "-" in text:
            raise
        if not re.match(r"[+-]?\d+(?:\.\d+)?\Z", text):
            raise ValueError(f"failed to parse value as time or duration: {quote(text)}") from None
        return text
    return f"{seconds}.{nanoseconds:09d}"


def go_string_of(text: str) -> str:
    """What Go's Time.String makes of a moment that the Engine wrote, in the zone that it was written in."""
    try:
        seconds, nanoseconds = parse_rfc3339(text)
    except ValueError:
        return go_string(ZERO, local=False)
    if text[-1] in "Zz":
        return go_string(seconds, nanoseconds, local=False)
    offset = int(text[-5:-3]) * 3600 + int(text[-2:]) * 60
    offset = -offset if text[-6] == "-" else offset
    here = time.localtime(seconds)
    if offset == here.tm_gmtoff:
        return go_string(seconds, nanoseconds)
    moment = _EPOCH + timedelta(seconds=seconds + offset)
    return f"{_wall(moment)}{_fraction(nanoseconds)} {_offset(offset)} {_offset(offset)}"


def formatted(text: str, layout: str) -> str:
    """A moment that the Engine wrote, in the zone that it was written in, by one of Go's layouts."""
    from ..output.golayout import formatted as by_layout

    seconds, nanoseconds = parse_rfc3339(text)
    offset = 0 if text[-1] in "Zz" else int(text[-6:-3]) * 3600 + int(text[-6] + text[-2:]) * 60
    zone = "UTC" if text[-1] in "Zz" else _offset(offset)
    return by_layout(layout, _EPOCH + timedelta(seconds=seconds + offset), nanoseconds, offset, zone)
