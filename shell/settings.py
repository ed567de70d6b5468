"""The user's settings: a TOML file in the XDG place, read at start, written only when a word asks for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from typing import Any, get_type_hints

from .errors import ShellError

PROMPT = "docker> "
TOOLBAR = " {engine} {api} | {context} | {running} | {jobs} | {last} | {state}"

TEMPLATE = """\
# Settings of docker-shell. The program reads this file and never changes it.
# A line that begins with # shows what holds when it is not there.

# What stands before the line: {context} {engine} {running} {jobs} {status} {state}
# prompt = "docker> "

# The line at the bottom of the screen; the same words, and {api} {last}. "" for none.
# toolbar = " {engine} {api} | {context} | {running} | {jobs} | {last} | {state}"

# Keys: "emacs" or "vi"
# editing = "emacs"

# Colours of the line and of JSON: a style of pygments, "none" for none.
# style = "default"

# Candidates appear while typing; false: only on Tab.
# complete_while_typing = true

# A line above the prompt when a container dies, turns unhealthy or restarts in a loop.
# notices = true

# Output longer than the screen goes through a pager.
# pager = false

# Duration and status after every command.
# timing = false

# Tables on a terminal keep every column, however wide.
# wide = false

# Tables on a terminal have one line a cell.
# vertical = false

# Lines kept in the history; 0 keeps none.
# history = 10000

# Contexts (or hosts) that the prompt shows in red.
# protected = []

# Short names for the beginning of a command.
# [aliases]
# psa = "ps -a"
"""


@dataclass
class Settings:
    """What the file says, else what is usual. `warnings` are one line each."""

    prompt: str = PROMPT
    toolbar: str = TOOLBAR
    editing: str = "emacs"
    style: str = "default"
    complete_while_typing: bool = True
    notices: bool = True
    pager: bool = False
    timing: bool = False
    wide: bool = False
    vertical: bool = False
    history: int = 10_000
    protected: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list, compare=False)
    path: str = ""

    @classmethod
    def load(cls, path: str) -> Settings:
        """The settings of a file; one that is missing or wrong leaves the usual values, and a warning."""
        import tomllib

        settings = cls(path=path)
        try:
            with open(path, "rb") as file:
                settings.take(tomllib.load(file))
        except FileNotFoundError:
            pass
        except OSError as why:
            settings.warnings.append(f"cannot read {path}: {why.strerror}")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
            settings.warnings.append(f"{path} is no TOML: {why}")
        return settings

    def take(self, table: Mapping[str, Any]) -> None:
        """Values by name; what is unknown or of another type is left out with a warning."""
        for name, value in table.items():
            wanted = KEYS.get(name)
            if wanted is None:
                self.warnings.append(f"{self.path}: there is no setting {name}")
            elif not _fits(value, wanted):
                self.warnings.append(f"{self.path}: {name} has to be {_called(wanted)}")
            elif name == "editing" and value not in ("emacs", "vi"):
                self.warnings.append(f'{self.path}: editing has to be "emacs" or "vi"')
            elif name == "history" and value < 0:
                self.warnings.append(f"{self.path}: history has to be 0 or more")
            else:
                setattr(self, name, value)


def _fits(value: Any, wanted: Any) -> bool:
    if wanted == list[str]:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if wanted == dict[str, str]:
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return type(value) is wanted


def _called(wanted: Any) -> str:
    return {
        str: "a text",
        bool: "true or false",
        int: "a whole number",
        list[str]: "a list of texts",
        dict[str, str]: "a table of texts",
    }[wanted]


KEYS: dict[str, Any] = {
    entry.name: get_type_hints(Settings)[entry.name]
    for entry in fields(Settings)
    if entry.name not in ("warnings", "path")
}


def settings_path(environ: Mapping[str, str], home: str) -> str:
    """$XDG_CONFIG_HOME/docker-shell/config.toml, ~/.config/… without it."""
    base = environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(home, ".config")
    return os.path.join(base, "docker-shell", "config.toml")


def history_path(environ: Mapping[str, str], home: str) -> str:
    """$XDG_STATE_HOME/docker-shell/history, ~/.local/state/… without it."""
    base = environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(home, ".local", "state")
    return os.path.join(base, "docker-shell", "history")


def create(path: str) -> None:
    """Write the file with every setting as a comment; ShellError when there is one already."""
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise ShellError(f"{path} exists already") from None
    except OSError as why:
        with suppress(OSError):
            os.unlink(path)
        raise ShellError(f"cannot write {path}: {why.strerror}") from None
