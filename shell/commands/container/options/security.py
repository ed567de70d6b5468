"""Security: capabilities, `--security-opt` with its seccomp file, storage and logging options."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from ....config.godecode import GoJSONError, decode
from ....errors import ShellError
from ....files.gopath import failure
from ....spec.durations import go_quote
from .environment import as_map

_SPACE = " \t\r\n"
_UNCONFINED_PATHS = "systempaths=unconfined"


class Security(NamedTuple):
    """What the words of `--security-opt` come to; None is the API's null."""

    options: list[str] | None
    masked_paths: list[str] | None
    readonly_paths: list[str] | None


def security(words: list[str]) -> Security:
    """Raises ShellError."""
    options = [_option(word) for word in words]
    if _UNCONFINED_PATHS in options:
        return Security([word for word in options if word != _UNCONFINED_PATHS], [], [])
    return Security(options or None, None, None)


def _option(word: str) -> str:
    key, sign, value = word.partition("=")
    if not sign and key != "no-new-privileges":
        key, sign, value = word.partition(":")
    if not value and key != "no-new-privileges":
        raise ShellError(f"Invalid --security-opt: {go_quote(word)}")
    if key == "seccomp" and value not in ("unconfined", "builtin"):
        return f"seccomp={_profile(value)}"
    return word


def _profile(path: str) -> str:
    """A seccomp profile's JSON in one line. Raises ShellError."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as why:
        verb = "read" if isinstance(why, IsADirectoryError) else "open"
        raise ShellError(f"opening seccomp profile ({path}) failed: {failure(verb, path, why)}") from None
    try:
        _check_json(data)
    except GoJSONError as why:
        raise ShellError(f"compacting json for seccomp profile ({path}) failed: {_reason(why)}") from None
    return _compact(data.decode())


def _reason(why: GoJSONError) -> str:
    return str(why).replace("unexpected EOF", "unexpected end of JSON input")


def _check_json(data: bytes) -> None:
    """One value and nothing else; GoJSONError."""
    text = data.decode("utf-8", "replace")
    if not text.strip(_SPACE):
        raise GoJSONError("unexpected end of JSON input")
    decode(data)
    start = len(text) - len(text.lstrip(_SPACE))
    rest = text[json.JSONDecoder().raw_decode(text, start)[1] :].lstrip(_SPACE)
    if rest:
        raise GoJSONError(f"invalid character {rest[0]!r} after top-level value")


def _compact(text: str) -> str:
    """Without the blanks between tokens; numbers and strings stay as they are written."""
    kept, in_string, escaped = [], False, False
    for character in text:
        if in_string:
            escaped, in_string = character == "\\" and not escaped, character != '"' or escaped
        elif character in _SPACE:
            continue
        elif character == '"':
            in_string = True
        kept.append(character)
    return "".join(kept)


def capabilities(words: Iterable[str]) -> list[str] | None:
    """In the API's spelling, sorted, each once; None for none."""
    return sorted({_capability(word) for word in words}) or None


def _capability(word: str) -> str:
    word = word.upper()
    return word if word == "ALL" or word.startswith("CAP_") else f"CAP_{word}"


def storage_options(words: Iterable[str]) -> dict[str, str]:
    for word in words:
        if "=" not in word:
            raise ShellError("invalid storage option")
    return as_map(words)


def log_config(driver: str, words: list[str]) -> dict[str, Any]:
    if driver == "none" and words:
        raise ShellError(f"invalid logging opts for driver {driver}")
    return {"Type": driver, "Config": as_map(words)}
