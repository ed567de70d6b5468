"""The keys that are not prompt_toolkit's own."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.enums import DEFAULT_BUFFER, EditingMode
from prompt_toolkit.filters import emacs_mode, has_completions, has_focus
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

LABELS = (("F1", "help"), ("F2", "vi/emacs"), ("F4", "menu"), ("F8", "last log"))


def bindings(explain: Callable[[str], None], logs: Callable[[], None], menu: Callable[[], None]) -> KeyBindings:
    """Enter, Tab, Escape, a paste, and the F-keys.

    `explain` is called with the line up to the cursor, `logs` shows the log behind the last notice, `menu` turns
    candidates while typing on and off. What they print appears above the prompt.
    """
    keys = KeyBindings()
    _bind_line(keys)
    _bind_functions(keys, explain, logs, menu)
    return keys


def _bind_line(keys: KeyBindings) -> None:
    """Keys that change the line or run it."""
    editing = has_focus(DEFAULT_BUFFER)

    @keys.add("enter", filter=editing)
    def enter(event: KeyPressEvent) -> None:
        """Take the candidate; open another line where the text wants one; else run it."""
        from ..line.cursor import unfinished

        buffer = event.current_buffer
        if buffer.complete_state is not None and buffer.complete_state.current_completion is not None:
            buffer.complete_state = None
        elif unfinished(buffer.text):
            buffer.cursor_position = len(buffer.text)
            buffer.newline(copy_margin=False)
        else:
            buffer.validate_and_handle()

    @keys.add("tab", filter=editing & has_completions)
    def next_or_only(event: KeyPressEvent) -> None:
        """The next candidate; the only one is taken, so that what a folder holds is offered at once."""
        buffer = event.current_buffer
        assert buffer.complete_state is not None
        if len(buffer.complete_state.completions) == 1:
            buffer.apply_completion(buffer.complete_state.completions[0])
        else:
            buffer.complete_next()

    @keys.add(Keys.BracketedPaste, filter=editing)
    def paste(event: KeyPressEvent) -> None:
        """Insert it without the end of its last line: Enter is for the user to press."""
        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        event.current_buffer.insert_text(text.rstrip("\n"))

    @keys.add("escape", "enter", filter=editing & emacs_mode)
    def another_line(event: KeyPressEvent) -> None:
        """Alt-Enter: another line, whatever the text; in vi Escape must not wait for what follows."""
        event.current_buffer.newline(copy_margin=False)

    @keys.add("escape", filter=editing & emacs_mode & has_completions)
    def no_menu(event: KeyPressEvent) -> None:
        """Close the menu, the line is as it was typed; Alt keys still begin with Escape."""
        event.current_buffer.cancel_completion()


def _bind_functions(
    keys: KeyBindings, explain: Callable[[str], None], logs: Callable[[], None], menu: Callable[[], None]
) -> None:
    """F1 to F8, as LABELS tells them."""

    @keys.add("f1", filter=has_focus(DEFAULT_BUFFER))
    def on_help(event: KeyPressEvent) -> None:
        text = event.current_buffer.document.text_before_cursor
        run_in_terminal(lambda: explain(text))

    @keys.add("f2")
    def on_mode(event: KeyPressEvent) -> None:
        app = event.app
        app.editing_mode = EditingMode.EMACS if app.editing_mode == EditingMode.VI else EditingMode.VI

    @keys.add("f4")
    def on_menu(event: KeyPressEvent) -> None:
        menu()

    @keys.add("f8")
    def on_logs(event: KeyPressEvent) -> None:
        run_in_terminal(logs)
