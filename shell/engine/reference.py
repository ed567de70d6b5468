"""Image references: what `busybox`, `host:5000/a/b:tag` and `name@sha256:…` mean.

    reference = name [":" tag] ["@" digest]      name = [domain "/"] path

The grammar is the distribution project's (https://distribution.github.io/distribution/spec/api/), with docker's
short forms on top: no domain means docker.io, and one word there means library/WORD.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from shell.errors import ShellError

DEFAULT_DOMAIN = "docker.io"
DEFAULT_TAG = "latest"
OFFICIAL = "library/"
#: The Hub's entry in config.json `auths` and the `serveraddress` of its credentials.
INDEX_SERVER = "https://index.docker.io/v1/"

_LEGACY_DOMAIN = "index.docker.io"
_LONGEST_PATH = 255

_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*"
_PATH = rf"{_COMPONENT}(?:/{_COMPONENT})*"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"

_REFERENCE = re.compile(
    rf"(?:(?P<domain>{_DOMAIN})/)?(?P<path>{_PATH})(?::(?P<tag>{_TAG}))?(?:@(?P<digest>{_DIGEST}))?"
)
_IDENTIFIER = re.compile(r"[a-f0-9]{64}")
_ANY_DIGEST = re.compile(r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+")
_HEX_DIGITS = {"sha256": 64, "sha384": 96, "sha512": 128}


class InvalidReference(ShellError):
    """Text that names no image."""


class Reference(NamedTuple):
    """A normalized name; `tag` and `digest` are "" where the text had none."""

    domain: str
    path: str
    tag: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        return f"{self.domain}/{self.path}" if self.domain else self.path

    @property
    def familiar_name(self) -> str:
        """The name as people write it: no docker.io, no library/."""
        if self.domain != DEFAULT_DOMAIN:
            return self.name
        rest = self.path.removeprefix(OFFICIAL)
        return self.path if "/" in rest else rest

    def full(self) -> str:
        return self.name + self._suffix()

    def familiar(self) -> str:
        return self.familiar_name + self._suffix()

    def tagged(self) -> Reference:
        """The same, with `latest` where there is neither tag nor digest."""
        return self if self.tag or self.digest else self._replace(tag=DEFAULT_TAG)

    def auth_key(self) -> str:
        """Under which name config.json keeps the credentials of this image's registry."""
        return auth_key(self.domain)

    def _suffix(self) -> str:
        return (f":{self.tag}" if self.tag else "") + (f"@{self.digest}" if self.digest else "")


def parse(text: str) -> Reference:
    """A name as typed. Raises InvalidReference in docker's words."""
    if _IDENTIFIER.fullmatch(text):
        raise InvalidReference(f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings")
    domain, remainder = _split_domain(text)
    remote = remainder.partition(":")[0]
    if remote.lower() != remote:
        raise InvalidReference(f"invalid reference format: repository name ({remote}) must be lowercase")
    return _match(f"{domain}/{remainder}")


def parse_any(text: str) -> Reference | None:
    """As `parse`, but None for text that is an image ID or a bare digest."""
    if _IDENTIFIER.fullmatch(text) or (":" in text and not _digest_fault(text)):
        return None
    return parse(text)


def auth_key(domain: str) -> str:
    return INDEX_SERVER if domain in (DEFAULT_DOMAIN, _LEGACY_DOMAIN) else domain


def _split_domain(text: str) -> tuple[str, str]:
    first, slash, rest = text.partition("/")
    if not slash:
        return DEFAULT_DOMAIN, OFFICIAL + text
    if first in (_LEGACY_DOMAIN, DEFAULT_DOMAIN):
        domain = DEFAULT_DOMAIN
    elif first == "localhost" or "." in first or ":" in first or first.lower() != first:
        domain = first
    else:
        domain, rest = DEFAULT_DOMAIN, text
    if domain == DEFAULT_DOMAIN and "/" not in rest:
        rest = OFFICIAL + rest
    return domain, rest


def _match(text: str) -> Reference:
    found = _REFERENCE.fullmatch(text)
    if found is None:
        if text.lower() != text and _REFERENCE.fullmatch(text.lower()):
            raise InvalidReference("repository name must be lowercase")
        raise InvalidReference("invalid reference format")
    if len(found["path"]) > _LONGEST_PATH:
        raise InvalidReference(f"repository name must not be more than {_LONGEST_PATH} characters")
    digest = found["digest"] or ""
    if digest and (fault := _digest_fault(digest)):
        raise InvalidReference(fault)
    return Reference(found["domain"] or "", found["path"], found["tag"] or "", digest)


def _digest_fault(text: str) -> str:
    """What is wrong with a digest, or ""."""
    algorithm, _, digits = text.partition(":")
    if not algorithm or not digits:
        return "invalid checksum digest format"
    size = _HEX_DIGITS.get(algorithm)
    if size is None:
        return "unsupported digest algorithm" if _ANY_DIGEST.fullmatch(text) else "invalid checksum digest format"
    if len(digits) != size:
        return "invalid checksum digest length"
    return "" if re.fullmatch(r"[a-f0-9]+", digits) else "invalid checksum digest format"
