"""The look of the prompt: styles for the line, the toolbar and the menu, after a style of pygments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import BaseStyle, Style, merge_styles
from prompt_toolkit.styles.pygments import style_from_pygments_cls

if TYPE_CHECKING:
    from pygments.style import Style as PygmentsStyle

PLAIN = {
    "toolbar": "reverse",
    "bottom-toolbar": "noreverse",
    "bottom-toolbar.text": "noreverse",
    "toolbar.usage": "reverse",
    "toolbar.bar": "reverse",
    "toolbar.key": "reverse bold",
    "toolbar.trouble": "reverse bold",
    "toolbar.protected": "reverse bold",
    "prompt.protected": "bold",
    "line.error": "underline",
    "line.missing": "underline",
    "auto-suggestion": "italic",
    "completion-menu.completion.current": "reverse bold",
    "completion-menu.meta.completion.current": "reverse bold",
}
# Nobody tells whether the background is dark or light: colours without one of their own are in the middle, and those
# of the 256 are the same everywhere. Of the 16, whose shades are the terminal's affair, few can be read on both.
OF_256 = {
    **PLAIN,
    "bottom-toolbar": "noreverse bg:#303030 #e4e4e4",
    "bottom-toolbar.text": "",
    "toolbar": "",
    "toolbar.usage": "",
    "toolbar.bar": "#a8a8a8",
    "toolbar.key": "bold",
    "toolbar.trouble": "#ffaf00 bold",
    "toolbar.protected": "bg:#af0000 #ffffff bold",
    "prompt": "bold #5f5fff",
    "prompt.protected": "bold #d7005f",
    "line.command": "bold #5f5fff",
    "line.flag": "#008787",
    "line.string": "#008700",
    "line.variable": "#d700af",
    "line.operator": "bold",
    "line.comment": "#767676",
    "line.local": "#af5f00",
    "line.error": "#d7005f underline",
    "line.missing": "#d7005f",
    "auto-suggestion": "#767676",
    "control-character": "#5f5fff",
    "completion-menu": "bg:#444444 #e4e4e4",
    "completion-menu.completion": "",
    "completion-menu.completion.current": "noreverse bg:#005faf #ffffff bold",
    "completion-menu.meta.completion": "bg:#303030 #bcbcbc",
    "completion-menu.meta.completion.current": "bg:#005faf #ffffff",
    "scrollbar.background": "bg:#303030",
    "scrollbar.button": "bg:#767676",
}
OF_16 = {
    **PLAIN,
    "toolbar.protected": "noreverse bg:ansired ansiwhite bold",
    "prompt": "bold ansibrightblue",
    "prompt.protected": "bold ansibrightred",
    "line.command": "bold ansibrightblue",
    "line.string": "ansimagenta",
    "line.variable": "ansimagenta bold",
    "line.operator": "bold",
    "line.comment": "ansibrightblack",
    "line.local": "ansimagenta",
    "line.error": "ansibrightred underline",
    "line.missing": "ansibrightred",
    "auto-suggestion": "ansibrightblack",
    "control-character": "ansibrightblue",
    "completion-menu": "bg:ansigray ansiblack",
    "completion-menu.completion": "",
    "completion-menu.completion.current": "noreverse bg:ansiblue ansiwhite bold",
    "completion-menu.meta.completion": "bg:ansigray ansiblack",
    "completion-menu.meta.completion.current": "bg:ansiblue ansiwhite",
}
OF_PYGMENTS = {
    "line.command": "Keyword",
    "line.flag": "Name.Attribute",
    "line.string": "Literal.String",
    "line.variable": "Name.Variable",
    "line.operator": "Operator",
    "line.comment": "Comment",
    "line.local": "Name.Builtin",
}


def colours(environ: Mapping[str, str]) -> ColorDepth | None:
    """How many the terminal has by its entry in terminfo, where that is fewer than 256; None: as usual."""
    term = environ.get("TERM", "")
    if ColorDepth.from_env() is not None or environ.get("COLORTERM") or "256color" in term or "direct" in term:
        return None
    try:
        import curses

        curses.setupterm(term)
        return ColorDepth.DEPTH_4_BIT if curses.tigetnum("colors") < 88 else None
    except Exception:  # no curses, no entry, no terminal: nothing is known
        return None


def look(name: str, colour: bool, few: bool = False) -> BaseStyle:
    """The style called `name` in pygments; "default" is our own for dark and light, "none" and no colour have none."""
    if not colour or name == "none":
        return Style.from_dict(PLAIN)
    own = Style.from_dict(OF_16 if few else OF_256)
    if name == "default":
        return own
    theirs = _of_pygments(name)
    if theirs is None:
        return own
    rules = dict(style_from_pygments_cls(theirs).style_rules)
    taken = {
        mine: rules[f"pygments.{token.lower()}"]
        for mine, token in OF_PYGMENTS.items()
        if f"pygments.{token.lower()}" in rules
    }
    return merge_styles([own, Style.from_dict(taken)])


def known(name: str) -> bool:
    """Whether there is a style of that name."""
    return name in ("default", "none") or _of_pygments(name) is not None


def _of_pygments(name: str) -> type[PygmentsStyle] | None:
    from pygments.styles import get_style_by_name
    from pygments.util import ClassNotFound

    try:
        return get_style_by_name(name)
    except ClassNotFound:
        return None
