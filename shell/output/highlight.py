"""JSON in colours on a terminal, by pygments; plain bytes everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..streams import Out

MOST = 300_000  # characters; colouring more would take longer than reading it
# Of the 16 colours those that can be read on dark and on light; what is not named has the terminal's own.
DEFAULT = {"": "", "Name.Tag": "brightblue", "Literal.String": "magenta", "Keyword": "**", "Error": "brightred"}


def write_json(out: Out, text: str) -> None:
    """Write JSON text as it is; coloured, and control characters made visible, when `out` is a terminal."""
    if not out.isatty:
        out.write(text)
        return
    lines = [out.safe(line) for line in text.split("\n")]
    shown = "\n".join(lines)
    out.write(coloured(shown, out.style) if out.colour and len(shown) <= MOST else shown)


def coloured(text: str, style: str = "default") -> str:
    """The text with the terminal's own 16 colours, or with a style of pygments by its name in 256."""
    if style == "none":
        return text
    from pygments import highlight
    from pygments.formatters.terminal import TerminalFormatter
    from pygments.formatters.terminal256 import Terminal256Formatter
    from pygments.lexers.data import JsonLexer
    from pygments.token import string_to_tokentype
    from pygments.util import ClassNotFound

    default = TerminalFormatter(colorscheme={string_to_tokentype(name): (how, how) for name, how in DEFAULT.items()})
    lexer = JsonLexer(stripnl=False, ensurenl=False)
    try:
        formatter = default if style == "default" else Terminal256Formatter(style=style)
    except ClassNotFound:
        formatter = default
    return str(highlight(text, lexer, formatter))
