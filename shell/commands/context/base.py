"""What the commands of `context` share: the store, the current name, and the context that no file holds."""

from __future__ import annotations

from pathlib import Path

from ...config.archive import Bundle
from ...config.contexts import DOCKER_ENDPOINT, TLS_FILES, Context, Store, docker_fields
from ...config.endpoint import EndpointError, context_name, default_address, tls_options
from ...config.options import DEFAULT_CONTEXT
from ...engine.tlsoptions import TLSOptions
from ...errors import ShellError
from ...spec import Family


class ContextFamily(Family):
    """Base of the families in this folder."""

    @property
    def store(self) -> Store:
        return Store(self.shell.config.directory / "contexts")

    def _current(self) -> str:
        return context_name(self.shell.options, self.shell.env.environ, self.shell.config)

    def _bundle(self, name: str) -> Bundle:
        return self._default() if name == DEFAULT_CONTEXT else Bundle.stored(self.store, name)

    def _default(self) -> Bundle:
        """The context that options and environment make."""
        tls = tls_options(self.shell.options, self.shell.env.environ)
        try:
            address = default_address(self.shell.options, self.shell.env.environ, tls is not None)
        except EndpointError as error:
            raise ShellError(error.reason) from error
        files = contents(tls) if tls else {}
        fields = docker_fields(str(address), bool(tls and tls.skip))
        return Bundle(
            Context(DEFAULT_CONTEXT, {}, {DOCKER_ENDPOINT: fields}), {DOCKER_ENDPOINT: files} if files else {}
        )


def contents(tls: TLSOptions) -> dict[str, bytes]:
    """What the files hold, under the names that the store gives them. Raises TLSFilesError."""
    tls.check_files()
    named = zip(TLS_FILES, (tls.ca, tls.cert, tls.key), strict=True)
    return {name: Path(path).read_bytes() for name, path in named if path}
