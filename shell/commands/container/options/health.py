"""Health checks: `--health-*` and `--no-healthcheck`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....errors import ShellError

if TYPE_CHECKING:
    from ....spec.call import Call

#: Flag and field, in the order of docker's checks.
_FIELDS = {
    "health-interval": "Interval",
    "health-timeout": "Timeout",
    "health-retries": "Retries",
    "health-start-period": "StartPeriod",
    "health-start-interval": "StartInterval",
}


def health_check(call: Call) -> dict[str, Any] | None:
    """Healthcheck, or None where nothing was said. Times are nanoseconds. Raises ShellError."""
    command = call["health-cmd"]
    given = {field: call[flag] for flag, field in _FIELDS.items() if call[flag]}
    if call["no-healthcheck"]:
        if command or given:
            raise ShellError("--no-healthcheck conflicts with --health-* options")
        return {"Test": ["NONE"]}
    for flag in _FIELDS:
        if call[flag] < 0:
            raise ShellError(f"--{flag} cannot be negative")
    test = {"Test": ["CMD-SHELL", command]} if command else {}
    return {**test, **given} or None
