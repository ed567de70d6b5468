"""What goes on beside the prompt: the picture begins after the first screen, and changes redraw it now and then."""

from __future__ import annotations

import threading
from asyncio import AbstractEventLoop
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from prompt_toolkit.application import Application

from ..cli import DockerCli
from ..commands.index import INDEX
from ..errors import ShellError
from .menu import Menu
from .world import LiveWorld

FIRST = ("shell.line.colours", "shell.repl.completer", "shell.completion.check", "shell.completion.about", "shell.jobs")
PAUSE = 0.2  # seconds between two redraws that nobody typed for
BETWEEN_IMPORTS = 0.03  # seconds that the keys have for themselves


class Background:
    """Calls into the prompt's loop, from any thread."""

    def __init__(self, app: Application[Any], shell: DockerCli, world: LiveWorld, menu: Menu) -> None:
        self._app = app
        self._menu = menu
        self._shell = shell
        self._world = world
        self._coming: AbstractEventLoop | None = None  # every prompt has a loop of its own, that takes its timers along
        self._ended = threading.Event()
        app.after_render.add_handler(self._first)

    def _first(self, app: Application[Any]) -> None:
        """The first prompt is on the screen."""
        app.after_render.remove_handler(self._first)
        self._world.start()
        threading.Thread(target=self._import, name="imports", daemon=True).start()

    def _import(self) -> None:
        """Import what the first keys need, then every command's module, so that no key waits for it."""
        for module in FIRST:
            if self._ended.is_set():
                return
            import_module(module)
        for name in {entry.module: name for name, entry in INDEX.items()}.values():
            with suppress(ShellError, AttributeError):
                getattr(self._shell, name)
            if self._ended.wait(BETWEEN_IMPORTS):
                return

    def stop(self) -> None:
        """The sitting is over."""
        self._ended.set()

    def redraw_soon(self) -> None:
        """The picture changed."""
        loop = self._app.loop
        if loop is not self._coming:
            self._coming = loop
            if not self._in_loop(self._later):
                self._coming = None

    def _later(self) -> None:
        assert self._app.loop is not None
        self._app.loop.call_later(PAUSE, self._redraw)

    def _redraw(self) -> None:
        self._coming = None
        self._menu.refresh(self._app)
        self._app.invalidate()

    def complete_again(self) -> None:
        """An answer came that the menu may have waited for."""
        self._in_loop(lambda: self._menu.refresh(self._app))

    def _in_loop(self, call: Callable[[], None]) -> bool:
        loop, context = self._app.loop, self._app.context
        if not self._app.is_running or loop is None or context is None:
            return False
        try:
            loop.call_soon_threadsafe(call, context=context.copy())
        except RuntimeError:  # the loop ended a moment ago
            return False
        return True
