"""Go's time layouts: ``2006-01-02 15:04`` says how a moment is written."""

from __future__ import annotations

import re
from datetime import datetime

_PARTS = re.compile(
    r"January|Jan|Monday|Mon|MST|2006|Z07:00|Z0700|-07:00|-0700|-07|[.,]0+|[.,]9+"
    r"|_2|01|02|03|04|05|06|002|15|PM|pm|1|2|3|4|5"
)


def _zone(part: str, offset: int) -> str:
    if part[0] == "Z" and offset == 0:
        return "Z"
    sign, minutes = "-" if offset < 0 else "+", abs(offset) // 60
    if part == "-07":
        return f"{sign}{minutes // 60:02d}"
    return f"{sign}{minutes // 60:02d}{':' if ':' in part else ''}{minutes % 60:02d}"


def _fraction(part: str, nanoseconds: int) -> str:
    digits = f"{nanoseconds:09d}"[: len(part) - 1].ljust(len(part) - 1, "0")
    if part[1] == "0":
        return part[0] + digits
    digits = digits.rstrip("0")
    return part[0] + digits if digits else ""


def formatted(layout: str, moment: datetime, nanoseconds: int, offset: int, zone: str) -> str:
    """The wall clock ``moment``, ``offset`` seconds east of UTC in a zone of that name, by the layout."""
    hour = moment.hour % 12 or 12
    simple = {
        "January": f"{moment:%B}",
        "Jan": f"{moment:%b}",
        "Monday": f"{moment:%A}",
        "Mon": f"{moment:%a}",
        "MST": zone,
        "2006": f"{moment.year:04d}",
        "06": f"{moment.year % 100:02d}",
        "01": f"{moment.month:02d}",
        "1": str(moment.month),
        "02": f"{moment.day:02d}",
        "_2": f"{moment.day:2d}",
        "2": str(moment.day),
        "002": f"{moment.timetuple().tm_yday:03d}",
        "15": f"{moment.hour:02d}",
        "03": f"{hour:02d}",
        "3": str(hour),
        "04": f"{moment.minute:02d}",
        "4": str(moment.minute),
        "05": f"{moment.second:02d}",
        "5": str(moment.second),
        "PM": "PM" if moment.hour >= 12 else "AM",
        "pm": "pm" if moment.hour >= 12 else "am",
    }

    def one(found: re.Match[str]) -> str:
        part = found.group()
        if part in simple:
            return simple[part]
        return _fraction(part, nanoseconds) if part[0] in ".," else _zone(part, offset)

    return _PARTS.sub(one, layout)
