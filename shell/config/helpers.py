"""Credential helpers: programs `docker-credential-NAME` that keep secrets elsewhere.

One run per question (store, get, erase, list), the question on stdin, the answer on stdout
(https://github.com/docker/docker-credential-helpers).
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ..errors import ShellError
from .godecode import GoJSONError, decode

PREFIX = "docker-credential-"
LIMIT = 10.0
LONGEST = 1 << 20
NOT_FOUND = "credentials not found in native keychain"
_DOING = {"store": "storing", "get": "getting", "erase": "erasing", "list": "listing"}


class HelperError(ShellError):
    """A helper is missing, failed, or answered what cannot be understood."""


class Helper:
    """The program of one NAME, found on PATH and run in `environ`."""

    def __init__(self, name: str, environ: Mapping[str, str], limit: float = LIMIT) -> None:
        self.name, self._environ, self._limit = name, environ, limit

    def get(self, server: str) -> tuple[str, str]:
        """User and secret; ("", "") when it keeps none for `server`. Raises HelperError."""
        try:
            answer = self._answer("get", server)
        except HelperError as error:
            if NOT_FOUND in str(error):
                return "", ""
            raise
        named = {name.lower(): value for name, value in answer.items()}  # Go's decoder does not mind the case
        return str(named.get("username") or ""), str(named.get("secret") or "")

    def store(self, server: str, user: str, secret: str) -> None:
        """Raises HelperError."""
        given = {"ServerURL": server, "Username": user, "Secret": secret}
        self._run("store", json.dumps(given, separators=(",", ":"), ensure_ascii=False))

    def erase(self, server: str) -> None:
        """Raises HelperError; nothing to erase is none."""
        try:
            self._run("erase", server)
        except HelperError as error:
            if NOT_FOUND not in str(error):
                raise

    def list(self) -> dict[str, str]:
        """SERVER -> user. Raises HelperError."""
        return {server: str(user) for server, user in self._answer("list", "unused").items()}

    def _answer(self, question: str, text: str) -> dict[str, Any]:
        answer = self._run(question, text)
        try:
            value = {} if answer.strip() == b"null" else decode(answer)
        except GoJSONError:
            value = None
        if not isinstance(value, dict):
            raise self._failed(question, "its answer is no JSON object", answer[:200].decode("utf-8", "replace"))
        return value

    def _run(self, question: str, text: str) -> bytes:
        program = PREFIX + self.name
        # A name with a slash would be a path of somebody's choosing.
        path = None if "/" in program else shutil.which(program, path=self._environ.get("PATH", ""))
        if path is None or not os.path.isabs(path):
            raise self._failed(question, f'exec: "{program}": executable file not found in $PATH')
        try:
            process = subprocess.Popen(
                [path, question],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(self._environ),
            )
        except OSError as error:
            raise self._failed(question, f"fork/exec {path}: {(error.strerror or str(error)).lower()}") from error
        with process:
            try:
                return self._converse(process, question, text)
            finally:
                process.kill()

    def _converse(self, process: subprocess.Popen[bytes], question: str, text: str) -> bytes:
        out, err = _exchange(process, text.encode("utf-8", "surrogateescape"), self._limit)
        if len(out) > LONGEST:
            raise self._failed(question, f"its answer is longer than {LONGEST} bytes")
        if process.returncode is None:
            raise self._failed(question, f"no answer within {self._limit:g} s")
        if process.returncode != 0:
            said = (out.strip() or err.strip()[:1000]).decode("utf-8", "replace")
            raise self._failed(question, _status(process.returncode), said)
        return out

    def _failed(self, question: str, why: str, said: str = "") -> HelperError:
        return HelperError(f"error {_DOING[question]} credentials - err: {why}, out: `{said}`")


def _status(code: int) -> str:
    return f"exit status {code}" if code >= 0 else f"signal {-code}"


def _exchange(process: subprocess.Popen[bytes], question: bytes, limit: float) -> tuple[bytes, bytes]:
    """Ask and read stdout and stderr to their ends, within time and size; the process is over only if all came."""
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    deadline = time.monotonic() + limit
    parts = {process.stdout: bytearray(), process.stderr: bytearray()}
    with selectors.DefaultSelector() as selector:
        for stream in parts:
            selector.register(stream, selectors.EVENT_READ)
        with suppress(OSError):  # it does not want to hear it: its status tells why
            # A pipe takes 64 KiB at once, a question is shorter.
            process.stdin.write(question)
            process.stdin.close()
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                data = os.read(key.fd, 1 << 16)
                parts[key.fileobj] += data  # type: ignore[index]
                if not data:
                    selector.unregister(key.fileobj)
            if len(parts[process.stdout]) > LONGEST or len(parts[process.stderr]) > LONGEST:
                return bytes(parts[process.stdout]), b""
        if not selector.get_map():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
    return bytes(parts[process.stdout]), bytes(parts[process.stderr])
