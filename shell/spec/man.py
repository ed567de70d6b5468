"""Man pages: one for the program, one for every command, from the declarations."""

from __future__ import annotations

from collections.abc import Iterator

from . import Command
from .help import MANAGEMENT, flag_help, is_group, spellings
from .surface import commands


def files() -> Iterator[tuple[str, str]]:
    """File name and text of every page."""
    from ..options import OPTIONS

    yield "docker-shell.1", program(Command("", "an interactive shell for Docker", flags=OPTIONS))
    for name, spec in commands():
        yield f"docker-shell-{name.replace(' ', '-')}.1", page(spec)


def page(spec: Command) -> str:
    """One command's page, in man(7) macros."""
    title = f"docker-shell-{spec.name.replace(' ', '-')}"
    lines = [*_head(title, _lower(spec.summary)), ".SH SYNOPSIS", f".B {_safe(spec.name)}"]
    options = "[\\fIOPTIONS\\fR] " if spec.flags else ""
    lines += [f"{options}{_safe(spec.args.usage)}".strip() or "\\&", ".SH DESCRIPTION", _safe(spec.summary) + "."]
    for paragraph in filter(None, spec.details.split("\n\n")):
        lines += [".PP", _safe(" ".join(paragraph.split()))]
    lines += _options(spec)
    if spec.aliases:
        lines += [".SH ALIASES", _safe(", ".join(spec.spellings))]
    if spec.examples:
        lines.append(".SH EXAMPLES")
        for what, line in spec.examples:
            lines += [".TP", _safe(what), f"\\fB{_safe(line)}\\fR"]
    if spec.since:
        lines += [".SH NOTES", f"Needs an Engine of API version {spec.since} or later."]
    lines += [".SH SEE ALSO", ".BR docker\\-shell (1)"]
    return "\n".join(lines) + "\n"


def program(spec: Command) -> str:
    """The page of the program itself."""
    lines = [
        *_head("docker-shell", spec.summary),
        ".SH SYNOPSIS",
        ".B docker\\-shell",
        "[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARG\\fR...]]",
        ".br",
        ".B docker\\-shell",
        "[\\fIOPTIONS\\fR] \\-f \\fISCRIPT\\fR",
        ".SH DESCRIPTION",
        "Without a command it reads lines: at a prompt when standard input is a terminal, else as a script.",
        "With one it runs that command and ends with its status. Every command of the docker client is understood.",
        *_options(spec),
        ".SH COMMANDS",
    ]
    for name in sorted(name for name in spellings() if " " not in name or not is_group(name.split()[:1])):
        lines.append(f".BR {_safe(name)} ,")
    for group in sorted(name for name in MANAGEMENT if is_group([name])):
        lines.append(f".BR {_safe(group)} ,")
    lines[-1] = lines[-1].removesuffix(" ,")
    lines += [".SH EXIT STATUS", "That of the command; 125 for a wrong flag, 130 when interrupted."]
    return "\n".join(lines) + "\n"


def _head(title: str, summary: str) -> list[str]:
    return [
        f'.TH "{title.upper()}" "1" "" "docker-shell" "User commands"',
        ".SH NAME",
        f"{_safe(title)} \\- {_safe(summary)}",
    ]


def _options(spec: Command) -> Iterator[str]:
    shown = [flag for flag in spec.flags if not flag.hidden]
    if shown:
        yield ".SH OPTIONS"
    for flag in sorted(shown, key=lambda flag: flag.name):
        value = f" \\fI{_safe(flag.metavar)}\\fR" if flag.metavar else ""
        short = f"\\fB\\-{_safe(flag.short)}\\fR, " if flag.short else ""
        yield ".TP"
        yield f"{short}\\fB\\-\\-{_safe(flag.name)}\\fR{value}"
        yield _safe(flag_help(flag)) + ("." if flag.help else "")


def _safe(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in (".", "'") else text


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
