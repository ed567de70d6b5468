"""Answers come later, are kept, and never make anybody wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from shell.engine.answers import MOST, Answers, Ask
from shell.engine.names import Word
from shell.errors import CannotConnect, ShellError

PATIENCE = 60.0


class Arrivals:
    def __init__(self) -> None:
        self.came = threading.Semaphore(0)

    def __call__(self) -> None:
        self.came.release()

    def wait(self) -> None:
        assert self.came.acquire(timeout=PATIENCE)


@pytest.fixture
def arrivals() -> Arrivals:
    return Arrivals()


@pytest.fixture
def answers(arrivals: Arrivals) -> Iterator[Answers]:
    made = Answers(lambda: None, arrivals)  # type: ignore[arg-type, return-value]
    yield made
    made._engine = None
    made.stop()


def test_an_answer_is_there_after_it_arrived(answers: Answers, arrivals: Arrivals) -> None:
    asked: list[int] = []

    def ask(engine: Any) -> list[Word]:
        asked.append(1)
        return [Word("node-1")]

    assert answers.get("node", ask) == ()
    arrivals.wait()
    assert answers.get("node", ask) == [Word("node-1")]
    assert asked == [1]


def test_a_failure_is_an_empty_answer(answers: Answers, arrivals: Arrivals) -> None:
    def ask(engine: Any) -> list[Word]:
        raise ShellError("not a swarm manager")

    answers.get("node", ask)
    arrivals.wait()
    assert answers.get("node", ask) == []


def test_a_slow_question_lets_the_newest_through_first(answers: Answers, arrivals: Arrivals) -> None:
    began, goes_on = threading.Event(), threading.Event()
    order: list[int] = []

    def quick(number: int) -> Ask:
        def ask(engine: Any) -> list[Word]:
            order.append(number)
            return []

        return ask

    def slow(engine: Any) -> list[Word]:
        began.set()
        goes_on.wait(PATIENCE)
        return []

    answers.get("slow", slow)
    assert began.wait(PATIENCE)
    for number in range(20):
        answers.get(f"q{number}", quick(number))
    goes_on.set()
    for _ in range(5):
        arrivals.wait()
    assert order[0] == 19
    assert len(order) <= 9


def test_memory_is_bounded(answers: Answers, arrivals: Arrivals) -> None:
    for number in range(MOST + 50):
        answers.get(f"q{number}", lambda engine: [])
        arrivals.wait()
    assert len(answers._known) == MOST


def test_no_connection_is_no_answer(arrivals: Arrivals) -> None:
    def refuse() -> Any:
        raise CannotConnect("nobody there")

    answers = Answers(refuse, arrivals)
    answers.get("x", lambda engine: [Word("never")])
    arrivals.wait()
    assert answers.get("x", lambda engine: [Word("never")]) == []
    answers.stop()
