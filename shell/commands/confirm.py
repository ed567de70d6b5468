"""A question before something is destroyed."""

from __future__ import annotations

from ..errors import Status
from ..spec import Call


def confirmed(call: Call, question: str) -> bool:
    """Ask on stdout, read a line of stdin: only `y` is a yes; a closed stdin is a no."""
    call.out.write(f"{question} [y/N] ")
    call.out.flush()
    try:
        answer = call.stdin.readline()
    except KeyboardInterrupt:
        call.out.line()
        raise Status(130) from None
    return answer.strip().lower() == b"y"


def ask(call: Call, question: str) -> None:
    """The same, unless --force was given; a no ends the command, without a word and without a failure."""
    if not call["force"] and not confirmed(call, question):
        raise Status(0)
