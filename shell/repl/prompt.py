"""The prompt: reads a line, runs it in the foreground, tells what happened, until Ctrl-D."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

from prompt_toolkit.application import Application
from prompt_toolkit.completion import Completer
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding.vi_state import InputMode
from prompt_toolkit.output import ColorDepth, DummyOutput, Output
from prompt_toolkit.output.defaults import create_output
from prompt_toolkit.shortcuts import PromptSession

from ..cli import DockerCli
from ..settings import history_path
from ..streams import Out, Streams, tie
from .above import Above
from .background import Background
from .histfile import HistoryFile
from .history import FromHistory, SharedHistory
from .keys import bindings
from .lines import Lines
from .look import colours, known, look
from .menu import Menu
from .notices import Notices
from .paint import Paint
from .recent import Recent
from .signals import Signals, Terminated
from .state import State
from .toolbar import prompt_text, toolbar_text
from .world import LiveWorld

MENU_ROWS = 6
LOG_LINES = "20"
ESCAPE = (0.1, 0.5)  # seconds that Escape waits for the rest of a key's code, and for a second key
MODES = {
    InputMode.NAVIGATION: "NORMAL",
    InputMode.INSERT: "INSERT",
    InputMode.INSERT_MULTIPLE: "INSERT",
    InputMode.REPLACE: "REPLACE",
    InputMode.REPLACE_SINGLE: "REPLACE",
}


def prompt(shell: DockerCli, streams: Streams) -> int:
    """Sit at the prompt until the user leaves; the last line's status, or 128 and the number of an ending signal."""
    screen = None if streams.out.isatty else create_output(always_prefer_tty=True)
    return Repl(shell, streams, screen=screen).run()


class Repl:
    """One sitting. `source` and `screen` replace the terminal in tests."""

    def __init__(
        self, shell: DockerCli, streams: Streams, source: Input | None = None, screen: Output | None = None
    ) -> None:
        self.shell = shell
        shell.prompting = True
        self.dumb = source is None and shell.env.get("TERM") in ("dumb", "")
        self.settings = shell.settings
        self.state = State(shell)
        self.history = SharedHistory(self._file(), self.settings.history)
        self.recent = Recent(reversed(self.history.newest[:500]))
        self.notices = Notices(self._tell, time.monotonic)
        self.world = LiveWorld(shell, self.recent, self._changed, self._arrived, self.notices.happened)
        self.menu = Menu(self._completer)
        self.session = self._session(source, DummyOutput() if self.dumb else screen, streams.out.colour)
        self.session.app.before_render += self._reserve
        self.session.app.ttimeoutlen, self.session.app.timeoutlen = ESCAPE
        self.signals = Signals(self.session.app)
        self.above = Above(self.session.app)
        self.background = Background(self.session.app, shell, self.world, self.menu)
        self.streams = self._above(streams)
        self.lines = Lines(shell, self.streams)
        shell.waiting = self._waits

    def _file(self) -> HistoryFile | None:
        most = self.settings.history
        return HistoryFile(history_path(self.shell.env.environ, self.shell.env.home), most) if most > 0 else None

    def _session(self, source: Input | None, screen: Output | None, colour: bool) -> PromptSession[str]:
        depth = colours(self.shell.env.environ) if colour else None
        return PromptSession(
            self._prompt,
            history=self.history,
            auto_suggest=FromHistory(self.history),
            bottom_toolbar=self._toolbar if self.settings.toolbar else None,
            editing_mode=EditingMode.VI if self.settings.editing == "vi" else EditingMode.EMACS,
            key_bindings=bindings(self._explain, self._logs, self._menu_or_not),
            completer=self.menu,
            lexer=Paint(self.shell, self.world, lambda: self.settings.aliases),
            style=look(self.settings.style, colour, few=depth is ColorDepth.DEPTH_4_BIT),
            color_depth=depth,
            include_default_pygments_style=False,
            search_ignore_case=True,
            enable_suspend=True,
            enable_open_in_editor=True,
            tempfile_suffix=".sh",
            complete_while_typing=Condition(lambda: self.settings.complete_while_typing),
            prompt_continuation=_continuation,
            input=source,
            output=screen,
        )

    @cache  # noqa: B019  (one sitting, one completer)
    def _completer(self) -> Completer:
        """Made with the first key; what it needs is imported by then."""
        from .completer import LineCompleter

        return LineCompleter(self.shell, self.world, lambda: self.settings.aliases)

    def _reserve(self, app: Application[str]) -> None:
        """Rows for the menu, as many as the screen has left: the line itself always finds room."""
        self.session.reserve_space_for_menu = max(min(MENU_ROWS, app.output.get_size().rows - 2), 0)

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
        with self.signals:
            try:
                self._warn(*self.settings.warnings, self._no_such_style(), self.history.warning)
                while self._goes_on():
                    pass
            except Terminated as why:
                self._leave()
                return why.status
        self._leave()
        return self.shell.status

    def _goes_on(self) -> bool:
        """`_one`; a Ctrl-C that hits between two lines ends neither the session nor a command."""
        try:
            return self._one()
        except KeyboardInterrupt:
            self.shell.status, self.state.took = 130, None
            self.streams.out.line()  # behind the terminal's own ^C
            return True

    def _one(self) -> bool:
        """Read and run one line; False at the end."""
        self.history.refresh()
        self._warn(self.history.warning)
        try:
            text = self._read_plainly() if self.dumb else self.session.prompt(handle_sigint=False)
        except KeyboardInterrupt:
            self.shell.status, self.state.took = 130, None
            self.above.flush()
            if self.dumb:
                self.streams.out.line()
            return True
        except EOFError:
            if self.dumb:
                self.streams.out.line()
            return self._stays()
        self.signals.check()
        self.above.settle()
        return self._do(text) if text.strip() else True

    def _stays(self) -> bool:
        """Ctrl-D is as good as `exit`: the first one only tells of jobs that would end."""
        warning = self.shell.jobs.warning() if self.shell.jobs is not None else ""
        if warning:
            self.streams.err.line(warning)
        return bool(warning)

    def _read_plainly(self) -> str:
        """A line from a terminal that knows no escapes: the terminal itself edits it."""
        from ..line.cursor import unfinished

        text, ask = "", "".join(part[1] for part in self._prompt())
        while True:
            self.streams.out.write(ask)
            line = self.streams.stdin.readline().decode("utf-8", "surrogateescape")
            text += line
            if not line:
                raise EOFError
            if not unfinished(text.removesuffix("\n")):
                self.history.append_string(text.rstrip("\n"))
                return text.rstrip("\n")
            ask = "> "

    def _do(self, text: str) -> bool:
        from ..jobs import jobs_of

        jobs_of(self.shell).announce = self._tell
        self.recent.note(text)
        began = time.monotonic()
        self.notices.on = self.settings.notices
        self.notices.foreground(True)
        try:
            goes_on = self.lines.run(text)
        except KeyboardInterrupt:
            self.shell.status = 130
            goes_on = True
        finally:
            self.notices.foreground(False)
        self.notices.on = self.settings.notices
        self.state.took = time.monotonic() - began
        if self.settings.timing:
            self.streams.err.line(f"{self.state.duration()}, status {self.shell.status}")
        self.world.follow()
        return goes_on

    def _leave(self) -> None:
        self.background.stop()
        self.world.stop()
        with suppress(OSError):
            self.above.settle()
            self.streams.flush()
        self.shell.prompting = False

    def _no_such_style(self) -> str:
        style = self.settings.style
        return "" if known(style) else f"{self.settings.path}: there is no style {style}"

    def _warn(self, *texts: str) -> None:
        for text in texts:
            if text:
                self.streams.err.line(f"docker-shell: {self.streams.err.safe(text)}")

    # -- what the prompt shows ------------------------------------------------------------------------------------

    def _prompt(self) -> StyleAndTextTuples:
        self.state.picture = self.world.picture
        return prompt_text(self.settings, self.state)

    def _toolbar(self) -> StyleAndTextTuples:
        app = self.session.app
        mode = MODES[app.vi_state.input_mode] if app.editing_mode is EditingMode.VI else ""
        return toolbar_text(self.settings, self.state, self._usage(), app.output.get_size().columns, mode)

    def _usage(self) -> str:
        """About the word under the cursor."""
        line = self.session.default_buffer.document
        if not line.text_before_cursor.strip():
            return ""
        from ..completion.about import about

        return about(self.shell, line.text_before_cursor, self.settings.aliases, line.text_after_cursor)

    # -- what happens in threads ----------------------------------------------------------------------------------

    def _tell(self, text: str) -> None:
        """A line above the prompt."""
        self.streams.out.line(text)

    def _waits(self) -> None:
        """The Engine lets a command wait."""
        self.streams.err.line("The Engine is silent. Ctrl-C ends the command.")

    def _changed(self) -> None:
        self.background.redraw_soon()

    def _arrived(self) -> None:
        self.background.complete_again()

    # -- keys -----------------------------------------------------------------------------------------------------

    def _explain(self, text: str) -> None:
        """F1: the help of the command on the line."""
        from ..line.cursor import under_cursor

        cursor = under_cursor(text)
        words = [*cursor.words, cursor.current] if cursor.current else list(cursor.words)
        with self._in_place():
            self.shell.run(["help", *[word for word in words if not word.startswith("-")][:3]], self.streams)

    def _logs(self) -> None:
        """F8: the last log lines of the container that the last notice was about."""
        id, name = self.notices.last
        with self._in_place():
            if id:
                self._tell(f"The last lines of {self.streams.out.safe(name)}:")
                self.shell.run(["logs", "--tail", LOG_LINES, id], self.streams)
            else:
                self._tell("No notice was shown yet.")

    @contextmanager
    def _in_place(self) -> Iterator[None]:
        """While something is shown where the prompt was: Ctrl-C ends that, the typed line stays."""
        with self.signals.in_place_of_the_prompt(), self.above.straight():
            yield

    def _menu_or_not(self) -> None:
        self.settings.complete_while_typing = not self.settings.complete_while_typing


def _continuation(width: int, number: int, wraps: int) -> str:
    return " " * width if wraps else "> ".rjust(width)
