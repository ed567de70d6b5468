"""Lines on which we knowingly differ from docker, and why; a line that no longer differs fails its test."""

from __future__ import annotations

KNOWN: dict[str, str] = {}
