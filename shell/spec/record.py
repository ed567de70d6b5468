"""One CSV record as Go's encoding/csv reads it: `type=bind,"src=/a,b"`. Its errors are Go's words.

Python's csv module forgives what Go refuses (`a"b`), and names no column.
"""

from __future__ import annotations

_BARE = 'bare " in non-quoted-field'
_LOOSE = 'extraneous or missing " in quoted-field'


def read_record(text: str) -> list[str]:
    """The fields of the first record of `text`. Raises ValueError; columns in messages count bytes."""
    lines = _lines(text.encode("utf-8", "surrogateescape"))
    first = next((at for at, line in enumerate(lines) if line != b"\n"), None)
    if first is None:
        raise ValueError("EOF")
    return [field.decode("utf-8", "surrogateescape") for field in _Reader(lines, first).fields()]


def _lines(data: bytes) -> list[bytes]:
    lines = data.splitlines(keepends=True) if b"\r" not in data else _split(data)
    if lines and lines[-1].endswith(b"\r"):
        lines[-1] = lines[-1][:-1]
    return [line[:-2] + b"\n" if line.endswith(b"\r\n") else line for line in lines]


def _split(data: bytes) -> list[bytes]:
    """Lines that end with \\n only: a \\r inside is a character."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


class _Reader:
    """Reads one record, which may go on over several lines inside quotes."""

    def __init__(self, lines: list[bytes], start: int) -> None:
        self.lines, self.start, self.at = lines, start, start
        self.line = lines[start]
        self.column = 1

    def fields(self) -> list[bytes]:
        found: list[bytes] = []
        more = True
        while more:
            field, more = self._quoted() if self.line.startswith(b'"') else self._plain()
            found.append(field)
        return found

    def _plain(self) -> tuple[bytes, bool]:
        field, comma, _ = self.line.partition(b",")
        if not comma:
            field = field.removesuffix(b"\n")
        if (quote := field.find(b'"')) >= 0:
            raise self._error(self.at, self.column + quote, _BARE)
        self._move(len(field) + len(comma))
        return field, bool(comma)

    def _quoted(self) -> tuple[bytes, bool]:
        field = b""
        self._move(1)
        while True:
            part, quote, rest = self.line.partition(b'"')
            field += part
            self._move(len(part) + len(quote))
            if not quote:
                self._next_line(len(part))
            elif rest.startswith(b'"'):
                field += b'"'
                self._move(1)
            elif rest.startswith(b","):
                self._move(1)
                return field, True
            elif rest in (b"", b"\n"):
                return field, False
            else:
                raise self._error(self.at, self.column - 1, _LOOSE)

    def _next_line(self, read: int) -> None:
        """Go on in the next line, inside quotes."""
        if self.at + 1 >= len(self.lines):
            raise self._error(self.at, self.column, _LOOSE)
        self.at += 1
        self.line, self.column = self.lines[self.at], 1

    def _move(self, count: int) -> None:
        self.line, self.column = self.line[count:], self.column + count

    def _error(self, at: int, column: int, what: str) -> ValueError:
        place = f"parse error on line {at + 1}, column {column}: {what}"
        return ValueError(place if at == self.start else f"record on line {self.start + 1}; {place}")
