"""A world that is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shell.cli import DockerCli
from shell.completion.candidates import candidates
from shell.completion.world import Ask
from shell.engine.names import ContainerName, ImageName, Word
from shell.env import Env

CONTAINERS = (
    ContainerName("aaa111" + "0" * 58, "web", "running", "nginx"),
    ContainerName("bbb222" + "0" * 58, "worker", "exited", "busybox"),
    ContainerName("ccc333" + "0" * 58, "asleep", "paused", "busybox"),
    ContainerName("ddd444" + "0" * 58, "fresh", "created", "busybox"),
)


class Recorded:
    """An Engine that answers GET from a table."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers

    def get(self, path: str, query: Mapping[str, str] = {}) -> Any:
        return self.answers[path]


@dataclass
class World:
    """What exists: four containers in four states, two images, and what `answers` say."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=lambda: {"LANG": "C", "HOME": "/home/me"})
    home: str = "/home/me"
    used: Sequence[str] = ()

    def containers(self) -> Sequence[ContainerName]:
        return CONTAINERS

    def images(self) -> Sequence[ImageName]:
        return (ImageName("1" * 12, "busybox:latest"), ImageName("2" * 12, "nginx:1.27"))

    def volumes(self) -> Sequence[str]:
        return ("data", "cache")

    def networks(self) -> Sequence[str]:
        return ("bridge", "host", "none")

    def contexts(self) -> Sequence[Word]:
        return (Word("default"), Word("prod", "ssh://prod"))

    def registries(self) -> Sequence[Word]:
        return (Word("127.0.0.1:5001"),)

    def jobs(self) -> Sequence[Word]:
        return (Word("%1", "logs -f web"),)

    def asked(self, key: str, ask: Ask) -> Sequence[Word]:
        return ask(Recorded(self.answers))  # type: ignore[arg-type]

    def recent(self, text: str) -> int:
        return self.used.index(text) + 1 if text in self.used else 0


def offered(line: str, world: World | None = None, home: Path | None = None, **more: Any) -> list[str]:
    """The candidates for the last word of a line."""
    *words, typed = line.split(" ")
    shell = DockerCli(Env({"HOME": str(home or "/nowhere")}))
    return [found.text for found in candidates(shell, words, typed, world or World(), **more)]
