"""The open menu gets other candidates: what is chosen stays chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import pytest
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.layout import BufferControl, Layout, Window
from prompt_toolkit.output import DummyOutput

from shell.repl.menu import NO_LONGER, Menu


class Names(Completer):
    """Completes the whole line by the names that there are now."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        return [Completion(name, -len(typed)) for name in self.names if name.startswith(typed)]


def after(change: Sequence[str], *, typed: str = "w", chosen: int | None = None, closed: bool = False) -> Buffer:
    """The line after the names `web` and `worker` were offered for `typed`, and then became `change`."""
    names = Names("web", "worker")
    menu = Menu(lambda: names)
    buffer = Buffer(completer=menu)

    async def settled() -> None:
        for _ in range(3):  # a task that was made begins
            await asyncio.sleep(0)
        while menu._busy:
            await asyncio.sleep(0)

    async def act(app: Application[None]) -> None:
        buffer.insert_text(typed, fire_event=False)
        buffer.start_completion()
        await settled()
        if chosen is not None:
            buffer.go_to_completion(chosen)
        if closed:
            buffer.cancel_completion()
        names.names = tuple(change)
        menu.refresh(app)
        await settled()
        app.exit()

    async def sit(keys: PipeInput) -> None:
        app: Application[None] = Application(Layout(Window(BufferControl(buffer))), input=keys, output=DummyOutput())
        began: list[asyncio.Task[None]] = []
        await app.run_async(pre_run=lambda: began.append(app.create_background_task(act(app))))

    with create_pipe_input() as keys:
        asyncio.run(sit(keys))
    return buffer


def offered(buffer: Buffer) -> list[str]:
    return [one.text for one in buffer.complete_state.completions] if buffer.complete_state else []


def chosen(buffer: Buffer) -> str:
    one = buffer.complete_state.current_completion if buffer.complete_state else None
    return one.text + one.display_meta_text if one else ""


@pytest.mark.parametrize("change", [("web", "worker", "wide"), ("worker",)])
def test_candidates_come_and_go(change: Sequence[str]) -> None:
    buffer = after(change)
    assert offered(buffer) == list(change)
    assert (buffer.text, chosen(buffer)) == ("w", "")


def test_the_chosen_one_stays_chosen_wherever_it_is_now() -> None:
    buffer = after(("a", "wa", "worker", "web"), chosen=0)
    assert offered(buffer) == ["wa", "worker", "web"]
    assert (buffer.text, chosen(buffer)) == ("web", "web")


def test_the_chosen_one_stays_when_it_is_gone() -> None:
    buffer = after(("wide",), chosen=1)
    assert offered(buffer) == ["wide", "worker"]
    assert (buffer.text, chosen(buffer)) == ("worker", "worker" + NO_LONGER)


def test_an_empty_menu_closes() -> None:
    assert after(()).complete_state is None


def test_a_menu_opens_where_there_was_nothing_to_offer() -> None:
    assert offered(after(("other",), typed="ot")) == ["other"]


def test_a_menu_that_was_closed_stays_closed() -> None:
    assert after(("web", "wide"), closed=True).complete_state is None
