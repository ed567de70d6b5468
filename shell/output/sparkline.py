"""The last values of something as a line of small bars."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

STEPS = " ▁▂▃▄▅▆▇█"


def sparkline(values: Iterable[float], top: float) -> str:
    """One character a value; `top` and more is a whole block, whatever is above 0 at least the lowest one."""
    return "".join(STEPS[_step(value, top)] for value in values)


def _step(value: float, top: float) -> int:
    if value <= 0 or top <= 0:
        return 0
    return min(max(round(value / top * 8), 1), 8)


class Trends:
    """The last values of many things by name, as many as a line shows; what is not told of again is forgotten."""

    def __init__(self, length: int = 20) -> None:
        self.length = length
        self._values: dict[str, deque[float]] = {}

    def take(self, told: dict[str, float]) -> None:
        """The values of now, of everything that there is."""
        self._values = {name: self._values.get(name, deque([0.0] * self.length, maxlen=self.length)) for name in told}
        for name, value in told.items():
            self._values[name].append(value)

    def line(self, name: str, least_top: float) -> str:
        """Its sparkline, `length` characters; a whole block is its greatest value, `least_top` if that is more."""
        values = self._values.get(name, ())
        return sparkline(values, max([least_top, *values]))
