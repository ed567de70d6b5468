"""How the prompt holds out: keys among 10,000 containers, idleness, many prompts and events, restarts of the Engine.

`python -m tests.bench.soak [NAME...]`: one line a figure, with what it should be.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from prompt_toolkit.application import Application
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from shell.config.endpoint import Endpoint
from shell.engine.address import parse_host
from shell.engine.picture import Picture
from shell.engine.transport import Engine
from shell.env import Env
from shell.main import PROGRAM, session
from shell.repl.prompt import Repl
from shell.spec.parse import parse
from shell.streams import In, Out, Streams
from tests.bench.bench import OURS
from tests.bench.measure import aligned
from tests.support.daemon import Conversation, Daemon, chunk, head, reply
from tests.support.engines import IMAGE, host
from tests.support.oracle import Oracle
from tests.support.terminal import Terminal

CONTAINERS, IMAGES = 10_000, 5_000
PROMPT = "docker>"
WORDS = ("web", "db", "cache", "worker", "api", "front", "queue", "auth")
LINES = (
    ("stop ", "web-cache-1"),
    ("rm -f ", "api-db-77"),
    ("stop ", "wbch"),
    ("inspect ", "front-"),
    ("rmi ", "team/web:12"),
)
ROUNDS = 20
WARM = 500  # prompts
GROWTH = 1.5  # MiB
IDLE = 20.0  # seconds
PATIENCE = 60.0


@dataclass
class Figure:
    """One measured thing and what it should be at most."""

    name: str
    value: float
    most: float
    unit: str
    note: str = ""

    def row(self) -> list[str]:
        """The cells of the table."""
        verdict = "" if self.value <= self.most else "MISSED"
        return [self.name, f"{self.value:.2f} {self.unit}", f"<= {self.most:g}", verdict, self.note]


class Scripted:
    """A daemon that tells of so many containers and images; `tell` sends an event to whoever listens."""

    def __init__(self, containers: int = CONTAINERS, images: int = IMAGES) -> None:
        self.daemon = Daemon()
        chosen = random.Random(7)
        self.names = [f"{chosen.choice(WORDS)}-{chosen.choice(WORDS)}-{n}" for n in range(containers)]
        self._listeners: list[Conversation] = []
        self.lists(self.names, [f"registry.example.com/team/{chosen.choice(WORDS)}:{n}" for n in range(images)])
        self.daemon.answer("GET /volumes", reply({"Volumes": []}))
        self.daemon.answer("GET /networks", reply([]))
        self.daemon.answer("GET /events", head(chunked=True), self._listeners.append, Conversation.hold)

    def lists(self, containers: Sequence[str], images: Sequence[str] = ()) -> None:
        """What exists from now on."""
        self.daemon.forget("GET /containers/json")
        told = [container(name, number) for number, name in enumerate(containers)]
        self.daemon.answer("GET /containers/json", reply(told))
        self.daemon.forget("GET /images/json")
        self.daemon.answer(
            "GET /images/json", reply([{"Id": f"sha256:{n:064x}", "RepoTags": [tag]} for n, tag in enumerate(images)])
        )

    def tell(self, data: bytes) -> None:
        """Bytes of the event stream."""
        self._listeners[-1].send(chunk(data))

    def __enter__(self) -> Scripted:
        self.daemon.__enter__()
        return self

    def __exit__(self, *why: object) -> None:
        self.daemon.stop()
        self.daemon.__exit__(None)


def container(name: str, number: int) -> dict[str, object]:
    """As GET /containers/json lists it."""
    return {
        "Id": f"{number:064x}",
        "Names": [f"/{name}"],
        "State": ("running", "exited")[number % 2],
        "Image": "busybox",
    }


def event(name: str, number: int, action: str) -> bytes:
    """As GET /events tells it."""
    actor = {"ID": f"{number:064x}", "Attributes": {"name": name, "image": "busybox"}}
    return (
        json.dumps({"Type": "container", "Action": action, "Actor": actor, "timeNano": time.time_ns()}).encode() + b"\n"
    )


# -- keys -------------------------------------------------------------------------------------------------------------


class Sitting:
    """A prompt in this process, its keys and a screen of 80 by 24 that is written to nowhere."""

    def __init__(self, keys: PipeInput, home: str, at: str) -> None:
        self.keys = keys
        self._screen = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        screen = Vt100_Output(self._screen, lambda: Size(rows=24, columns=80), term="xterm-256color")
        self._nowhere = Out(lambda data: None)
        streams = Streams(In(), self._nowhere, self._nowhere)
        shell = session(parse(PROGRAM, ["-H", at]), Env({"HOME": home, "TERM": "xterm-256color"}), streams)
        self.repl = Repl(shell, streams, keys, screen)
        self.buffer = self.repl.session.default_buffer
        self._drawn = threading.Condition()
        self.repl.session.app.after_render += self._render

    def _render(self, app: Application[str]) -> None:
        with self._drawn:
            self._drawn.notify_all()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until it holds after a drawing."""
        with self._drawn:
            if not self._drawn.wait_for(condition, PATIENCE):
                raise SystemExit(f"soak: the prompt shows nothing for {self.buffer.text!r}")

    @property
    def live(self) -> bool:
        """Whether the picture is complete."""
        picture = self.repl.world.picture
        return picture is not None and picture.state == "live"

    def menu_for(self, text: str) -> Callable[[], bool]:
        """Whether the menu of exactly this line is there."""

        def shown() -> bool:
            state = self.buffer.complete_state
            return state is not None and state.original_document.text == text and bool(state.completions)

        return shown


@contextlib.contextmanager
def sitting(at: str) -> Iterator[Sitting]:
    """A prompt in a home of its own; `repl.run` has to be called by the main thread."""
    with TemporaryDirectory() as home, create_pipe_input() as keys:
        yield Sitting(keys, home, at)


def keys(asked: argparse.Namespace) -> Iterator[Figure]:
    """From a key to its menu: CPU that this process spends (the scripted daemon is silent meanwhile)."""
    with Scripted() as scripted, sitting(scripted.daemon.host) as sat:
        times: list[float] = []
        failures: list[BaseException] = []
        driver = threading.Thread(target=_driven, args=(sat, asked.rounds, times, failures))
        driver.start()
        sat.repl.run()
        driver.join()
    if failures:
        raise failures[0]
    times.sort()
    note = f"median {statistics.median(times):.1f}, most {times[-1]:.1f} ms, {len(times)} keys; CPU of all threads"
    yield Figure("key to menu, p99", times[int(len(times) * 0.99)], 16.0, "ms", note)


def _driven(sat: Sitting, rounds: int, times: list[float], failures: list[BaseException]) -> None:
    try:
        sat.until(lambda: sat.live)
        for thread in threading.enumerate():
            if thread.name == "imports":
                thread.join()
        for _ in range(rounds):
            for start, typed in LINES:
                times += _typed(sat, start, typed)
    except BaseException as why:
        failures.append(why)
    finally:
        sat.keys.send_text("\x03\x04")


def _typed(sat: Sitting, start: str, typed: str) -> Iterator[float]:
    sat.keys.send_text(start)
    text = start
    sat.until(sat.menu_for(text))
    for key in typed:
        text += key
        begun = time.process_time()
        sat.keys.send_text(key)
        sat.until(sat.menu_for(text))
        yield (time.process_time() - begun) * 1000
    sat.keys.send_text("\x15")  # Ctrl-U
    sat.until(lambda: not sat.buffer.text)


# -- a program on a terminal ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def program(at: str) -> Iterator[Terminal]:
    """The prompt on a terminal, its picture complete."""
    with TemporaryDirectory() as home:
        environ = {"HOME": home, "DOCKER_HOST": at, "PROMPT_TOOLKIT_NO_CPR": "0"}  # or there is no toolbar
        with Terminal(command=[OURS], environ=environ) as terminal:
            terminal.shows(PROMPT)
            terminal.shows("running")
            yield terminal


def used(pid: int) -> float:
    """Seconds of CPU so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """MiB of memory now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def quiet(terminal: Terminal) -> None:
    """Wait until the program has stopped working for a second."""
    before = -1.0
    while (now := used(terminal.pid)) != before:
        before = now
        with contextlib.suppress(AssertionError):
            terminal.until(lambda: False, within=1.0)


def idle(asked: argparse.Namespace) -> Iterator[Figure]:
    """CPU of a prompt that nobody uses."""
    with Scripted() as scripted, program(scripted.daemon.host) as terminal:
        quiet(terminal)
        before, begun = used(terminal.pid), time.monotonic()
        time.sleep(asked.idle)
        percent = 100 * (used(terminal.pid) - before) / (time.monotonic() - begun)
    yield Figure("idle CPU", percent, 0.2, "%", f"in {asked.idle:.0f} s, to 10 ms")


def memory(asked: argparse.Namespace) -> Iterator[Figure]:
    """Growth over many prompts and over many events, once warm; the history's lines are in it."""
    with Scripted(100, 100) as scripted, program(scripted.daemon.host) as terminal:
        _prompts(terminal, scripted, WARM)
        before = resident(terminal.pid)
        _prompts(terminal, scripted, asked.prompts)
        yield Figure(f"growth over {asked.prompts} prompts", resident(terminal.pid) - before, GROWTH, "MiB")
        _events(terminal, scripted, asked.events // 10)
        before = resident(terminal.pid)
        _events(terminal, scripted, asked.events)
        yield Figure(f"growth over {asked.events} events", resident(terminal.pid) - before, GROWTH, "MiB")


def _prompts(terminal: Terminal, scripted: Scripted, number: int) -> None:
    for at in range(0, number, 50):
        terminal.type("volume ls\r" * 50 + f"!echo $((1000000+{at}))\r")
        terminal.shows(str(1000000 + at))
        scripted.daemon.requests.clear()


def _events(terminal: Terminal, scripted: Scripted, number: int) -> None:
    """A container is made, started, dies and goes, over and over; the last one stays."""
    actions = ("create", "start", "die", "destroy")
    for at in range(0, number, 400):
        told = [event(f"gone-{at + n // 4}", 1_000_000 + at + n // 4, actions[n % 4]) for n in range(400)]
        scripted.tell(b"".join(told))
        terminal.until(lambda: True)
    last = f"last-{uuid4().hex[:6]}"
    scripted.tell(event(last, 2_000_000, "create") + event(last, 2_000_000, "start"))
    _offered(terminal, "stop last-", last)
    scripted.tell(event(last, 2_000_000, "destroy"))


def restarts(asked: argparse.Namespace) -> Iterator[Figure]:
    """The Engine ends and comes back with another container, under a prompt that waits; the menu has it each time."""
    wrong = 0
    with Scripted(10, 10) as scripted, program(scripted.daemon.host) as terminal:
        for number in range(asked.restarts):
            name = f"round-{number}-{uuid4().hex[:4]}"
            scripted.daemon.stop()
            scripted.lists([name, name + "-b"])
            scripted.daemon.restart()
            _offered(terminal, "inspect round-", name)
        wrong = terminal.everything().count("Traceback")
        terminal.type("\x04")
        wrong += terminal.ends() != 0
    yield Figure(f"faults in {asked.restarts} restarts", wrong, 0, "")


def _offered(terminal: Terminal, typed: str, name: str) -> None:
    """Type until the menu has that name: it is opened by keys, not by the picture."""
    end, seen = time.monotonic() + PATIENCE, False
    while not seen and time.monotonic() < end:
        terminal.type(typed)
        with contextlib.suppress(AssertionError):
            terminal.shows(name, within=1.0)
            seen = True
        terminal.type("\x15")
        terminal.hides(typed)
    if not seen:
        raise SystemExit(f"soak: {name} is not offered:\n{terminal.text()}")


def fresh(asked: argparse.Namespace) -> Iterator[Figure]:
    """How long after `docker create` has ended its container is in the picture (0: it was there before)."""
    oracle, late = Oracle(), []
    picture = Picture(lambda: Engine(Endpoint(parse_host(host()), None, "default", host())))
    picture.start()
    try:
        picture.wait(lambda: picture.state == "live", PATIENCE)
        for _ in range(asked.rounds):
            name = oracle.name("soak")
            oracle("create", "--name", name, IMAGE)
            done = time.monotonic()
            if not picture.wait(lambda: name in {each.name for each in picture.containers()}, PATIENCE):  # noqa: B023
                raise SystemExit(f"soak: {name} does not appear")
            late.append((time.monotonic() - done) * 1000)
    finally:
        picture.stop()
        oracle.clean()
    yield Figure("docker create to picture", max(late), 200.0, "ms", f"median {statistics.median(late):.1f} ms")


CASES = {each.__name__: each for each in (keys, idle, memory, restarts, fresh)}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("tests.bench.soak", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(CASES)}")
    parser.add_argument("--list", action="store_true", help="tell what there is")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of the typed lines, of the changes")
    parser.add_argument("--idle", type=float, default=IDLE, metavar="SECONDS")
    parser.add_argument("--prompts", type=int, default=5000)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--restarts", type=int, default=50)
    asked = parser.parse_args(argv)
    if asked.list:
        print("\n".join(f"{name:12}{(each.__doc__ or '').partition(chr(10))[0]}" for name, each in CASES.items()))
        return 0
    rows = []
    for name in asked.names or CASES:
        for figure in CASES[name](asked):
            print(f"  {figure.name}: {figure.value:.2f}", file=sys.stderr, flush=True)
            rows.append(figure.row())
    print("\n".join(aligned(rows, left=(0, 3, 4))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
