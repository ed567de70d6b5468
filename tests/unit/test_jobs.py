"""Jobs: several at once, each with its own connection; waited for, ended, announced."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from shell.cli import DockerCli
from shell.errors import Cancelled, ShellError
from shell.jobs import Jobs, jobs_of
from shell.line.runner import Runner
from shell.spec.call import Call
from tests.unit.line.session import Captured, session


class Engine:
    """One connection; `another` makes the next, and all are known."""

    def __init__(self, made: list[Engine]) -> None:
        self.made = made
        self.endpoint = "the same"
        self.closed = False
        self.ended = threading.Event()
        made.append(self)

    def another(self) -> Engine:
        return Engine(self.made)

    def close(self) -> None:
        self.closed = True
        self.ended.set()


class World:
    """A session with a command `hold` that prints and then runs until its connection is closed or `go` is set."""

    def __init__(self) -> None:
        self.engines: list[Engine] = []
        self.shell = session()
        self.shell._engine = Engine(self.engines)  # type: ignore[assignment]
        self.go = threading.Event()
        self.holding = threading.Semaphore(0)
        self.install("hold", self.hold)
        self.runner = Runner(self.shell)
        self.seen = Captured()

    def install(self, name: str, action: Callable[[Call], int | None]) -> None:
        def command(call: Call) -> int | None:
            return action(call)

        command.spec = self.shell.CmdSay.spec  # type: ignore[attr-defined]
        setattr(self.shell, f"Cmd{name.capitalize()}", command)

    def hold(self, call: Call) -> int | None:
        ended: threading.Event = cast(Any, call.engine).ended
        call.out.line(f"holding {call.args[0]}")
        self.holding.release()
        while not self.go.is_set():
            if ended.wait(0.01):
                raise Cancelled("a message nobody wants")
        return int(call.args[1]) if call.args[1:] else None

    def run(self, line: str) -> int:
        return self.runner.run_line(line, self.seen.streams)

    def held(self, count: int = 1) -> None:
        for _ in range(count):
            assert self.holding.acquire(timeout=60)


@pytest.fixture
def world() -> World:
    return World()


def test_jobs_run_at_once_each_on_its_own_connection(world: World) -> None:
    assert world.run("hold a & hold b & say c") == 0
    world.held(2)
    assert len(jobs_of(world.shell).running()) == 2
    assert len(world.engines) == 3
    world.go.set()
    assert world.run("wait") == 0
    assert sorted(world.seen.out.splitlines()) == ["c", "holding a", "holding b"]
    assert jobs_of(world.shell).all() == []


def test_a_job_keeps_its_environment_to_itself(world: World) -> None:
    world.run("X=1 hold a & Y=2 hold b &")
    world.held(2)
    world.run("env X; env Y")
    world.go.set()
    world.run("wait; env X; env Y; X=3 env X & wait; X=4 env X | take")
    seen = [line for line in world.seen.out.splitlines() if not line.startswith("holding")]
    assert seen == ["-", "-", "-", "-", "3", "4"]


def test_a_job_s_variables_are_its_own_and_so_are_the_session_s(world: World) -> None:
    """As in sh's subshell; and the end of a job's $( ) takes back nothing that was set meanwhile."""
    world.run("A=1; B=1 & show $A $(hold a) & set A=2 C=2 & C=3")
    world.held()
    world.run("A=4")
    world.go.set()
    world.run("wait; show $A $C; show $B")
    assert world.seen.out == "<1><holding><a>\n<4><3>\n"
    assert "B is not set" in world.seen.err


def test_a_job_that_reads_a_file_is_ended_whole(world: World, tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("hold a\nsay 'not reached'\n")
    world.run(f"source {tmp_path}/lines &")
    world.held()
    assert world.engines[-1] is not world.engines[0]
    assert world.run("kill %1; wait %1") == 130
    assert not world.engines[0].closed
    assert (world.seen.out, world.seen.err) == ("holding a\n", "")


def test_wait_gives_the_status_of_the_job(world: World) -> None:
    world.run("hold a 3 & hold b 4 &")
    world.held(2)
    world.go.set()
    assert world.run("wait %2") == 4
    assert world.run("wait %1") == 3
    assert world.run("wait %1") == 1
    assert "no such job: %1" in world.seen.err


def test_waiting_for_all_gives_the_first_failure(world: World) -> None:
    world.go.set()
    assert world.run("hold a & hold b 5 & hold c 6 & wait") == 5
    assert world.run("wait") == 0


def test_kill_ends_a_job_and_its_connection_only(world: World) -> None:
    world.run("hold a & hold b &")
    world.held(2)
    assert world.run("kill %1") == 0
    assert world.run("wait %1") == 130
    assert [engine.closed for engine in world.engines].count(True) == 1
    assert [job.number for job in jobs_of(world.shell).running()] == [2]
    assert world.seen.err == ""
    world.go.set()
    assert world.run("wait") == 0


def test_kill_takes_no_signal_for_a_job(world: World) -> None:
    assert world.run("kill -s HUP %1") == 1
    assert "takes no signals" in world.seen.err


def test_kill_ends_a_pipeline_with_its_programs(world: World) -> None:
    world.run("hold a | cat &")
    world.held()
    world.run("kill %1")
    assert world.run("wait %1") == 130


def test_kill_ends_a_local_program(world: World) -> None:
    world.run("say a | sleep 600 &")
    job = jobs_of(world.shell).find()
    assert job.status is None
    world.run("kill %1")
    assert world.run("wait %1") == 130


def test_rest_of_a_killed_list_does_not_run(world: World) -> None:
    world.run("hold a || say b &")
    world.held()
    world.run("kill %1; wait")
    assert world.seen.out == "holding a\n"


def test_and_or_list_is_one_job(world: World) -> None:
    world.go.set()
    world.run("end 1 || say b && say c &")
    assert world.run("fg") == 0
    assert world.seen.out == "b\nc\n"


def test_list_of_jobs(world: World) -> None:
    world.run("hold a 125 & hold 'b  c' &")
    world.held(2)
    world.run("jobs > /dev/null; jobs")
    assert world.seen.out.splitlines()[-2:] == ["[1] running    hold a 125", "[2] running    hold 'b  c'"]
    world.go.set()
    for job in jobs_of(world.shell).all():
        job.wait()
    world.run("jobs")
    assert world.seen.out.splitlines()[-2:] == ["[1] status 125 hold a 125", "[2] done       hold 'b  c'"]
    before = world.seen.out
    assert world.run("jobs") == 0
    assert world.seen.out == before


def test_interrupted_fg_ends_the_job(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    jobs = world.shell.jobs = Jobs(world.shell, told.append)
    world.run("hold a &")
    world.held()
    wait = jobs.wait
    calls: list[int] = []

    def once(job: object) -> int:
        calls.append(1)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return wait(job)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "wait", once)
    assert world.run("fg %1; say after") == 130
    assert jobs.all() == []
    assert "after" not in world.seen.out
    assert not [text for text in told if "status" in text]  # who waits for it sees it end


def test_unknown_job_is_an_error(world: World) -> None:
    assert world.run("fg") == 1
    assert world.run("fg %7") == 1
    assert world.seen.err == "there are no jobs\nno such job: %7\n"


def test_announced_output_is_whole_lines_with_the_number(world: World) -> None:
    told: list[str] = []
    world.shell.jobs = Jobs(world.shell, told.append)

    def pieces(call: Call) -> None:
        for piece in ("one\ntw", "o\n", "th\x1b[31mree"):
            call.out.write(piece)
            call.out.flush()
        call.err.line("four")

    world.install("pieces", pieces)
    world.run("pieces &")
    jobs_of(world.shell).find("%1").wait()
    world.run("wait")
    assert told[0] == "[1] pieces"
    assert sorted(told[1:-1]) == ["[1] four", "[1] one", "[1] th^[[31mree", "[1] two"]
    assert told[-1] == "[1] done: pieces"
    assert world.seen.both == ""


def test_failure_of_a_job_is_told_by_it(world: World) -> None:
    told: list[str] = []
    world.shell.jobs = Jobs(world.shell, told.append)
    world.run("say $NOWHERE &")
    jobs_of(world.shell).find().wait()
    world.run("wait")
    assert "NOWHERE is not set" in told[1]
    assert told[-1] == "[1] status 1: say $NOWHERE"


def test_redirected_output_of_a_job_goes_to_its_file(world: World, tmp_path: object) -> None:
    world.go.set()
    world.run(f"hold a > {tmp_path}/f & wait; take < {tmp_path}/f")
    assert world.seen.out == "holding a\n"


def test_leaving_with_jobs_asks_once(world: World) -> None:
    world.shell.prompting = True
    world.run("hold a &")
    world.held()
    assert world.run("end 4; exit") == 4
    assert world.runner.leaving != 4
    assert "1 job is running; exit again to end it" in world.seen.err
    assert world.run("exit") == 4
    assert world.runner.leaving == 4
    jobs_of(world.shell).close()
    assert jobs_of(world.shell).running() == []


def test_exit_of_a_job_asks_nothing(world: World) -> None:
    world.shell.prompting = True
    world.run("hold a & exit 3 &")
    assert world.run("wait %2") == 3
    assert world.seen.err == ""
    assert world.runner.leaving is None
    world.go.set()


def test_closing_ends_all_jobs(world: World) -> None:
    world.run("hold a & hold b | cat &")
    world.held(2)
    jobs_of(world.shell).close()
    assert jobs_of(world.shell).running() == []


def test_job_does_not_change_status_of_the_session(world: World) -> None:
    world.go.set()
    world.run("end 3; hold a 5 &")
    jobs_of(world.shell).find().wait()
    assert world.runner.status == 0


def test_wait_without_jobs_or_names_is_dockers_error_for_one_command() -> None:
    shell: DockerCli = session()
    seen = Captured()
    assert shell.run(["wait"], seen.streams) == 1
    assert "'docker wait' requires at least 1 argument" in seen.err


def test_find_needs_jobs() -> None:
    with pytest.raises(ShellError, match="there are no jobs"):
        Jobs(session()).find("")
