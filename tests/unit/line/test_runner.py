"""Running lines where ours is not sh's: variables, $_, local commands, pipes whose reader goes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from shell.errors import Cancelled
from shell.line.runner import Runner
from shell.spec.call import Call
from shell.streams import In, Out
from tests.unit.line.session import Captured, session


def run(line: str, seen: Captured | None = None) -> tuple[str, str, int]:
    seen = seen or Captured()
    status = Runner(session()).run_line(line, seen.streams)
    return seen.out, seen.err, status


def test_syntax_error_names_the_column_and_nothing_runs() -> None:
    out, err, status = run("say a; say 'b")
    assert (out, status) == ("", 2)
    assert "column 12" in err


def test_unset_variable_is_named_and_the_command_does_not_run() -> None:
    out, err, status = run("say $NOWHERE")
    assert (out, status) == ("", 1)
    assert "NOWHERE is not set" in err


def test_environment_is_behind_the_session_variables() -> None:
    assert run("show $HOME; HOME=/x; show $HOME ~")[0] == "</home/me>\n</x></home/me>\n"


def test_failing_substitution_keeps_the_command_from_running() -> None:
    out, err, status = run("say x$(end 3)")
    assert (out, status) == ("", 3)
    assert "$( ) ended with status 3" in err


def test_last_printed_word_is_remembered() -> None:
    assert run("say 'one two' 'three four'; show $_; end 1; show $_")[0].endswith("<three>\n<<three>>\n")


def test_nothing_printed_yet_is_an_unset_variable() -> None:
    assert "_ is not set" in run("show $_")[1]


def test_assignment_before_a_command_is_its_environment_only() -> None:
    assert run("X=1 env X; env X")[0] == "1\n-\n"


def test_local_command_gets_the_rest_of_the_line() -> None:
    assert run('say a; !echo "$((1+1))" | tr 2 3; echo c')[0] == "a\n3\nc\n"


def test_local_command_inside_a_substitution_ends_with_it() -> None:
    assert run("show $(!echo a; echo b) c")[0] == "<a><b><c>\n"


def test_local_command_status_is_the_lines() -> None:
    assert run("!exit 7")[2] == 7
    assert run("!kill -TERM $$")[2] == 143


def test_unknown_command_outside_a_pipeline_is_no_local_program() -> None:
    out, err, status = run("ls")
    assert (out, status) == ("", 1)
    assert "Command not found: ls" in err


def test_word_docker_is_dropped() -> None:
    assert run("docker say a && docker say b | docker take")[0] == "a\nb\n"


def test_bytes_pass_through_pipes_and_files_unchanged(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    (tmp_path / "in").write_bytes(data)
    assert run(f"take < {tmp_path}/in | cat | take > {tmp_path}/out") == ("", "", 0)
    assert (tmp_path / "out").read_bytes() == data


def test_reader_that_quits_early_ends_an_endless_command() -> None:
    assert run("endless | head -n 1") == ("y" * 60 + "\n", "", 0)


def test_reader_that_quits_ends_a_command_that_is_silent() -> None:
    """Nothing is written, so only watching the pipe can tell; the command's connection is closed."""
    shell, seen = session(), Captured()
    closed = threading.Event()

    class Engine:
        closed = False
        endpoint = ""

        def another(self) -> Engine:
            return self

        def close(self) -> None:
            closed.set()

    def silent(call: Call) -> int:
        assert call.engine is not None
        call.out.line("go")
        call.out.flush()
        if closed.wait(60):
            raise Cancelled("the message of a closed connection")
        return 5

    silent.spec = shell.CmdSay.spec  # type: ignore[attr-defined]
    shell._engine = Engine()  # type: ignore[assignment]
    shell.CmdSilent = silent  # type: ignore[attr-defined]
    assert Runner(shell).run_line("silent | head -n 1 > /dev/null", seen.streams) == 0
    assert closed.is_set()
    assert seen.both == ""


def test_disk_full_is_an_error_whatever_wrote() -> None:
    out, err, status = run("say a > /dev/full")
    assert (out, status) == ("", 1)
    assert "no space left on device" in err
    assert run("say a | cat > /dev/full")[2] == 1


def test_unopened_file_names_itself() -> None:
    assert run("say a > /nowhere/f")[1:] == ("cannot create /nowhere/f: no such file or directory\n", 2)
    assert run("take < /nowhere")[1:] == ("cannot open /nowhere: no such file or directory\n", 2)


def test_stdin_of_the_session_reaches_the_first_command_only(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"hello\n")
    fd = os.open(tmp_path / "in", os.O_RDONLY)
    try:
        assert run("take | cat", Captured(In(fd)))[0] == "hello\n"
    finally:
        os.close(fd)


def test_descriptors_and_threads_are_given_back(tmp_path: Path) -> None:
    runner, seen = Runner(session()), Captured()

    def once() -> None:
        runner.run_line(
            f"say a | take | cat > {tmp_path}/f; take < {tmp_path}/f; x <<< a; say $(say b | cat)", seen.streams
        )

    once()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        once()
    assert len(os.listdir("/proc/self/fd")) < before + 10  # other tests' threads may still open and close some


def test_here_string_is_a_line() -> None:
    assert run('X=b; take <<< "a $X"')[0] == "a b\n"


def test_both_outputs_into_one_file(tmp_path: Path) -> None:
    run(f"both &> {tmp_path}/f; both &>> {tmp_path}/f")
    assert (tmp_path / "f").read_text() == "out\nerr\nout again\n" * 2


def test_exit_is_seen_by_who_reads_lines() -> None:
    runner, seen = Runner(session()), Captured()
    assert runner.run_line("say a; exit 4; say b", seen.streams) == 4
    assert (runner.leaving, seen.out) == (4, "a\n")


def test_exit_without_a_status_has_the_last_ones() -> None:
    runner = Runner(session())
    assert runner.run_line("end 3; exit", Captured().streams) == 3


def test_exit_inside_a_substitution_or_a_pipeline_ends_only_that() -> None:
    runner, seen = Runner(session()), Captured()
    assert runner.run_line("X=$(say a; exit 0; say b); say a | exit 3; show $? $X", seen.streams) == 0
    assert (runner.leaving, seen.out) == (None, "<3><a>\n")


def test_interrupt_ends_the_whole_line() -> None:
    shell, seen = session(), Captured()

    def interrupted(call: Call) -> int:
        raise KeyboardInterrupt

    interrupted.spec = shell.CmdSay.spec  # type: ignore[attr-defined]
    shell.CmdStop = interrupted  # type: ignore[attr-defined]
    runner = Runner(shell)
    assert runner.run_line("stop || say a; say b", seen.streams) == 130
    assert (runner.interrupted, seen.both) == (True, "")


def test_trace_shows_the_words_that_run() -> None:
    runner, seen = Runner(session()), Captured()
    runner.trace = True
    runner.run_line("X='a b'; say \"$X\" c > /dev/null", seen.streams)
    assert seen.err == "+ X='a b'\n+ say 'a b' c\n"


@pytest.mark.parametrize("line", ["say a | cat", "!echo a", "say $(say a | cat)"])
def test_output_without_a_descriptor_is_copied(line: str) -> None:
    parts: list[bytes] = []
    streams = Captured().streams.replaced(out=Out(parts.append))
    assert Runner(session()).run_line(line, streams) == 0
    streams.flush()
    assert b"".join(parts) == b"a\n"
