"""Sizes with units: text to bytes (docker's go-units `RAMInBytes`)."""

from __future__ import annotations

import re

POWERS = {"": 0, "b": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}


def parse_size(text: str) -> int:
    """Bytes of `512m`, `1.5GiB`, `42`; ValueError in docker's words."""
    last = max((text.rfind(digit) for digit in "0123456789. "), default=-1)
    if last < 0:
        raise ValueError(f"invalid size: '{text}'")
    number, unit = (text[:last], text[last + 1 :]) if text[last] == " " else (text[: last + 1], text[last + 1 :])
    if not re.fullmatch(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", number):
        raise ValueError(f"invalid size: '{text}'" if not number else _syntax(number))
    if number.startswith("-"):
        raise ValueError(f"invalid size: '{text}'")
    power = _power(unit.lower())
    if power is None:
        raise ValueError(f"invalid suffix: '{unit.lower()}'")
    return int(float(number) * 1024**power)


def _syntax(number: str) -> str:
    return f'strconv.ParseFloat: parsing "{number}": invalid syntax'


def _power(unit: str) -> int | None:
    if unit[:1] not in POWERS or len(unit) > 3:
        return None
    if unit in POWERS:
        return POWERS[unit]
    tail = unit[1:]
    return POWERS[unit[0]] if unit[0] != "b" and tail in ("b", "ib") else None
