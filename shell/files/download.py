"""A file fetched over HTTP, read piece by piece; an answer that is cut is an error."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from types import TracebackType

from shell.errors import ShellError

PIECE = 1 << 16
SILENCE = 60.0  # seconds without a byte
ERROR_LIMIT = 1 << 20


class Download:
    """An answer being read; a context manager. `size` is 0 when the server does not tell it."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self._answer = answer
        self.size = int(answer.headers.get("Content-Length") or 0)
        self.media_type = answer.headers.get_content_type()
        self._count = 0

    def read(self) -> bytes:
        """The next bytes, b"" at the end; raises ShellError when the end came too early."""
        try:
            piece = self._answer.read1(PIECE)
        except (OSError, http.client.HTTPException) as why:
            raise ShellError(f"download broke off: {why or 'unexpected EOF'}") from None
        self._count += len(piece)
        if not piece and self._count < self.size:
            raise ShellError("unexpected EOF")
        return piece

    def __enter__(self) -> Download:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._answer.close()


def open_url(url: str, environ: Mapping[str, str]) -> Download:
    """GET an http(s) URL, through the environment's proxies, redirects followed. Raises ShellError."""
    try:
        return Download(_opener(environ).open(url, timeout=SILENCE))
    except urllib.error.HTTPError as why:
        with why:
            said = why.read(ERROR_LIMIT).decode("utf-8", "replace").strip()
        raise ShellError(f"failed to GET {url} with status {why.code} {why.reason}: {said}") from None
    except (OSError, ValueError, http.client.HTTPException) as why:
        reason = getattr(why, "reason", why)
        raise ShellError(f'Get "{url}": {getattr(reason, "strerror", None) or reason}') from None


def _opener(environ: Mapping[str, str]) -> urllib.request.OpenerDirector:
    """Only HTTP and HTTPS: a redirect to ftp: or file: is refused."""
    proxies = {
        scheme: found
        for scheme in ("http", "https")
        if (found := environ.get(f"{scheme}_proxy") or environ.get(f"{scheme.upper()}_PROXY"))
    }
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(proxies),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "docker-shell"), ("Accept-Encoding", "identity")]
    return opener
