"""The outside world in one object: environment, clock, working directory."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass
class Env:
    """What a session sees of the world around it; tests give their own."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    now: Callable[[], float] = time.time  # seconds since the epoch

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
