"""One call of a command: its flags, its arguments, its streams, its connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import Joined, ShellError

if TYPE_CHECKING:
    from ..cli import DockerCli
    from ..engine.transport import Engine
    from ..streams import In, Out, Streams
    from . import Command
    from .parse import Parsed

PARALLEL = 50  # docker's own bound
Result = TypeVar("Result")


class Call:
    """What a method is given. `call["all"]` is a flag's value, `call.args` the words behind the flags.

    `words` are the words as typed, the command's name first; `spelling` is that name.
    """

    def __init__(
        self,
        shell: DockerCli,
        spec: Command,
        parsed: Parsed,
        streams: Streams,
        engine: Callable[[], Engine],
        spelling: str = "",
        words: Iterable[str] = (),
    ) -> None:
        self.shell = shell
        self.spec = spec
        self.args = parsed.args
        self.spelling = spelling or spec.name
        self.words = list(words)
        self.streams = streams
        self.errors: list[ShellError] = []
        self._values = parsed.values
        self._typed = frozenset(parsed.typed)
        self._engine = engine

    def __getitem__(self, name: str) -> Any:
        if name in self._values:
            return self._values[name]
        flag = self.spec.long(name)
        if flag is None:
            raise KeyError(name)
        return flag.start()

    def changed(self, name: str) -> bool:
        """Whether the flag was typed."""
        return name in self._typed

    @property
    def out(self) -> Out:
        return self.streams.out

    @property
    def err(self) -> Out:
        return self.streams.err

    @property
    def stdin(self) -> In:
        return self.streams.stdin

    @property
    def engine(self) -> Engine:
        """The connection of this call: the session's, or a job's own."""
        return self._engine()

    @contextmanager
    def keep_going(self) -> Iterator[None]:
        """Note a failure and go on with the next object; the call fails at its end."""
        try:
            yield
        except ShellError as why:
            self.errors.append(why)

    def each(self, names: Iterable[str], act: Callable[[str], str | None], parallel: bool = False) -> None:
        """Do `act` on every name; print what it returns, one a line, in order; failures are joined at the end."""
        targets = list(names)
        if not parallel or len(targets) < 2:
            for name in targets:
                with self.keep_going():
                    self._print(act(name))
            return
        for outcome in together(targets, act):
            if isinstance(outcome, ShellError):
                self.errors.append(outcome)
            else:
                self._print(outcome)

    def _print(self, text: str | None) -> None:
        if text is not None:
            self.out.line(self.out.safe(text))

    def finish(self) -> None:
        """Raise what `keep_going` has noted."""
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise Joined(self.errors)


def together(names: Sequence[str], act: Callable[[str], Result]) -> Iterator[Result | ShellError]:
    """`act` on all names at once: what it returned or raised, in their order. Ctrl-C does not wait for the rest."""
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(min(PARALLEL, max(len(names), 1)), thread_name_prefix="each")
    try:
        running = [pool.submit(act, name) for name in names]
        for future in running:
            try:
                yield future.result()
            except ShellError as why:
                yield why
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
