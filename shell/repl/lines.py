"""Runs an entered line in the foreground, aliases replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..cli import DockerCli
from ..streams import Streams

if TYPE_CHECKING:
    from ..line.runner import Runner

ALONE = "ps images inspect logs history info version search help top diff settings explain port"
IN_GROUPS = "ls list ps inspect logs history df info top diff port"
GROUPS = "container image volume network context system service node config secret stack plugin"
PRINTING = {*ALONE.split(), *(f"{group} {word}" for group in GROUPS.split() for word in IN_GROUPS.split())}
FOLLOWS = re.compile(r"--follow$|--follow=true$|-[a-zA-Z]*f$")
CLOSED = 141  # status of a command whose output nobody reads any more
MISSING = (126, 127)  # the shell's own for a pager that cannot be started


class Lines:
    """What stands between the prompt and the line language."""

    def __init__(self, shell: DockerCli, streams: Streams) -> None:
        self.shell = shell
        self.streams = streams
        self._runner: Runner | None = None

    @property
    def runner(self) -> Runner:
        """Made with the first line."""
        if self._runner is None:
            from ..line.runner import Runner

            self._runner = Runner(self.shell)
        return self._runner

    def run(self, text: str) -> bool:
        """Run `text`; False when it asked for the end of the session. The status is the session's."""
        settings = self.shell.settings
        text = expanded(text, settings.aliases)
        for out in (self.streams.out, self.streams.err):
            out.fit, out.vertical, out.style = not settings.wide, settings.vertical, settings.style
        if not (settings.pager and self.streams.out.isatty and pageable(text) and self._paged(text)):
            self.runner.run_line(text, self.streams)
            self.streams.flush()
        if self.runner.interrupted:
            self.runner.interrupted = False
            self.streams.err.line()  # behind the terminal's own ^C
        return self.runner.leaving is None

    def _paged(self, text: str) -> bool:
        """Run `text` in front of a pager; False where there is none. When that is left early, its status counts."""
        from ..output.pager import Paged, reader

        if not reader(self.shell.env.environ):
            return False
        pager = Paged(self.streams.out, self.shell.env.environ)
        with pager as paged:
            self.runner.run_line(text, self.streams.replaced(out=paged))
            paged.flush()
        if self.runner.status == CLOSED or pager.status in MISSING:
            self.runner.status = self.shell.status = pager.status
        return True


def pageable(text: str) -> bool:
    """Whether a line only prints: one command, not in the background, and none that draws or reads keys itself."""
    from ..completion.commands_of import typed_commands

    commands = list(typed_commands(text))
    if len(commands) != 1 or text.rstrip().endswith("&") or "|" in text:
        return False
    words = [word.text for word in commands[0] if word.plain]
    if any(FOLLOWS.match(word) for word in words[1:]) and "logs" in words[:2]:
        return False  # a pager shows nothing before its first page is full
    return any(" ".join(words[:count]) in PRINTING for count in (1, 2))


def expanded(text: str, aliases: Mapping[str, str]) -> str:
    """The text with the aliases that commands in it begin with replaced, once."""
    from ..completion.commands_of import typed_commands

    first = [words[0] for words in typed_commands(text)] if aliases else []
    for word in sorted(first, key=lambda word: word.start, reverse=True):
        if word.text in aliases and text[word.start : word.end] == word.text:  # in quotes it is meant as it stands
            text = text[: word.start] + aliases[word.text] + text[word.end :]
    return text
