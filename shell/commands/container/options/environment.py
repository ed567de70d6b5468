"""Environment and labels: `-e`, `--env-file`, the proxies of config.json, `-l`, `--label-file`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ....errors import ShellError
from ....files.gopath import failure
from .values import BLANKS

if TYPE_CHECKING:
    from ....spec.call import Call

_BOM = b"\xef\xbb\xbf"
_LONGEST_LINE = 64 * 1024
#: Field of `proxies` in config.json, variable that it sets (the lower-case one too).
_PROXIES = {
    "httpProxy": "HTTP_PROXY",
    "httpsProxy": "HTTPS_PROXY",
    "noProxy": "NO_PROXY",
    "ftpProxy": "FTP_PROXY",
    "allProxy": "ALL_PROXY",
}


def variables(call: Call, host: str) -> list[str]:
    """Env: the files' lines first, then what was typed, then proxies of the daemon at `host`. Raises ShellError."""
    environ = call.shell.env.environ
    lines = [line for path in call["env-file"] for line in read_pairs(path, environ.get)]
    typed: dict[str, str | None] = {}
    for word in call["env"]:
        name, equals, value = word.partition("=")
        typed[name] = value if equals else environ.get(name)
    for name, value in proxies(call, host).items():
        typed.setdefault(name, value)
    return lines + [name if value is None else f"{name}={value}" for name, value in typed.items()]


def proxies(call: Call, host: str) -> dict[str, str]:
    """The proxy variables that config.json gives to what runs on the daemon at `host`."""
    tables = call.shell.config.tables("proxies")
    chosen = tables.get(host) if host in tables else tables.get("default")
    given = {_PROXIES[name]: value for name, value in (chosen or {}).items() if name in _PROXIES and value}
    return {**given, **{name.lower(): value for name, value in given.items()}}


def labels(call: Call) -> dict[str, str]:
    """Labels, those of the files first. Raises ShellError."""
    lines = [line for path in call["label-file"] for line in read_pairs(path, None)]
    return as_map([*lines, *call["label"]])


def as_map(pairs: Iterable[str]) -> dict[str, str]:
    """NAME=VALUE pairs; a name alone has the empty value, the last of a name counts."""
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


def read_pairs(path: str, known: Callable[[str], str | None] | None) -> list[str]:
    """The lines NAME=VALUE of a file; a name alone gets its value from `known`, or is left out where it has none.

    Raises ShellError in docker's words.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except IsADirectoryError:
        raise ShellError(f"invalid env file ({path}): read {path}: is a directory") from None
    except OSError as why:
        raise failure("open", path, why) from None
    try:
        return _lines(data, known)
    except ValueError as why:
        raise ShellError(f"invalid env file ({path}): {why}") from None


def _lines(data: bytes, known: Callable[[str], str | None] | None) -> list[str]:
    found = []
    for number, raw in enumerate(data.removesuffix(b"\n").split(b"\n"), 1):
        if len(raw) >= _LONGEST_LINE:
            raise ValueError("bufio.Scanner: token too long")
        line = _text(raw.removesuffix(b"\r"), number).lstrip()
        if not line or line.startswith("#"):
            continue
        name, equals, _ = line.partition("=")
        if not name:
            raise ValueError(f"no variable name on line '{line}'")
        if any(blank in name for blank in BLANKS):
            raise ValueError(f"variable '{name}' contains whitespaces")
        if equals:
            found.append(line)
        elif known is not None and (value := known(name)) is not None:
            found.append(f"{name}={value}")
    return found


def _text(raw: bytes, number: int) -> str:
    try:
        return raw.removeprefix(_BOM).decode() if number == 1 else raw.decode()
    except UnicodeDecodeError:
        raise ValueError(f"invalid utf8 bytes at line {number}: [{' '.join(map(str, raw))}]") from None
