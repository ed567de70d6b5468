"""The menu: candidates of the word under the cursor, written so that the line reads back as meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from ..cli import DockerCli
from ..completion.candidate import Candidate, best
from ..completion.candidates import candidates
from ..completion.files import files
from ..completion.programs import behind_pipe, is_local
from ..completion.world import World
from ..errors import ShellError
from ..line.cursor import Cursor, under_cursor
from ..line.quoting import quote_word
from ..output.rows import ellipsis
from ..output.sanitize import safe

HELP_WIDTH = 100  # columns at most, where the screen has them


class LineCompleter(Completer):
    """Runs in a thread of its own at every key; nothing it calls waits for the Engine."""

    def __init__(self, shell: DockerCli, world: World, aliases: Callable[[], Mapping[str, str]]) -> None:
        self._shell = shell
        self._world = world
        self._aliases = aliases

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        text = document.text_before_cursor
        cursor = under_cursor(text)
        if cursor.place == "command" and not cursor.current and not event.completion_requested:
            return  # everything could begin here, or nothing more: `logs -f web &`
        for found in self._offered(cursor, event.completion_requested):
            if found.text != cursor.current:
                yield Completion(
                    _written(found, cursor),
                    start_position=cursor.start - len(text),
                    display=safe(found.shown),
                    display_meta=ellipsis(safe(found.help), HELP_WIDTH),
                )

    def _offered(self, cursor: Cursor, asked: bool) -> list[Candidate]:
        if cursor.place == "variable":
            names = {*self._shell.variables, *self._shell.env.environ}
            return best((Candidate(name) for name in sorted(names)), cursor.current)
        if cursor.place == "file":
            return best(files(cursor.current, self._world.home), cursor.current)
        if cursor.place == "local":
            return self._local(cursor) if asked else []
        if cursor.place == "comment":
            return []
        words = list(cursor.words)
        if cursor.piped and (not words or is_local(self._shell, words, piped=True)):
            return self._piped(cursor) if asked else []
        try:
            return candidates(self._shell, words, cursor.current, self._world, self._aliases(), flags_too=asked)
        except ShellError:
            return []

    def _piped(self, cursor: Cursor) -> list[Candidate]:
        """Behind a |: programs, and files for them."""
        if cursor.words:
            return best(files(cursor.current, self._world.home), cursor.current)
        return best(behind_pipe(self._shell, cursor.current), cursor.current)

    def _local(self, cursor: Cursor) -> list[Candidate]:
        """Behind `!`: files, for the last word."""
        word = cursor.current.rpartition(" ")[2]
        head = len(cursor.current) - len(word)
        found = best(files(word, self._world.home), word)
        return [Candidate(cursor.current[:head] + one.text, one.help, head + one.head, one.whole) for one in found]


def _written(found: Candidate, cursor: Cursor) -> str:
    """The word as it has to stand in the line: quoted if it must be, an open quote stays open where more follows."""
    if cursor.place in ("variable", "local"):
        return found.text
    if cursor.quote and not found.whole:
        return cursor.quote + found.text
    home = found.text.startswith("~/")
    word = found.text[2:] if home else found.text
    written = word if _is_pair(word, cursor) else quote_word(word, cursor.quote or "'")
    if not found.whole and written != found.text and written[-1:] in "'\"" and not home:
        return written[:-1]
    return "~/" + written if home else written


def _is_pair(word: str, cursor: Cursor) -> bool:
    """Whether it is `key=value` that needs no quotes: only the first word of a line could be taken for a variable."""
    return cursor.place != "command" and all(quote_word(part) == part for part in word.split("=") if part)
