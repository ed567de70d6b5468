"""Plain calls over our own HTTP, for a process that makes a few: to load requests would take longer than they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import TransportError
from ..streams import PIECE
from .dial import LOCAL, absolute, described, dial, readable
from .http1 import Body, Head, UntilClose, body_of
from .stream import Exchange, Upload, placed
from .transport import SAFE, Answer

if TYPE_CHECKING:
    from ..config.endpoint import Endpoint
    from .dial import Socket


class Direct:
    """Sends whole requests and gives whole answers, over connections kept between them.

    CannotConnect and TransportError are all it raises.
    """

    def __init__(self, endpoint: Endpoint, environ: Mapping[str, str]) -> None:
        self._endpoint, self._environ = endpoint, environ
        self._prefix, self._fields = absolute(endpoint, environ)
        if endpoint.address.scheme not in LOCAL:
            self._fields = {"Host": endpoint.address.netloc, **self._fields}
        self._kept: list[Socket] = []

    def send(
        self, method: str, target: str, body: Upload, headers: Mapping[str, str], seconds: float | None = None
    ) -> Answer:
        """One request; a stale kept connection is replaced once when the call is safe to repeat.

        `seconds` is how long a silence may last; None: for ever.
        """
        request = described(self._endpoint, method, target)
        fields = {**self._fields, **headers}
        try:
            talk, head, framing = self._ask(method, self._prefix + target, fields, body, seconds, request)
        except TransportError as why:
            raise TransportError(placed(why, request)) from None
        try:
            return Answer(head.status, head.headers, _whole(talk, framing))
        finally:
            if _reusable(head, framing):
                self._kept.append(talk.sock)
            else:
                talk.close()

    def _ask(
        self, method: str, target: str, fields: Mapping[str, str], body: Upload, seconds: float | None, request: str
    ) -> tuple[Exchange, Head, Body]:
        """The answer's head, and what goes on to read its body with the framing of that."""
        kept = self._take()
        if kept is not None:
            try:
                return _exchanged(kept, method, target, fields, body, seconds)
            except TransportError:
                if method not in SAFE:
                    raise
        sock = dial(self._endpoint, environ=self._environ, request=request, tunnel=False)
        return _exchanged(sock, method, target, fields, body, seconds)

    def _take(self) -> Socket | None:
        """A kept connection; one that has something to say between two requests says that it is over."""
        while True:
            try:
                sock = self._kept.pop()
            except IndexError:
                return None
            if not readable(sock):
                return sock
            sock.close()

    def close(self) -> None:
        """Close what is kept."""
        while self._kept:
            self._kept.pop().close()


def _exchanged(
    sock: Socket, method: str, target: str, fields: Mapping[str, str], body: Upload, seconds: float | None
) -> tuple[Exchange, Head, Body]:
    talk = Exchange(sock)
    try:
        sock.settimeout(seconds)
        head = talk.run(method, target, fields, body)
        return talk, head, body_of(method, head)
    except BaseException:
        talk.close()
        raise


def _whole(talk: Exchange, framing: Body) -> bytes:
    """The answer's whole body."""
    pieces = [framing.feed(bytes(talk.early))] if talk.early else []
    while not framing.done:
        if framing.failure:
            raise framing.failure
        if data := talk.sock.recv(PIECE):
            pieces.append(framing.feed(data))
        else:
            framing.close()
    return b"".join(pieces)


def _reusable(head: Head, framing: Body) -> bool:
    """Whether another request may follow on the connection."""
    closes = isinstance(framing, UntilClose) or head.headers.get("connection").lower() == "close"
    return framing.done and not framing.rest and not closes
