"""Runs an entered line in the foreground."""

from __future__ import annotations

from ..cli import DockerCli
from ..errors import ShellError
from ..line.cursor import under_cursor
from ..streams import Streams


class Lines:
    """What stands between the prompt and the line language."""

    def __init__(self, shell: DockerCli, streams: Streams) -> None:
        self.shell = shell
        self.streams = streams

    def run(self, text: str) -> bool:
        """Run `text`; False when it asked for the end of the session. The status is the session's."""
        words = under_cursor(text + " ").words
        if words[:1] == ("exit",):
            return False
        try:
            self.shell.status = self.shell.run(list(words), self.streams)
        except ShellError as why:
            self.shell.complain(why, self.streams)
            self.shell.status = why.status
        return True
