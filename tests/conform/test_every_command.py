"""Rules that hold for every command, whatever it does."""

from __future__ import annotations

import itertools
import re
import shlex
from collections import Counter

import pytest

from shell.cli import DockerCli
from shell.commands.index import INDEX
from shell.env import Env
from shell.spec import Command, method_name, spec_of
from shell.spec.help import usage_lines
from shell.spec.parse import parse
from shell.spec.surface import commands

COMMANDS = list(commands())
OPERATORS = ("|", "&&", "||", ";", "&", ">", "<", ">>")


@pytest.mark.parametrize(("name", "spec"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_a_declaration_is_whole(name: str, spec: Command) -> None:
    assert spec.summary and not spec.summary.endswith(".")
    assert [n for n, count in Counter(flag.name for flag in spec.flags).items() if count > 1] == []
    assert [s for s, count in Counter(flag.short for flag in spec.flags if flag.short).items() if count > 1] == []
    for flag in spec.flags:
        assert flag.help and not flag.help.endswith("."), f"--{flag.name} needs a help text without a full stop"
        assert flag.start() is not None


@pytest.mark.parametrize(("name", "spec"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_spelling_finds_it(name: str, spec: Command) -> None:
    shell = DockerCli(Env())
    for spelling in spec.spellings:
        method, rest = shell.find([*spelling.split(), "-x", "rest"])
        assert method is not None and spec_of(method) is spec and rest == ["-x", "rest"]
        assert INDEX[method_name(spelling.split())].name == name


@pytest.mark.parametrize(("name", "spec"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_its_help_names_every_flag(name: str, spec: Command) -> None:
    page = "\n".join(usage_lines(spec))
    assert page.startswith(f"Usage:  docker {name}") and spec.summary in page
    for flag in spec.flags:
        named = re.search(rf"--{re.escape(flag.name)}(?![-\w])", page)
        assert bool(named) == (not flag.hidden and not flag.deprecated), flag.name
    assert all(len(line) <= 80 or "  docker " in line or line.startswith(("Usage:", "  ")) for line in page.split("\n"))


@pytest.mark.parametrize(("name", "spec"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_it_has_examples_that_its_parser_accepts(name: str, spec: Command) -> None:
    assert spec.examples
    shell = DockerCli(Env())
    found = []
    for _, line in spec.examples:
        words = list(itertools.takewhile(lambda word: word not in OPERATORS, shlex.split(line)))
        method, rest = shell.find(words)
        if method is None:
            continue  # a local program comes first
        parsed = parse(spec_of(method), rest)
        assert not spec_of(method).args.refusal(len(parsed.args)), line
        found.append(spec_of(method))
    assert spec in found
