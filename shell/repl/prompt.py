"""The prompt: reads a line, runs it in the foreground, tells what happened, until Ctrl-D."""

from __future__ import annotations

import time
from contextlib import suppress

from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output
from prompt_toolkit.shortcuts import PromptSession

from ..cli import DockerCli
from ..errors import ShellError
from ..settings import history_path
from ..streams import Out, Streams, tie
from .above import Above
from .histfile import HistoryFile
from .history import FromHistory, SharedHistory
from .keys import bindings
from .lines import Lines
from .signals import Signals, Terminated
from .state import State
from .toolbar import prompt_text, toolbar_text

MENU_ROWS = 6


def prompt(shell: DockerCli, streams: Streams) -> int:
    """Sit at the prompt until the user leaves; the last line's status, or 128 and the number of an ending signal."""
    return Repl(shell, streams).run()


class Repl:
    """One sitting. `source` and `screen` replace the terminal in tests."""

    def __init__(
        self, shell: DockerCli, streams: Streams, source: Input | None = None, screen: Output | None = None
    ) -> None:
        self.shell = shell
        shell.prompting = True
        self.settings = shell.settings
        self.state = State(shell)
        self.history = SharedHistory(self._file(), self.settings.history)
        self.session: PromptSession[str] = self._session(source, screen)
        self.above = Above(self.session.app)
        self.streams = self._above(streams)
        self.lines = Lines(shell, self.streams)

    def _file(self) -> HistoryFile | None:
        most = self.settings.history
        return HistoryFile(history_path(self.shell.env.environ, self.shell.env.home), most) if most > 0 else None

    def _session(self, source: Input | None, screen: Output | None) -> PromptSession[str]:
        return PromptSession(
            self._prompt,
            history=self.history,
            auto_suggest=FromHistory(self.history),
            bottom_toolbar=self._toolbar if self.settings.toolbar else None,
            editing_mode=EditingMode.VI if self.settings.editing == "vi" else EditingMode.EMACS,
            key_bindings=bindings(self._explain, self._logs, self._menu),
            enable_suspend=True,
            enable_open_in_editor=True,
            tempfile_suffix=".sh",
            complete_while_typing=Condition(self._completes),
            complete_in_thread=True,
            reserve_space_for_menu=MENU_ROWS,
            prompt_continuation=_continuation,
            input=source,
            output=screen,
        )

    def _above(self, streams: Streams) -> Streams:
        """The same streams; what threads write while the prompt waits appears above it."""

        def through(out: Out) -> Out:
            fd = out.fileno()
            if fd is None or not out.isatty:
                return out
            return Out(self.above.sink(fd), fd, True, out.colour, lambda: out.size)

        outer = streams.replaced(out=through(streams.out), err=through(streams.err))
        tie(outer.out, outer.err)
        return outer

    # -- the loop -------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Lines until the end of input, `exit`, or an ending signal."""
        with Signals(self.session.app):
            try:
                self._warn(*self.settings.warnings, self.history.warning)
                while self._one():
                    pass
            except Terminated as why:
                self._leave()
                return why.status
        self._leave()
        return self.shell.status

    def _one(self) -> bool:
        """Read and run one line; False at the end."""
        self.history.refresh()
        self._warn(self.history.warning)
        try:
            text = self.session.prompt()
        except KeyboardInterrupt:
            self.shell.status = 130
            return True
        except EOFError:
            return False
        self.above.settle()
        return self._do(text) if text.strip() else True

    def _do(self, text: str) -> bool:
        began = time.monotonic()
        try:
            goes_on = self.lines.run(text)
        except KeyboardInterrupt:
            self.shell.status = 130
            goes_on = True
        self.state.took = time.monotonic() - began
        if self.settings.timing:
            self.streams.err.line(f"{self.state.duration()}, status {self.shell.status}")
        return goes_on

    def _leave(self) -> None:
        with suppress(OSError):
            self.above.settle()
            self.streams.flush()
        self.shell.prompting = False

    def _warn(self, *texts: str) -> None:
        for text in texts:
            if text:
                self.streams.err.line(f"docker-shell: {self.streams.err.safe(text)}")

    # -- what the prompt shows ------------------------------------------------------------------------------------

    def _prompt(self) -> StyleAndTextTuples:
        return prompt_text(self.settings, self.state)

    def _toolbar(self) -> StyleAndTextTuples:
        return toolbar_text(self.settings, self.state, self.streams.out.columns)

    def _completes(self) -> bool:
        return self.settings.complete_while_typing

    # -- keys -----------------------------------------------------------------------------------------------------

    def _explain(self, text: str) -> None:
        """F1: the help of the command on the line."""
        from ..line.cursor import under_cursor

        cursor = under_cursor(text)
        words = [*cursor.words, cursor.current] if cursor.current else list(cursor.words)
        with suppress(ShellError):
            self.shell.run(["help", *words], self.streams)

    def _logs(self) -> None:
        """F8: the last log lines of the container that the last notice was about."""

    def _menu(self) -> None:
        self.settings.complete_while_typing = not self.settings.complete_while_typing


def _continuation(width: int, number: int, wraps: int) -> str:
    return " " * width if wraps else "> ".rjust(width)
