"""What commands with archives share: writing them whole or not at all, telling what is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import ShellError
from ..files.atomic import Whole
from ..files.tarread import Skimmer
from ..output.progress import Transfer

if TYPE_CHECKING:
    from ..engine.stream import Stream
    from ..spec import Call

TERMINAL = "cowardly refusing to save to a terminal. Use the -o flag or redirect"


def save(call: Call, path: str, failing: str, ask: Callable[[], Stream]) -> None:
    """Write what `ask` opens to the file `path`, or to stdout when there is none.

    Raises ShellError for an archive without its end; `failing` begins the message about a file that cannot be.
    """
    if not path:
        with ask() as stream:
            _copy(stream, call.out.data)
        return
    try:
        whole = Whole(path)
    except ShellError as why:
        raise ShellError(f"{failing}: {why}") from None
    with whole, Transfer(call.err, f"Writing {path} -") as transfer, ask() as stream:

        def write(piece: bytes) -> None:
            whole.write(piece)
            transfer.add(len(piece))

        _copy(stream, write)


def _copy(stream: Stream, write: Callable[[bytes], None]) -> None:
    skimmer = Skimmer()
    for piece in stream:
        write(piece)
        skimmer.feed(piece)
    skimmer.finish()


def warn(call: Call, text: str) -> None:
    """Something is left out: docker's log line, and the bare text at a terminal."""
    if call.err.isatty:
        call.err.line(call.err.safe(text))
        return
    import time

    from ..spec.durations import go_quote

    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    call.err.line(f'time="{now}" level=error msg={go_quote(text)}')
