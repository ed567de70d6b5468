"""context create, update, use, rm, export, import: named Engines in docker's own store on disk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ...config.archive import LIMIT, Bundle, pack, unpack
from ...config.contexts import (
    DEFAULT_DESCRIPTION,
    DOCKER_ENDPOINT,
    Context,
    ContextError,
    NoSuchContext,
    check_name,
    docker_fields,
)
from ...config.hosts import check_host
from ...config.options import DEFAULT_CONTEXT
from ...engine.tlsoptions import TLSFilesError, TLSOptions
from ...errors import ShellError
from ...files.gopath import failure
from ...spec import Args, Call, at_least, between, command, exactly
from ...spec.durations import go_quote
from ...spec.flags import Bool, String, StringToString
from .base import ContextFamily, contents

if TYPE_CHECKING:
    from ...streams import In

_KEYS = ("from", "host", "ca", "cert", "key", "skip-tls-verify")
_ENDPOINT = StringToString("docker", "", "Where its Engine is: host=, ca=, cert=, key=, skip-tls-verify=, from=")
_DETAILS = """The endpoint is a list of KEY=VALUE: host (unix://, tcp://, ssh://), ca, cert and key (files that are
copied into the store), skip-tls-verify, or from (another context, whose endpoint is copied without its TLS files)."""


class ContextKeeping(ContextFamily):
    """Contexts come, change and go."""

    @command(
        "context create",
        "Give an Engine a name",
        String("description", "", "What it is, in a few words"),
        _ENDPOINT,
        String("from", "", "Copy this context, TLS files included", complete="context"),
        args=exactly(1, "CONTEXT"),
        details=_DETAILS,
        examples=(("An Engine behind TLS", "context create far --docker host=tcp://far:2376,ca=ca.pem"),),
    )
    def CmdContextCreate(self, call: Call) -> None:
        name = call.args[0]
        self._check_new(name)
        if call["from"] or not call.changed("docker"):
            self._copy(call["from"] or self._current(), name, call)
        else:
            fields, files = self._endpoint(call["docker"])
            metadata = {"Description": call["description"]} if call["description"] else {}
            tls = {DOCKER_ENDPOINT: files} if files else {}
            Bundle(Context(name, metadata, {DOCKER_ENDPOINT: fields}), tls).save(self.store)
        self._done(call, name, "created")

    @command(
        "context update",
        "Change a context",
        String("description", "", "What it is, in a few words"),
        _ENDPOINT,
        args=exactly(1, "CONTEXT", complete="context"),
        details=_DETAILS,
        examples=(("Another description", "context update --description 'The big one' far"),),
    )
    def CmdContextUpdate(self, call: Call) -> None:
        name = call.args[0]
        check_name(name)
        context = self.store.get(name)
        context.describe(call["description"] or context.description)
        if call.changed("docker"):
            fields, files = self._endpoint(call["docker"])
            context.endpoints[DOCKER_ENDPOINT] = fields
            self.store.save(context)
            self.store.replace_endpoint_tls(name, DOCKER_ENDPOINT, files)
        else:
            self.store.save(context)
        if name == self._current():
            self.shell.reconnect(self._current())
        self._done(call, name, "updated")

    @command(
        "context use",
        "Make a context the current one",
        args=Args("CONTEXT", 0, None, "context"),
        examples=(("Back to the usual one", "context use default"),),
    )
    def CmdContextUse(self, call: Call) -> None:
        if len(call.args) != 1:
            raise ShellError(f"accepts 1 arg(s), received {len(call.args)}")
        name = call.args[0]
        if name != DEFAULT_CONTEXT:
            check_name(name)
            self.store.get(name)
        self._set_current("" if name == DEFAULT_CONTEXT else name)
        call.out.line(name)
        call.err.line(f'Current context is now "{name}"')
        if name != DEFAULT_CONTEXT and self.shell.env.get("DOCKER_HOST"):
            call.err.line(_overridden(f'"{name}"'))
        self.shell.reconnect(self._current())

    @command(
        "context rm",
        "Remove contexts",
        Bool("force", "f", "Also one that is in use"),
        aliases=("context remove",),
        args=at_least(1, "CONTEXT [CONTEXT...]", complete="context"),
        terse=True,
        examples=(("Two at once", "context rm far near"),),
    )
    def CmdContextRm(self, call: Call) -> None:
        current = self._current()
        call.each(call.args, lambda name: self._remove(name, name == current, call["force"]))

    @command(
        "context export",
        "Write a context to a tar file, or with - to stdout",
        args=between(1, 2, "[OPTIONS] CONTEXT [FILE|-]", complete="context;file"),
        examples=(("To a file", "context export far far.tar"),),
    )
    def CmdContextExport(self, call: Call) -> None:
        name, target = call.args[0], (call.args[1] if len(call.args) > 1 else f"{call.args[0]}.dockercontext")
        if name != DEFAULT_CONTEXT:
            check_name(name)
        if target == "-":
            if call.out.isatty:
                raise ShellError("cowardly refusing to export to a terminal, specify a file path")
            call.out.data(pack(self._bundle(name)))
            return
        _write_new(target, pack(self._bundle(name)))
        call.err.line(f'Written file "{target}"')

    @command(
        "context import",
        "Read a context from a tar or zip file, or with - from stdin",
        args=exactly(2, "CONTEXT FILE|-", complete=";file"),
        examples=(("From a file", "context import far far.tar"),),
    )
    def CmdContextImport(self, call: Call) -> None:
        name, source = call.args
        self._check_new(name)
        content = _taken(call.stdin) if source == "-" else _read(source)
        unpack(content, name).save(self.store)
        self._done(call, name, "imported")

    def _done(self, call: Call, name: str, what: str) -> None:
        call.out.line(name)
        call.err.line(f'Successfully {what} context "{name}"')

    def _check_new(self, name: str) -> None:
        check_name(name)
        try:
            self.store.get(name)
        except NoSuchContext:
            return
        raise ContextError(f'context "{name}" already exists')

    def _copy(self, source: str, name: str, call: Call) -> None:
        if call["docker"]:
            raise ShellError("cannot use --docker flag when --from is set")
        bundle = self._bundle(source)
        bundle.context.name = name
        bundle.context.describe(call["description"] or bundle.context.description or _implied(source))
        bundle.save(self.store)

    def _endpoint(self, given: dict[str, str]) -> tuple[dict[str, Any], dict[str, bytes]]:
        """The fields of --docker and the TLS files they name. Raises ContextError."""
        try:
            return self._checked_endpoint(given)
        except ShellError as error:
            why = error.reason if isinstance(error, TLSFilesError) else str(error)
            raise ContextError(f"unable to create docker endpoint config: {why}") from error

    def _checked_endpoint(self, given: dict[str, str]) -> tuple[dict[str, Any], dict[str, bytes]]:
        for key in given:
            if key not in _KEYS:
                raise ContextError(f"unrecognized config key: {key}")
        if "from" in given:
            return dict(self._bundle_of(given["from"]).context.docker), {}
        tls = TLSOptions(given.get("ca", ""), given.get("cert", ""), given.get("key", ""))
        files = contents(tls)
        skip = _boolean(given.get("skip-tls-verify", "false"))
        host = given.get("host", "")
        check_host(host, tls if files else None)
        return docker_fields(host, skip), files

    def _bundle_of(self, name: str) -> Bundle:
        if name == DEFAULT_CONTEXT:
            return self._default()
        return Bundle(self.store.get(name))

    def _remove(self, name: str, current: bool, force: bool) -> str:
        if name == DEFAULT_CONTEXT:
            raise ContextError('context "default" cannot be removed')
        if current and not force:
            raise ContextError(f'context "{name}" is in use, set -f flag to force remove')
        if not force and not self.store.meta_path(name).exists():
            raise ContextError(f'context "{name}" does not exist')
        if current:
            self._set_current("")
            self.shell.reconnect(self._current())
        self.store.remove(name)
        return name

    def _set_current(self, name: str) -> None:
        def change(data: dict[str, Any]) -> None:
            if name:
                data["currentContext"] = name
            else:
                data.pop("currentContext", None)

        self.shell.config.update(change)


def _implied(name: str) -> str:
    return DEFAULT_DESCRIPTION if name == DEFAULT_CONTEXT else ""


def _overridden(name: str) -> str:
    return (
        "Warning: DOCKER_HOST environment variable overrides the active context. "
        f"To use {name}, either set the global --context flag, or unset DOCKER_HOST environment variable."
    )


def _boolean(text: str) -> bool:
    try:
        return Bool("skip-tls-verify").read(text, False)
    except ValueError:
        raise ContextError(f"skip-tls-verify: parsing {go_quote(text)}: invalid syntax") from None


def _read(source: str) -> bytes:
    try:
        with open(source, "rb") as file:
            return file.read(LIMIT + 1)
    except OSError as why:
        # Go opens a directory as it opens a file.
        raise failure("read" if isinstance(why, IsADirectoryError) else "open", source, why) from why


def _taken(stdin: In) -> bytes:
    """Everything up to the end, or one byte more than may be."""
    parts, size = [], 0
    while size <= LIMIT and (data := stdin.read1()):
        parts.append(data)
        size += len(data)
    return b"".join(parts)


def _write_new(target: str, content: bytes) -> None:
    """A file that was not there before, for its owner alone."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as why:
        raise failure("open", target, why) from why
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as why:
        os.unlink(target)
        raise failure("write", target, why) from why
