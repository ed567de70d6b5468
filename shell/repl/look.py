"""The look of the prompt: styles for the line, the toolbar and the menu, after a style of pygments."""

from __future__ import annotations

from prompt_toolkit.styles import BaseStyle, Style, merge_styles
from prompt_toolkit.styles.pygments import style_from_pygments_cls

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
}
COLOURED = {
    **PLAIN,
    "bottom-toolbar": "noreverse bg:ansibrightblack fg:ansiwhite",
    "bottom-toolbar.text": "",
    "toolbar": "",
    "toolbar.usage": "",
    "toolbar.bar": "fg:ansigray",
    "toolbar.key": "bold",
    "toolbar.trouble": "fg:ansiyellow bold",
    "toolbar.protected": "bg:ansired fg:ansiwhite bold",
    "prompt": "bold fg:ansiblue",
    "prompt.protected": "bold fg:ansired",
    "line.command": "bold fg:ansiblue",
    "line.flag": "fg:ansicyan",
    "line.string": "fg:ansigreen",
    "line.variable": "fg:ansimagenta",
    "line.operator": "bold",
    "line.comment": "fg:ansibrightblack",
    "line.local": "fg:ansimagenta",
    "line.error": "fg:ansired underline",
    "line.missing": "fg:ansired",
    "auto-suggestion": "fg:ansibrightblack",
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


def look(name: str, colour: bool) -> BaseStyle:
    """The style called `name` in pygments; "default" is our own for dark and light, "none" and no colour have none."""
    if not colour or name == "none":
        return Style.from_dict(PLAIN)
    own = Style.from_dict(COLOURED)
    if name == "default":
        return own
    from pygments.styles import get_style_by_name
    from pygments.util import ClassNotFound

    try:
        theirs = style_from_pygments_cls(get_style_by_name(name))
    except ClassNotFound:
        return own
    rules = dict(theirs.style_rules)
    taken = {
        mine: rules[f"pygments.{token.lower()}"]
        for mine, token in OF_PYGMENTS.items()
        if f"pygments.{token.lower()}" in rules
    }
    return merge_styles([own, Style.from_dict(taken)])
