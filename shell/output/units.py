"""Sizes and durations as docker spells and reads them (go-units, Go's time.ParseDuration)."""

from __future__ import annotations

import re

from shell.output.template.strings import quote

_DECIMAL = ("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")

_LONGEST = (2**63 - 1) / 10**9  # Go's durations end after 292 years


def _scaled(size: float, base: float, units: tuple[str, ...]) -> tuple[float, str]:
    at = 0
    while size >= base and at < len(units) - 1:
        size /= base
        at += 1
    return size, units[at]


def _significant(value: float, precision: int) -> str:
    """%.4g as C and Go print it."""
    return re.sub(r"e([+-])(\d)$", r"e\g<1>0\2", f"{value:.{precision}g}")


def human_size(size: float, precision: int = 4) -> str:
    """Decimal units: 1.234kB. ``precision`` counts significant digits; docker's lists mostly take 3."""
    value, unit = _scaled(float(size), 1000.0, _DECIMAL)
    return _significant(value, precision) + unit


def bytes_size(size: float) -> str:
    """Binary units: 1.953MiB."""
    value, unit = _scaled(float(size), 1024.0, _BINARY)
    return _significant(value, 4) + unit


def human_duration(seconds: float) -> str:
    """``About a minute``, ``2 weeks``: one rough unit."""
    seconds = min(seconds, _LONGEST)
    whole = int(seconds)
    if whole < 1:
        return "Less than a second"
    if whole == 1:
        return "1 second"
    if whole < 60:
        return f"{whole} seconds"
    minutes = int(seconds / 60)
    if minutes == 1:
        return "About a minute"
    if minutes < 60:
        return f"{minutes} minutes"
    hours = int(seconds / 3600 + 0.5)
    if hours == 1:
        return "About an hour"
    if hours < 48:
        return f"{hours} hours"
    if hours < 24 * 7 * 2:
        return f"{hours // 24} days"
    if hours < 24 * 30 * 2:
        return f"{hours // 24 // 7} weeks"
    if hours < 24 * 365 * 2:
        return f"{hours // 24 // 30} months"
    return f"{int(seconds / 3600) // 24 // 365} years"


# A digit may be parted from the next one by an underscore.
_FLOAT = re.compile(r"[+-]?(?:D\.?D?|\.D)(?:[eE][+-]?D)?".replace("D", "(?:[0-9]+(?:_[0-9]+)*)"))


def ram_size(text: str) -> int:
    """``512m``, ``1.5GiB``: bytes, 1024 to the unit; ValueError with go-units' complaint.

    Digits, an optional unit letter, an optional i and b.
    """
    # The last digit, point or space parts number and suffix; all else is complained about by one or the other.
    at = max((i for i, char in enumerate(text) if char in "01234567890. "), default=-1)
    if at == -1:
        raise ValueError(f"invalid size: '{text}'")
    number, suffix = (text[:at], text[at + 1 :]) if text[at] == " " else (text[: at + 1], text[at + 1 :])
    try:
        if not _FLOAT.fullmatch(number):
            raise ValueError
        size = float(number)
    except ValueError:
        raise ValueError(f"strconv.ParseFloat: parsing {quote(number)}: invalid syntax") from None
    if size < 0:
        raise ValueError(f"invalid size: '{text}'")
    if not suffix:
        return int(size)
    return _with_suffix(size, suffix if len(suffix) > 3 else suffix.lower())


def _with_suffix(size: float, suffix: str) -> int:
    rest = suffix[1:]
    if suffix[0] == "b":
        if len(suffix) > 1:
            raise ValueError(f"invalid suffix: '{suffix}'")
        return int(size)
    power = "kmgtp".find(suffix[0])
    if power < 0 or rest not in ("", "b", "ib"):
        raise ValueError(f"invalid suffix: '{suffix}'")
    return int(size * 1024 ** (power + 1))


NANOSECONDS = {
    "ns": 1,
    "us": 1000,
    "µs": 1000,
    "μs": 1000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]*)")


def _ascii(text: str) -> str:
    """Quoted as Go's time package quotes: a byte that is no printable ASCII as ``\\xNN``."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').encode("utf-8", "surrogateescape")
    return '"' + "".join(chr(byte) if 0x20 <= byte < 0x80 else f"\\x{byte:02x}" for byte in escaped) + '"'


def _too_long(digits: str) -> bool:
    """Whether Go's 64 bits do not hold them; Python's int() itself refuses thousands."""
    digits = digits.lstrip("0")
    return len(digits) > 19 or int(digits or 0) > 1 << 63


def _part_of(unit: int, fraction: str) -> int:
    """What the digits behind a point come to, in Go's floating point, from the first ones that 64 bits hold."""
    digits = fraction[:18] if _too_long(fraction[:19]) else fraction[:19]
    return int(int(digits or 0) * (unit / 10.0 ** len(digits)))


def parse_duration(text: str) -> int:
    """Go's time.ParseDuration (``1h2m0.5s``) in nanoseconds; ValueError with Go's complaint."""
    rest = text[1:] if text[:1] in ("+", "-") else text
    negative = text.startswith("-")
    if rest == "0":
        return 0
    if not rest:
        raise ValueError(f"time: invalid duration {_ascii(text)}")
    total = at = 0
    while at < len(rest):
        found = _PART.match(rest, at)
        if found is None or not (found[1] or found[2]) or _too_long(found[1]):
            raise ValueError(f"time: invalid duration {_ascii(text)}")
        if not found[3]:
            raise ValueError(f"time: missing unit in duration {_ascii(text)}")
        if found[3] not in NANOSECONDS:
            raise ValueError(f"time: unknown unit {_ascii(found[3])} in duration {_ascii(text)}")
        unit = NANOSECONDS[found[3]]
        total += int(found[1].lstrip("0") or 0) * unit + _part_of(unit, found[2] or "")
        at = found.end()
    if total > (1 << 63) - (not negative):
        raise ValueError(f"time: invalid duration {_ascii(text)}")
    return -total if negative else total


def _fraction(value: int, digits: int) -> str:
    whole, rest = divmod(value, 10**digits)
    tail = f"{rest:0{digits}d}".rstrip("0")
    return f"{whole}.{tail}" if tail else str(whole)


def duration(nanoseconds: int) -> str:
    """Go's Duration.String: 1h2m0.5s, 250ms, 0s."""
    sign, value = "-" if nanoseconds < 0 else "", abs(nanoseconds)
    if value == 0:
        return "0s"
    for unit, digits in (("ns", 0), ("µs", 3), ("ms", 6)):
        if value < 10 ** (digits + 3):
            return f"{sign}{_fraction(value, digits) if digits else value}{unit}"
    minutes, rest = divmod(value, NANOSECONDS["m"])
    text = _fraction(rest, 9) + "s"
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{sign}{hours}h{minutes}m{text}"
    return f"{sign}{minutes}m{text}" if minutes else sign + text
