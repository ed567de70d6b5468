"""Flag kinds: how the text behind a flag becomes a value, in pflag's words when it does not."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from .durations import duration_text, go_quote, parse_duration
from .sizes import parse_size


class Flag:
    """One flag of a command.

    `default` is what `call[name]` gives when the flag is not typed (None: the kind's zero). `since` is the lowest API
    version that knows the flag. `ours` marks what docker does not have. `complete` names a kind of word for completion;
    words with `|` between them are the only values.
    """

    kind: ClassVar[str] = "string"
    metavar: ClassVar[str] = "string"
    needs_value: ClassVar[bool] = True
    repeats: ClassVar[bool] = False
    zero: ClassVar[Any] = ""

    def __init__(
        self,
        name: str,
        short: str = "",
        help: str = "",
        *,
        default: Any = None,
        complete: str = "",
        hidden: bool = False,
        deprecated: str = "",
        since: str = "",
        experimental: bool = False,
        ostype: str = "",
        swarm: str = "",
        ours: bool = False,
        into: str = "",  # the flag that it is another spelling of: both add to one value
        type: str = "",  # what the surface calls it, where that is not the kind's own name
    ) -> None:
        self.name = name
        self.short = short
        self.help = help
        self.default = default
        self.complete = complete
        self.hidden = hidden
        self.deprecated = deprecated
        self.since = since
        self.experimental = experimental
        self.ostype = ostype
        self.swarm = swarm
        self.ours = ours
        self.into = into
        self.type = type

    def start(self) -> Any:
        """The value before any text was read."""
        return self.zero if self.default is None else self.default

    def read(self, text: str, before: Any) -> Any:
        """The value after `text`; ValueError with the cause in docker's words."""
        return text

    @property
    def called(self) -> str:
        """How messages name it: `-f, --filter`."""
        return f"-{self.short}, --{self.name}" if self.short else f"--{self.name}"

    @property
    def surface(self) -> str:
        """The kind's name in `--dump-spec`."""
        return self.type or self.kind

    def default_text(self) -> str:
        """The default as help prints it; "" where there is none to tell."""
        return "" if self.default is None or self.default in ("", [], {}, False) else str(self.default)


class String(Flag):
    """Any text; the last one given counts."""


class Bool(Flag):
    """`--flag`, or `--flag=` and one of Go's twelve spellings."""

    kind = "bool"
    metavar = ""
    needs_value = False
    zero = False

    def read(self, text: str, before: Any) -> bool:
        if text in ("1", "t", "T", "TRUE", "true", "True"):
            return True
        if text in ("0", "f", "F", "FALSE", "false", "False"):
            return False
        raise _not_parsed("ParseBool", text, "invalid syntax")

    def default_text(self) -> str:
        return "true" if self.default else ""


def _not_parsed(function: str, text: str, why: str) -> ValueError:
    """The error of Go's package strconv."""
    return ValueError(f"strconv.{function}: parsing {go_quote(text)}: {why}")


def go_integer(text: str, signed: bool = True) -> int:
    """Go's `strconv.ParseInt(text, 0, 64)` grammar: a base prefix, underscores between digits; ValueError."""
    body = text[1:] if signed and text[:1] in ("+", "-") else text
    prefixed = re.fullmatch(r"0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+", body)
    if not prefixed and not re.fullmatch(r"0|[1-9][0-9]*(?:_[0-9]+)*", body):
        raise ValueError("invalid syntax")
    octal = prefixed and re.fullmatch(r"0[0-7_]+", body)
    value = int(body.replace("_", ""), 8) if octal else int(body, 0)
    return -value if text[:1] == "-" and signed else value


class _Integer(Flag):
    zero = 0
    least: ClassVar[int] = -(2**63)
    most: ClassVar[int] = 2**63 - 1
    parser: ClassVar[str] = "ParseInt"

    def read(self, text: str, before: Any) -> int:
        try:
            value = go_integer(text, self.least < 0)
        except ValueError:
            raise _not_parsed(self.parser, text, "invalid syntax") from None
        if not self.least <= value <= self.most:
            raise _not_parsed(self.parser, text, "value out of range")
        return value

    def default_text(self) -> str:
        return "" if not self.default else str(self.default)


class Int(_Integer):
    kind = metavar = "int"


class Int64(_Integer):
    kind = "int64"
    metavar = "int"


class Uint64(_Integer):
    kind = "uint64"
    metavar = "uint"
    least = 0
    most = 2**64 - 1
    parser = "ParseUint"


class Uint16(Uint64):
    kind = metavar = "uint16"
    most = 2**16 - 1


class Float(Flag):
    """A floating-point number."""

    kind = "float"
    metavar = "float"
    zero = 0.0

    def read(self, text: str, before: Any) -> float:
        try:
            return float(text)
        except ValueError:
            raise _not_parsed("ParseFloat", text, "invalid syntax") from None


class List(Flag):
    """Given once per element."""

    kind = "list"
    metavar = "list"
    repeats = True

    def start(self) -> Any:
        return list(self.default or ())

    def read(self, text: str, before: Any) -> Any:
        return [*before, text]


class Filter(List):
    """`name=value`, repeated: a list of pairs, names in lower case."""

    kind = metavar = "filter"

    def read(self, text: str, before: Any) -> Any:
        if not text:
            return before
        name, equals, value = text.partition("=")
        if not equals:
            raise ValueError("bad format of filter (expected name=value)")
        return [*before, (name.strip().lower(), value.strip())]


class StringSlice(List):
    """Commas part the elements, as in a CSV line; the first one given replaces the default."""

    kind = "stringSlice"
    metavar = "strings"

    def read(self, text: str, before: Any) -> Any:
        from .record import read_record

        return [*before, *read_record(text)] if text else before


class Map(Flag):
    """`KEY=VALUE`, repeated."""

    kind = metavar = "map"
    repeats = True

    def start(self) -> Any:
        return dict(self.default or {})

    def read(self, text: str, before: Any) -> Any:
        key, _, value = text.partition("=")
        return {**before, key: value}


class StringToString(Map):
    """`key=value` pairs, commas between them as in a CSV line; a single pair may hold commas."""

    kind = metavar = "stringToString"

    def read(self, text: str, before: Any) -> Any:
        from .record import read_record

        pairs = dict(before)
        single = not text or text.count("=") == 1
        for part in [text.strip('"')] if single else read_record(text):
            key, equals, value = part.partition("=")
            if not equals:
                raise ValueError(f"{part} must be formatted as key=value")
            pairs[key] = value
        return pairs


class Duration(Flag):
    """Go's durations (`1h5m`), in nanoseconds."""

    kind = metavar = "duration"
    zero = 0

    def read(self, text: str, before: Any) -> int:
        return parse_duration(text)

    def default_text(self) -> str:
        return duration_text(self.default) if self.default else ""


class Bytes(Flag):
    """A size with an optional unit (`512m`), in bytes."""

    kind = metavar = "bytes"
    zero = 0

    def read(self, text: str, before: Any) -> int:
        return parse_size(text)

    def default_text(self) -> str:
        return "" if not self.default else str(self.default)


class Decimal(Flag):
    """A number of at most nine decimals, in billionths (`--cpus`)."""

    kind = "decimal"
    metavar = "decimal"
    zero = 0

    def read(self, text: str, before: Any) -> int:
        from fractions import Fraction

        try:
            if text != text.strip():
                raise ValueError
            hexadecimal = re.fullmatch(r"[+-]?0[xX][0-9a-fA-F]+", text)
            nano = Fraction(int(text, 16) if hexadecimal else text) * 10**9
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"failed to parse {text} as a rational number") from None
        if nano.denominator != 1:
            raise ValueError("value is too precise")
        return int(nano)


HELP = Bool("help", "", "Print usage")
