"""Takes secrets out of a line before it is remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..line.errors import LineError
from ..line.tokenizer import Scanner
from ..line.tokens import Nested, Text, Token

SECRET = re.compile(
    r"passw|passphrase|secret|token|credential|api_?key|(?:pass|(?:^|[_.-])(?:pwd|auth|key))(?:$|[_.-])", re.IGNORECASE
)
NOT_SECRET = ("PWD", "OLDPWD", "KEY")
FLAGS = ("--password", "--passphrase", "--token")
PAIR = re.compile(r"(?:--[a-z-]+=|-[a-z]*?e|-)?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)=")
IN_URL = re.compile(r"(?<=://)(?P<user>[^/:@\s]+):(?P<secret>[^/@\s]+)(?=@)")
IN_DOCUMENT = re.compile(
    r"(?<=\n)(?P<head>[ \t]*(?:(?:export|ENV|ARG)[ \t]+)?(?P<name>[A-Za-z_]\w*)=)(?P<secret>[^$\s].*)"
)
PIPED = re.compile(r"(?P<print>\b(?:echo|printf)[ \t]+)(?P<secret>.*?)(?P<rest>[ \t]*\|[^|]*--password-stdin)")
VARIABLE = re.compile(r'"?\$(?:\w+|\{\w+\})"?')
TYPED = re.compile(r"--password-stdin\b[^\n]*<<")

Cut = tuple[int, int, str]  # from, to, what stands there instead


def without_secrets(text: str) -> str:
    """The line with `$NAME` where a secret stood, so that running it again takes the value from the environment.

    Secrets are: what follows `--password`, `--token` and `login -p`; the value of NAME=value where the name looks
    like one (`-e`, `--env`, `--build-arg`, an assignment, a line of a here-document); what `echo` gives to
    `--password-stdin`; the password within a URL. "" where the whole line is about one.
    """
    if TYPED.search(text):
        return ""
    scanner = Scanner(text, forgiving=True)
    try:
        tokens = scanner.tokens()
    except LineError:
        return "" if SECRET.search(text) else text
    for start, end, instead in sorted(set(_cuts(text, tokens)), reverse=True):
        text = text[:start] + instead + text[end:]
    text = PIPED.sub(_printed, text)
    if "<<" in text:
        text = IN_DOCUMENT.sub(_assigned, text)
    return IN_URL.sub(r"\g<user>:***", text)


def _printed(found: re.Match[str]) -> str:
    if VARIABLE.fullmatch(found["secret"]):
        return found[0]
    return f'{found["print"]}"$PASSWORD"{found["rest"]}'


def _assigned(found: re.Match[str]) -> str:
    return f"{found['head']}${found['name']}" if _names_secret(found["name"]) else found[0]


def _names_secret(name: str) -> bool:
    return SECRET.search(name) is not None and name not in NOT_SECRET


def _cuts(text: str, tokens: list[Token]) -> Iterator[Cut]:
    plain: list[str] = []  # the words of this command so far
    for token in tokens:
        if token.kind == "local":
            yield token.start + 1, token.end, without_secrets(token.text)
        if token.kind != "word":
            if token.kind != "redirect":
                plain = []
            continue
        for part in token.parts:
            if isinstance(part, Nested):
                yield from _cuts(text, part.tokens)
        word = "".join(part.text if isinstance(part, Text) else "$" for part in token.parts)
        yield from _word_cuts(token, word, plain)
        plain.append(word)


def _word_cuts(token: Token, word: str, before: list[str]) -> Iterator[Cut]:
    flag, equals, _ = word.partition("=")
    login = "login" in before[:2] or before[:1] == ["docker"] and "login" in before[:3]
    if before and (before[-1] in FLAGS or (login and before[-1] == "-p")):
        yield from _cut(token, word, 0, _variable(before[-1]))
    elif equals and flag in FLAGS:
        yield from _cut(token, word, len(flag) + 1, _variable(flag))
    elif login and word.startswith("-p") and len(word) > 2:
        yield from _cut(token, word, 2, "PASSWORD")
    elif (pair := PAIR.match(word)) and _names_secret(pair["name"]):
        yield from _cut(token, word, pair.end(), re.sub(r"\W", "_", pair["name"]))


def _cut(token: Token, word: str, skip: int, name: str) -> Iterator[Cut]:
    """The token with what follows its first `skip` characters replaced; nothing when only variables stand there."""
    seen = 0
    for part in token.parts:
        seen += len(part.text) if isinstance(part, Text) else 1
        if seen > skip and isinstance(part, Text):
            yield token.start, token.end, f'{word[:skip]}"${name}"'
            return


def _variable(flag: str) -> str:
    return "PASSWORD" if flag == "-p" else flag.lstrip("-").upper()
