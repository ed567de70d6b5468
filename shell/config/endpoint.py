"""Which Engine is meant: options, environment, config.json and contexts, in docker's order."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ..engine.address import Address, AddressError, parse_host
from ..engine.tlsoptions import TLSOptions
from ..errors import ShellError
from .file import Config
from .home import config_directory
from .options import DEFAULT_CONTEXT, GlobalOptions


class Endpoint(NamedTuple):
    """One Engine.

    tls        None: plain
    context    the name of the context that said so, "default" for options and environment
    host_text  the host as messages show it
    """

    address: Address
    tls: TLSOptions | None
    context: str
    host_text: str


class EndpointError(ShellError):
    """No Engine is named; `reason` is the message without its start."""

    def __init__(self, why: ShellError) -> None:
        start = "" if isinstance(why, AddressError) and why.late else "unable to resolve docker endpoint: "
        super().__init__(f"Failed to initialize: {start}{why}")
        self.reason = str(why)


def context_name(options: GlobalOptions, environ: Mapping[str, str], config: Config) -> str:
    """The context in force: --context, then a host given (the default one), DOCKER_CONTEXT, config.json."""
    if options.context:
        return options.context
    if options.hosts or environ.get("DOCKER_HOST"):
        return DEFAULT_CONTEXT
    return environ.get("DOCKER_CONTEXT") or config.current_context or DEFAULT_CONTEXT


def resolve(options: GlobalOptions, environ: Mapping[str, str], config: Config) -> Endpoint:
    """The Engine in force. Raises ShellError: conflicts, bad hosts, contexts and TLS files that are missing."""
    options.check()
    name = context_name(options, environ, config)
    if name == DEFAULT_CONTEXT:
        return default_endpoint(options, environ)
    return _of_context(name, config)


def _of_context(name: str, config: Config) -> Endpoint:
    from .contexts import ContextError, Store

    try:
        found = Store(config.directory / "contexts").endpoint(name)
        address = parse_host(found.host)
    except (ContextError, AddressError) as error:
        raise EndpointError(error) from error
    return Endpoint(address, _implied(address, found.tls), name, str(address))


def default_endpoint(options: GlobalOptions, environ: Mapping[str, str]) -> Endpoint:
    """The Engine of the options and the environment, whatever context is in force."""
    tls = tls_options(options, environ)
    address = default_address(options, environ, tls is not None)
    if tls is not None:
        tls.check_files()
    return Endpoint(address, _implied(address, tls), DEFAULT_CONTEXT, str(address))


def default_address(options: GlobalOptions, environ: Mapping[str, str], tls: bool) -> Address:
    """-H, else DOCKER_HOST, else the default."""
    if len(options.hosts) > 1:
        raise ShellError("Please specify only one -H")
    text = options.hosts[0] if options.hosts else environ.get("DOCKER_HOST", "")
    try:
        return parse_host(text, tls)
    except AddressError as error:
        raise EndpointError(error) from error


def tls_options(options: GlobalOptions, environ: Mapping[str, str]) -> TLSOptions | None:
    """What --tls, --tlsverify and their variables ask for; any value that is not empty turns a variable on."""
    verify = options.tlsverify if "tlsverify" in options.changed else bool(environ.get("DOCKER_TLS_VERIFY"))
    tls = options.tls if "tls" in options.changed else bool(environ.get("DOCKER_TLS"))
    asked_about_verifying = verify or "tlsverify" in options.changed
    if not tls and not asked_about_verifying:
        return None
    folder = environ.get("DOCKER_CERT_PATH") or config_directory(environ)
    ca = _file(options, "tlscacert", folder, needed=asked_about_verifying)
    cert = _file(options, "tlscert", folder)
    key = _file(options, "tlskey", folder)
    return TLSOptions(ca, cert, key, verify)


def _file(options: GlobalOptions, name: str, folder: str | Path, needed: bool = False) -> str:
    """The file of a flag as given, without the quotes that scripts leave around it; a default only if it exists."""
    if name in options.changed:
        return _unquoted(getattr(options, name))
    path = os.path.join(folder, f"{name.removeprefix('tls').removesuffix('cert') or 'cert'}.pem")
    return path if needed or os.path.exists(path) else ""


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text


def _implied(address: Address, tls: TLSOptions | None) -> TLSOptions | None:
    """https:// is TLS even where nobody asked for it; a socket of this machine never is."""
    if address.local:
        return None
    if tls is None and address.scheme == "https":
        return TLSOptions()
    return tls
