"""What save and export share: an archive of the Engine's, written whole or not at all."""

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
