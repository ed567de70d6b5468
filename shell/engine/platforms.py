"""`os/arch[/variant]` into the OCI image-spec's platform object."""

from __future__ import annotations

import json
import platform
import re

from ..errors import ShellError

ARCHITECTURES = {
    "i386": ("386", ""),
    "x86_64": ("amd64", ""),
    "x86-64": ("amd64", ""),
    "amd64": ("amd64", ""),
    "aarch64": ("arm64", ""),
    "arm64": ("arm64", ""),
    "armhf": ("arm", "v7"),
    "armel": ("arm", "v6"),
    "arm": ("arm", "v7"),
}
SYSTEMS = ("linux", "windows", "darwin", "freebsd", "netbsd", "openbsd", "solaris", "aix", "android", "dragonfly")
KNOWN = ("386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le",
         "riscv64", "s390x", "wasm")  # fmt: skip


def parse_platform(text: str) -> dict[str, str]:
    """{"architecture", "os", "variant"} as the API's `platform` fields want them; ShellError in containerd's words."""
    parts = text.lower().split("/")
    for part in parts:
        if not re.fullmatch(r"[A-Za-z0-9_.-]+(\([A-Za-z0-9_.-]*\))?", part):
            raise ShellError(
                f'"{part}" is an invalid component of "{text}": platform specifier component must match '
                '"^[A-Za-z0-9_.-]+$": invalid argument'
            )
    if len(parts) == 1:
        return _single(parts[0], text)
    if len(parts) > 3:
        raise ShellError(f'"{text}": cannot parse platform specifier: invalid argument')
    system = {"macos": "darwin"}.get(parts[0], parts[0])
    return _platform(system, parts[1], parts[2] if len(parts) == 3 else "")


def _single(part: str, text: str) -> dict[str, str]:
    machine = platform.machine().lower()
    if part in SYSTEMS:
        return _platform(part, machine, "")
    if part in ARCHITECTURES or part in KNOWN:
        return _platform("linux", part, "")
    raise ShellError(f'"{text}": unknown operating system or architecture: invalid argument')


def _platform(system: str, machine: str, variant: str) -> dict[str, str]:
    architecture, usual = ARCHITECTURES.get(machine, (machine, ""))
    variant = variant or usual
    if architecture == "arm64" and variant in ("v8", "8"):
        variant = ""
    if architecture == "arm" and variant in ("5", "6", "7", "8"):
        variant = f"v{variant}"
    if architecture == "amd64" and variant == "v1":
        variant = ""
    found = {"architecture": architecture, "os": system}
    return {**found, "variant": variant} if variant else found


def encoded(text: str) -> str:
    """The platform as the `platform` and `platforms` query parameters carry it."""
    return json.dumps(parse_platform(text), separators=(",", ":"))
