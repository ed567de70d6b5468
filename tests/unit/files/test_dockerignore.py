"""Ignore patterns decide as moby's patternmatcher does: its own cases, and the file's syntax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.errors import ShellError
from shell.files import dockerignore
from shell.files.dockerignore import Matcher, keep_build_files, parse

SINGLE = [
    ("**", "file", True),
    ("**", "file/", True),
    ("**/", "file", True),
    ("**", "/", True),
    ("**", "dir/file", True),
    ("**/**", "dir/file", True),
    ("dir/**", "dir/file", True),
    ("dir/**", "dir/dir2/file", True),
    ("**/dir", "dir", True),
    ("**/dir", "dir/file", True),
    ("**/dir2/*", "dir/dir2/file", True),
    ("**/dir2/**", "dir/dir2/dir3/file", True),
    ("**file", "dir/dir/file", True),
    ("**/file", "dir/file", True),
    ("**/file*", "dir/dir/file.txt", True),
    ("**/file*txt", "dir/dir/file.txt", True),
    ("**/file*.txt*", "dir/dir/file.txt", True),
    ("**/**/*.txt", "dir/dir/file.txt", True),
    ("**/**/*.txt2", "dir/dir/file.txt", False),
    ("**/*.txt", "file.txt", True),
    ("a**/*.txt", "a/dir/dir/file.txt", True),
    ("a/*.txt", "a/dir/file.txt", False),
    ("a/*.txt", "a/file.txt", True),
    ("a/*.txt**", "a/file.txt", True),
    ("a[b-d]e", "ae", False),
    ("a[b-d]e", "ace", True),
    ("a[b-d]e", "aae", False),
    ("a[^b-d]e", "aze", True),
    (".*", ".foo", True),
    (".*", "foo", False),
    ("abc.def", "abcdef", False),
    ("abc.def", "abc.def", True),
    ("abc.def", "abcZdef", False),
    ("abc?def", "abcZdef", True),
    ("abc?def", "abcdef", False),
    ("**/foo/bar", "dir/dir2/foo/bar", True),
    ("abc/**", "abc", False),
    ("abc/**", "abc/def/ghi", True),
    ("**/.foo", ".foo", True),
    ("**/.foo", "bar.foo", False),
    ("a(b)c/def", "a(b)c/def", True),
    ("a(b)c/def", "a(b)c/xyz", False),
    ("a.|)$(}+{bc", "a.|)$(}+{bc", True),
    ("dist/*.whl", "dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl", True),
    ("a\\\\", "a\\", True),
    ("a\\*b", "a*b", True),
    ("a*b*c*d*e*/f", "axbxcxdxe/f", True),
    ("a*b*c*d*e*/f", "axbxcxdxexxx/fff", False),
    ("a*b?c*x", "abxbbxdbxebxczzx", True),
    ("ab[^c]", "abc", False),
    ("a?b", "a☺b", True),
    ("a[^a]b", "a☺b", True),
    ("a???b", "a☺b", False),
    ("[a-ζ]*", "α", True),
    ("*[a-ζ]", "A", False),
    ("a?b", "a/b", False),
    ("a*b", "a/b", False),
    ("[\\]a]", "]", True),
    ("[\\-x]", "-", True),
    ("[x\\-]", "z", False),
    ("*x", "xxx", True),
    ("docs/", "docs/a", True),
    ("./docs", "docs/a", True),
    ("line\\\nend", "line\nend", True),
    ("a?", "ab\n", False),
    ("a*b\\", "a/b", False),
    ("a*b\\", "acb$", True),
    # "|", "{" and "}" are the regexp's in a pattern with wildcards, as docker has it.
    ("a{2}*", "aa", True),
    ("a{2}*", "a{2}", False),
    ("a{2}", "a{2}", True),
    ("{a}*", "{a}x", True),
    ("a{,2}*", "a{,2}", True),
    ("x|b*", "deep/b", True),
    ("b|x*", "deep/b", False),
    ("|*", "anything", True),
    ("\ufeffa*", "ab", True),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), SINGLE)
def test_one_pattern(pattern: str, path: str, expected: bool) -> None:
    assert Matcher([pattern]).matches(path) is expected


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        (["**", "!util/docker/web"], "util/docker/web/foo", False),
        (["**", "!util/docker/web", "util/docker/web/foo"], "util/docker/web/foo", True),
        (["**", "!dist/*.whl"], "dist/a+b.whl", False),
        (["!fileutils.go", "*.go"], "fileutils.go", True),
        (["*.go", "!fileutils.go"], "fileutils.go", False),
        (["docs", "!docs/README.md"], "docs/README.md", False),
        (["docs/*", "!docs/README.md"], "docs/README.md", False),
        (["docs", "  !docs/README.md  "], "docs/README.md", False),
        ([], "any/path", False),
    ],
)
def test_the_last_pattern_that_matches_decides(patterns: list[str], path: str, expected: bool) -> None:
    assert Matcher(patterns).matches(path) is expected


@pytest.mark.parametrize(
    "pattern", ["[]a]", "[-]", "[x-]", "[-x]", "\\", "[a-b-c]", "[", "[^", "[^bc", "a[", "[a-", "x[\\"]
)
def test_a_malformed_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ShellError, match="^syntax error in pattern$"):
        Matcher([pattern])


@pytest.mark.parametrize(
    "pattern", ["a*[-a]", "*a*[-a]", "**/**/[]a]", "[^.]*[-a]", "?a*[a-]", "\\?*[-a]", "[a*]*[-a]"]
)
def test_what_is_malformed_behind_a_mismatch_passes_as_in_docker(pattern: str) -> None:
    Matcher([pattern])


@pytest.mark.parametrize("pattern", ["?*[-a]", "[.]*[a-]", "[+-0]*[]a]", "[^a]*[-a]", "\\.*[-a]", "[\udcff]", "*[-a]*"])
def test_what_is_malformed_behind_a_dot_is_refused(pattern: str) -> None:
    with pytest.raises(ShellError, match="^syntax error in pattern$"):
        Matcher([pattern])


@pytest.mark.parametrize("pattern", ["*{2}", "a{2}{3}*", "a{1001}*", "a{2,1}*"])
def test_a_pattern_that_is_no_regexp_is_refused_when_it_is_asked(pattern: str) -> None:
    with pytest.raises(ShellError, match="^syntax error in pattern$"):
        Matcher([pattern]).matches("a")


def test_a_lone_exclamation_mark_is_refused() -> None:
    with pytest.raises(ShellError, match='illegal exclusion pattern: "!"'):
        Matcher(["!"])


def test_the_file_in_the_order_of_its_rules() -> None:
    data = (
        b"\xef\xbb\xbftest1\n/test2\n/a/file/here\n\nlastfile\n# this is a comment\n! /inverted/abs/path\n"
        b"!\n! \n#not me\n /spaced\r\n//double\na/../b/./c\n/\n #not a comment\n"
    )
    assert parse(data) == [
        "test1",
        "test2",
        "a/file/here",
        "lastfile",
        "!inverted/abs/path",
        "!",
        "!",
        "spaced",
        "double",
        "b/c",
        "/",
        "#not a comment",
    ]


def test_a_line_of_more_than_64_kib_is_an_error() -> None:
    with pytest.raises(ShellError, match="token too long"):
        parse(b"a" * 70_000)


def test_the_files_that_the_builder_needs_stay_in() -> None:
    assert keep_build_files(["*"], "Dockerfile", False) == ["*", "!.dockerignore", "!Dockerfile"]
    assert keep_build_files(["*"], "-", True) == ["*", "!.dockerignore"]
    assert keep_build_files(["docs"], "Dockerfile", False) == ["docs"]


def test_no_file_means_no_patterns_and_a_directory_is_an_error(tmp_path: object) -> None:
    assert dockerignore.read(str(tmp_path)) == []
    (tmp_path / ".dockerignore").mkdir()  # type: ignore[operator]
    with pytest.raises(ShellError, match="^error reading .dockerignore: read /.*: is a directory$"):
        dockerignore.read(str(tmp_path))


NAMES = st.text("ab.*?[]!\\/-^", min_size=1, max_size=8)


@given(st.lists(NAMES, max_size=4), st.lists(st.text("ab.", min_size=1, max_size=3), min_size=1, max_size=4))
def test_walking_down_and_asking_at_once_agree_without_exceptions(patterns: list[str], parts: list[str]) -> None:
    try:
        matcher = Matcher([pattern for pattern in patterns if not pattern.startswith("!")])
        asked = matcher.matches("/".join(parts))
    except ShellError:
        return
    if matcher.has_exceptions:
        return
    hits: list[bool] = []
    out = False
    for depth in range(1, len(parts) + 1):
        out, hits = matcher.step("/".join(parts[:depth]), hits)
    assert out is asked
