"""Go's fmt: values as %v and the other verbs print them, Sprint, Sprintln and Sprintf."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from shell.output.template import floats
from shell.output.template.strings import is_print, quote, to_bytes
from shell.output.template.values import (
    INVALID,
    Invalid,
    Nil,
    Pointer,
    Stringer,
    Struct,
    Value,
    is_integer,
    is_nil,
    type_name,
)

MAX_DEPTH = 100
_TOO_LARGE = 1_000_000
_FLAG = re.compile(r"[#0+\- ]*")


class Spec(NamedTuple):
    """One directive: its verb, flags, width and precision."""

    verb: str = "v"
    sharp: bool = False
    zero: bool = False
    plus: bool = False
    minus: bool = False
    space: bool = False
    width: int | None = None
    precision: int | None = None
    go: bool = False  # %#v: Go syntax
    named: bool = False  # %+v: field names


PLAIN = Spec()


def _pad(text: str, spec: Spec) -> str:
    missing = (spec.width or 0) - len(text)
    if missing <= 0:
        return text
    if spec.minus:
        return text + " " * missing
    if spec.zero:
        return "0" * missing + text
    return " " * missing + text


def _bad(value: Value, spec: Spec) -> str:
    if value is None or isinstance(value, Invalid):
        return f"%!{spec.verb}(<nil>)"
    return f"%!{spec.verb}({type_name(value)}={_any(value, spec._replace(verb='v'))})"


def _string(value: str, spec: Spec) -> str:
    if spec.precision is not None and spec.verb in "svqxX":
        value = value[: spec.precision]
    match spec.verb:
        case "v" if spec.go:
            return _quoted(value, spec)
        case "v" | "s":
            return _pad(value, spec)
        case "q":
            return _quoted(value, spec)
        case "x" | "X":
            return _pad(_hex(to_bytes(value), spec), spec)
    return _bad(value, spec)


def _quoted(value: str, spec: Spec) -> str:
    if spec.sharp and spec.verb == "q" and "`" not in value and all(is_print(c) or c == "\t" for c in value):
        return _pad(f"`{value}`", spec)
    return _pad(quote(value, ascii_only=spec.plus), spec)


def _hex(data: bytes, spec: Spec) -> str:
    pairs = [f"{byte:02x}" if spec.verb == "x" else f"{byte:02X}" for byte in data]
    prefix = f"0{spec.verb}" if spec.sharp else ""
    if spec.space:
        return " ".join(prefix + pair for pair in pairs)
    return prefix + "".join(pairs) if pairs else ""


def _integer(value: int, spec: Spec) -> str:
    match spec.verb:
        case "v" if spec.go and type_name(value).startswith("uint"):
            return hex(value)
        case "v" | "d":
            return _digits(value, f"{abs(value)}", "", spec)
        case "b":
            return _digits(value, f"{abs(value):b}", "0b" if spec.sharp else "", spec)
        case "o":
            return _digits(value, f"{abs(value):o}", "0" if spec.sharp else "", spec)
        case "O":
            return _digits(value, f"{abs(value):o}", "0o", spec)
        case "x" | "X":
            text = f"{abs(value):{spec.verb}}"
            return _digits(value, text, f"0{spec.verb}" if spec.sharp else "", spec)
        case "c":
            return _pad(_character(value), spec)
        case "q":
            return _pad(quote(_character(value), ascii_only=spec.plus, mark="'"), spec)
        case "U":
            shown = f"U+{value & 0xFFFFFFFFFFFFFFFF:0{max(4, spec.precision or 0)}X}"
            if spec.sharp and value <= 0x10FFFF and is_print(chr(value)):
                shown += f" '{chr(value)}'"
            return _pad(shown, spec)
    return _bad(value, spec)


def _character(value: int) -> str:
    good = 0 <= value <= 0x10FFFF and not 0xD800 <= value < 0xE000
    return chr(value) if good else "\ufffd"


def _digits(value: int, digits: str, prefix: str, spec: Spec) -> str:
    sign = "-" if value < 0 else "+" if spec.plus else " " if spec.space else ""
    if spec.precision is not None:
        digits = digits.rjust(spec.precision, "0") if spec.precision or value else ""
        if not digits:
            return _pad("", spec)
    elif spec.zero and not spec.minus and spec.width is not None:
        digits = digits.rjust(spec.width - len(sign), "0")
    if prefix == "0" and digits.startswith("0"):
        prefix = ""
    return _pad(sign + prefix + digits, spec)


def _float(value: float, spec: Spec) -> str:
    if spec.verb not in "veEfFgGxXb":
        return _bad(value, spec)
    text = floats.spell(value, spec.verb, spec.precision)
    if spec.sharp and spec.verb not in "bv":
        text = _with_point(text, spec)
    finite = text[-1] not in "fN"
    sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("+", text)
    if sign == "+" and not spec.plus and (finite or text == "NaN"):
        sign = " " if spec.space else ""
    if text == "+Inf":
        sign = "+"
    if spec.zero and not spec.minus and finite and spec.width is not None:
        digits = digits.rjust(spec.width - len(sign), "0")
    return _pad(sign + digits, spec if finite else spec._replace(zero=False))


def _with_point(text: str, spec: Spec) -> str:
    """What '#' asks for: a decimal point always, and %g keeps its trailing zeros."""
    mantissa, mark, exponent = text.partition("E" if spec.verb.isupper() else "e")
    if "." not in mantissa:
        mantissa += "."
    if spec.verb in "gG":
        wanted = 6 if spec.precision is None else spec.precision
        shown = mantissa.lstrip("+-").replace(".", "").lstrip("0") or "0"
        mantissa += "0" * (wanted - len(shown))
    return mantissa + mark + exponent


def _complex(value: complex, spec: Spec) -> str:
    if spec.verb not in "veEfFgGxXb":
        return _bad(value, spec)
    signed = spec._replace(plus=True)
    return f"({_float(value.real, spec)}{_float(value.imag, signed)}i)"


def _list(value: list[Value], spec: Spec, depth: int) -> str:
    if spec.verb == "p":
        return hex(id(value))
    if spec.go:
        if is_nil(value):
            return f"{type_name(value)}(nil)"
        return type_name(value) + "{" + ", ".join(_any(item, spec, depth + 1) for item in value) + "}"
    return "[" + " ".join(_any(item, spec, depth + 1) for item in value) + "]"


def _map(value: dict[str, Value], spec: Spec, depth: int) -> str:
    if spec.verb == "p":
        return hex(id(value))
    pairs = [f"{_any(key, spec, depth + 1)}:{_any(value[key], spec, depth + 1)}" for key in sorted(value)]
    if spec.go:
        return f"{type_name(value)}(nil)" if is_nil(value) else type_name(value) + "{" + ", ".join(pairs) + "}"
    return "map[" + " ".join(pairs) + "]"


def _address(value: Value) -> str:
    return f"0xc{id(value) & 0xFFFFFFFFF:09x}"


def _struct(value: Struct, spec: Spec, depth: int) -> str:
    if value.pointer and depth:
        return _address(value)
    named = spec.named or spec.go
    parts = [(f"{name}:" if named else "") + _any(item, spec, depth + 1) for name, item in value.fields.items()]
    body = ("{" + ", ".join(parts) + "}") if spec.go else "{" + " ".join(parts) + "}"
    start = "&" if value.pointer else ""
    return start + (value.go_type if spec.go else "") + body


def _any(value: Value, spec: Spec, depth: int = 0) -> str:
    """One value by one directive."""
    if depth > MAX_DEPTH:
        return "..."
    if spec.verb == "T":
        return _string(type_name(value), Spec("s", width=spec.width, minus=spec.minus))
    if isinstance(value, Nil) and spec.verb != "v":
        return _integer(0, spec) if spec.verb in "bodxX" else f"%!{spec.verb}({type_name(value)}=<nil>)"
    if value is None or isinstance(value, (Invalid, Nil)):
        if spec.go and isinstance(value, Nil):
            return f"({type_name(value)})(nil)"
        if depth and spec.go:
            return "interface {}(nil)"
        return _pad("<nil>", spec) if spec.verb == "v" or depth else f"%!{spec.verb}(<nil>)"
    if isinstance(value, str):
        return _string(value, spec)
    if isinstance(value, bool):
        return _pad("true" if value else "false", spec) if spec.verb in "tv" else _bad(value, spec)
    if isinstance(value, Stringer) and spec.verb in "vsqxX" and not (spec.go and isinstance(value, (int, Struct))):
        return _string(value.go_string(), spec)
    if is_integer(value):
        return _integer(value, spec)
    if isinstance(value, float):
        return _float(value, spec)
    if isinstance(value, list):
        return _list(value, spec, depth)
    if isinstance(value, dict):
        return _map(value, spec, depth)
    if isinstance(value, Struct):
        return _struct(value, spec, depth)
    if isinstance(value, complex):
        return _complex(value, spec)
    if isinstance(value, Pointer) and spec.verb in "vp":
        return _address(value)
    return f"&{{{type_name(value)}}}" if spec.verb == "v" else _bad(value, spec)


def text_of(value: Value) -> str:
    """The value as %v prints it."""
    return value if isinstance(value, str) else _any(value, PLAIN)


def shown(value: Value) -> str:
    """The value as a template's action prints it: pointers are followed first."""
    if isinstance(value, str):
        return value
    if isinstance(value, Pointer):
        return shown(value.value)
    if isinstance(value, Struct) and value.pointer and not isinstance(value, Stringer):
        return _struct(Struct(value.go_type, value.fields), PLAIN, 0)
    return "<no value>" if isinstance(value, Invalid) else _any(value, PLAIN)


def sprint(args: list[Value]) -> str:
    """Go's fmt.Sprint: a space between neighbours that are both no strings."""
    parts: list[str] = []
    for at, arg in enumerate(args):
        if at and not isinstance(arg, str) and not isinstance(args[at - 1], str):
            parts.append(" ")
        parts.append(text_of(arg))
    return "".join(parts)


def sprintln(args: list[Value]) -> str:
    return " ".join(map(text_of, args)) + "\n"


class _Formatter:
    """One Sprintf: walks the format and takes arguments, in order or by [n]."""

    def __init__(self, form: str, args: list[Value]) -> None:
        self.form, self.args, self.spec = form, args, PLAIN
        self.at = self.next = 0
        self.reordered = self.good_index = False

    def run(self) -> str:
        out: list[str] = []
        while self.at < len(self.form):
            percent = self.form.find("%", self.at)
            if percent < 0:
                out.append(self.form[self.at :])
                break
            out.append(self.form[self.at : percent])
            self.at = percent + 1
            out.append(self._directive())
        if not self.reordered and self.next < len(self.args):
            out.append("%!(EXTRA " + ", ".join(map(self._extra, self.args[self.next :])) + ")")
        return "".join(out)

    @staticmethod
    def _extra(arg: Value) -> str:
        return "<nil>" if arg is None or arg is INVALID else f"{type_name(arg)}={text_of(arg)}"

    def _directive(self) -> str:
        found = _FLAG.match(self.form, self.at)
        flags = found.group() if found else ""
        self.at += len(flags)
        self.spec = Spec("", "#" in flags, "0" in flags, "+" in flags, "-" in flags, " " in flags)
        self.good_index, trouble = True, ""
        indexed = self._index()
        if self._char() == "*":
            trouble += self._star_width()
            indexed = False
        else:
            self.spec = self.spec._replace(width=self._number())
            if indexed and self.spec.width is not None:
                self.good_index = False
        trouble += self._precision(indexed)
        return trouble + self._verb()

    def _char(self) -> str:
        return self.form[self.at : self.at + 1]

    def _number(self) -> int | None:
        value: int | None = None
        while self._char() and self._char() in "0123456789":
            if value is not None and value > _TOO_LARGE:
                self.at = len(self.form)
                return None
            value = (value or 0) * 10 + int(self._char())
            self.at += 1
        return value

    def _star(self) -> tuple[int | None, bool]:
        self.at += 1
        value = self.args[self.next] if self.next < len(self.args) else None
        self.next += self.next < len(self.args)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _TOO_LARGE:
            return int(value), True
        return None, False

    def _star_width(self) -> str:
        width, good = self._star()
        if width is not None and width < 0:
            self.spec, width = self.spec._replace(minus=True, zero=False), -width
        self.spec = self.spec._replace(width=width)
        return "" if good else "%!(BADWIDTH)"

    def _precision(self, indexed: bool) -> str:
        if self._char() != "." or self.at + 1 > len(self.form):
            if not indexed:
                self._index()
            return ""
        self.at += 1
        if indexed:
            self.good_index = False
        indexed = self._index()
        if self._char() == "*":
            precision, good = self._star()
            if precision is not None and precision < 0:
                precision = None
            self.spec = self.spec._replace(precision=precision)
            good = good and precision is not None
            self._index()
            return "" if good else "%!(BADPREC)"
        self.spec = self.spec._replace(precision=self._number() or 0)
        if not indexed:
            self._index()
        return ""

    def _index(self) -> bool:
        """Read ``[n]`` if it is there; True if it was."""
        if self._char() != "[":
            return False
        self.reordered = True
        end = self.form.find("]", self.at)
        inside = self.form[self.at + 1 : end] if end >= 0 else ""
        self.at = end + 1 if end >= 0 else self.at + 1
        if not inside.isdecimal() or not 0 < int(inside[:9]) <= len(self.args):
            self.good_index = False
            return bool(inside.isdecimal())
        self.next = int(inside) - 1
        return True

    def _verb(self) -> str:
        if self.at >= len(self.form):
            return "%!(NOVERB)"
        spec = self.spec._replace(verb=self._char())
        self.at += 1
        if spec.verb == "%":
            return "%"
        if not self.good_index:
            return f"%!{spec.verb}(BADINDEX)"
        if self.next >= len(self.args):
            return f"%!{spec.verb}(MISSING)"
        if spec.verb == "v":
            spec = spec._replace(go=spec.sharp, named=spec.plus, sharp=False, plus=False)
        arg: Any = self.args[self.next]
        self.next += 1
        if spec.verb == "w":
            return f"%!w({type_name(arg)}={text_of(arg)})"
        return _any(arg, spec)


def sprintf(form: str, args: list[Value]) -> str:
    """Go's fmt.Sprintf, its remarks on wrong arguments (``%!d(string=hi)``) included."""
    return _Formatter(form, args).run()
