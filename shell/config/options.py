"""Docker's global options as the user typed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from ..errors import ShellError

DEFAULT_CONTEXT = "default"
_LEVELS = ("panic", "fatal", "error", "warn", "warning", "info", "debug", "trace")


class GlobalOptions(NamedTuple):
    """Values as typed; `changed` names the options that were (`"tlsverify"`, `"host"` …)."""

    config: str = ""
    context: str = ""
    debug: bool = False
    hosts: Sequence[str] = ()
    log_level: str = "info"
    tls: bool = False
    tlsverify: bool = False
    tlscacert: str = ""
    tlscert: str = ""
    tlskey: str = ""
    changed: Set[str] = frozenset()

    @classmethod
    def of(cls, values: Mapping[str, Any], typed: Iterable[str]) -> GlobalOptions:
        """From parsed flags: NAME -> value, and the names that were typed."""
        return cls(
            config=values.get("config", ""),
            context=values.get("context", ""),
            debug=bool(values.get("debug")),
            hosts=values.get("host", ()),
            log_level=values.get("log-level", "info"),
            tls=bool(values.get("tls")),
            tlsverify=bool(values.get("tlsverify")),
            tlscacert=values.get("tlscacert", ""),
            tlscert=values.get("tlscert", ""),
            tlskey=values.get("tlskey", ""),
            changed=frozenset(typed),
        )

    def check(self) -> None:
        """What docker refuses before it looks at the command. Raises ShellError."""
        if self.log_level and self.log_level.lower() not in _LEVELS:
            raise ShellError(f"Unable to parse logging level: {self.log_level}")
        if self.context and self.hosts:
            raise ShellError("conflicting options: cannot specify both --host and --context")
