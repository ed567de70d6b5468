"""`python -m tests.support.engines`: the private engines and registries of the tests, by hand."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from tests.support.engines import NEWEST, BedError, control, host

ABOUT = """\
Brings up what the live tests and `make shell` stand on, all of it private to this project:

  Docker 28.5    a unix socket, and TCP with TLS, from Debian's packages
  Docker 20.10   a unix socket, and plain TCP
  registries     127.0.0.1:5000 open; 127.0.0.1:5001 asks for tester / secret
  busybox        an image in both engines and in both registries

Packages are unpacked under .engine/ (or the folder that DOCKER_SHELL_BED names); nothing is
installed as a service, and no engine, registry or bridge of the machine is touched. Needs root
on Linux and a Debian mirror in apt's sources. Logs are in .engine/log.
"""
EPILOGUE = """\
up is done in a moment when everything runs already; down removes the containers, keeps the
images and what was fetched. To use an engine:  export DOCKER_HOST=$(python -m tests.support.engines host)
"""


def main() -> int:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("tests.support.engines", description=ABOUT, epilog=EPILOGUE, formatter_class=form)
    parser.add_argument("verb", nargs="?", default="up", choices=["up", "down", "status", "host"])
    parser.add_argument("version", nargs="?", default=NEWEST, help="for host: 28.5 (default) or 20.10")
    asked = parser.parse_args()
    try:
        return run(asked.verb, asked.version)
    except BedError as error:
        print(f"engines: {error}", file=sys.stderr)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode(errors="replace").strip()
        print(f"engines: {' '.join(map(str, error.cmd))}: {said or error}", file=sys.stderr)
    return 1


def run(verb: str, version: str) -> int:
    if verb == "host":
        print(host(version))
        return 0
    begun = time.monotonic()
    if verb == "up":
        print("the bed was up" if not control.up() else f"the bed is up after {time.monotonic() - begun:.1f} s")
    elif verb == "down":
        control.down()
    print("\n".join(control.status()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
