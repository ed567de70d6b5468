"""Colours can be read on dark and on light, with 256 colours and with 16."""

from __future__ import annotations

import pytest
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import BaseStyle, default_ui_style, merge_styles

from shell.repl.look import OF_16, OF_256, colours, look

BACKGROUNDS = {"dark": "000000", "light": "ffffff"}
XTERM = {
    "ansiblack": "000000",
    "ansired": "cd0000",
    "ansiblue": "0000ee",
    "ansimagenta": "cd00cd",
    "ansigray": "e5e5e5",
    "ansibrightblack": "7f7f7f",
    "ansibrightred": "ff0000",
    "ansibrightblue": "5c5cff",
    "ansiwhite": "ffffff",
}
WITHOUT_TEXT = {"bottom-toolbar", "bottom-toolbar.text", "completion-menu", "scrollbar.background", "scrollbar.button"}
OURS = sorted({*OF_256, *OF_16} - WITHOUT_TEXT)
AROUND = {"toolbar": "bottom-toolbar", "completion-menu": "completion-menu"}  # what such a class stands in


def luminance(colour: str) -> float:
    def linear(at: int) -> float:
        value = int(colour[at : at + 2], 16) / 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(0) + 0.7152 * linear(2) + 0.0722 * linear(4)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG: 1 is nothing, 21 black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def drawn(style: BaseStyle, name: str, background: str) -> tuple[str, str]:
    """Text and background of a class, as RRGGBB."""
    around = AROUND.get(name.partition(".")[0], "")
    attrs = style.get_attrs_for_style_str(f"class:{around} class:{name}")
    inverse = {"000000": "ffffff", "ffffff": "000000"}
    pair = rgb(attrs.color) or inverse[background], rgb(attrs.bgcolor) or background
    return (pair[1], pair[0]) if attrs.reverse else pair


def rgb(colour: str | None) -> str:
    if not colour or colour == "default":
        return ""
    return XTERM.get(colour, colour)


@pytest.mark.parametrize("background", BACKGROUNDS.values(), ids=BACKGROUNDS)
@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize(("few", "least"), [(False, 4.0), (True, 3.0)], ids=["256", "16"])
def test_what_is_coloured_can_be_read(name: str, background: str, few: bool, least: float) -> None:
    style = merge_styles([default_ui_style(), look("default", colour=True, few=few)])
    assert contrast(*drawn(style, name, background)) >= least


@pytest.mark.parametrize("few", [False, True])
def test_the_chosen_candidate_stands_out(few: bool) -> None:
    style = merge_styles([default_ui_style(), look("default", colour=True, few=few)])
    chosen, other = (
        drawn(style, f"completion-menu.{name}", "000000")[1] for name in ("completion.current", "completion")
    )
    assert contrast(chosen, other) >= 1.4


def test_sixteen_colours_are_the_terminals_own() -> None:
    style = look("default", colour=True, few=True)
    used = {style.get_attrs_for_style_str(f"class:{name}").color or "" for name in OF_16}
    assert {name for name in used if name and not name.startswith("ansi")} == set()


@pytest.mark.parametrize(("told", "few"), [(-1, True), (8, True), (16, True), (256, False)])
def test_terminfo_tells_how_many_there_are(told: int, few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    curses = pytest.importorskip("curses")
    for name in ("NO_COLOR", "PROMPT_TOOLKIT_COLOR_DEPTH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(curses, "setupterm", lambda term: None)
    monkeypatch.setattr(curses, "tigetnum", lambda name: told)
    assert colours({"TERM": "whatever"}) is (ColorDepth.DEPTH_4_BIT if few else None)
    assert colours({"TERM": "whatever-256color"}) is None
    assert colours({"TERM": "whatever", "COLORTERM": "truecolor"}) is None
    monkeypatch.setenv("NO_COLOR", "1")
    assert colours({"TERM": "whatever"}) is None


def test_a_terminal_without_an_entry_is_taken_for_a_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    curses = pytest.importorskip("curses")

    def unknown(term: str) -> None:
        raise curses.error("could not find terminal")

    monkeypatch.setattr(curses, "setupterm", unknown)
    assert colours({"TERM": "whatever"}) is None
