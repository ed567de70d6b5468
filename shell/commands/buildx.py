"""Builds handed on to the buildx plugin, as docker does where it is installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..config import plugins
from ..errors import ShellError, Status
from ..spec.flags import Bool

if TYPE_CHECKING:
    from pathlib import Path

    from ..cli import DockerCli
    from ..streams import Streams

DEPRECATED = "DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n            "
MISSING = (
    f"{DEPRECATED}Install the buildx component to build images with BuildKit:\n"
    "            https://docs.docker.com/go/buildx/"
)
DISABLED = (
    f"{DEPRECATED}BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0\n"
    "            environment-variable."
)
DEMANDED = (
    "ERROR: BuildKit is enabled but the buildx component is missing or broken.\n"
    "       Install the buildx component to build images with BuildKit:\n"
    "       https://docs.docker.com/go/buildx/"
)
BAKE = (
    "ERROR: docker bake requires the buildx component but it is missing or broken.\n"
    "       Install the buildx component to use bake:\n"
    "       https://docs.docker.com/go/buildx/"
)
FORWARDED = ("image build", "builder build", "builder prune", "bake")
SWITCHES = ("debug", "tls", "tlsverify")
TLS_FILES = ("tlscacert", "tlscert", "tlskey")


def forward(shell: DockerCli, words: Sequence[str], streams: Streams) -> None:
    """What comes before a build's words are parsed: they may be buildx's.

    Raises Status when buildx has run, ShellError when it is demanded but missing; else warns as docker does.
    """
    wanted = _wanted(shell.env.get("DOCKER_BUILDKIT"))
    alias = _alias(shell)
    if wanted is False and not _on_windows(shell):
        streams.err.line(f"{DISABLED}\n")
    if wanted is False or (wanted is None and not alias and _on_windows(shell)):
        return
    try:
        file, problem = _plugin(shell, alias or "buildx"), ""
    except ShellError as why:
        file, problem = None, f"{why}\n\n"
    if file is not None:
        raise Status(_run(shell, file, _replaced(words, alias or "buildx"), streams, named=bool(alias)))
    if wanted or alias:
        raise ShellError(problem + DEMANDED)
    streams.err.line(f"{problem}{MISSING}\n")


def taken(shell: DockerCli) -> bool:
    """Whether there is a plugin to hand a build on to, as far as can be told without asking the Engine."""
    try:
        if _wanted(shell.env.get("DOCKER_BUILDKIT")) is False:
            return False
        return plugins.find(_alias(shell) or "buildx", shell.config) is not None
    except ShellError:
        return False


def _alias(shell: DockerCli) -> str:
    """The plugin that config.json puts in the place of `builder`, if it does."""
    return str(shell.config.mapping("aliases").get("builder", ""))


def _wanted(text: str) -> bool | None:
    """DOCKER_BUILDKIT as Go reads a bool; None when it is not set."""
    if not text:
        return None
    try:
        return Bool("").read(text, None)
    except ValueError as why:
        raise ShellError(f"DOCKER_BUILDKIT environment variable expects boolean value: {why}") from None


def _on_windows(shell: DockerCli) -> bool:
    try:
        return shell.engine.greet().get("ostype") == "windows"
    except ShellError:
        return False


def _plugin(shell: DockerCli, name: str) -> Path | None:
    """The plugin's file once it has told that it is one."""
    file = plugins.find(name, shell.config)
    if file is not None:
        plugins.verify(file, shell.env.environ)
    return file


def _replaced(words: Sequence[str], builder: str) -> list[str]:
    """`build …` and `image build …` are `buildx build …`, `builder …` is `buildx …`."""
    if words[0] == "builder":
        return [builder, *words[1:]]
    return [builder, "build", *words[2 if words[0] == "image" else 1 :]]


def _run(shell: DockerCli, file: Path, words: Sequence[str], streams: Streams, named: bool = False) -> int:
    more = {plugins.ORIGINAL: "docker"}
    if not named and not shell.env.get("BUILDX_BUILDER") and not _names_builder(words):
        more["BUILDX_BUILDER"] = shell.engine.endpoint.context
    words = [*_options(shell), *words]
    if shell.runner is None:
        return plugins.run(file, words, {**shell.env.environ, **more}, streams)
    program = shell.runner.program([str(file), *words], more, streams)  # as a job it can be ended
    return shell.runner.wait(program)


def _names_builder(words: Sequence[str]) -> bool:
    """Whether --builder is given before any flag that docker does not know."""
    for at, word in enumerate(words):
        if word == "--builder":
            return bool("".join(words[at + 1 : at + 2]))
        if word.startswith("--builder="):
            return word != "--builder="
        if word.startswith("-") and word != "-":
            break
    return False


def _options(shell: DockerCli) -> Iterator[str]:
    """Docker's own options as they were typed, and those that lead the plugin to the session's Engine."""
    given = shell.options
    yield from (f"--{name}={str(getattr(given, name)).lower()}" for name in SWITCHES if name in given.changed)
    yield from (f"--{name}={getattr(given, name)}" for name in TLS_FILES if name in given.changed)
    if "log-level" in given.changed:
        yield f"--log-level={given.log_level}"
    if shell.config.directory != _usual(shell):
        yield from ("--config", str(shell.config.directory))
    endpoint = shell.engine.endpoint
    if endpoint.context != "default":
        yield from ("--context", endpoint.context)
    elif str(endpoint.address) != shell.env.get("DOCKER_HOST", "unix:///var/run/docker.sock"):
        yield from ("--host", str(endpoint.address))


def _usual(shell: DockerCli) -> Path:
    from ..config.home import config_directory

    return config_directory(shell.env.environ, "")


def bake(shell: DockerCli, words: Sequence[str], streams: Streams) -> None:
    """Run `buildx bake`; raises Status with what it ended with."""
    try:
        file, problem = _plugin(shell, "buildx"), ""
    except ShellError as why:
        file, problem = None, f"{why}\n\n"
    if file is None:
        raise ShellError(problem + BAKE)
    raise Status(_run(shell, file, ["buildx", *words], streams))
