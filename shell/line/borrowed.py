"""A connection lent to a pipeline or a job, so that ending it leaves the session's own alone."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from shell.errors import Cancelled, ShellError

if TYPE_CHECKING:
    from shell.cli import DockerCli
    from shell.engine.transport import Engine


#: Variables that say which Engine a command is for.
NAMES_ENGINE = {"DOCKER_HOST", "DOCKER_CONTEXT"}


#: Variables that say how that Engine is reached.
WITH_ENGINE = {"DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_API_VERSION"}


def refuse_for_good(name: str, value: str) -> None:
    """Before a command they hold for it; as a variable of the session they would seem to hold, and do nothing."""
    if name in NAMES_ENGINE:
        raise ShellError(f"{name} was read when the session began; for another Engine: use {value or 'default'}")
    if name in WITH_ENGINE or name == "DOCKER_CONFIG":
        raise ShellError(f"{name} was read when the session began")


def refuse_without_engine(assigned: Iterable[str]) -> None:
    """What would do nothing before a command of ours: config.json is read once, the session's Engine is reached."""
    for name in assigned:
        if name == "DOCKER_CONFIG":
            raise ShellError(f"{name} was read when the session began")
        if name in WITH_ENGINE and NAMES_ENGINE.isdisjoint(assigned):
            raise ShellError(f"{name} was read when the session began; before a command it needs DOCKER_HOST beside it")


class Lender:
    """Makes connections when they are needed and keeps one that came back for the next pipeline."""

    def __init__(self, shell: DockerCli) -> None:
        self._shell = shell
        self._spare: Engine | None = None
        self._lock = threading.Lock()

    def take(self) -> Engine:
        """The spare one if it still is for the session's endpoint, else a new one."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None and spare.endpoint == self._shell.engine.endpoint:
            return spare
        return self._shell.another_engine()

    def give(self, engine: Engine) -> None:
        """Take it back, unless it was closed."""
        with self._lock:
            if not engine.closed and self._spare is None:
                self._spare, engine = engine, None  # type: ignore[assignment]
        if engine is not None:
            engine.close()

    def close(self) -> None:
        """Close the spare one."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.close()


class Elsewhere(Lender):
    """Lends a connection to the Engine that NAME=value before a command names, for that command."""

    def __init__(self, shell: DockerCli, assigned: Mapping[str, str]) -> None:
        super().__init__(shell)
        self._environ = {**shell.env.environ, **assigned}

    def take(self) -> Engine:
        """A new one. What stands before a command is nearer to it than the program's options."""
        given = self._shell.options
        options = given._replace(hosts=[], context="", changed=given.changed - {"host", "context"})
        return self._shell.engine_at(options, self._environ)

    def give(self, engine: Engine) -> None:
        """It was for one command."""
        engine.close()


class Borrowed:
    """One loan: the connection is made at the first `get`; after `cancel` there is none."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender
        self._engine: Engine | None = None
        self._lock = threading.Lock()
        self.cancelled = False

    def get(self) -> Engine:
        """The connection; Cancelled once the loan was ended."""
        with self._lock:
            if self.cancelled:
                raise Cancelled()
            if self._engine is None:
                self._engine = self._lender.take()
            return self._engine

    def cancel(self) -> None:
        """Close the connection under whoever uses it."""
        with self._lock:
            self.cancelled = True
            engine = self._engine
        if engine is not None:
            engine.close()

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            self._lender.give(engine)
