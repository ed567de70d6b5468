"""`system dial-stdio`: the Engine's own protocol over standard input and output."""

from __future__ import annotations

import os
import select

from ..engine.dial import Socket, dial
from ..spec import NONE, Call, Family, command
from ..streams import In, Out

PIECE = 1 << 16


class Dialling(Family):
    """What remote clients start through ssh."""

    @command(
        "system dial-stdio",
        "Join standard input and output to the Engine's socket",
        args=NONE,
        hidden=True,
        terse=True,
        examples=(("Ask for the version by hand", "system dial-stdio < request.http"),),
    )
    def CmdSystemDial_stdio(self, call: Call) -> None:
        sock = dial(call.engine.endpoint, environ=call.engine.environ)
        try:
            _join(sock, call.stdin, call.out)
        finally:
            sock.close()


def _join(sock: Socket, stdin: In, out: Out) -> None:
    """Copy both ways until the Engine has no more: it may answer before it has read what it was sent."""
    source = stdin.fileno()
    unsent = stdin.read() if source is None else b""
    ended = False
    while True:
        unsent = unsent[sock.offer(unsent) :] if unsent else b""
        sending = bool(unsent) or not sock.flush()
        if source is None and not sending and not ended:
            ended = True
            sock.close_write()
        ready = _ready(sock, sending, None if unsent else source)
        if sock.fileno() in ready:
            data = sock.take(PIECE)
            if data == b"":
                return
            out.data(data or b"")
            out.flush()
        if source in ready:
            unsent = os.read(source, PIECE)
            source = source if unsent else None


def _ready(sock: Socket, sending: bool, source: int | None) -> list[int]:
    """Which of the two can be read, once one can or the rest of what is being sent goes out."""
    if sock.pending():
        return [sock.fileno()]
    reading = [sock.fileno()] if source is None else [sock.fileno(), source]
    return select.select(reading, [sock.fileno()] if sending else [], [])[0]
