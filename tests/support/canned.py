"""A daemon of canned answers on a unix socket, for the docker CLI and for our commands alike."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socketserver
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from shell.env import Env
from shell.main import main
from shell.streams import In, Out, Streams, tie
from tests.support.engines import docker_cli


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news."""


class Canned:
    """Answers by ``path`` or ``METHOD path``, the version prefix left off: JSON values, bytes, or (status, value).

    ``requests`` lists what was asked as ``GET /containers/json?all=1``.
    """

    def __init__(self, answers: Mapping[str, Any], api: str = "1.51") -> None:
        self.answers = dict(answers)
        self.api = api
        self.requests: list[str] = []
        self.folder = tempfile.mkdtemp(prefix="canned-")
        self.socket = os.path.join(self.folder, "docker.sock")
        self.host = f"unix://{self.socket}"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:
                pass

            def address_string(self) -> str:
                return "unix"

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                status, body = outer.answer(self.command, self.path)
                self.send_response(status)
                self.send_header("Api-Version", outer.api)
                self.send_header("Ostype", "linux")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_POST = do_HEAD = do_DELETE = do_PUT = _answer

        self._server = _Server(self.socket, Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def answer(self, method: str, target: str) -> tuple[int, bytes]:
        path = urlsplit(target).path
        if path.startswith("/v1."):
            path = path[path.index("/", 1) :]
            self.requests.append(f"{method} {target[target.index('/', 1) :]}")
        if path == "/_ping":
            return 200, b"OK"
        found = self.answers.get(f"{method} {path}", self.answers.get(path))
        if found is None:
            return 404, json.dumps({"message": f"page not found: {path}"}).encode()
        status, value = found if isinstance(found, tuple) else (200, found)
        return status, value if isinstance(value, bytes) else json.dumps(value).encode()

    def __enter__(self) -> Canned:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        shutil.rmtree(self.folder)

    def _environ(self, config: Mapping[str, Any] | None) -> dict[str, str]:
        home = os.path.join(self.folder, "config")
        os.makedirs(home, exist_ok=True)
        with open(os.path.join(home, "config.json"), "w", encoding="utf-8") as file:
            json.dump(config or {}, file)
        zone = {"TZ": os.environ["TZ"]} if "TZ" in os.environ else {}
        paths = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "DOCKER_CONFIG": home}
        return {**paths, **zone, "DOCKER_HOST": self.host}

    def docker(self, *args: str, config: Mapping[str, Any] | None = None) -> subprocess.CompletedProcess[str]:
        """Run the docker CLI against this daemon; its configuration is ``config``."""
        return subprocess.run(
            [str(docker_cli()), *args],
            env=self._environ(config),
            capture_output=True,
            text=True,
            errors="surrogateescape",
            timeout=60,
        )

    def ours(self, *args: str, config: Mapping[str, Any] | None = None) -> subprocess.CompletedProcess[str]:
        """The same with our program, in this process."""
        out: list[bytes] = []
        err: list[bytes] = []
        streams = Streams(In(), Out(out.append), Out(err.append))
        tie(streams.out, streams.err)
        status = main(list(args), Env(self._environ(config)), streams)
        streams.flush()
        told = [b"".join(part).decode("utf-8", "surrogateescape") for part in (out, err)]
        return subprocess.CompletedProcess(args, status, *told)

    def compare(self, line: str, config: Mapping[str, Any] | None = None) -> str:
        """What differs between the two programs on one line: output, status, requests; "" if nothing."""
        outcomes = []
        for program in (self.docker, self.ours):
            self.requests.clear()
            done = program(*shlex.split(line), config=config)
            outcomes.append((done.stdout, done.stderr, done.returncode, sorted(self.requests)))
        theirs, own = outcomes
        if theirs == own:
            return ""
        names = ("stdout", "stderr", "status", "requests")
        return "\n".join(
            f"--- docker's {name}\n{a}\n--- our {name}\n{b}"
            for name, a, b in zip(names, theirs, own, strict=True)
            if a != b
        )
