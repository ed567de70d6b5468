"""Redraws that nobody typed for."""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any

import pytest

from shell.cli import DockerCli
from shell.env import Env
from shell.repl import background
from shell.repl.background import Background
from shell.repl.menu import Menu


class Handlers:
    """A place for one."""

    def add_handler(self, handler: object) -> None:
        """Kept nowhere: no prompt is drawn here."""


class Prompt:
    """What Background knows of an application; each run has a loop of its own."""

    is_running = True

    def __init__(self) -> None:
        self.after_render = Handlers()
        self.context = contextvars.copy_context()
        self.current_buffer = None
        self.loop: asyncio.AbstractEventLoop
        self.drawn = 0

    def invalidate(self) -> None:
        self.drawn += 1

    def run(self, *steps: Any) -> None:
        self.loop = asyncio.new_event_loop()
        try:
            for step in steps:
                step()
                self.loop.run_until_complete(asyncio.sleep(0))
        finally:
            self.loop.close()

    def wait_until_drawn(self) -> None:
        async def drawn() -> None:
            while not self.drawn:
                await asyncio.sleep(0.01)

        self.loop.run_until_complete(asyncio.wait_for(drawn(), 60))


class Nothing(Menu):
    """A menu that never opens."""

    def __init__(self) -> None:
        """Without a completer."""

    def refresh(self, app: Any) -> None:
        """Nothing to refresh."""


def test_a_change_in_a_prompts_last_moments_keeps_no_later_one_from_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prompt: Any = Prompt()
    beside = Background(prompt, DockerCli(Env({})), None, Nothing())  # type: ignore[arg-type]
    monkeypatch.setattr(background, "PAUSE", 3600.0)
    prompt.run(beside.redraw_soon)
    assert not prompt.drawn
    monkeypatch.setattr(background, "PAUSE", 0.0)
    prompt.run(beside.redraw_soon, prompt.wait_until_drawn)
    assert prompt.drawn == 1
