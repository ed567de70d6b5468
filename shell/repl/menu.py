"""The menu of candidates: found in a thread at every key, and once more when what they were found in has changed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer, CompletionState
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, DynamicCompleter, ThreadedCompleter
from prompt_toolkit.document import Document

SOON = 0.05  # seconds until a menu that was being made is looked at again
NO_LONGER = "no longer"  # told beside the chosen candidate when it is none any more


class Menu(Completer):
    """Candidates of the completer that `made` gives; all but its making happens in the prompt's loop."""

    def __init__(self, made: Callable[[], Completer]) -> None:
        self._completer = ThreadedCompleter(DynamicCompleter(made))
        self._busy = 0  # searches under way
        self._event = CompleteEvent()  # why candidates were asked for
        self._in_vain = ""  # the text for which there were none

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        return self._completer.get_completions(document, event)

    async def get_completions_async(self, document: Document, event: CompleteEvent) -> AsyncGenerator[Completion, None]:
        self._event, self._in_vain = event, document.text_before_cursor
        self._busy += 1
        try:
            async with aclosing(self._completer.get_completions_async(document, event)) as found:
                async for one in found:
                    self._in_vain = ""
                    yield one
        finally:
            self._busy -= 1

    def refresh(self, app: Application[Any]) -> None:
        """Give an open menu the candidates of now; open one where there were none. One that was closed stays so."""
        buffer = app.current_buffer
        if not app.is_running:
            return
        if self._busy:
            assert app.loop is not None
            app.loop.call_later(SOON, self.refresh, app)
        elif buffer.complete_state is not None:
            app.create_background_task(self._renew(app, buffer, buffer.complete_state))
        elif self._in_vain and self._in_vain == buffer.document.text_before_cursor:
            buffer.start_completion(complete_event=self._event)

    async def _renew(self, app: Application[Any], buffer: Buffer, state: CompletionState) -> None:
        self._busy += 1
        try:
            document = state.original_document
            found = [one async for one in self._completer.get_completions_async(document, self._event)]
        finally:
            self._busy -= 1
        if buffer.complete_state is not state:
            return  # a key was faster
        _put(state, found)
        if not state.completions:
            buffer.complete_state = None
            self._in_vain = document.text_before_cursor
        app.invalidate()


def _put(state: CompletionState, found: list[Completion]) -> None:
    """Other candidates in a menu. The chosen one is in the line already: it stays chosen, and in the menu."""
    chosen = state.current_completion
    if chosen is not None and state.complete_index is not None:
        at = next((at for at, one in enumerate(found) if one.text == chosen.text), None)
        if at is None:
            at = min(state.complete_index, len(found))
            found.insert(at, Completion(chosen.text, chosen.start_position, chosen.display, NO_LONGER))
        state.complete_index = at
    state.completions[:] = found
