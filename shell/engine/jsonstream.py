"""JSON values one behind the other, decoded from bytes however they are cut."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..errors import TransportError

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
MOST = 64 << 20  # no single value of the Engine's streams comes near


class JsonStream:
    """`feed` gives the values that are complete, `close` raises TransportError when one is cut.

    Values stand one behind the other, with or without white space between them, as the Engine's progress, events and
    stats streams send them. Invalid UTF-8 becomes U+FFFD, as Go reads it.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._failure: TransportError | None = None

    def feed(self, data: bytes) -> Iterator[Any]:
        """The values that `data` completes; what is wrong is raised behind them, and by close."""
        values: list[Any] = []
        try:
            if self._failure is None:
                self._read(data, values)
        except TransportError as why:
            self._failure = why
        return self._told(values)

    def _told(self, values: list[Any]) -> Iterator[Any]:
        yield from values
        if self._failure is not None:
            raise self._failure

    def _read(self, data: bytes, values: list[Any]) -> None:
        whole = b"\n" in data or b"}" in data or b"]" in data
        data = self._rest + data
        if not whole:
            self._keep(data)
            return
        end = data.rfind(b"\n") + 1
        try:
            # The usual case: one value a line.
            values += [json.loads(line) for line in data[:end].split(b"\n") if line.strip()]
            data = data[end:]
        except ValueError:
            pass
        self._keep(data)
        if self._rest.strip():
            self._scan(values)

    def _keep(self, data: bytes) -> None:
        if len(data) > MOST:
            raise TransportError("a JSON value of the daemon's answer is longer than 64 MiB")
        self._rest = data

    def _scan(self, values: list[Any]) -> None:
        text = self._rest.decode("utf-8", "surrogateescape")
        at = _end(_SPACE.match(text, 0))
        while at < len(text):
            try:
                value, after = _DECODER.raw_decode(text, at)
            except json.JSONDecodeError as why:
                if _hopeless(text, at, why):
                    raise TransportError(f"invalid JSON in the daemon's answer: {why.msg}") from None
                break
            if after == len(text) and not isinstance(value, (dict, list, str)):
                break  # a number may go on
            values.append(value if text.isascii() else _clean(value))
            at = _end(_SPACE.match(text, after))
        self._rest = text[at:].encode("utf-8", "surrogateescape")

    def close(self) -> list[Any]:
        """The last value, if it only lacked an end; TransportError when the stream was cut within one, or broken."""
        if self._failure is not None:
            raise self._failure
        rest, self._rest = self._rest.strip(), b""
        if not rest:
            return []
        try:
            return [json.loads(rest)]
        except ValueError:
            raise TransportError("unexpected EOF") from None


def _end(match: re.Match[str] | None) -> int:
    assert match is not None
    return match.end()


def _hopeless(text: str, at: int, why: json.JSONDecodeError) -> bool:
    """Whether more bytes cannot mend it: the fault lies before the end of what is there."""
    if text[at] not in '{["-0123456789tfn':
        return True
    unterminated = why.msg.startswith(("Unterminated string", "Invalid \\"))
    return why.pos < len(text) - 8 and not unterminated


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value
