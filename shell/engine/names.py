"""What exists on an Engine, as far as a person types it: names, with the little that tells them apart."""

from __future__ import annotations

from typing import NamedTuple


class ContainerName(NamedTuple):
    """A container: `state` in the Engine's words (running, exited, paused, created …), `image` as it was asked for."""

    id: str
    name: str
    state: str
    image: str = ""

    @property
    def stopped(self) -> bool:
        return self.state in ("created", "exited", "dead")


class ImageName(NamedTuple):
    """One name of an image, `busybox:latest`; without any, the short ID."""

    id: str
    name: str


class Word(NamedTuple):
    """Any other name and what is told beside it."""

    name: str
    help: str = ""
