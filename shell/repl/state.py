"""What prompt and toolbar tell: the Engine, the context, what runs, how the last line ended."""

from __future__ import annotations

from ..cli import DockerCli


class State:
    """Values by the names that the format strings of the settings use. Reading them never waits for anything."""

    def __init__(self, shell: DockerCli) -> None:
        self.shell = shell
        self.took: float | None = None  # seconds that the last line needed

    def values(self) -> dict[str, str]:
        """Every name that `prompt` and `toolbar` may use."""
        return {
            "engine": "",
            "api": "",
            "context": self.shell.context,
            "running": "",
            "jobs": "",
            "status": str(self.shell.status),
            "last": self.last(),
            "state": "",
        }

    @property
    def protected(self) -> bool:
        """Whether the settings call the context protected."""
        return self.shell.context in self.shell.settings.protected

    @property
    def connected(self) -> bool:
        """Whether the Engine answers."""
        return True

    def about(self) -> str:
        """What is told about the word under the cursor."""
        return ""

    def last(self) -> str:
        """Status and duration of the last line."""
        return "" if self.took is None else f"{self.shell.status} in {self.duration()}"

    def duration(self) -> str:
        """`12 ms`, `3.4 s`, `2 m 5 s`."""
        took = self.took or 0.0
        if took < 1:
            return f"{took * 1000:.0f} ms"
        if took < 60:
            return f"{took:.1f} s"
        minutes, seconds = divmod(int(took), 60)
        return f"{minutes} m {seconds} s"
