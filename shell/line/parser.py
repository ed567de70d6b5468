"""Tokens into a tree: sh's grammar without its compound commands, which are refused by name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from shell.line.errors import Incomplete, LineError, place
from shell.line.tokenizer import Scanner
from shell.line.tokens import Nested, Part, Text, Token
from shell.line.tree import (
    AndOr,
    Assignment,
    Command,
    Home,
    Local,
    Operation,
    Output,
    Piece,
    Pipeline,
    Redirect,
    Sequence,
    Simple,
    Word,
)

_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
_HOME = re.compile(r"~([A-Za-z0-9_.-]*)(?=/|$)")
_REDIRECT = re.compile(r"([0-9]*)(.+)")
_LOOPS = {"for", "while", "until", "do", "done", "select"}
_CHOICES = {"if", "then", "elif", "else", "fi", "case", "esac", "[["}
_GROUPS = {"{", "}", "function", "coproc"}


def parse(text: str) -> Sequence:
    """The whole of `text` as a tree; LineError when it has none, Incomplete when more lines could make one."""
    return _Parser(text, Scanner(text).tokens()).sequence()


def reserved(word: str) -> bool:
    """Whether sh's grammar keeps this word to itself at the beginning of a command."""
    return word in _LOOPS or word in _CHOICES or word in _GROUPS


class _Parser:
    def __init__(self, text: str, tokens: list[Token], nested: bool = False) -> None:
        self.text = text
        self.nested = nested
        self.tokens = [token for token in tokens if token.kind != "comment"]
        self.at = 0

    def fail(self, message: str, offset: int) -> LineError:
        return LineError(message, *place(self.text, offset))

    def peek(self, *operators: str) -> Token | None:
        """The next token if it is one of these operators."""
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind in ("operator", "newline") and token.text in operators:
                return token
        return None

    def newlines(self) -> None:
        while self.peek("\n"):
            self.at += 1

    def sequence(self) -> Sequence:
        items: list[AndOr] = []
        self.newlines()
        while self.at < len(self.tokens):
            items.append(self.and_or())
            if self.peek(";"):
                self.at += 1
            elif not items[-1].background and self.at < len(self.tokens) and not self.peek("\n"):
                raise self.unexpected()
            self.newlines()
        return Sequence(tuple(items))

    def and_or(self) -> AndOr:
        first = self.pipeline()
        items = [("", first)]
        while operator := self.peek("&&", "||"):
            self.at += 1
            items.append((operator.text, self.after(operator)))
        background = self.peek("&")
        if background:
            self.at += 1
            if next_one := self.peek(";", "&&", "||", "|", "&"):
                raise self.fail(f"a command is missing before {next_one.text}", next_one.start)
        return AndOr(tuple(items), background is not None, first.start, items[-1][1].end)

    def after(self, operator: Token) -> Pipeline:
        """What && and || lead to may stand on a later line."""
        self.newlines()
        if self.at >= len(self.tokens):
            raise self.missing(operator)
        return self.pipeline()

    def missing(self, operator: Token) -> LineError:
        kind = LineError if self.nested else Incomplete
        return kind(f"a command is missing after {operator.text}", *place(self.text, operator.start))

    def pipeline(self) -> Pipeline:
        commands = [self.command()]
        while bar := self.peek("|"):
            self.at += 1
            self.newlines()
            if self.at >= len(self.tokens):
                raise self.missing(bar)
            self.refuse_local()
            commands.append(self.command())
        return Pipeline(tuple(commands), commands[0].start, commands[-1].end)

    def refuse_local(self) -> None:
        start = self.tokens[self.at].start
        if self.text.startswith("!", start):
            raise self.fail("after | a program is local already: leave the ! out", start)

    def unexpected(self) -> LineError:
        token = self.tokens[self.at]
        shown = "the end of the line" if token.text == "\n" else token.text or self.text[token.start : token.end]
        return self.fail(f"unexpected {shown}", token.start)

    def command(self) -> Command:
        token = self.tokens[self.at]
        if token.kind == "local":
            self.at += 1
            return Local(token.text, token.start, token.end)
        if token.kind not in ("word", "redirect"):
            raise self.unexpected()
        self.refuse_reserved(token)
        return self.simple(token)

    def refuse_reserved(self, token: Token) -> None:
        word = self.text[token.start : token.end]
        if word in _LOOPS:
            raise self.fail(f"{word} belongs to sh's loops: there are none here", token.start)
        if word in _CHOICES:
            raise self.fail(f"{word} belongs to sh's conditions: write && and || instead", token.start)
        if word in _GROUPS:
            raise self.fail(f"{word} groups commands in sh: there are no groups or functions here", token.start)

    def simple(self, first: Token) -> Simple:
        assignments: list[Assignment] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while self.at < len(self.tokens) and (token := self.tokens[self.at]).kind in ("word", "redirect"):
            self.at += 1
            if token.kind == "redirect":
                redirects.extend(self.redirect(token))
            elif not words and (name := _NAME.match(self.text, token.start, token.end)):
                assignments.append(Assignment(name[1], self.value(token, name.end())))
            else:
                words.append(self.word(token))
        named = len(words) > 1 and self.text[words[0].start : words[0].end] == "docker"
        end = self.tokens[self.at - 1].end
        return Simple(tuple(assignments), tuple(words[named:]), tuple(redirects), first.start, end, named)

    def word(self, token: Token) -> Word:
        return Word(self.pieces(token.parts), token.start, token.end)

    def value(self, token: Token, start: int) -> Word:
        """What follows NAME= in the token."""
        first, *rest = token.parts
        assert isinstance(first, Text)
        text = first.text.partition("=")[2]
        left = [replace(first, text=text, start=start)] if text else []
        return Word(self.pieces([*left, *rest]), start, token.end)

    def pieces(self, parts: list[Part]) -> tuple[Piece, ...]:
        pieces = [self.piece(part) for part in parts]
        first = pieces[0] if pieces else None
        if isinstance(first, Text) and not first.quote and self.text.startswith("~", first.start):
            home = _HOME.match(first.text)
            if home and (home.end() < len(first.text) or len(pieces) == 1):
                rest = Text(first.text[home.end() :], first.start + home.end(), first.end)
                return (Home(home[1], first.start, rest.start), rest, *pieces[1:])
        return tuple(pieces)

    def piece(self, part: Part) -> Piece:
        if not isinstance(part, Nested):
            return part
        return Output(_Parser(self.text, part.tokens, nested=True).sequence(), part.start, part.end, part.quote)

    def redirect(self, token: Token) -> list[Redirect]:
        """One, or two for &> and &>>: both outputs into one file."""
        if token.text in ("<>", "<&") or token.text.endswith(("<>", "<&")):
            raise self.fail(f"{token.text} is sh's: only < > >> 2> 2>&1 &> << and <<< are here", token.start)
        if self.at >= len(self.tokens) or self.tokens[self.at].kind != "word":
            raise self.fail(f"a file name is missing after {token.text}", token.start)
        target = self.tokens[self.at]
        self.at += 1
        if token.text.startswith("&"):
            operation = cast(Operation, token.text[1:])
            return [
                Redirect(1, operation, self.word(target), token.start, target.end),
                Redirect(2, "dup", 1, token.start, target.end),
            ]
        return [self.one(token, target)]

    def one(self, token: Token, target: Token) -> Redirect:
        found = _REDIRECT.match(token.text)
        assert found is not None
        digits, operator = found[1], found[2]
        fd = int(digits) if digits else 0 if operator.startswith("<") else 1
        if fd > 2 or (fd == 0) != operator.startswith("<"):
            raise self.fail("only 0 can be read from, only 1 and 2 written to", token.start)
        if operator in ("<<", "<<-"):
            return Redirect(
                fd, "text", Word(self.pieces(token.body or []), token.start, target.end), *_ends(token, target)
            )
        if operator == "<<<":
            return Redirect(fd, "text", self.line_of(target), token.start, target.end)
        if operator == ">&":
            return Redirect(fd, "dup", self.descriptor(target), token.start, target.end)
        return Redirect(
            fd, cast(Operation, ">" if operator == ">|" else operator), self.word(target), *_ends(token, target)
        )

    def line_of(self, target: Token) -> Word:
        """The word after <<< and the newline that it gets."""
        return Word((*self.pieces(target.parts), Text("\n", target.end, target.end, "'")), target.start, target.end)

    def descriptor(self, target: Token) -> int:
        text = self.text[target.start : target.end]
        if text not in ("1", "2"):
            raise self.fail(">& takes 1 or 2; both outputs into a file are &>", target.start)
        return int(text)


def _ends(token: Token, target: Token) -> tuple[int, int]:
    return token.start, target.end
