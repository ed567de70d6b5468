"""What exists on an Engine, as far as a person types it: names, with the little that tells them apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContainerName:
    """A container: `state` in the Engine's words (running, exited, paused, created …), `image` as it was asked for."""

    id: str
    name: str
    state: str
    image: str = ""

    @property
    def stopped(self) -> bool:
        return self.state in ("created", "exited", "dead")


@dataclass(frozen=True, slots=True)
class ImageName:
    """One name of an image, `busybox:latest`; without any, the short ID."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Word:
    """Any other name and what is told beside it."""

    name: str
    help: str = ""
