"""What the configuration knows: contexts, and registries with credentials."""

from __future__ import annotations

from ..cli import DockerCli
from ..engine.names import Word
from ..errors import ShellError


def context_words(shell: DockerCli) -> list[Word]:
    """Every context with its host; `default` is always one."""
    from ..config.contexts import Store

    found = [Word("default", "the host of the environment, else the local Engine")]
    try:
        contexts = Store(shell.config.directory / "contexts").all()
    except (ShellError, OSError):
        return found
    for context in contexts:
        host = str((context.endpoints.get("docker") or {}).get("Host", ""))
        found.append(Word(context.name, context.description or host))
    return found


def registry_words(shell: DockerCli) -> list[Word]:
    """Registries that config.json has credentials or helpers for."""
    config = shell.config
    try:
        names = {**config.tables("auths"), **config.mapping("credHelpers")}
    except ShellError:
        return []
    return [Word(name) for name in names]
