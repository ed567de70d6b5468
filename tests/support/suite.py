"""`make test`'s last step: programs and engines for the tests, pytest, engines down again.

The engines are left running where they ran before. Arguments are handed to pytest.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from tests.support.engines import BedError, control, packages

# Programs that tests of completions, man pages, the prompt and another engine drive.
PROGRAMS = {"zsh": "zsh", "fish": "fish", "mandoc": "mandoc", "tmux": "tmux", "podman": "podman"}
PYTEST = ("-n", "2", "--dist", "loadfile")


def main(arguments: Sequence[str]) -> int:
    started = _prepare()
    try:
        return subprocess.run([sys.executable, "-m", "pytest", *PYTEST, *arguments]).returncode
    finally:
        if started:
            control.down()


def _prepare() -> bool:
    """Whether the engines were started by us; what cannot be provided is said, its tests skip."""
    try:
        packages.install(PROGRAMS)
    except BedError as error:
        print(f"tests that need them skip: {error}", file=sys.stderr)
    if control.may_change() or control.is_up():
        return control.up()
    print("live tests skip: engines need root; run: sudo make engine", file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
