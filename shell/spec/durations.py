"""Go's durations: text to nanoseconds and back (Go `time.ParseDuration`, `Duration.String`)."""

from __future__ import annotations

import re

UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
MOST = 2**63 - 1


def parse_duration(text: str) -> int:
    """Nanoseconds of `1h5m`, `1.5s`, `-2ms`; ValueError in Go's words."""
    body = text[1:] if text[:1] in ("-", "+") else text
    sign = -1 if text.startswith("-") else 1
    if body == "0":
        return 0
    if not body:
        raise ValueError(f"time: invalid duration {go_quote(text)}")
    total, at = 0, 0
    while at < len(body):
        number = re.compile(r"([0-9]*)(?:\.([0-9]*))?").match(body, at)
        assert number is not None
        whole, part = number[1], number[2] or ""
        if not whole and not part:
            raise ValueError(f"time: invalid duration {go_quote(text)}")
        at = number.end()
        unit = re.compile(r"[^.0-9]*").match(body, at)
        assert unit is not None
        if not unit[0]:
            raise ValueError(f"time: missing unit in duration {go_quote(text)}")
        if unit[0] not in UNITS:
            raise ValueError(f"time: unknown unit {go_quote(unit[0])} in duration {go_quote(text)}")
        at = unit.end()
        size = UNITS[unit[0]]
        total += int(whole or 0) * size
        total += int(part) * size // 10 ** len(part) if part else 0
        if total > MOST + (sign < 0):
            raise ValueError(f"time: invalid duration {go_quote(text)}")
    return sign * total


def duration_text(nanoseconds: int) -> str:
    """`1m30s`, as Go prints a duration."""
    if nanoseconds == 0:
        return "0s"
    sign, left = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    if left < UNITS["s"]:
        for unit in ("ms", "µs", "ns"):
            if left >= UNITS[unit]:
                return f"{sign}{_decimal(left, UNITS[unit])}{unit}"
    hours, left = divmod(left, UNITS["h"])
    minutes, left = divmod(left, UNITS["m"])
    text = f"{_decimal(left, UNITS['s'])}s"
    if hours or minutes:
        text = f"{minutes}m{text}"
    return f"{sign}{hours}h{text}" if hours else sign + text


def _decimal(value: int, unit: int) -> str:
    whole, part = divmod(value, unit)
    digits = f"{part:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{whole}.{digits}" if digits and unit > 1 else str(whole)


def go_quote(text: str) -> str:
    """`text` as Go's `%q` prints it."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")
