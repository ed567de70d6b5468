"""What threads print while a prompt is there."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import pytest

from shell.repl import above
from shell.repl.above import Above


class Prompt:
    """What Above knows of an application."""

    is_running = True
    loop: asyncio.AbstractEventLoop


@pytest.fixture
def prompt() -> Prompt:
    return Prompt()


@pytest.fixture
def shown(prompt: Prompt) -> Iterator[Any]:
    """`write` a text, and `read` what came out."""
    source, sink = os.pipe()
    os.set_blocking(source, False)

    class Shown:
        lines = Above(prompt)  # type: ignore[arg-type]

        def write(self, text: str) -> None:
            self.lines.write(sink, text.encode())

        def read(self) -> str:
            for _ in range(20):  # the callback, and the task that writes
                prompt.loop.run_until_complete(asyncio.sleep(0))
            try:
                return os.read(source, 65536).decode()
            except BlockingIOError:
                return ""

    yield Shown()
    os.close(source)
    os.close(sink)


def next_prompt(prompt: Prompt) -> None:
    prompt.loop = asyncio.new_event_loop()


def test_lines_that_follow_each_other_wait_for_each_other(
    prompt: Prompt, shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(above, "PAUSE", 3600.0)
    next_prompt(prompt)
    shown.write("one\ntw")
    assert shown.read() == "one\n"
    shown.write("o\n")
    shown.write("three\n")
    assert shown.read() == ""
    shown.lines.flush()
    assert shown.read() == "two\nthree\n"
    prompt.loop.close()


def test_a_line_of_a_prompts_last_moments_appears_above_the_next(
    prompt: Prompt, shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(above, "PAUSE", 0.0)
    next_prompt(prompt)
    shown.write("one\n")
    prompt.loop.close()
    next_prompt(prompt)
    shown.write("two\n")
    assert shown.read() == "one\ntwo\n"
    prompt.loop.close()
