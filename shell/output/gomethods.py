"""Go's types with methods that a template can call: times, durations, ports, and a container's modes."""

from __future__ import annotations

from collections.abc import Callable

from shell.output.template.values import Int, Methods, Stringer, Text
from shell.output.units import NANOSECONDS, duration


def _part(layout: str) -> Callable[[Time], int]:
    """A method: the part of a time that Go's layout shows."""
    return lambda time: int(time.Format(layout))


class Time(Methods, Stringer):
    """time.Time."""

    go_type = "time.Time"

    def __init__(self, text: str) -> None:
        self.text = text

    def go_string(self) -> str:
        from shell.engine.timestamps import go_string_of

        return go_string_of(self.text)

    def to_json(self) -> str:
        return self.text or "0001-01-01T00:00:00Z"

    def _moment(self) -> tuple[int, int]:
        from shell.engine.timestamps import parse_rfc3339

        return parse_rfc3339(self.to_json())

    def _in_zone(self, local: bool) -> Time:
        from shell.engine.timestamps import rfc3339

        return Time(rfc3339(*self._moment(), local=local))

    def String(self) -> str:
        return self.go_string()

    def Format(self, layout: str) -> str:
        from shell.engine.timestamps import formatted

        return formatted(self.to_json(), layout)

    def Unix(self) -> Int:
        return Int(self._moment()[0], "int64")

    def UnixNano(self) -> Int:
        seconds, nanoseconds = self._moment()
        return Int(seconds * NANOSECONDS["s"] + nanoseconds, "int64")

    def UTC(self) -> Time:
        return self._in_zone(local=False)

    def Local(self) -> Time:
        return self._in_zone(local=True)

    def IsZero(self) -> bool:
        return self.to_json().startswith("0001-01-01T00:00:00")

    Year, Day, YearDay = _part("2006"), _part("2"), _part("002")
    Hour, Minute, Second = _part("15"), _part("4"), _part("5")


class Duration(Int, Methods, Stringer):
    """time.Duration: a number of nanoseconds that prints as 1m30s."""

    def go_string(self) -> str:
        return duration(int(self))

    def String(self) -> str:
        return self.go_string()

    def Hours(self) -> float:
        return self / NANOSECONDS["h"]

    def Minutes(self) -> float:
        return self / NANOSECONDS["m"]

    def Seconds(self) -> float:
        return self / NANOSECONDS["s"]

    def Milliseconds(self) -> Int:
        return Int(int(self / NANOSECONDS["ms"]), "int64")


class Port(Text, Methods):
    """nat.Port: ``80/tcp``."""

    def __new__(cls, text: str, go_type: str = "nat.Port") -> Port:
        made = super().__new__(cls, text, go_type)
        assert isinstance(made, Port)
        return made

    def Port(self) -> str:
        return self.partition("/")[0]

    def Proto(self) -> str:
        return (self.partition("/")[2] or "tcp") if self else ""

    def Int(self) -> int:
        number = self.Port()
        return int(number) if number.isdecimal() else 0


class Mode(Text, Methods):
    """Whose processes, users… a container shares: the host's, another container's, or none."""

    def IsHost(self) -> bool:
        return self == "host"

    def IsPrivate(self) -> bool:
        return not (self.IsHost() or self.IsContainer())

    def IsContainer(self) -> bool:
        return self.startswith("container:")

    def Container(self) -> str:
        return self.partition(":")[2] if self.IsContainer() else ""


class IpcMode(Mode):
    """container.IpcMode."""

    def IsPrivate(self) -> bool:
        return self == "private"

    def IsShareable(self) -> bool:
        return self == "shareable"

    def IsNone(self) -> bool:
        return self == "none"

    def IsEmpty(self) -> bool:
        return self == ""


class NetworkMode(Mode):
    """container.NetworkMode."""

    def IsNone(self) -> bool:
        return self == "none"

    def IsDefault(self) -> bool:
        return self == "default"

    def IsBridge(self) -> bool:
        return self == "bridge"

    def IsUserDefined(self) -> bool:
        return self not in ("default", "bridge", "host", "none") and not self.IsContainer()

    def UserDefined(self) -> str:
        return str(self) if self.IsUserDefined() else ""

    def ConnectedContainer(self) -> str:
        return self.Container()

    def NetworkName(self) -> str:
        return "container" if self.IsContainer() else str(self)


#: The string types that have methods.
MODES: dict[str, type[Text]] = {
    "container.NetworkMode": NetworkMode,
    "container.IpcMode": IpcMode,
    "container.PidMode": Mode,
}
