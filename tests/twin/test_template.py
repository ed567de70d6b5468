"""Random templates print, or fail, in ours as in the docker CLI (inspect --format on a canned daemon)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shell.output.template import parse
from shell.output.template.errors import TemplateError
from tests.support.canned import Canned
from tests.twin.test_ps import CONTAINERS
from tests.unit.output.template.test_go import DATA, RECORDED

pytestmark = pytest.mark.twin

NAMES = ["Name", "L", "N", "T", "Empty", "Nested", "EL", "Nope", "Nested.a", "Nested.a.b", "Nested.n", "Nested.list"]
FORMS = [
    "%d",
    "%s",
    "%v",
    "%q",
    "%x",
    "%5v|",
    "%-6s|",
    "%05d",
    "%+d",
    "%t",
    "%T",
    "%c",
    "%.2f",
    "%e",
    "%U",
    "%%",
    "%",
    "%!",
]
ONE = ["len", "not", "json", "upper", "lower", "title", "print", "html", "js", "urlquery", "println"]
MANY = ["eq", "ne", "lt", "le", "gt", "ge", "and", "or", "index", "slice", "print", "join", "split", "truncate", "call"]

literals = st.sampled_from(
    ['"a"', '"héllo"', "`raw`", "1", "0", "-3", "2.5", "1e6", "true", "false", "nil", "'x'", "0x1F", '""', "1i"]
)
words = st.sampled_from(["", "x", " ", "\n", "é", "{", "}", "  y  "])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    paren = inner.map(lambda text: f"({text})")
    return st.one_of(
        st.tuples(st.sampled_from(ONE), inner).map(lambda t: f"{t[0]} ({t[1]})"),
        st.tuples(st.sampled_from(MANY), paren, paren).map(" ".join),
        st.tuples(st.sampled_from(FORMS), paren).map(lambda t: f'printf "{t[0]}" {t[1]}'),
        st.tuples(inner, st.sampled_from([*ONE, 'printf "%v"', 'eq "a"', "index .L"])).map(" | ".join),
        st.tuples(paren, st.sampled_from([".Name", ".b", ".x"])).map("".join),
    )


def templates_over(fields: list[str]) -> st.SearchStrategy[str]:
    """Templates that use these fields, most of them right, many of them not."""
    # What prints a whole struct or an address differs by its nature, so "." and "$" alone are left to the unit tests.
    pipelines = st.recursive(st.one_of(literals, st.sampled_from(fields)), grown, max_leaves=4)

    def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.tuples(inner, inner).map("".join),
            st.tuples(st.sampled_from(["if", "with"]), pipelines, inner, inner).map(
                lambda t: f"{{{{{t[0]} {t[1]}}}}}{t[2]}{{{{else}}}}{t[3]}{{{{end}}}}"
            ),
            st.tuples(st.sampled_from(["", "$i, $e := ", "$e := "]), pipelines, inner).map(
                lambda t: f"{{{{range {t[0]}{t[1]}}}}}{t[2]},{{{{end}}}}"
            ),
            st.tuples(pipelines, inner).map(lambda t: f"{{{{$x := {t[0]}}}}}{t[1]}"),
            st.tuples(inner, pipelines).map(
                lambda t: f'{{{{define "d"}}}}{t[0]}{{{{end}}}}{{{{template "d" {t[1]}}}}}'
            ),
        )

    opening, closing = st.sampled_from(["{{", "{{- "]), st.sampled_from(["}}", " -}}", "}", " }}"])
    actions = st.tuples(opening, pipelines, closing).map("".join)
    return st.recursive(st.one_of(words, actions, actions), blocks, max_leaves=5)


templates = templates_over([*("." + name for name in NAMES), "$.Name", "$x"])
ROW_FIELDS = [".ID", ".Names", ".Image", ".Command", ".Status", ".State", ".Ports", ".Labels", ".Mounts", ".Networks"]
row_templates = templates_over([*ROW_FIELDS, ".Nope", ".Size", '.Label "a"', ".Label", "$.ID", "$x"])


@pytest.fixture(scope="module")
def daemon(bed: None) -> Iterator[Canned]:
    with Canned({"/containers/x/json": RECORDED["data"], "/containers/json": CONTAINERS}) as canned:
        yield canned


def ours(template: str) -> tuple[str | None, str]:
    try:
        return parse(template).execute(DATA, missing_error=True) + "\n", ""
    except TemplateError as error:
        return None, f"template parsing error: {error}\n"


def is_comparable(text: str) -> bool:
    """Addresses (%p, pointers) and docker's own struct around our data are nobody's promise."""
    return not re.search(r"0x[0-9a-f]{9}", text) and "container.InspectResponse" not in text


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@given(template=templates)
@bounded(150)
def test_as_docker(daemon: Canned, template: str) -> None:
    result: Any = daemon.docker("inspect", "--type", "container", "-f", f"-{template}", "x")
    theirs = (result.stdout if result.returncode == 0 else None, result.stderr)
    if is_comparable(result.stdout + result.stderr):
        assert ours(f"-{template}") == theirs


@given(template=row_templates)
@bounded(80)
def test_rows_as_docker(daemon: Canned, template: str) -> None:
    results = [run("ps", "--format", f"-{template}") for run in (daemon.docker, daemon.ours)]
    theirs, own = [(done.stdout, done.stderr, done.returncode) for done in results]
    if is_comparable(theirs[0] + theirs[1]):
        assert own == theirs
