"""`system dial-stdio`: the Engine's own protocol over standard input and output."""

from __future__ import annotations

import os
import select

from ..engine.dial import dial
from ..spec import NONE, Call, Family, command

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
            source = call.stdin.fileno()
            if source is None:
                sock.send(call.stdin.read())
                sock.close_write()
            while True:
                ready = [sock.fileno()] if sock.pending() else _ready(sock.fileno(), source)
                if sock.fileno() in ready:
                    data = sock.recv(PIECE)
                    if not data:
                        return
                    call.out.data(data)
                    call.out.flush()
                if source is not None and source in ready:
                    data = os.read(source, PIECE)
                    if data:
                        sock.send(data)
                    else:
                        sock.close_write()
                        source = None
        finally:
            sock.close()


def _ready(sock: int, source: int | None) -> list[int]:
    return select.select([sock] if source is None else [sock, source], [], [])[0]
