"""The tree of a line, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given

from shell.line.errors import Incomplete, LineError
from shell.line.parser import parse
from shell.line.tokens import Text
from shell.line.tree import Home, Local, Output, Simple, Word
from tests.unit.line.test_tokenizer import LINES


def plain(word: Word) -> str:
    return "".join(part.text if isinstance(part, Text) else f"<{type(part).__name__}>" for part in word.parts)


def shape(text: str) -> list[str]:
    """One string per and-or list: `op:words|words … &`."""
    found = []
    for item in parse(text).items:
        pipes = [
            op + "|".join(c.text if isinstance(c, Local) else " ".join(map(plain, c.words)) for c in pipe.commands)
            for op, pipe in item.items
        ]
        found.append(" ".join(pipes) + (" &" if item.background else ""))
    return found


def simple(text: str) -> Simple:
    command = parse(text).items[0].items[0][1].commands[0]
    assert isinstance(command, Simple)
    return command


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", []),
        ("# only a comment", []),
        ("ps -a", ["ps -a"]),
        ("a; b;", ["a", "b"]),
        ("a\n\nb\n", ["a", "b"]),
        ("a && b || c", ["a &&b ||c"]),
        ("a &&\n\n b", ["a &&b"]),
        ("a | b |\n c", ["a|b|c"]),
        ("a & b &", ["a &", "b &"]),
        ("a && b & c", ["a &&b &", "c"]),
        ("docker ps", ["ps"]),
        ("'docker' ps", ["docker ps"]),
        ("docker", ["docker"]),
        ("a | docker load", ["a|load"]),
        ("a; !b; c", ["a", "b; c"]),
        ("A=1 B=2 ps C=3", ["ps C=3"]),
        ("echo if then", ["echo if then"]),
        ("'if' a", ["if a"]),
    ],
)
def test_line_has_this_shape(line: str, expected: list[str]) -> None:
    assert shape(line) == expected


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("for x in a", 1, "loops"),
        ("ps; if a", 5, "conditions"),
        ("{ ps; }", 1, "groups"),
        ("a ;; b", 3, "unexpected ;;"),
        ("; a", 1, "unexpected ;"),
        ("&& a", 1, "unexpected &&"),
        ("a | | b", 5, "unexpected |"),
        ("a & ; b", 5, "missing before ;"),
        ("a | !b", 5, "local already"),
        ("a >", 3, "file name is missing"),
        ("a > ; b", 3, "file name is missing"),
        ("a 3> b", 3, "only 0"),
        ("a 0> b", 3, "only 0"),
        ("a >&x", 5, "&>"),
        ("a <> b", 3, "is sh's"),
        ("a $(b &&) c", 7, "missing after &&"),
    ],
)
def test_wrong_line_is_refused_with_its_column(line: str, column: int, words: str) -> None:
    with pytest.raises(LineError) as caught:
        parse(line)
    assert not isinstance(caught.value, Incomplete)
    assert caught.value.column == column
    assert words in caught.value.message


@pytest.mark.parametrize("line", ["a &&", "a ||\n", "a |", "a <<E"])
def test_line_that_goes_on_is_incomplete(line: str) -> None:
    with pytest.raises(Incomplete):
        parse(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a > f", [(1, ">", "f")]),
        ("a 2>> f", [(2, ">>", "f")]),
        ("a >| f", [(1, ">", "f")]),
        ("a < f", [(0, "<", "f")]),
        ("a 2>&1", [(2, "dup", 1)]),
        ("a >&2", [(1, "dup", 2)]),
        ("a &> f", [(1, ">", "f"), (2, "dup", 1)]),
        ("a &>> f", [(1, ">>", "f"), (2, "dup", 1)]),
        ("a <<< 'b c'", [(0, "text", "b c\n")]),
        ("a <<E > f\nb\nE", [(0, "text", "b\n"), (1, ">", "f")]),
    ],
)
def test_redirections(line: str, expected: list[tuple[int, str, str | int]]) -> None:
    found = [
        (r.fd, r.operation, r.target if isinstance(r.target, int) else plain(r.target)) for r in simple(line).redirects
    ]
    assert found == expected


def test_assignments_stand_before_the_command() -> None:
    command = simple("A=1 B='x y'z ps")
    assert [(a.name, plain(a.value)) for a in command.assignments] == [("A", "1"), ("B", "x yz")]


@pytest.mark.parametrize(
    ("line", "home"), [("~", True), ("~/x", True), ("~bob/x", True), ("'~'", False), ("\\~", False), ("a~", False)]
)
def test_tilde_is_home_only_unquoted_at_the_beginning(line: str, home: bool) -> None:
    assert isinstance(simple(line).words[0].parts[0], Home) is home


def test_substitution_holds_its_own_tree() -> None:
    part = simple('echo "$(ps | wc)"').words[1].parts[1]
    assert isinstance(part, Output)
    assert len(part.line.items[0].items[0][1].commands) == 2
    assert part.quote == '"'


@given(LINES)
def test_any_text_gives_a_tree_or_a_line_error(text: str) -> None:
    try:
        parse(text)
    except LineError as error:
        assert error.column >= 1
