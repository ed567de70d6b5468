"""How TLS to an Engine is asked for: files, and whether the server is checked. Imports no ssl before it is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import ShellError

if TYPE_CHECKING:
    import ssl


class TLSFilesError(ShellError):
    """A CA, certificate or key file cannot be used; nothing has been sent. `reason` is docker CLI 28's wording."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class TLSOptions(NamedTuple):
    """How to speak TLS: files as paths ("" where there is none), and whether the server is checked.

    With a `ca` only that one is trusted, else the system's. The files are read at each `context()`, so that
    renewed certificates count from the next connection on.
    """

    ca: str = ""
    cert: str = ""
    key: str = ""
    verify: bool = True

    @property
    def skip(self) -> bool:
        return not self.verify

    def check_files(self) -> None:
        """That every file named can be opened. Raises TLSFilesError."""
        if self.ca:
            read_ca(self.ca)
        for path in filter(None, (self.cert, self.key)):
            read_pair_file(path)

    def context(self) -> ssl.SSLContext:
        """What a connection of this kind needs, by docker's rules. Raises TLSFilesError."""
        from .tls import client_context

        return client_context(self)


def read_ca(path: str) -> bytes:
    """The CA file. Raises TLSFilesError."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        why = _why(path, error)
        raise TLSFilesError(f"Couldn't read ca cert {path}: {why}", why) from error


def read_pair_file(path: str) -> bytes:
    """The certificate or the key of a client. Raises TLSFilesError."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        why = _why(path, error)
        raise pair_error(why, why) from error


def pair_error(why: str, reason: str) -> TLSFilesError:
    """Certificate and key cannot be used together."""
    return TLSFilesError(f"Couldn't load X509 key pair: {why}. Key encrypted?", reason)


def _why(path: str, error: OSError) -> str:
    return f"open {path}: {(error.strerror or str(error)).lower()}"
