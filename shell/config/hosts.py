"""What docker checks of a host before it stores it in a context."""

from __future__ import annotations

import re

from ..engine.address import LONGEST_SOCKET_PATH, AddressError, parse_host
from ..engine.tlsoptions import TLSOptions
from ..errors import ShellError
from .contexts import ContextError

_SOCKETS = ("unix", "npipe", "fd")


def check_host(host: str, tls: TLSOptions | None) -> None:
    """That a client could be made for `host` with these files; "" is the default. Raises ContextError, TLSFilesError.

    Looser than -H: any scheme may be stored, it is refused when it is used.
    """
    if not host:
        return
    scheme, separator, rest = host.partition("://")
    if separator and scheme not in _SOCKETS:
        _check_url(scheme, rest)
    if tls is not None and scheme not in _SOCKETS:
        try:
            tls.context()
        except ShellError as error:
            raise ContextError(f"invalid docker endpoint options: {getattr(error, 'reason', error)}") from error
    if not separator or not rest:
        raise _inapplicable(f"unable to parse docker host `{host}`")
    if scheme == "npipe":
        raise _inapplicable("protocol not available")
    if scheme == "unix" and len(rest.encode("utf-8", "surrogateescape")) > LONGEST_SOCKET_PATH:
        raise _inapplicable(f'Unix socket path "{rest}" is too long')


def _check_url(scheme: str, rest: str) -> None:
    try:
        parse_host(f"tcp://{rest}")
    except AddressError as error:
        if str(error).startswith("parse "):
            why = str(error).replace('parse "tcp://', f'parse "{scheme}://', 1)
            raise ContextError(f"invalid docker endpoint options: {why}") from error
    if scheme == "ssh" and not re.match(r"(?:[^@/]*@)?[^:/@]", rest):
        why = "ssh host connection is not valid: invalid SSH URL: hostname is empty"
        raise ContextError(f"invalid docker endpoint options: {why}")


def _inapplicable(why: str) -> ContextError:
    return ContextError(f"unable to apply docker endpoint options: {why}")
