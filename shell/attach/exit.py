"""Waiting for a container's end beside its stream, and its exit status (POST /containers/{id}/wait)."""

from __future__ import annotations

import json
from typing import Any

from shell.engine.jsonstream import JsonStream
from shell.engine.stream import Stream
from shell.engine.transport import Engine, url
from shell.errors import ShellError, Status, TransportError

UNKNOWN = 125  # docker's status when the container's is not known


class ExitWait:
    """Registered with the Engine before the container starts, so that no end is missed.

    condition  next-exit, removed, or "" for not-running
    """

    def __init__(self, engine: Engine, name: str, condition: str = "") -> None:
        self._name = name
        query = {"condition": condition} if condition else {}
        self._stream: Stream = engine.stream("POST", url("/containers/{}/wait", name), query)
        self._data = b""
        self._done = False
        self._broken: TransportError | None = None

    def fileno(self) -> int:
        """Readable when the container has ended, or the connection has."""
        return self._stream.fileno()

    def pending(self) -> bool:
        """Whether something can be read although `fileno` is silent."""
        return not self._done and self._stream.pending()

    def ended(self) -> bool:
        """Read what has come -> whether there is nothing more to come."""
        if not self._done:
            self._read()
        return self._done

    def status(self) -> int:
        """The exit status, waited for. Raises Status 125 with what went wrong."""
        try:
            answer = self.answer()
        except TransportError as why:
            name = self._name[:12]
            raise Status(
                UNKNOWN, f"error waiting for container: {why}\n{name} may still run: docker attach {name}"
            ) from None
        error = (answer.get("Error") or {}).get("Message", "")
        if error:
            raise Status(UNKNOWN, f"Error waiting for container: {error}")
        return int(answer.get("StatusCode", 0))

    def answer(self) -> dict[str, Any]:
        """What the Engine says of the end, waited for. Raises TransportError when the connection ended before."""
        while not self._done:
            self._read()
        try:
            found = json.loads(self._data)
        except ValueError:
            raise self._broken or TransportError("unexpected EOF") from None
        return found if isinstance(found, dict) else {}

    def _read(self) -> None:
        try:
            data = self._stream.read1()
        except TransportError as why:
            self._broken, self._done = why, True
            return
        self._data += data
        self._done = not data

    def close(self) -> None:
        """Stop waiting."""
        self._stream.close()

    def __enter__(self) -> ExitWait:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()


class EventWait(ExitWait):
    """The same on an API older than 1.30, whose wait knows nothing of conditions: from the container's events."""

    def __init__(self, engine: Engine, name: str, condition: str) -> None:
        self._name = name
        filters = json.dumps({"type": {"container": True}, "container": {name: True}}, separators=(",", ":"))
        self._stream = engine.stream("GET", "/events", {"filters": filters})
        self._decoder = JsonStream()
        self._last = "destroy" if condition == "removed" else "die"
        self._code: int | None = None
        self._data, self._done, self._broken = b"", False, None

    def _read(self) -> None:
        try:
            data = self._stream.read1()
            self._done = not data
            for event in self._decoder.feed(data) if data else self._decoder.close():
                self._note(event)
        except TransportError as why:
            self._broken, self._done = why, True

    def _note(self, event: dict[str, Any]) -> None:
        action = event.get("Action") or event.get("status")
        if action == "die":
            attributes = (event.get("Actor") or {}).get("Attributes") or {}
            self._code = int(attributes.get("exitCode") or 0)
        self._done = self._done or action == self._last

    def answer(self) -> dict[str, Any]:
        while not self._done:
            self._read()
        return super().answer() if self._code is None else {"StatusCode": self._code}


def exit_wait(engine: Engine, name: str, condition: str) -> ExitWait:
    """Whatever tells the exit status of a container that is to be started (next-exit or removed)."""
    return (ExitWait if engine.at_least("1.30") else EventWait)(engine, name, condition)


def cut(why: ShellError) -> str:
    """What is said of a stream that ended too early."""
    return f"{why}: the output may be incomplete"
