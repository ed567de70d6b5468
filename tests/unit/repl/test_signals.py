"""Signals that arrive where Python drops what their handlers raise."""

from __future__ import annotations

import gc
import signal
import sys
import time
import weakref
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from prompt_toolkit.application import Application
from prompt_toolkit.input import DummyInput
from prompt_toolkit.output import DummyOutput

from shell.repl import signals as module
from shell.repl.signals import Signals, Terminated

# Python before 3.12 makes another error of what is raised in `__set_name__`.
IMPORTED = """
import signal

class Named:
    def __set_name__(self, owner, name):
        signal.raise_signal({number})

class Owner:
    name = Named()

whole = True
"""


class Thing:
    """Something to refer to."""


@pytest.fixture
def signals() -> Signals:
    return Signals(Application[None](input=DummyInput(), output=DummyOutput()))


def wait_for_a_signal() -> None:
    """Up to a minute, as a command does that waits for the Engine."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        time.sleep(0.1)


def collected(gone: Callable[[weakref.ref[Thing]], None]) -> None:
    """`gone` is called as the callback of a weak reference, where Python drops what is raised."""
    thing = Thing()
    kept = weakref.ref(thing, gone)
    del thing
    gc.collect()
    assert kept() is None


@pytest.mark.parametrize(
    ("number", "error"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated), (signal.SIGHUP, Terminated)]
)
def test_a_signal_in_a_weak_references_callback_is_not_lost(
    signals: Signals, number: int, error: type[BaseException]
) -> None:
    def gone(reference: weakref.ref[Thing]) -> None:
        signal.raise_signal(number)
        reached.append("after the signal")

    reached: list[str] = []
    with pytest.raises(error), signals:
        collected(gone)
        wait_for_a_signal()
    assert not reached


def test_a_signal_that_comes_again_too_early_is_not_lost(signals: Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(reference: weakref.ref[Thing]) -> None:
        signal.raise_signal(signal.SIGTERM)

    def at_once(number: int) -> None:
        sent.append(number)
        if len(sent) == 1:
            signal.raise_signal(number)  # while the first one is still being dropped
        else:
            send_again(number)

    sent: list[int] = []
    send_again = module._send_again
    monkeypatch.setattr(module, "_send_again", at_once)
    with pytest.raises(Terminated), signals:
        collected(gone)
        wait_for_a_signal()
    assert len(sent) > 1


def test_other_errors_are_told_as_before(signals: Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(reference: weakref.ref[Thing]) -> None:
        raise ValueError("in a callback")

    told: list[BaseException | None] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: told.append(what.exc_value))
    with signals:
        thing = Thing()
        kept = weakref.ref(thing, gone)
        del thing
        gc.collect()
        assert kept() is None
    assert [str(error) for error in told] == ["in a callback"]


@pytest.mark.parametrize(("number", "error"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)])
def test_a_signal_waits_for_the_end_of_an_import(
    signals: Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[BaseException]
) -> None:
    module = f"imported_under_signal_{number:d}"
    (tmp_path / f"{module}.py").write_text(IMPORTED.format(number=number))
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(error), signals:
        import_module(module)
        wait_for_a_signal()
    assert sys.modules.pop(module).whole
