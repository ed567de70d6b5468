"""Platforms: `linux/arm64/v8`, `arm64`, `windows`, read and spelled as containerd does."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from ..errors import ShellError
from ..spec.durations import go_quote

_OS = r"^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$"
_PART = r"^[A-Za-z0-9_.-]+$"
_SYSTEMS = frozenset(
    ("aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd")
    + ("openbsd", "plan9", "solaris", "windows", "zos")
)
_MACHINES = frozenset(
    ("386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle")
    + ("mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64")
    + ("wasm",)
)
_ALIASES = {"i386": "386", "x86_64": "amd64", "x86-64": "amd64", "aarch64": "arm64"}


class Platform(NamedTuple):
    os: str
    architecture: str
    variant: str = ""
    os_version: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.os, self.architecture, self.variant) if part)


def parse(text: str) -> Platform:
    """What `--platform` names. Raises ShellError in containerd's words."""
    if "*" in text:
        raise _refused(f"{go_quote(text)}: wildcards not yet supported")
    parts = text.split("/", 3)
    system = re.fullmatch(_OS, parts[0])
    if system is None:
        raise _refused(
            f"{go_quote(parts[0])} is an invalid OS component of {go_quote(text)}: "
            f"OSAndVersion specifier component must match {go_quote(_OS)}"
        )
    for part in parts[1:]:
        if not re.fullmatch(_PART, part):
            raise _refused(
                f"{go_quote(part)} is an invalid component of {go_quote(text)}: "
                f"platform specifier component must match {go_quote(_PART)}"
            )
    name, version = _system(system[1]), system[2] or ""
    if len(parts) == 1:
        return _one_word(text, name, version)
    if len(parts) > 3:
        raise _refused(f"{go_quote(text)}: cannot parse platform specifier")
    machine, variant = _machine(parts[1], parts[2] if len(parts) == 3 else "")
    if len(parts) == 2 and (machine, variant) == ("arm", "v7"):
        variant = ""
    if len(parts) == 3 and (machine, variant) == ("arm64", ""):
        variant = "v8"
    return Platform(name, machine, variant, version)


def _one_word(text: str, name: str, version: str) -> Platform:
    """An operating system, on this machine's processor, or a processor, under Linux."""
    if name in _SYSTEMS:
        return Platform(name, _machine(os.uname().machine, "")[0], "", version)
    machine, variant = _machine(text, "")
    if machine not in _MACHINES:
        raise _refused(f"{go_quote(text)}: unknown operating system or architecture")
    return Platform("linux", machine, "" if variant == "v7" else variant)


def _system(name: str) -> str:
    lower = name.lower()
    return "darwin" if lower == "macos" else lower


def _machine(name: str, variant: str) -> tuple[str, str]:
    name, variant = name.lower(), variant.lower()
    if name == "armhf":
        return "arm", "v7"
    if name == "armel":
        return "arm", "v6"
    canonical = _ALIASES.get(name, name)
    if canonical == "arm":
        return "arm", {"": "v7", "7": "v7", "5": "v5", "6": "v6", "8": "v8"}.get(variant, variant)
    if name == "i386" or (canonical, variant) in {("amd64", "v1"), ("arm64", "8"), ("arm64", "v8")}:
        variant = ""
    return canonical, variant


def _refused(text: str) -> ShellError:
    return ShellError(f"{text}: invalid argument")


def encoded(text: str) -> str:
    """`text` as the API's `platform` and `platforms` parameters carry it: the OCI object in JSON."""
    import json

    found = parse(text)
    fields = {"architecture": found.architecture, "os": found.os}
    if found.os_version:
        fields["os.version"] = found.os_version
    if found.variant:
        fields["variant"] = found.variant
    return json.dumps(fields, separators=(",", ":"))


def query(text: str) -> dict[str, str]:
    """The parameter `platform` for what --platform says; none for "". Raises ShellError in docker's words."""
    try:
        return {"platform": encoded(text)} if text else {}
    except ShellError as why:
        raise ShellError(f"invalid platform: {why}") from None
