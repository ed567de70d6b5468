"""Tokens: kinds, offsets, linear time on long lines, nothing but LineError for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.line.errors import Incomplete, LineError
from shell.line.tokenizer import Scanner, tokenize
from shell.line.tokens import Nested, Text, Token, Variable

LINES = st.text(alphabet="ab1 \t\n'\"\\$`;&|<>(){}#!=?_-~é", max_size=60)


def shown(token: Token) -> str:
    return token.text or "".join(part.text if isinstance(part, Text) else "$" for part in token.parts)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("ps -a", ["ps", "-a"]),
        ("ps|wc", ["ps", "|", "wc"]),
        ("ps -a # all", ["ps", "-a", "# all"]),
        ("echo a#b", ["echo", "a#b"]),
        ("a&&b||c;d&", ["a", "&&", "b", "||", "c", ";", "d", "&"]),
        ("ps 2>>x 2>&1", ["ps", "2>>", "x", "2>&", "1"]),
        ("ps a2>x", ["ps", "a2", ">", "x"]),
        ("ps &>x", ["ps", "&>", "x"]),
        (r"a\ b c\\d", ["a b", r"c\d"]),
        ("a\\\nb \\\n c", ["ab", "c"]),
        ("'a b'\"c d\"e", ["a bc de"]),
        (r'"\a\$\"\\"', [r'\a$"\ '.strip()]),
        ("!ls | wc -l", ["ls | wc -l"]),
        ("ps && !ls; x", ["ps", "&&", "ls; x"]),
        ("echo a!b", ["echo", "a!b"]),
        ("a $b ${c}d $(e)", ["a", "$", "$d", "$"]),
        ("stop web-* [ab]?", ["stop", "web-*", "[ab]?"]),
    ],
)
def test_line_becomes_these_pieces(line: str, pieces: list[str]) -> None:
    assert [shown(token) for token in tokenize(line)] == pieces


def test_each_piece_knows_its_place() -> None:
    line = "ps 'a b' \"$X\" # c"
    assert [line[token.start : token.end] for token in tokenize(line)] == ["ps", "'a b'", '"$X"', "# c"]


def test_parts_know_their_quotes_and_places() -> None:
    (word,) = tokenize("a'b'\"$c\"")
    kinds = [(type(part), part.quote, part.start, part.end) for part in word.parts if part.start != 4]
    assert kinds == [(Text, "", 0, 1), (Text, "'", 1, 4), (Variable, '"', 5, 7)]


def test_quotes_inside_a_substitution_are_its_own() -> None:
    (word,) = tokenize('"a $(b "c)" \')\') d"')
    nested = next(part for part in word.parts if isinstance(part, Nested))
    assert [shown(token) for token in nested.tokens] == ["b", "c)", ")"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("cat <<E\na\nb\nE\n", "a\nb\n"),
        ("cat <<E\n$X `\\`\nE", None),
        ("cat <<'E'\n$X ` \\\nE", "$X ` \\\n"),
        ("cat <<-E\n\ta\n\t\tb\n\tE", "a\nb\n"),
        ("cat <<E | wc\nE\n", ""),
        ('cat <<E\n"a" \\$\nE\n', '"a" $\n'),
    ],
)
def test_here_document_is_read_after_its_line(text: str, body: str | None) -> None:
    if body is None:
        with pytest.raises(LineError, match="write"):
            tokenize(text)
        return
    redirect = tokenize(text)[1]
    assert redirect.body is not None
    assert "".join(part.text for part in redirect.body if isinstance(part, Text)) == body


def test_two_here_documents_follow_in_their_order() -> None:
    tokens = tokenize("a <<X; b <<Y\n1\nX\n2\nY\n")
    bodies = [token.body for token in tokens if token.body is not None]
    assert [[part.text for part in body if isinstance(part, Text)] for body in bodies] == [["1\n"], ["2\n"]]


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("echo `a`", 6, "write $("),
        ("echo ${X:-y}", 6, "only a name"),
        ("echo $((1+1))", 6, "arithmetic"),
        ("echo $1", 6, "$1 is sh's"),
        ("ps $'a'", 4, "bash's"),
        ("ps (x)", 4, "group"),
        ("f() x", 2, "group"),
        ("a |& b", 3, "2>&1 |"),
        ("! ps", 1, "turns a status"),
        ("a\0b", 2, "NUL"),
    ],
)
def test_what_sh_alone_has_is_refused_with_its_column(line: str, column: int, words: str) -> None:
    with pytest.raises(LineError) as caught:
        tokenize(line)
    assert (caught.value.column, caught.value.line) == (column, 1)
    assert words in caught.value.message


def test_error_on_a_later_line_says_which() -> None:
    with pytest.raises(LineError, match="line 3, column 4"):
        tokenize("a\nb\nps (c)")


@pytest.mark.parametrize(
    ("line", "may_end", "cannot"),
    [
        ("a 'b", "c' d", 'c" d\\'),
        ('a "b', 'c\\\\" d', "c\\\" d'"),
        ("a \\", "b\\\\", "b\\"),
        ("a \\", "# b\\", "b\\\\\\"),
        ("a $(b", "c) d", "c d"),
        ("a ${b", "c}", "c"),
        ("a <<E\nb", "E", "EE"),
        ("a <<-E\nb", "\tE", " E"),
        ("a <<'.'\nb", ".", "b"),
    ],
)
def test_what_only_lacks_its_end_is_incomplete(line: str, may_end: str, cannot: str) -> None:
    with pytest.raises(Incomplete) as caught:
        tokenize(line)
    assert re.search(caught.value.wants, may_end)
    assert not re.search(caught.value.wants, cannot)
    with pytest.raises(Incomplete):
        tokenize(f"{line}\n{cannot}")


@given(LINES)
def test_any_text_gives_tokens_or_a_line_error(text: str) -> None:
    try:
        tokenize(text)
    except LineError as error:
        assert 1 <= error.column <= len(text) + 1


@given(LINES)
def test_forgiving_never_raises_and_covers_the_text_in_order(text: str) -> None:
    tokens = Scanner(text, forgiving=True).tokens()
    ends = [offset for token in tokens for offset in (token.start, token.end)]
    assert ends == sorted(ends)
    assert all(end <= len(text) for end in ends)


@pytest.mark.parametrize("piece", ["a", "\\a", "a ", "'b' ", "$a", '"b$x'], ids=repr)
def test_line_of_a_mebibyte_is_read_to_its_end(piece: str) -> None:
    text = piece * (2**20 // len(piece))
    scanner = Scanner(text, forgiving=True)
    scanner.tokens()
    assert scanner.at == len(text)


@pytest.mark.parametrize("piece", ["''", "$(a)", ";", "é", "\\\n", "a\n", "$", "$1", "`", "<<a\n", "&"], ids=repr)
def test_long_line_of_anything_is_read_to_its_end(piece: str) -> None:
    text = piece * (2**16 // len(piece))
    scanner = Scanner(text, forgiving=True)
    scanner.tokens()
    assert scanner.at == len(text)


def test_nesting_too_deep_is_a_line_error() -> None:
    with pytest.raises(LineError, match="deep"):
        tokenize("$(" * 5000)
