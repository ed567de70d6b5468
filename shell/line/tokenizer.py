"""A line into tokens: one reader for the prompt, scripts, colours and completion.

Everything is found by compiled patterns that never look at a character twice, so the time is linear in the line.
The rules are those of sh (POSIX 2.2, 2.3, 2.7.4); what sh has and this language has not is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from shell.line.errors import Incomplete, LineError, place
from shell.line.tokens import Nested, Part, Text, Token, Variable

DEEPEST = 40

_BLANK = re.compile(r"(?:[ \t]|\\\n)++")
_COMMENT = re.compile(r"#[^\n]*+")
_REDIRECT = re.compile(r"&>>?|[0-9]*(?:<<<|<<-|<<|<>|<&|<|>>|>&|>\||>)")
_HERE = re.compile(r"[0-9]*<<-?")
_OPERATOR = re.compile(r"&&|\|\||\|&|;;|[;&|()]")
_LOCAL = re.compile(r"(?:[^\n\\]++|\\.)*+", re.DOTALL)
_BARE = re.compile(r"""(?:[^ \t\n'"\\$`;&|<>()]++|\\.)++""", re.DOTALL)
_IN_QUOTES = re.compile(r'(?:[^"\\$`]++|\\.)++', re.DOTALL)
_IN_BODY = re.compile(r"(?:[^\\$`]++|\\.)++", re.DOTALL)
_UNESCAPE = {
    _BARE: re.compile(r"\\(?:\n|(.))", re.DOTALL),
    _IN_QUOTES: re.compile(r'\\(?:\n|([$`"\\]))'),
    _IN_BODY: re.compile(r"\\(?:\n|([$`\\]))"),
}
_DOLLAR = re.compile(
    r"\$(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*|\?)|\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*|\?)\}"
    r"|(?P<sum>\(\()|(?P<open>\()|(?P<brace>\{)|(?P<special>[0-9@*#$!-]))?"
)
# Lines of a here-document, as few as possible; a \ at the end of one takes the next with it, unless all is literal.
_LINES = r"(?:(?:[^\\\n]++|\\.)*+\n)*?"
_LITERAL_LINES = r"(?:[^\n]*+\n)*?"
_INDENT = re.compile(r"(?<=\n)\t+")

# What a line must have to end what is open: else the text up to it need not be read again.
_DOUBLE_WANTS = r'(?<!\\)(?:\\\\)*"'
_BACKSLASH_WANTS = r"#|(?<!\\)(?:\\\\)*\Z"  # behind a comment's \ nothing is continued

# After these a command begins, so `!` there means a local one.
_BEFORE_COMMAND = {("operator", text) for text in (";", "&", "&&", "||")}

# A here-document that has been announced: its redirect, its last line, whether its text is taken as it is.
_Waiting = tuple[Token, str, bool]


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, which may have several lines; LineError says what is wrong and where."""
    return Scanner(text).tokens()


def _command_begins(found: list[Token]) -> bool:
    return not found or found[-1].kind == "newline" or (found[-1].kind, found[-1].text) in _BEFORE_COMMAND


class Scanner:
    """Reads one text. When `forgiving`, the first error is kept and the rest is read as well as it can be."""

    def __init__(self, text: str, forgiving: bool = False) -> None:
        self.text = text
        self.at = 0
        self.end = len(text)
        self.forgiving = forgiving
        self.error: LineError | None = None
        self.open = ""
        if "\0" in text:
            self.fail("a line cannot hold a NUL character", text.index("\0"))

    def fail(self, message: str, offset: int) -> None:
        """Raise, or note the error when forgiving."""
        self._raise(LineError, message, offset)

    def unfinished(self, message: str, offset: int, wants: str, opened: str = "") -> None:
        """As `fail`, for text that only lacks its end; `opened` is the quote left open."""
        self._raise(partial(Incomplete, wants=wants), message, offset)
        self.open = self.open or opened

    def _raise(self, kind: Callable[[str, int, int], LineError], message: str, offset: int) -> None:
        if self.error is not None:
            return  # finding its place would cost time linear in the text, for each of many errors
        error = kind(message, *place(self.text, offset))
        if not self.forgiving:
            raise error
        self.error = error

    def tokens(self, depth: int = 0) -> list[Token]:
        """All tokens to the end, or to the `)` that closes a $( when `depth` > 0."""
        found: list[Token] = []
        bodies: list[_Waiting] = []
        while self.at < self.end:
            if blank := _BLANK.match(self.text, self.at, self.end):
                self.at = blank.end()
            elif self.text[self.at] == ")" and depth:
                break
            else:
                self._token(found, bodies, depth)
        if bodies and self.at >= self.end:
            self.unfinished("the here-document has no text", bodies[0][0].start, wants="")
        elif bodies:
            self.fail("a here-document begun in $( ) must end in it", bodies[0][0].start)
        return found

    def _token(self, found: list[Token], bodies: list[_Waiting], depth: int) -> None:
        start, char = self.at, self.text[self.at]
        if char == "!" and _command_begins(found):
            self._local(found, depth)
        elif char == "#" and (comment := _COMMENT.match(self.text, start, self.end)):
            self._add(found, "comment", comment.end())
        elif char == "\n":
            self._add(found, "newline", start + 1)
            self._bodies(bodies)
        elif redirect := _REDIRECT.match(self.text, start, self.end):
            self._add(found, "redirect", redirect.end())
        elif operator := _OPERATOR.match(self.text, start, self.end):
            self._operator(found, operator.end())
        else:
            found.append(self._word(depth))
            self._delimiter(found, bodies)

    def _add(self, found: list[Token], kind: str, end: int) -> None:
        found.append(Token(kind, self.at, end, self.text[self.at : end]))  # type: ignore[arg-type]
        self.at = end

    def _operator(self, found: list[Token], end: int) -> None:
        text = self.text[self.at : end]
        if text in ("(", ")"):
            self.fail("( and ) group commands in sh, but not here; quote them to pass them on", self.at)
        elif text == "|&":
            self.fail("|& is bash's: write 2>&1 |", self.at)
        self._add(found, "operator", end)

    def _local(self, found: list[Token], depth: int) -> None:
        """`!cmd`: to the end of the line, or of the $( )."""
        start, at = self.at, self.at + 1
        if at >= self.end or self.text[at] in " \t\n":
            self.fail(
                "! turns a status round in sh, but not here; !command without a space runs a local command", start
            )
        if depth:
            self.at = at
            self.tokens(depth)
        elif rest := _LOCAL.match(self.text, at, self.end):
            self.at = rest.end()
            if self.text.startswith("\\", self.at):
                self.unfinished("no line follows the \\", self.at, wants=_BACKSLASH_WANTS, opened="\\")
                self.at += 1
        found.append(Token("local", start, self.at, self.text[at : self.at]))

    def _word(self, depth: int) -> Token:
        start = self.at
        parts: list[Part] = []
        while self.at < self.end:
            if bare := _BARE.match(self.text, self.at, self.end):
                self._text(parts, bare, _BARE, "")
            elif self.text[self.at] in " \t\n;&|<>()":
                break
            else:
                self._special(parts, depth)
        return Token("word", start, self.at, parts=parts)

    def _special(self, parts: list[Part], depth: int) -> None:
        """What begins with ' " $ ` or a last backslash."""
        char = self.text[self.at]
        if char == "'":
            self._single(parts)
        elif char == '"':
            self._double(parts, depth)
        elif char == "$" and self.text.startswith(("'", '"'), self.at + 1):
            quote = self.text[self.at + 1]
            self.fail(f"${quote}…{quote} is bash's: write {quote}…{quote}", self.at)
            self._literal(parts, "")
        else:
            self._expansion(parts, "", depth)

    def _literal(self, parts: list[Part], quote: str) -> None:
        """One character as itself."""
        parts.append(Text(self.text[self.at], self.at, self.at + 1, quote))
        self.at += 1

    def _text(self, parts: list[Part], found: re.Match[str], pattern: re.Pattern[str], quote: str) -> None:
        text = found[0]
        if "\\" in text:
            text = _UNESCAPE[pattern].sub(r"\1", text)
        parts.append(Text(text, found.start(), found.end(), quote))
        self.at = found.end()

    def _single(self, parts: list[Part]) -> None:
        start = self.at
        end = self.text.find("'", start + 1, self.end)
        if end < 0:
            self.unfinished("the ' is not closed", start, wants="'", opened="'")
            end = self.end
        parts.append(Text(self.text[start + 1 : end], start, min(end + 1, self.end), "'"))
        self.at = min(end + 1, self.end)

    def _double(self, parts: list[Part], depth: int) -> None:
        start = self.at
        self.at += 1
        parts.append(Text("", start, self.at, '"'))
        while self.at < self.end and self.text[self.at] != '"':
            self._quoted(parts, _IN_QUOTES, depth)
        if self.at >= self.end:
            self.unfinished('the " is not closed', start, wants=_DOUBLE_WANTS, opened='"')
        self.at = min(self.at + 1, self.end)

    def _quoted(self, parts: list[Part], pattern: re.Pattern[str], depth: int) -> None:
        """The next piece between double quotes or in a here-document."""
        if found := pattern.match(self.text, self.at, self.end):
            self._text(parts, found, pattern, '"')
        else:
            self._expansion(parts, '"', depth)

    def _expansion(self, parts: list[Part], quote: str, depth: int) -> None:
        start = self.at
        if self.text[start] == "`":
            self.fail("`…` is sh's older form: write $(…)", start)
        if self.text[start] == "\\" and self.end == len(self.text):
            self.unfinished("no line follows the \\", start, wants=_BACKSLASH_WANTS, opened="\\")
        found = _DOLLAR.match(self.text, start, self.end)
        name = found and (found["name"] or found["braced"])
        if found and name:
            parts.append(Variable(name, start, found.end(), quote))
            self.at = found.end()
        elif found and found["open"]:
            self._nested(parts, quote, depth)
        else:
            self._refused(found)
            self._literal(parts, quote)

    def _refused(self, found: re.Match[str] | None) -> None:
        if found is None or found.lastgroup is None:
            return
        if found["sum"]:
            self.fail("$(( )) is sh's: there is no arithmetic here", found.start())
        elif found["special"]:
            self.fail(f"{found[0]} is sh's: only $NAME, $? and $_ are here", found.start())
        elif found.string.find("}", found.end(), self.end) < 0:
            self.unfinished("the ${ is not closed", found.start(), wants="}")
        else:
            self.fail("${…} takes only a name here: defaults and cuts are sh's", found.start())

    def _nested(self, parts: list[Part], quote: str, depth: int) -> None:
        start = self.at
        if depth >= DEEPEST:
            raise LineError(f"$( ) nested more than {DEEPEST} deep", *place(self.text, start))
        self.at += 2
        tokens = self.tokens(depth + 1)
        closed = self.at < self.end
        if not closed:
            self.unfinished("the $( is not closed", start, wants=r"\)")
        self.at = min(self.at + 1, self.end)
        parts.append(Nested(tokens, start, self.at, quote, closed))

    def _delimiter(self, found: list[Token], bodies: list[_Waiting]) -> None:
        """After `<<` the word says where the document ends; quoted anywhere, the text is taken as it is."""
        if len(found) > 1 and found[-2].kind == "redirect" and _HERE.fullmatch(found[-2].text):
            redirect, word = found[-2:]
            raw = self.text[word.start : word.end]
            plain = all(isinstance(part, Text) for part in word.parts)
            name = "".join(part.text for part in word.parts if isinstance(part, Text)) if plain else raw
            bodies.append((redirect, name, plain and name != raw))

    def _bodies(self, waiting: list[_Waiting]) -> None:
        """After a newline come the here-documents that the line announced."""
        for number, (redirect, name, literal) in enumerate(waiting):
            self.at = min(self.at + (number > 0), self.end)
            tabs = redirect.text.endswith("-")
            last = ("\\t*+" if tabs else "") + re.escape(name) + "$"
            lines = _LITERAL_LINES if literal else _LINES
            whole = re.compile(f"({lines}){last}", re.DOTALL | re.MULTILINE).match(self.text, self.at, self.end)
            if whole is None:
                self.unfinished(f"the here-document lacks its last line, {name}", redirect.start, wants="^" + last)
            redirect.body = self._body_parts(whole.end(1) if whole else self.end, literal, tabs)
            self.at = whole.end() if whole else self.end
        waiting.clear()

    def _body_parts(self, end: int, literal: bool, tabs: bool) -> list[Part]:
        start, whole = self.at, self.end
        parts: list[Part] = []
        if literal:
            parts.append(Text(self.text[start:end], start, end, "'"))
        else:
            self.end = end
            while self.at < end:
                self._quoted(parts, _IN_BODY, 1)
            self.end = whole
        for part in parts if tabs else ():
            if isinstance(part, Text):
                text = part.text.lstrip("\t") if part.start == start else part.text
                part.text = _INDENT.sub("", text)
        return parts
