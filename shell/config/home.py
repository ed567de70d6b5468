"""Where docker's configuration lives."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from pathlib import Path


def home(environ: Mapping[str, str]) -> Path:
    """HOME, else the home of this user in the user database, else the root."""
    if environ.get("HOME"):
        return Path(environ["HOME"])
    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return Path("/")


def config_directory(environ: Mapping[str, str], option: str = "") -> Path:
    """The folder of config.json: `option` (--config), DOCKER_CONFIG, else ~/.docker."""
    given = option or environ.get("DOCKER_CONFIG", "")
    return Path(os.path.normpath(given)) if given else home(environ) / ".docker"
