"""Redirections: files opened before a command runs, and closed, with their errors, after it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress

from shell.errors import ShellError
from shell.line.tree import Redirect, Word
from shell.streams import In, Out, Streams

_FLAGS = {
    "<": os.O_RDONLY,
    ">": os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
    ">>": os.O_WRONLY | os.O_CREAT | os.O_APPEND,
}


class CannotOpen(ShellError):
    """The file of a redirection; sh's status."""

    status = 2


class Redirected:
    """Opens redirections in their order: `streams` is what the command gets. Close it, whatever happened."""

    def __init__(self, streams: Streams) -> None:
        self.streams = streams
        self._opened: list[int] = []

    def apply(self, redirects: Iterable[Redirect], text: Callable[[Word], str]) -> None:
        """Open each; `text` expands a word. CannotOpen tells which file and why."""
        for redirect in redirects:
            if redirect.operation == "dup":
                self._copy(redirect)
            elif isinstance(redirect.target, Word):
                value = text(redirect.target)
                self._set(
                    redirect.fd, self._text(value) if redirect.operation == "text" else self._file(redirect, value)
                )

    def _copy(self, redirect: Redirect) -> None:
        source = self.streams.out if redirect.target == 1 else self.streams.err
        if redirect.fd == 1:
            self.streams = self.streams.replaced(out=source)
        else:
            self.streams = self.streams.replaced(err=source)

    def _set(self, fd: int, opened: int) -> None:
        self._opened.append(opened)
        if fd == 0:
            self.streams = self.streams.replaced(stdin=In(opened, os.isatty(opened)))
        elif fd == 1:
            self.streams = self.streams.replaced(out=Out(fd=opened, isatty=os.isatty(opened)))
        else:
            self.streams = self.streams.replaced(err=Out(fd=opened, isatty=os.isatty(opened)))

    def _file(self, redirect: Redirect, name: str) -> int:
        try:
            return os.open(os.fsencode(name), _FLAGS[redirect.operation], 0o666)
        except (OSError, ValueError) as why:
            verb = "open" if redirect.fd == 0 else "create"
            raise CannotOpen(f"cannot {verb} {name}: {_reason(why)}") from None

    def _text(self, value: str) -> int:
        """A here-document: a file without a name, so that any reader, a program too, can have it."""
        with tempfile.TemporaryFile() as file:
            file.write(value.encode("utf-8", "surrogateescape"))
            file.seek(0)
            return os.dup(file.fileno())

    def abandon(self) -> None:
        """Close the files of a command that failed: only that failure is told."""
        with suppress(ShellError):
            self.close()

    def close(self) -> None:
        """Write out what is held and close the files; ShellError when that fails."""
        failures: list[OSError] = []
        for out in (self.streams.out, self.streams.err):
            if out.fileno() in self._opened:
                _try(out.flush, failures)
                out.drop()
        for fd in self._opened:
            _try(lambda fd=fd: os.close(fd), failures)  # type: ignore[misc]
        self._opened.clear()
        if failures:
            raise ShellError(f"write: {_reason(failures[0])}")


def _try(action: Callable[[], None], failures: list[OSError]) -> None:
    try:
        action()
    except BrokenPipeError:
        pass
    except OSError as why:
        failures.append(why)


def _reason(why: OSError | ValueError) -> str:
    text = why.strerror if isinstance(why, OSError) and why.strerror else str(why)
    return text[:1].lower() + text[1:]
