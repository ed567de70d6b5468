"""quote → parse gives the same words, in ours and in sh."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.line.parser import parse
from shell.line.quoting import quote, quote_word
from shell.line.tokens import Text
from shell.line.tree import Simple

WORDS = st.lists(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
    | st.sampled_from(["docker", "if", "{", "}", "!x", "A=b", "~", "~/x", "#", "-f=a b", "a=b", ""]),
    min_size=1,
    max_size=5,
)


def words(line: str) -> list[str]:
    (item,) = parse(line).items
    ((_, pipeline),) = item.items
    (command,) = pipeline.commands
    assert isinstance(command, Simple)
    assert not command.assignments
    return ["".join(part.text for part in word.parts if isinstance(part, Text)) for word in command.words]


@given(WORDS)
def test_quoted_words_come_back(given_words: list[str]) -> None:
    assert words(quote(given_words)) == given_words


@given(WORDS)
def test_posix_reads_the_same_words(given_words: list[str]) -> None:
    assert shlex.split(quote(given_words)) == given_words


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20))
def test_double_quotes_serve_as_well(word: str) -> None:
    assert words("echo " + quote_word(word, '"')) == ["echo", word]


@pytest.mark.parametrize("line", ["ps -a --filter=name=x", "run -v /a:/b img:1.2@x cmd,x 50%+"])
def test_plain_words_stay_plain(line: str) -> None:
    assert quote(line.split()) == line


def test_nul_cannot_be_quoted() -> None:
    with pytest.raises(ValueError, match="NUL"):
        quote(["a\0"])
