"""Settings: what is wrong is a warning, never the end; the file is written once, on demand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from shell.errors import ShellError
from shell.settings import KEYS, TEMPLATE, Settings, create, history_path, settings_path


def load(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return Settings.load(str(path))


def test_no_file_is_no_warning(tmp_path: Path) -> None:
    settings = Settings.load(str(tmp_path / "config.toml"))
    assert settings.prompt == "docker> "
    assert settings.warnings == []


def test_values_are_taken(tmp_path: Path) -> None:
    settings = load(tmp_path, 'editing = "vi"\nnotices = false\nhistory = 5\n[aliases]\npsa = "ps -a"\n')
    assert (settings.editing, settings.notices, settings.history) == ("vi", False, 5)
    assert settings.aliases == {"psa": "ps -a"}
    assert settings.warnings == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("editing = 3", "editing has to be a text"),
        ('editing = "ed"', 'editing has to be "emacs" or "vi"'),
        ("history = true", "history has to be a whole number"),
        ("history = -1", "history has to be 0 or more"),
        ("protected = [1]", "protected has to be a list of texts"),
        ("nonsense = 1", "there is no setting nonsense"),
        ("= broken", "is no TOML"),
        ('prompt = "a"\nprompt = "b"', "is no TOML"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    settings = load(tmp_path, text)
    assert len(settings.warnings) == 1
    assert says in settings.warnings[0]
    assert settings.editing == "emacs"


def test_the_written_file_names_every_setting_and_its_usual_value(tmp_path: Path) -> None:
    path = tmp_path / "docker-shell" / "config.toml"
    create(str(path))
    usual = Settings.load(str(path))
    assert usual == Settings(path=str(path))
    lines = [line.removeprefix("# ") for line in TEMPLATE.splitlines() if " = " in line or line.startswith("# [")]
    told = tomllib.loads("\n".join(lines))
    assert set(told) == set(KEYS)
    assert {name: value for name, value in told.items() if name != "aliases"} == {
        name: getattr(usual, name) for name in KEYS if name != "aliases"
    }


def test_an_existing_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("timing = true\n")
    with pytest.raises(ShellError, match="exists already"):
        create(str(path))
    assert path.read_text() == "timing = true\n"


def test_places_follow_xdg() -> None:
    assert settings_path({"XDG_CONFIG_HOME": "/x"}, "/home/me") == "/x/docker-shell/config.toml"
    assert settings_path({"XDG_CONFIG_HOME": "relative"}, "/home/me") == "/home/me/.config/docker-shell/config.toml"
    assert history_path({}, "/home/me") == "/home/me/.local/state/docker-shell/history"
