"""The prompt's keys and its history, without a terminal."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from .conftest import Sitting

Sit = Callable[..., Sitting]


def history(tmp_path: Path) -> str:
    return (tmp_path / ".local" / "state" / "docker-shell" / "history").read_text()


def test_lines_run_in_order_and_the_end_gives_the_last_status(sit: Sit) -> None:
    sitting = sit()

    def act(text: str) -> bool:
        sitting.shell.status = 7
        return True

    sitting.act = act
    assert sitting.type("ps -a\r\r   \rimages\r") == 7
    assert sitting.lines == ["ps -a", "images"]


def test_a_word_may_end_the_session(sit: Sit) -> None:
    sitting = sit()
    sitting.act = lambda text: text != "exit"
    sitting.type("ps\rexit\rimages\r")
    assert sitting.lines == ["ps", "exit"]


def test_ctrl_c_drops_the_line(sit: Sit) -> None:
    sitting = sit()
    assert sitting.type("rm -f everything\x03") == 130
    assert sitting.lines == []


def test_an_interrupted_command_leaves_the_prompt(sit: Sit) -> None:
    sitting = sit()

    def act(text: str) -> bool:
        if text == "logs -f web":
            raise KeyboardInterrupt
        return True

    sitting.act = act
    sitting.type("logs -f web\rps\r")
    assert sitting.lines == ["logs -f web", "ps"]


def test_a_real_ctrl_c_ends_the_command_only(sit: Sit) -> None:
    sitting = sit()

    def act(text: str) -> bool:
        if text == "logs -f web":
            signal.raise_signal(signal.SIGINT)
            sitting.lines.append("not reached")
        return True

    sitting.act = act
    before = signal.getsignal(signal.SIGINT)
    sitting.type("logs -f web\rps\r")
    assert sitting.lines == ["logs -f web", "ps"]
    assert signal.getsignal(signal.SIGINT) == before


def test_enter_opens_another_line_where_the_text_wants_one(sit: Sit) -> None:
    sitting = sit()
    sitting.type("run -e 'a\rb' \\\rbusybox\r")
    assert sitting.lines == ["run -e 'a\nb' \\\nbusybox"]


def test_a_paste_of_several_lines_waits_for_enter(sit: Sit) -> None:
    sitting = sit()
    sitting.type("\x1b[200~rm a\nrm b\n\x1b[201~\x03ps\r")
    assert sitting.lines == ["ps"]
    other = sit()
    other.type("\x1b[200~rm a\nrm b\x1b[201~\r")
    assert other.lines == ["rm a\nrm b"]


def test_a_pasted_line_has_no_empty_one_below_it(sit: Sit) -> None:
    sitting = sit()
    sitting.type("\x1b[200~run \\\r\nbusybox\r\n\x1b[201~ ls\r")
    assert sitting.lines == ["run \\\nbusybox ls"]


def test_history_is_shared_and_keeps_no_secret(sit: Sit, tmp_path: Path) -> None:
    one, other = sit(), sit()
    one.type("ps -a\r login -p x\rlogin -p hunter2\rrun \\\rbusybox\r")
    assert one.lines[1:3] == [" login -p x", "login -p hunter2"]
    kept = history(tmp_path)
    assert "hunter2" not in kept
    assert " login" not in kept
    other.type("\x1b[A\x1b[A\x1b[A\r")
    assert other.lines == ['login -p "$PASSWORD"']
    third = sit()
    third.type("\x1b[A\x1b[A\x1b[A\r")
    assert third.lines == ["run \\\nbusybox"]


def test_ctrl_r_finds_and_the_right_arrow_takes_the_suggestion(sit: Sit) -> None:
    sit().type("images --digests\rps\r")
    sitting = sit()
    sitting.type("\x12DIG\r\r")
    assert sitting.lines == ["images --digests"]


def test_a_line_that_was_entered_again_is_met_once_on_the_way_back(sit: Sit) -> None:
    sit().type("ps -a\rimages\rps\rimages\rps\rps\r")
    up = "\x1b[A"
    for keys, line in ((up * 3, "ps -a"), (up * 3, "images"), ("\x12P\x12\r", "ps")):
        sitting = sit()
        sitting.type(f"{keys}\r")
        assert sitting.lines == [line]


def test_an_unwritable_history_is_one_warning(sit: Sit, tmp_path: Path) -> None:
    (tmp_path / ".local").write_text("in the way")
    sitting = sit()
    sitting.type("ps\rimages\r")
    assert sitting.lines == ["ps", "images"]
    assert sitting.out().count("cannot") == 1


def test_vi_keys_by_the_settings(sit: Sit, tmp_path: Path) -> None:
    config = tmp_path / ".config" / "docker-shell"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('editing = "vi"\n')
    sitting = sit()
    sitting.keys.send_text("pss\x1b")
    sitting.keys.send_text("x\r")
    sitting.type("")
    assert sitting.lines == ["ps"]


def test_a_style_that_is_none_is_told(sit: Sit, tmp_path: Path) -> None:
    config = tmp_path / ".config" / "docker-shell"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('style = "monokia"\n')
    sitting = sit()
    sitting.type("ps\r")
    assert sitting.out() == f"docker-shell: {config}/config.toml: there is no style monokia\n"


def test_an_ending_signal_ends_a_command_and_the_session(sit: Sit) -> None:
    sitting = sit()

    def act(text: str) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return True

    sitting.act = act
    before = signal.getsignal(signal.SIGTERM)
    assert sitting.type("ps\rimages\r") == 143
    assert sitting.lines == ["ps"]
    assert signal.getsignal(signal.SIGTERM) == before
