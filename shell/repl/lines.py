"""Runs an entered line in the foreground, aliases replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..cli import DockerCli
from ..line.runner import Runner
from ..streams import Streams

FIRST = re.compile(r"(\s*)([A-Za-z_][\w.-]*)(?=\s|$|[;&|])")


class Lines:
    """What stands between the prompt and the line language."""

    def __init__(self, shell: DockerCli, streams: Streams) -> None:
        self.shell = shell
        self.streams = streams
        self.runner = Runner(shell)

    def run(self, text: str) -> bool:
        """Run `text`; False when it asked for the end of the session. The status is the session's."""
        self.runner.run_line(expanded(text, self.shell.settings.aliases), self.streams)
        self.streams.flush()
        return self.runner.leaving is None


def expanded(text: str, aliases: Mapping[str, str]) -> str:
    """The text with an alias at its beginning replaced, once."""
    first = FIRST.match(text)
    if first is None or first[2] not in aliases:
        return text
    return first[1] + aliases[first[2]] + text[first.end() :]
