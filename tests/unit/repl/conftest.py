"""A prompt with typed keys and a screen that nobody looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from shell.cli import DockerCli
from shell.engine.transport import Engine
from shell.env import Env
from shell.errors import CannotConnect
from shell.repl.prompt import Repl
from shell.streams import In, Out, Streams


def unreachable() -> Engine:
    raise CannotConnect("Cannot connect to the Docker daemon at unix:///nowhere. Is the docker daemon running?")


class Sitting:
    """A prompt, the keys that will be typed, and what came out; `lines` collects what was entered."""

    def __init__(self, keys: PipeInput, home: Path, **environ: str) -> None:
        self.keys = keys
        self.printed: list[bytes] = []
        self.lines: list[str] = []
        out = Out(self.printed.append)
        self.shell = DockerCli(Env({"HOME": str(home), **environ}), engine=unreachable)
        self.repl = Repl(self.shell, Streams(In(), out, out), keys, DummyOutput())
        self.repl.lines.run = self._entered  # type: ignore[method-assign]
        self.act: Callable[[str], bool] = lambda text: True

    def _entered(self, text: str) -> bool:
        self.lines.append(text)
        return self.act(text)

    def type(self, text: str) -> int:
        """Type keys into a prompt until it ends; its status. Ctrl-D ends it unless the keys have."""
        self.keys.send_text(text + "\x04")
        return self.repl.run()

    def out(self) -> str:
        return b"".join(self.printed).decode()


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Callable[..., Sitting]]:
    """Make a sitting; several share the home."""
    with ExitStack() as stack:

        def make(**environ: str) -> Sitting:
            return Sitting(stack.enter_context(create_pipe_input()), tmp_path, **environ)

        yield make
