"""The outside world in one object: environment, clock, working directory."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import ParamSpec

Given = ParamSpec("Given")


class Env:
    """What a session sees of the world around it; tests give their own."""

    def __init__(self, environ: Mapping[str, str] | None = None, now: Callable[[], float] = time.time) -> None:
        self.now = now  # seconds since the epoch
        self._environ = os.environ if environ is None else environ
        self._here = threading.local()

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment as the calling thread sees it."""
        found: Mapping[str, str] = getattr(self._here, "environ", self._environ)
        return found

    @property
    def whole(self) -> Mapping[str, str]:
        """The environment of the session, whatever stands before the command of this thread."""
        return self._environ

    @contextmanager
    def within(self, environ: Mapping[str, str]) -> Iterator[None]:
        """Another environment for this thread alone: what one job is given is not the next line's."""
        before = self.environ
        self._here.environ = environ
        try:
            yield
        finally:
            self._here.environ = before

    def carried(self, function: Callable[Given, None]) -> Callable[Given, None]:
        """`function` for a thread of its own, with the environment of the thread that asks."""
        environ = self.environ

        def run(*args: Given.args, **more: Given.kwargs) -> None:
            with self.within(environ):
                function(*args, **more)

        return run

    def get(self, name: str, default: str = "") -> str:
        """A variable of the environment."""
        return self.environ.get(name, default)

    @property
    def home(self) -> str:
        """The user's home folder; from the password database where HOME is not set."""
        home = self.environ.get("HOME", "")
        if home:
            return home
        import pwd

        try:
            return pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            return "/"

    @property
    def config_folder(self) -> str:
        """DOCKER_CONFIG, else ~/.docker."""
        return self.environ.get("DOCKER_CONFIG", "") or os.path.join(self.home, ".docker")
