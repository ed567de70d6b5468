"""What this program tells of itself in `version` and `info`."""

from __future__ import annotations

import os
import platform
from typing import Any

from ... import __version__
from ...engine.transport import OURS
from ...spec import Call

_MACHINES = {"x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm", "i686": "386"}  # Go's names


def client_version(call: Call) -> dict[str, Any]:
    """Under the names of the `Client` section; Go's version is Python's here."""
    machine = os.uname().machine
    return {
        "Version": __version__,
        "DefaultAPIVersion": OURS,
        "GitCommit": "",
        "GoVersion": f"python{platform.python_version()}",
        "Os": os.uname().sysname.lower(),
        "Arch": _MACHINES.get(machine, machine),
        "BuildTime": "",
        "Context": call.shell.context,
    }
