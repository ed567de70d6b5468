"""An image's platform as templates print it: ``linux/arm64/v8``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..output.template.values import Methods, Stringer

_JSON = ("architecture", "os", "os.version", "os.features", "variant")


class Platform(Stringer, Methods):
    """A platform of the Engine's answers (OCI image-spec)."""

    go_type = "*formatter.Platform"

    def __init__(self, platform: Mapping[str, Any]) -> None:
        self.platform = platform

    def go_string(self) -> str:
        return described(self.platform)

    def String(self) -> str:
        return described(self.platform)

    def to_json(self) -> dict[str, Any]:
        return {name: self.platform[name] for name in _JSON if self.platform.get(name) or name in _JSON[:2]}


def described(platform: Mapping[str, Any]) -> str:
    """``os(version)/architecture/variant``; "unknown" without an operating system."""
    system = platform.get("os") or ""
    if not system:
        return "unknown"
    version = platform.get("os.version") or ""
    parts = [f"{system}({version})" if version else system, platform.get("architecture"), platform.get("variant")]
    return "/".join(part for part in parts if part)
