"""Namespaces and restart policies, and the refusals of values that name none."""

from __future__ import annotations

import re
from typing import Any

from ....errors import ShellError


def pid_mode(text: str) -> str:
    return _one_of(text, text in ("", "host") or (text.startswith("container:") and text != "container:"), "pid", "PID")


def uts_mode(text: str) -> str:
    return _one_of(text, text in ("", "host"), "uts", "UTS")


def userns_mode(text: str) -> str:
    return _one_of(text, text in ("", "host"), "userns", "USER")


def cgroupns_mode(text: str) -> str:
    return _one_of(text, text in ("", "host", "private"), "cgroupns", "CGROUP")


def _one_of(text: str, valid: bool, flag: str, kind: str) -> str:
    if not valid:
        raise ShellError(f"--{flag}: invalid {kind} mode")
    return text


def restart_policy(text: str) -> dict[str, Any]:
    """RestartPolicy of NAME[:RETRIES]. Raises ShellError."""
    name, colon, retries = text.partition(":")
    if colon and not name:
        raise ShellError("invalid restart policy format: no policy provided before colon")
    if retries and not (re.fullmatch("[+-]?[0-9]+", retries) and -(2**63) <= int(retries) < 2**63):
        raise ShellError("invalid restart policy format: maximum retry count must be an integer")
    return {"Name": name, "MaximumRetryCount": int(retries or 0)}
