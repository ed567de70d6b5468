"""Every failure the user can see; imports nothing of ours.

ShellError                 exit status 1
├── UsageError             flags and arguments of a command: 125 or 1
├── DaemonError            the Engine answered with a status of 400 or more
│   └── NotFound           404
├── CannotConnect          nothing listens, or not for us
├── TransportError         the connection broke, or its bytes are no HTTP
├── Cancelled              a job was ended: 130
├── UnknownCommand         nothing by that name
├── Joined                 several failures of one command, in their order
└── Status                 a status of its own, often without a message
    ├── Interrupted        Ctrl-C: 130, and nothing more of the line runs
    └── Leave              `exit`: the session or the script ends
"""

from __future__ import annotations

from collections.abc import Sequence


class ShellError(Exception):
    """Ends a command; `str()` of it is the message on stderr, `status` the exit status."""

    status = 1

    def __init__(self, message: str = "", status: int | None = None) -> None:
        super().__init__(message)
        if status is not None:
            self.status = status


class UsageError(ShellError):
    """A command line that its declaration refuses; docker's text and status.

    `brief` is the message without docker's frame of usage lines; `word` the position of the word at fault.
    """

    def __init__(self, message: str = "", status: int | None = None, brief: str = "", word: int = 0) -> None:
        super().__init__(message, status)
        self.brief = brief or message
        self.word = word


class DaemonError(ShellError):
    """The Engine refused. `code` is the HTTP status, `message` the daemon's own text, or ours if it is not `told`."""

    def __init__(self, message: str, code: int = 500, told: bool = True) -> None:
        super().__init__(f"Error response from daemon: {message}" if told else message)
        self.message = message
        self.code = code


class NotFound(DaemonError):
    """The Engine knows no such object (404)."""


class CannotConnect(ShellError):
    """No connection to the Engine could be made."""


class TransportError(ShellError):
    """The connection broke, or what came over it is not what HTTP allows."""


class Cancelled(ShellError):
    """Somebody ended the job that ran this."""

    status = 130


class UnknownCommand(ShellError):
    """No method of that name; `words` are what was typed."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(f"Error: Command not found: {words[0] if words else ''}")
        self.words = list(words)


class Joined(ShellError):
    """Several failures, one a line; the status is the first one's."""

    def __init__(self, errors: Sequence[ShellError]) -> None:
        super().__init__("\n".join(str(error) for error in errors), errors[0].status)
        self.errors = list(errors)


class Status(ShellError):
    """A status and, if any, a message: `run` hands on its container's."""

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message, status)


class Interrupted(Status):
    """Ctrl-C ended the command; what stands behind it on the line does not run."""

    def __init__(self) -> None:
        super().__init__(130)


class Leave(Status):
    """`exit N`: whoever reads lines stops reading."""
