"""Headers of the user's own on every request: `HttpHeaders` of config.json, DOCKER_CUSTOM_HEADERS."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ShellError
from .file import Config

VARIABLE = "DOCKER_CUSTOM_HEADERS"


def custom_headers(config: Config, environ: Mapping[str, str]) -> dict[str, str]:
    """What to send; the variable (CSV of NAME=VALUE) replaces the file's. User-Agent stays ours.

    Raises ShellError with docker's sentence.
    """
    text = environ.get(VARIABLE, "")
    headers = _parse(text) if text else config.mapping("HttpHeaders")
    return {name: value for name, value in headers.items() if name.lower() != "user-agent"}


def _parse(text: str) -> dict[str, str]:
    from ..spec.record import read_record

    try:
        fields = read_record(text)
    except ValueError:
        raise _failed("parse", "value must be formatted as comma-separated key=value pairs") from None
    return dict(_pair(field) for field in fields)


def _pair(field: str) -> tuple[str, str]:
    name, equals, value = field.partition("=")
    if not name.strip():
        raise _failed("set", f"value contains a key=value pair with an empty key: '{field}'")
    if not equals:
        raise _failed("set", f"missing \"=\" in key=value pair: '{field}'")
    return name.strip(), value


def _failed(verb: str, why: str) -> ShellError:
    return ShellError(
        f"Failed to initialize: failed to {verb} custom headers from {VARIABLE} environment variable: {why}"
    )
