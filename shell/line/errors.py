"""What can be wrong with a line: always with the place where it is wrong."""

from __future__ import annotations

from shell.errors import ShellError


class LineError(ShellError):
    """A line that cannot be understood; `line` and `column` count characters from 1."""

    status = 2

    def __init__(self, message: str, column: int, line: int = 1) -> None:
        place = f"column {column}" if line == 1 else f"line {line}, column {column}"
        super().__init__(f"syntax error at {place}: {message}")
        self.message = message
        self.column = column
        self.line = line


class Incomplete(LineError):
    """Only the end is missing: a line that has the pattern `wants` may bring it ("" when any line may)."""

    def __init__(self, message: str, column: int, line: int = 1, wants: str = "") -> None:
        super().__init__(message, column, line)
        self.wants = wants


def place(text: str, offset: int) -> tuple[int, int]:
    """Offset -> (column, line), both from 1."""
    return offset - text.rfind("\n", 0, offset), text.count("\n", 0, offset) + 1
