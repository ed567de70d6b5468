"""Who may import whom, and what must not be imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SHELL = Path(__file__).parents[2] / "shell"
FILES = sorted(SHELL.rglob("*.py"))
FORBIDDEN = {
    "engine": ("commands", "repl", "cli", "main", "attach", "completion", "line"),
    "output": ("commands", "repl", "cli", "main", "attach", "completion", "line"),
    "config": ("commands", "repl", "cli", "main", "attach", "output", "completion", "line"),
    "files": ("commands", "repl", "cli", "main", "attach", "completion", "line"),
    "commands": ("repl", "main"),
    "line": ("commands", "repl", "main", "engine"),
    "completion": ("repl", "main"),
    "attach": ("commands", "repl", "cli", "main", "completion", "line"),
}
ONLY = {"requests": ("engine", "files", "commands"), "prompt_toolkit": ("repl",), "pygments": ("output", "repl")}


def imports(path: Path, at_start: bool = False) -> set[str]:
    """Absolute names of the modules that a file imports; with `at_start` only those of its top level."""
    tree = ast.parse(path.read_text())
    package = ["shell", *path.relative_to(SHELL).parent.parts]
    found = set()
    typing = {id(n) for node in ast.walk(tree) if _typing_only(node) for n in ast.walk(node)}
    for node in tree.body if at_start else ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def _typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHELL)))
def test_a_file_says_what_it_is_for(path: Path) -> None:
    if text := path.read_text():
        assert ast.get_docstring(ast.parse(text)), "its first line says what it is for"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHELL)))
def test_a_layer_does_not_know_those_above_it(path: Path) -> None:
    layer = path.relative_to(SHELL).parts[0]
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "shell" and len(parts) > 1:
            assert parts[1] not in FORBIDDEN.get(layer, ()), f"imports {name}"
        if parts[0] in ONLY:
            assert layer in ONLY[parts[0]], f"imports {name}"


def test_errors_knows_nobody() -> None:
    assert not [name for name in imports(SHELL / "errors.py") if name.startswith("shell")]


SINGLE = (
    ["ps", "--format", "{{upper .Names}}"],
    ["images"],
    ["inspect", "-f", "{{.Id}}", "web"],
    ["logs", "web"],
    ["run", "--rm", "busybox", "true"],
    ["exec", "web", "ls"],
    ["cp", "web:/data", "."],
    ["save", "-o", "archive.tar", "busybox"],
    ["load", "-i", "archive.tar"],
    ["pull", "busybox"],
    ["rm", "-f", "web"],
)
RECORDS = ("dataclasses", "inspect")  # half of what a start costs; NamedTuples do for what a command loads


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        (["--help"], ("requests", "prompt_toolkit", "pygments", "urllib3", "ssl", "asyncio")),
        (["--version"], ("requests", "prompt_toolkit", "pygments", "urllib3", "ssl", "asyncio")),
        (["ps", "--help"], ("requests", "prompt_toolkit", "pygments", "urllib3", "ssl", "asyncio")),
        (["__complete", "p"], ("requests", "prompt_toolkit", "pygments", "urllib3", "asyncio", *RECORDS)),
        (["-H", "unix:///nowhere", "__complete", "stop", "w"], RECORDS),
        (["-H", "unix:///nowhere", "ps"], ("prompt_toolkit", "pygments", "asyncio", "shell.spec.help")),
        (["-H", "unix:///nowhere", "ps", "--format", "{{.Names}}"], ("shell.output.template.engine",)),
        *((["-H", "unix:///nowhere", *words], RECORDS) for words in SINGLE),
        (["-H", "unix:///nowhere", "rm", "web"], ("shell.line.runner", "shell.line.parser", "tempfile", "subprocess")),
    ],
)
def test_what_is_not_needed_is_not_imported(words: list[str], absent: tuple[str, ...]) -> None:
    code = (
        "import sys; sys.argv[1:] = sys.argv[1:]\n"
        "from shell import main\n"
        "main._leave = lambda status: None\n"
        "main.start()\n"
        "print('\\nmodules', *sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=60)
    modules = ran.stdout.rsplit("\nmodules ", 1)[1].split()
    assert not [name for name in absent if name in modules]
