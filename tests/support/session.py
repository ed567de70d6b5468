"""`make shell`: docker-shell on the engine that is already yours, else on a private one."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.support.engines import BedError, control, host, probe

DEFAULT_SOCKET = Path("/var/run/docker.sock")


def main() -> int:
    environ = dict(os.environ)
    if not has_engine(environ):
        print("No engine answers at /var/run/docker.sock: a private one it is.", file=sys.stderr, flush=True)
        try:
            control.up()
        except BedError as error:
            print(f"engines: {error}", file=sys.stderr)
            return 1
        environ["DOCKER_HOST"] = host()
    program = Path(sys.executable).parent / "docker-shell"
    # The prompt ends with the status of its last command, which is no failure of make's.
    os.execve("/bin/sh", ["sh", "-c", '"$0" "$@"; exit 0', str(program), *sys.argv[1:]], environ)


def has_engine(environ: dict[str, str]) -> bool:
    """Whether the user chose an engine, or the machine's own answers."""
    chosen = environ.get("DOCKER_HOST") or environ.get("DOCKER_CONTEXT") or _current_context(environ)
    return bool(chosen) or probe.engine_answers(DEFAULT_SOCKET)


def _current_context(environ: dict[str, str]) -> str:
    folder = Path(environ.get("DOCKER_CONFIG") or Path(environ.get("HOME", "/")) / ".docker")
    try:
        found = json.loads((folder / "config.json").read_text()).get("currentContext", "")
    except (OSError, ValueError, AttributeError):
        return ""
    return "" if found == "default" else str(found)


if __name__ == "__main__":
    sys.exit(main())
