"""The real docker client on an engine of the bed: prepares what a test needs and tells what is so."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import time
from typing import Any
from uuid import uuid4

from tests.support.engines import IMAGE, NEWEST, image

PATIENCE = 60.0


class Oracle:
    """`docker("run", "-d", IMAGE, "sleep", "60")` returns what docker printed; a failure is an error."""

    def __init__(self, version: str = NEWEST) -> None:
        self.version = version
        self._made: list[str] = []
        self._images: list[str] = []

    def __call__(self, *words: str, given: bytes = b"") -> str:
        done = self.result(*words, given=given)
        assert done.returncode == 0, f"docker {' '.join(words)}: {done.stderr.decode(errors='replace')}"
        return done.stdout.decode().strip()

    def result(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run it and hand back whatever came of it."""
        return image.run(self.version, *words, given=given, check=False)

    def name(self, stem: str = "c") -> str:
        """A container name of this test's own; a container that gets it is removed when the test ends."""
        return self.remember(f"{stem}-{uuid4().hex[:8]}")

    def remember(self, name: str) -> str:
        """Remove the container of that name, if there is one, when the test ends."""
        self._made.append(name)
        return name

    def container(self, *command: str, stem: str = "c", options: tuple[str, ...] = ()) -> str:
        """Start a container (it sleeps, if no command is given) and return its name."""
        name = self.name(stem)
        self("run", "-d", "--name", name, *options, IMAGE, *(command or ("sleep", "600")))
        return name

    def ended(self, name: str) -> None:
        """Wait until a container has ended: `wait` returns before the list and the events tell it, inspect after."""
        self("wait", name)
        self("inspect", name)

    def told(self, name: str) -> None:
        """Wait until a container has ended and `events --until 0s`, which ends at a whole second, tells of it."""
        self.ended(name)
        end = time.monotonic() + PATIENCE
        while not self("events", "--since", "1h", "--until", "0s", "-f", f"container={name}", "-f", "event=die"):
            assert time.monotonic() < end, f"no event of the end of {name}"

    def image(self, *names: str) -> None:
        """Make an image that nobody else has, by these names; it goes when the test ends."""
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as tar:
            member = tarfile.TarInfo(uuid4().hex)
            member.size = 1000
            tar.addfile(member, io.BytesIO(bytes(member.size)))
        first, *others = names
        self("import", "-m", "made for a test", "--change", "CMD true", "-", first, given=content.getvalue())
        for name in others:
            self("tag", first, name)
        self._images += names

    def inspect(self, name: str) -> dict[str, Any]:
        """The object as the engine has it."""
        found: dict[str, Any] = json.loads(self("inspect", name))[0]
        return found

    def clean(self) -> None:
        """Remove the containers and images that got a name from here."""
        if self._made:
            self.result("rm", "-fv", *self._made)
        if self._images:
            self.result("rmi", "-f", *self._images)
