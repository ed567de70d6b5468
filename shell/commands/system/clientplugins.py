"""The CLI plugins that `info` tells of: those in docker's folders, each asked what it is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...config import plugins
from ...config.file import Config
from ...config.pluginmeta import NAME, MetadataError
from ...errors import ShellError
from ...natural import natural
from ...spec import Call
from ..index import INDEX

_PREFIX = "docker-"
_PATTERN = '"^[a-z][a-z0-9]*$"'


def client_plugins(call: Call) -> list[dict[str, Any]]:
    """All of them under docker's names, in its order; one that cannot be used has an `Err`."""
    found = _candidates(call.shell.config)
    asked = {name: _asked(name, files[0], call.shell.env.environ) for name, files in found.items()}
    return [_told(name, found[name], asked[name]) for name in sorted(found, key=natural)]


def told_of(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of `info` about those that can be used."""
    usable = [plugin for plugin in found if "Err" not in plugin]
    if usable:
        yield " Plugins:"
    for plugin in usable:
        yield f"  {plugin['Name']}: {plugin.get('ShortDescription', '')} ({plugin['Vendor']})"
        if plugin.get("Version"):
            yield f"    Version:  {plugin['Version']}"
        yield f"    Path:     {plugin['Path']}"


def warnings(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line about each that cannot be used."""
    for plugin in found:
        if "Err" in plugin:
            yield f'WARNING: Plugin "{plugin["Path"]}" is not valid: {plugin["Err"]}'


def _candidates(config: Config) -> dict[str, list[Path]]:
    """Name -> its files; the first is the one that docker runs."""
    found: dict[str, list[Path]] = {}
    for folder in plugins.folders(config):
        try:
            entries = sorted(os.listdir(folder))
        except OSError:
            continue
        for entry in entries:
            file = folder / entry
            if entry.startswith(_PREFIX) and (file.is_file() or (file.is_symlink() and file.exists())):
                found.setdefault(entry[len(_PREFIX) :], []).append(file)
    return found


def _asked(name: str, file: Path, environ: Mapping[str, str]) -> plugins.Question | MetadataError:
    """The question put to the plugin, or why it is not asked."""
    if not NAME.fullmatch(name):
        return MetadataError(f'plugin candidate "{name}" did not match {_PATTERN}')
    if name in _builtin():
        return MetadataError(f'plugin "{name}" duplicates builtin command')
    try:
        plugins.trust(file)
    except ShellError as why:
        return MetadataError(str(why))
    return plugins.Question(file, environ)


def _builtin() -> set[str]:
    """The first words of docker's own commands."""
    methods = (method for method, entry in INDEX.items() if not entry.module.startswith("shell_words"))
    return {re.split("(?=[A-Z])", method)[2].lower() for method in methods} | {"help", "completion"}


def _told(name: str, files: Sequence[Path], asked: plugins.Question | MetadataError) -> dict[str, Any]:
    said: dict[str, Any] = {}
    try:
        if isinstance(asked, MetadataError):
            raise asked
        said = asked.answer()
    except MetadataError as why:
        said = {**why.told, "Err": str(why)}
    plugin = {**said, "Name": name, "Path": str(files[0])}
    if len(files) > 1:
        plugin["ShadowedPaths"] = [str(file) for file in files[1:]]
    return plugin
