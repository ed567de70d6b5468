"""The declaration of a command: one object that parser, help, completion and man pages read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .flags import HELP, Flag

if TYPE_CHECKING:
    from ..cli import DockerCli
    from ..streams import Streams
    from .call import Call


class Args(NamedTuple):
    """What may stand behind the flags: usage text, least and most words (None: any number), kind for completion."""

    usage: str = ""
    least: int = 0
    most: int | None = 0
    complete: str = ""

    def refusal(self, count: int) -> str:
        """Docker's sentence about `count` words, or ""."""
        if self.least <= count and (self.most is None or count <= self.most):
            return ""
        if self.most == 0:
            return "accepts no arguments"
        if self.most is None:
            return f"requires at least {_arguments(self.least)}"
        if self.least == self.most:
            return f"requires {_arguments(self.least)}"
        if self.least == 0:
            return f"requires at most {_arguments(self.most)}"
        return f"requires at least {self.least} and at most {_arguments(self.most)}"


def _arguments(count: int) -> str:
    return f"{count} argument" if count == 1 else f"{count} arguments"


NONE = Args()


def exactly(count: int, usage: str, complete: str = "") -> Args:
    """`count` arguments, no more and no fewer."""
    return Args(usage, count, count, complete)


def at_least(count: int, usage: str, complete: str = "") -> Args:
    """`count` arguments or more."""
    return Args(usage, count, None, complete)


def at_most(count: int, usage: str, complete: str = "") -> Args:
    """Up to `count` arguments."""
    return Args(usage, 0, count, complete)


def between(least: int, most: int, usage: str, complete: str = "") -> Args:
    """From `least` to `most` arguments."""
    return Args(usage, least, most, complete)


class Command(NamedTuple):
    """One command with everything that is known about it before it runs.

    `complete` of `args` may list a kind per position, `;` between them (`image;command`). `since`, `experimental`,
    `ostype` and `swarm` say what the Engine must be. `terse` keeps [OPTIONS] out of the usage line, as docker does
    for some. `raw` takes every word as an argument, flags or not.
    """

    name: str
    summary: str
    args: Args = NONE
    flags: tuple[Flag, ...] = ()
    aliases: tuple[str, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    interspersed: bool = True
    since: str = ""
    experimental: bool = False
    ostype: str = ""
    swarm: str = ""
    hidden: bool = False
    ours: bool = False
    raw: bool = False
    details: str = ""
    early: Callable[[DockerCli, Sequence[str], Streams], None] | None = None
    terse: bool = False

    def long(self, name: str) -> Flag | None:
        """The flag called `--name`."""
        return next((flag for flag in (*self.flags, HELP) if flag.name == name), None)

    def short(self, letter: str) -> Flag | None:
        """The flag called `-letter`; a command's own -h (run's --hostname) comes before help's."""
        found = next((flag for flag in self.flags if flag.short == letter), None)
        return HELP if found is None and letter == "h" else found

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name that reaches it, its own first."""
        return (self.name, *self.aliases)

    def called_as(self, spelling: str) -> str:
        """The name in messages: `network rm` for `network remove`, but `ps` stays `ps`."""
        group = self.name.rpartition(" ")[0]
        return self.name if group and spelling.rpartition(" ")[0] == group else spelling

    def usage(self, spelling: str = "") -> str:
        """`docker ps [OPTIONS]`, the line that help and messages show."""
        options = " [OPTIONS]" if not self.terse and any(not flag.hidden for flag in self.flags) else ""
        return f"docker {spelling or self.name}{options} {self.args.usage}".rstrip()


Method = Callable[..., int | None]


def method_name(words: list[str]) -> str:
    """container ls -> CmdContainerLs, swarm join-token -> CmdSwarmJoin_token."""
    return "Cmd" + "".join(word.capitalize().replace("-", "_") for word in words)


def command(name: str, summary: str, *flags: Flag, **more: Any) -> Callable[[Method], Method]:
    """Put the declaration on the method; TypeError when method and name do not agree."""

    def attach(method: Method) -> Method:
        expected = method_name(name.split())
        called = getattr(method, "__name__", "")
        if called != expected:
            raise TypeError(f"{called} declares {name!r}; call it {expected}")
        method.spec = Command(name, summary, flags=flags, **more)  # type: ignore[attr-defined]
        return method

    return attach


class Family:
    """Base of one module's commands. Aliases become methods, so that lookup stays one getattr."""

    def __init__(self, shell: DockerCli) -> None:
        self.shell = shell

    def __init_subclass__(cls) -> None:
        for method in [m for m in vars(cls).values() if hasattr(m, "spec")]:
            for alias in method.spec.aliases:
                setattr(cls, method_name(alias.split()), method)


def spec_of(method: Method) -> Command:
    """The declaration that `command` put on `method`."""
    spec: Command = method.spec  # type: ignore[attr-defined]
    return spec


from .call import Call  # noqa: E402  (the declaration first: Call reads it)

__all__ = [
    "NONE",
    "Args",
    "Call",
    "Command",
    "Family",
    "Method",
    "at_least",
    "at_most",
    "between",
    "command",
    "exactly",
    "method_name",
    "spec_of",
]
