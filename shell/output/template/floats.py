"""Floating point numbers as Go's strconv spells them."""

from __future__ import annotations

import math


def _special(value: float) -> str | None:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return None


def _shortest(value: float) -> tuple[str, int]:
    """The fewest digits that read back as the value, and its decimal exponent (d.ddd * 10^n)."""
    mantissa, exponent = f"{float.__repr__(abs(value))}e0".split("e")[:2]
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return "0", 0
    point = len(whole.lstrip("0")) or -(len(fraction) - len(fraction.lstrip("0")))
    return digits.rstrip("0") or "0", int(exponent) + point - 1


def _scientific(digits: str, exponent: int) -> str:
    fraction = "." + digits[1:] if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _plain(digits: str, exponent: int) -> str:
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    if len(digits) <= exponent + 1:
        return digits + "0" * (exponent + 1 - len(digits))
    return digits[: exponent + 1] + "." + digits[exponent + 1 :]


def shortest(value: float, low: int = -4, high: int = 6) -> str:
    """Go's %v: the fewest digits, with an exponent below ``low`` and from ``high`` on."""
    special = _special(value)
    if special is not None:
        return special
    digits, exponent = _shortest(value)
    sign = "-" if math.copysign(1, value) < 0 else ""
    return sign + (_scientific if exponent < low or exponent >= high else _plain)(digits, exponent)


def _general(value: float, precision: int) -> str:
    """%g with a precision."""
    precision = precision or 1
    text = f"{abs(value):.{precision - 1}e}"
    mantissa, exponent = text.split("e")
    digits = mantissa.replace(".", "").rstrip("0") or "0"
    limit = len(digits) if precision > len(digits) >= int(exponent) + 1 else precision
    if int(exponent) < -4 or int(exponent) >= limit:
        return _scientific(digits, int(exponent))
    return _plain(digits, int(exponent))


def spell(value: float, verb: str, precision: int | None) -> str:
    """One of e, E, f, F, g, G, x, X, b and v, without width or flags; the sign is part of it."""
    special = _special(value)
    if special is not None:
        return special
    sign = "-" if math.copysign(1, value) < 0 else ""
    lower = verb.lower()
    if lower in "gv":
        text = shortest(abs(value)) if precision is None else _general(value, precision)
    elif lower == "f":
        text = f"{abs(value):.{6 if precision is None else precision}f}"
    elif lower == "e":
        text = f"{abs(value):.{6 if precision is None else precision}e}"
    elif lower == "x":
        text = _hexadecimal(abs(value), precision)
    else:
        text = _binary(abs(value))
    return sign + (text.upper() if verb in "EGX" else text)


def _hexadecimal(value: float, precision: int | None) -> str:
    if value == 0:
        return "0x0" + ("." + "0" * precision if precision else "") + "p+00"
    mantissa, exponent = math.frexp(value)
    bits, exponent = int(math.ldexp(mantissa, 53)), exponent - 1
    digits = f"{bits - (1 << 52):013x}"
    if precision is None:
        digits = digits.rstrip("0")
        whole = 1
    elif precision < 13:
        shift = 4 * (13 - precision)
        kept, rest = divmod(bits, 1 << shift)
        kept += rest * 2 > 1 << shift or (rest * 2 == 1 << shift and kept & 1)
        whole, tail = divmod(kept, 1 << (4 * precision))
        if whole == 2:
            whole, exponent = 1, exponent + 1
        digits = f"{tail:0{precision}x}" if precision else ""
    else:
        whole, digits = 1, digits.ljust(precision, "0")
    return f"0x{whole}{'.' + digits if digits else ''}p{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _binary(value: float) -> str:
    mantissa, exponent = math.frexp(value)
    return f"{int(math.ldexp(mantissa, 53))}p{exponent - 53:+d}" if value else "0p-1074"
