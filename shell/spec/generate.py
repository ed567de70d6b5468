"""Writes what is derived from the declarations: index, completions, man pages. `--check` compares instead."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from . import Family, method_name, spec_of

ROOT = Path(__file__).resolve().parents[2]
INDEX_FILE = ROOT / "shell" / "commands" / "index.py"


def families() -> Iterator[tuple[str, type[Family]]]:
    """Every module below shell/commands that declares a family, by its dotted name there."""
    package = import_module("shell.commands")
    for found in walk_packages(package.__path__, "shell.commands."):
        module = import_module(found.name)
        kinds = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Family) and value.__module__ == found.name
        ]
        for kind in kinds:
            yield found.name.removeprefix("shell.commands."), kind
        if len(kinds) > 1:
            raise SystemExit(f"{found.name} declares {len(kinds)} families; one is the rule")


def index_text() -> str:
    """shell/commands/index.py as it ought to be."""
    entries: dict[str, tuple[str, str, str]] = {}
    for module, kind in families():
        for method in vars(kind).values():
            if not hasattr(method, "spec"):
                continue
            spec = spec_of(method)
            for spelling in spec.spellings:
                name = method_name(spelling.split())
                if entries.get(name, (module, spec.name))[:2] != (module, spec.name):
                    raise SystemExit(f"{spelling!r} is declared twice: {entries[name][0]} and {module}")
                entries[name] = (module, spec.name, spec.summary)
    head = INDEX_FILE.read_text(encoding="utf-8").split("INDEX: dict[str, Entry] = {")[0]
    rows = "".join(
        f"    {_s(name)}: Entry({_s(m)}, {_s(n)}, {_s(s)}),\n" for name, (m, n, s) in sorted(entries.items())
    )
    return f"{head}INDEX: dict[str, Entry] = {{\n{rows}}}\n" if rows else f"{head}INDEX: dict[str, Entry] = {{}}\n"


def _s(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def main(check: bool) -> int:
    """Write every derived file, or name those that differ: 1."""
    differing = list(_settle({INDEX_FILE: index_text()}, check))
    if not differing or not check:
        _reload_index()
        differing += list(_settle(dict(derived()), check))
    for path in differing:
        sys.stdout.write(f"{'differs' if check else 'written'}: {path.relative_to(ROOT)}\n")
    return 1 if check and differing else 0


def derived() -> Iterator[tuple[Path, str]]:
    """The files that come from the declarations by way of the index."""
    from . import man, shells

    yield from ((ROOT / "completions" / name, text) for name, text in shells.files())
    yield from ((ROOT / "man" / name, text) for name, text in man.files())


def _reload_index() -> None:
    for name in [name for name in sys.modules if name.startswith("shell.") and not name.startswith("shell.spec.gen")]:
        del sys.modules[name]


def _settle(files: dict[Path, str], check: bool) -> Iterator[Path]:
    folders = {path.parent for path in files if path.parent.name in ("man", "completions")}
    for path, text in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield path
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for folder in folders:
        for stray in sorted(set(folder.iterdir()) - set(files)):
            yield stray
            if not check:
                stray.unlink()


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
