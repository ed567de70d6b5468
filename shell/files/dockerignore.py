"""Which paths a `.dockerignore` leaves out: the rules of moby's patternmatcher, pattern by pattern.

Paths are relative to the context, with slashes. The last pattern that matches a
path, or one of its parents, decides; `!` turns a pattern into an exception.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence

from shell.errors import ShellError
from shell.files import gopath
from shell.files.goregex import BadPattern, translate

NAME = ".dockerignore"
LONGEST_LINE = 64 * 1024
SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

# What is no operator in a pattern. moby means "|", "{" and "}" to be here too, but its own table misses them.
_PLAIN = frozenset(".+()$")


def parse(data: bytes) -> list[str]:
    """The patterns in a file's bytes: no comments, no blank lines, no leading slash, cleaned."""
    patterns = []
    for number, line in enumerate(data.split(b"\n")):
        if len(line) >= LONGEST_LINE:
            raise ShellError("error reading .dockerignore: bufio.Scanner: token too long")
        if number == 0:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.startswith(b"#"):
            continue
        text = os.fsdecode(line).strip(SPACE)
        if text:
            patterns.append(_normal(text))
    return patterns


def _normal(text: str) -> str:
    exception, text = text.startswith("!"), text.removeprefix("!").strip(SPACE)
    if text:
        text = gopath.clean(text)
        if len(text) > 1:
            text = text.removeprefix("/")
    return "!" + text if exception else text


def read(context: str) -> list[str]:
    """The patterns of the `.dockerignore` in a directory; none when there is no such file."""
    path = gopath.join(context, NAME)
    try:
        with open(path, "rb") as file:
            return parse(file.read())
    except FileNotFoundError:
        return []
    except IsADirectoryError as why:
        raise ShellError(f"error reading {NAME}: {gopath.failure('read', path, why)}") from None
    except OSError as why:
        raise gopath.failure("open", path, why) from None


def keep_build_files(patterns: Sequence[str], dockerfile: str, from_stdin: bool) -> list[str]:
    """`patterns`, with exceptions for `.dockerignore` and the Dockerfile: the builder needs both."""
    kept = list(patterns)
    if _excludes(kept, NAME):
        kept.append("!" + NAME)
    if not from_stdin and _excludes(kept, dockerfile):
        kept.append("!" + dockerfile)
    return kept


def _excludes(patterns: Sequence[str], path: str) -> bool:
    try:
        path = gopath.clean(path)
        return path != "." and Matcher(patterns).matches(path)
    except ShellError:
        return False


class Pattern:
    """One pattern: `text` without its `!`, `exception`, and how to match a path."""

    def __init__(self, text: str, exception: bool) -> None:
        self.text = text
        self.exception = exception
        self._matches = _compile(text)

    def matches(self, path: str) -> bool:
        """Whether exactly this path matches; raises ShellError for a pattern that is no regexp."""
        return self._matches(path)


class Matcher:
    """A list of patterns, asked about one path after another."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = [pattern for text in patterns if (pattern := _pattern(text))]
        self.has_exceptions = any(pattern.exception for pattern in self.patterns)

    def matches(self, path: str) -> bool:
        """Whether a path or a parent of it is left out, knowing nothing of its parents."""
        return self.step(path, ())[0]

    def step(self, path: str, parent: Sequence[bool]) -> tuple[bool, list[bool]]:
        """Whether `path` is left out, and its own hits for its children; `parent` are its parent's hits."""
        hits = []
        out = False
        for index, pattern in enumerate(self.patterns):
            hit = bool(parent) and parent[index]
            if not hit and pattern.exception == out:
                hit = pattern.matches(path) or (not parent and _parent_matches(pattern, path))
            hits.append(hit)
            if hit:
                out = not pattern.exception
        return out, hits

    def may_hold_exceptions(self, path: str) -> bool:
        """Whether some exception lies below this directory, so that it must be walked all the same."""
        below = path + "/"
        return any(p.exception and (p.text + "/").startswith(below) for p in self.patterns)


def _parent_matches(pattern: Pattern, path: str) -> bool:
    parts = path.split("/")
    return any(pattern.matches("/".join(parts[:length])) for length in range(1, len(parts)))


def _pattern(text: str) -> Pattern | None:
    text = text.strip(SPACE)
    if not text:
        return None
    text = gopath.clean(text)
    exception = text.startswith("!")
    if exception:
        if len(text) == 1:
            raise ShellError('illegal exclusion pattern: "!"')
        text = text[1:]
    if not _well_formed(text):
        raise BadPattern()
    return Pattern(text, exception)


def _well_formed(text: str) -> bool:
    """Whether Go's filepath.Match takes the pattern when it is asked about ".", as moby asks it.

    It takes the pieces between stars one after the other and stops behind the first that does not match: the
    second, at the latest, which would have to match "".
    """
    chunk, text = _chunk(text.lstrip("*"))
    matches = _matches_dot(chunk)
    if not matches or not text:
        return matches is not None
    return _matches_dot(_chunk(text.lstrip("*"))[0]) is not None


def _chunk(text: str) -> tuple[str, str]:
    """What comes before a star outside of a character class, and the rest."""
    inside = False
    at = 0
    while at < len(text) and (inside or text[at] != "*"):
        if text[at] in "[]":
            inside = text[at] == "["
        at += 2 if text[at] == "\\" else 1
    return text[:at], text[at:]


def _matches_dot(chunk: str) -> bool | None:
    """Whether the piece of a pattern, which has no star, matches "."; None when it is malformed."""
    at = count = 0
    matches = False
    while at < len(chunk):
        if chunk[at] == "[":
            found = _class(chunk, at + 1)
            if found is None:
                return None
            at, matches = found
        else:
            at += chunk[at] == "\\"
            if at == len(chunk):
                return None
            matches = chunk[at] == "." or (chunk[at] == "?" and chunk[at - 1 : at] != "\\")
        at += 1
        count += 1
    return matches and count == 1


def _class(text: str, at: int) -> tuple[int, bool] | None:
    """The position of the `]` that ends a character class, and whether "." is in it; None when it is malformed."""
    negated = text[at : at + 1] == "^"
    at += negated
    found = False
    start = at
    while text[at : at + 1] != "]" or at == start:
        low = high = _class_member(text, at)
        if low is not None and text[low[0] : low[0] + 1] == "-":
            high = _class_member(text, low[0] + 1)
        if low is None or high is None:
            return None
        found = found or low[1] <= "." <= high[1]
        at = high[0]
    return at, found != negated


def _class_member(text: str, at: int) -> tuple[int, str] | None:
    """Where one character of a class ends, and the character; the class must go on after it."""
    if text[at : at + 1] in ("", "-", "]"):
        return None
    at += text[at] == "\\"
    if at + 1 >= len(text) or "\udc80" <= text[at] <= "\udcff":  # the end, or a byte that is no UTF-8
        return None
    return at + 1, text[at]


class _Compiler:
    """Turns a pattern into the plainest test that does: equal, prefix, suffix or a regexp."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = int(text.startswith("\ufeff"))  # Go's text/scanner passes over it
        self.kind = "exact"
        self.regex = "^"

    def run(self) -> None:
        first = True
        while self.at < len(self.text):
            self._one(self._next(), first)
            first = False

    def _next(self) -> str:
        char = self.text[self.at]
        self.at += 1
        return char

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _one(self, char: str, first: bool) -> None:
        if char == "*" and self._peek() == "*":
            self._double_star(first)
        elif char in "*?":
            self.regex += "[^/]*" if char == "*" else "[^/]"
            self.kind = "regex"
        elif char in _PLAIN:
            self.regex += "\\" + char
        elif char == "\\":
            self.regex += "\\"
            if self.at < len(self.text):
                self.regex += self._next()
                self.kind = "regex"
        else:
            self.regex += char
            if char in "[]":
                self.kind = "regex"

    def _double_star(self, first: bool) -> None:
        self._next()
        if self._peek() == "/":
            self._next()
        if self.at < len(self.text):
            self.regex += "(.*/)?"
            self.kind = "regex"
        elif self.kind == "exact":
            self.kind = "prefix"
        else:
            self.regex += ".*"
            self.kind = "regex"
        if first:
            self.kind = "suffix"


def _compile(text: str) -> Callable[[str], bool]:
    compiler = _Compiler(text)
    compiler.run()
    if compiler.kind == "exact":
        return text.__eq__
    if compiler.kind == "prefix":
        prefix = text[:-2]
        return lambda path: path.startswith(prefix)
    if compiler.kind == "suffix":
        suffix = text[2:]
        return lambda path: path.endswith(suffix) or (suffix[:1] == "/" and path == suffix[1:])
    return _Regex(compiler.regex + "$")


class _Regex:
    """A regexp that is compiled when first asked: a bad one fails there, as docker's does."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._compiled: re.Pattern[str] | None = None

    def __call__(self, path: str) -> bool:
        if self._compiled is None:
            self._compiled = translate(self.source)
        return self._compiled.search(path) is not None
