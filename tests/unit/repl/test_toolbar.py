"""The line at the bottom, the prompt's text, and their styles."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.formatted_text import StyleAndTextTuples, fragment_list_to_text

from shell.cli import DockerCli
from shell.engine.picture import Picture
from shell.env import Env
from shell.repl.look import look
from shell.repl.state import State
from shell.repl.toolbar import prompt_text, toolbar_text


class FakePicture(Picture):
    """A picture that is what a test says."""

    def __init__(self, streaming: bool = True, why: str = "") -> None:
        super().__init__(lambda: None)  # type: ignore[arg-type, return-value]
        self._streaming, self.why = streaming, why
        self._missing.clear()
        self.server = {"server": "Docker/28.5.2+dfsg4 (linux)"} if streaming else {}
        self.api_version = "1.51" if streaming else ""


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(DockerCli(Env({"HOME": str(tmp_path)})))
    state.picture = FakePicture()
    return state


def text(state: State, columns: int, usage: str = "", mode: str = "") -> str:
    return fragment_list_to_text(toolbar_text(state.shell.settings, state, usage, columns, mode))


def styles(shown: StyleAndTextTuples) -> str:
    return " ".join(part[0] for part in shown)


def test_it_tells_the_engine_the_context_and_what_runs(state: State) -> None:
    assert text(state, 80).startswith(" Docker 28.5.2 API 1.51 | default | 0 running ")
    state.took = 0.0123
    assert "| 0 in 12 ms " in text(state, 80)
    state.took, state.shell.status = None, 130
    assert "| 130  " in text(state, 80)


def test_nothing_is_told_of_what_is_not_known(state: State) -> None:
    state.picture = FakePicture(streaming=False, why="nobody there")
    assert text(state, 80).startswith(" default | no connection ")
    state.picture = FakePicture(streaming=False)
    assert text(state, 80).startswith(" default | connecting … ")
    state.picture = None
    assert text(state, 80).startswith(" default ")


def test_what_ran_before_the_engine_was_gone_is_not_told_as_of_now(state: State) -> None:
    state.picture = FakePicture()
    state.picture._lost("the event stream ended")
    assert text(state, 80).startswith(" Docker 28.5.2 API 1.51 | default | no connection ")
    assert text(state, 40, "ps  List containers").rstrip() == " ps  List containers      no connection"
    assert text(state, 30, "ps  List containers").rstrip() == " ps  List containers"


def test_keys_are_shown_where_there_is_room(state: State) -> None:
    assert text(state, 160).rstrip().endswith("F1 help  F2 vi/emacs  F4 menu  F8 last log")
    assert "F1" not in text(state, 50)


@pytest.mark.parametrize("columns", [1, 10, 40, 80, 200])
def test_it_is_never_longer_than_the_screen(state: State, columns: int) -> None:
    assert len(text(state, columns)) <= max(columns, 1)
    assert len(text(state, columns, usage="stop [OPTIONS] CONTAINER [CONTAINER...]  Stop them")) <= max(columns, 1)


def test_help_takes_its_place_while_typing(state: State) -> None:
    assert text(state, 40, usage="-t, --timeout int  Seconds").rstrip() == " -t, --timeout int  Seconds"


@pytest.mark.parametrize("usage", ["", "-t, --timeout int  Seconds"])
def test_the_mode_of_vi_comes_first(state: State, usage: str) -> None:
    assert text(state, 40, usage, "NORMAL").startswith(f" NORMAL {usage}")
    assert len(text(state, 10, usage, "NORMAL")) == 10


def test_a_protected_context_is_marked(state: State) -> None:
    settings = state.shell.settings
    assert "protected" not in styles(prompt_text(settings, state))
    settings.protected = ["default"]
    assert "protected" in styles(prompt_text(settings, state))
    assert "protected" in styles(toolbar_text(settings, state, "", 80))


def test_formats_of_the_settings(state: State) -> None:
    settings = state.shell.settings
    settings.prompt = "{context}> {nosuch}"
    settings.toolbar = "{state}|{status}"
    assert fragment_list_to_text(prompt_text(settings, state)) == "default> {nosuch}"
    assert text(state, 10).strip() == "0"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0004, "0 ms"), (0.25, "250 ms"), (3.44, "3.4 s"), (125.0, "2 m 5 s")]
)
def test_durations(state: State, seconds: float, shown: str) -> None:
    state.took = seconds
    assert state.duration() == shown


def colour_of(name: str, colour: bool = True) -> str | None:
    return look(name, colour).get_attrs_for_style_str("class:line.command").color


def test_styles_by_the_names_of_pygments() -> None:
    assert colour_of("default") == colour_of("no-such-style") != ""
    assert colour_of("monokai") not in (colour_of("default"), "")
    assert colour_of("none") == ""
    assert colour_of("default", colour=False) == ""
