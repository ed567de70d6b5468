"""What prompt and toolbar tell: the Engine, the context, what runs, how the last line ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..cli import DockerCli

if TYPE_CHECKING:
    from ..engine.picture import Picture

STATES = {"live": "", "connecting": "connecting …", "lost": "no connection"}


class State:
    """Values by the names that the format strings of the settings use. Reading them never waits for anything."""

    def __init__(self, shell: DockerCli) -> None:
        self.shell = shell
        self.picture: Picture | None = None
        self.took: float | None = None  # seconds that the last line needed; none when it was not run

    def values(self) -> dict[str, str]:
        """Every name that `prompt` and `toolbar` may use."""
        picture = self.picture
        known = picture is not None and bool(picture.server)
        return {
            "engine": _engine(picture) if picture is not None else "",
            "api": f"API {picture.api_version}" if picture is not None and known else "",
            "context": self.shell.context,
            "running": f"{picture.running} running" if picture is not None and picture.state == "live" else "",
            "jobs": self.jobs(),
            "status": str(self.shell.status),
            "last": self.last(),
            "state": STATES[picture.state] if picture is not None else "",
        }

    @property
    def protected(self) -> bool:
        """Whether the settings call the context protected."""
        return self.shell.context in self.shell.settings.protected

    @property
    def connected(self) -> bool:
        """Whether the Engine answers."""
        return self.picture is None or self.picture.state != "lost"

    def jobs(self) -> str:
        """`2 jobs`, nothing when there are none."""
        count = len(self.shell.jobs.running()) if self.shell.jobs is not None else 0
        return "" if not count else f"{count} job" if count == 1 else f"{count} jobs"

    def last(self) -> str:
        """Status and duration of the last line; the status of one that was left with Ctrl-C."""
        if self.took is None:
            return str(self.shell.status or "")
        return f"{self.shell.status} in {self.duration()}"

    def duration(self) -> str:
        """`12 ms`, `3.4 s`, `2 m 5 s`."""
        took = self.took or 0.0
        if took < 1:
            return f"{took * 1000:.0f} ms"
        if took < 60:
            return f"{took:.1f} s"
        minutes, seconds = divmod(int(took), 60)
        return f"{minutes} m {seconds} s"


def _engine(picture: Picture) -> str:
    """`Docker 28.5.2`, from the header `Server: Docker/28.5.2 (linux)`."""
    return re.split(r"[ +(]", picture.server.get("server", ""))[0].replace("/", " ")
