"""Script mode: where messages point, when a script stops, how lines are read."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shell.cli import DockerCli
from shell.errors import DaemonError, Joined, ShellError
from shell.line.parser import parse
from shell.line.tree import Sequence as Tree
from shell.scripts import chunks, read_lines, run_file
from shell.spec.call import Call
from shell.streams import In
from tests.support.program import begin, end_all
from tests.unit.line.session import Captured, session


def scripted() -> DockerCli:
    """A session with a command that fails as the daemon would, and one that fails twice."""
    shell = session()

    def broken(call: Call) -> int:
        raise DaemonError(f"No such container: {call.args[0]}", 404)

    def twice(call: Call) -> int:
        raise Joined([DaemonError("one"), ShellError("two")])

    broken.spec = twice.spec = shell.CmdSay.spec  # type: ignore[attr-defined]
    shell.CmdBroken, shell.CmdTwice = broken, twice  # type: ignore[attr-defined]
    return shell


def run(folder: Path, text: str | bytes, stdin: In | None = None, **options: bool) -> tuple[str, str, int]:
    script = folder / "script"
    script.write_bytes(text if isinstance(text, bytes) else text.encode())
    seen = Captured(stdin)
    status = run_file(scripted(), str(script), [], options, seen.streams)
    return seen.out, seen.err, status


def test_stops_at_the_first_failing_line_and_says_where(tmp_path: Path) -> None:
    assert run(tmp_path, "say a\n\n# b\nbroken web\nsay c\n") == (
        "a\n",
        "script:4: broken: No such container: web\n",
        1,
    )


def test_every_failure_of_one_command_has_its_place(tmp_path: Path) -> None:
    assert run(tmp_path, "twice")[1] == "script:1: twice: one\nscript:1: twice: two\n"


def test_keep_going_ends_with_the_first_failures_status(tmp_path: Path) -> None:
    out, err, status = run(tmp_path, "end 4\nsay a\nend 5\nsay b", keep_going=True)
    assert (out, status) == ("a\nb\n", 4)
    assert err == "script:1: end: ended with status 4\nscript:3: end: ended with status 5\n"


@pytest.mark.parametrize("line", ["end 3 || true", "end 3 || say a", "end 3 | cat"])
def test_a_tolerated_failure_is_none(tmp_path: Path, line: str) -> None:
    assert run(tmp_path, f"{line}\nsay z")[::2] in (("z\n", 0), ("a\nz\n", 0))


@pytest.mark.parametrize(
    ("line", "status"),
    [("broken x | cat", 0), ("broken x | cat | cat", 0), ("broken x | exit 3", 3), ("end 3 | cat", 0)],
)
def test_a_pipeline_has_its_last_command_s_status(tmp_path: Path, line: str, status: int) -> None:
    assert run(tmp_path, line)[2] == status


def test_the_rest_of_a_failing_line_does_not_run(tmp_path: Path) -> None:
    assert run(tmp_path, "say a; end 3; say b")[::2] == ("a\n", 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("say a\n\nnowhere x", "script:3:1: Command not found: nowhere"),
        ("say a\n  flags --bad x", "script:2:9: flags: unknown flag: --bad"),
        ("flags", "script:1:1: flags: 'docker flags' requires 1 argument"),
        ("say a $NONE", "script:1:7: say: NONE is not set"),
        ("say a\nsay \\\n $NONE", "script:3:2: say: NONE is not set"),
        ("X=$NONE", "script:1:3: X=: NONE is not set"),
        ("say a > $NONE", "script:1:9: say: NONE is not set"),
        ("take <<E\na\n $NONE\nE", "script:3:2: take: NONE is not set"),
        ("X=$(end 3)", "script:1: X=: ended with status 3"),
        ("say $(end 3 && say a)", "script:1: say: a command in $( )"),
        ("end 3 && say a", "script:1: end: ended with status 3"),
        ("say a && end 3 && say b", "script:1: end: ended with status 3"),
        ("say a\nsay 'b", "script:2:5: the ' is not closed"),
        ("say a\nsay (b)", "script:2:5: ( and )"),
        ("say 'a\nb' (c)", "script:2:4: ( and )"),
        ("say $(end 4)", "script:1: say: a command in $( ) ended with status 4"),
        ("source nowhere", "script:1: source: cannot open nowhere: no such file"),
        ("say a | nowhere", "script:1: nowhere: not found"),
        ("say a > /nowhere/x", "script:1: say: cannot create /nowhere/x"),
        ("!exit 9", "script:1: !exit: ended with status 9"),
        ("take <<E\na", "script:1:6: the here-document lacks its last line, E"),
        ("say \0", "script:1:5: a line cannot hold a NUL character"),
    ],
)
def test_messages_say_what_and_where(tmp_path: Path, text: str, message: str) -> None:
    _, err, status = run(tmp_path, text)
    assert err.startswith(message)
    assert status != 0


def test_quote_left_open_at_the_end_of_a_long_file_is_found_quickly(tmp_path: Path) -> None:
    out, err, status = run(tmp_path, "say a > /dev/null\n" * 10_000 + "say 'b\n")
    assert (err, status) == ("script:10001:5: the ' is not closed\n", 2)


def test_quote_left_open_at_the_beginning_of_a_long_file_is_found_too(tmp_path: Path) -> None:
    _, err, status = run(tmp_path, 'say "b\n' + "say a > /dev/null\n" * 10_000)
    assert (err, status) == ('script:1:5: the " is not closed\n', 2)


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbfsay a\nsay b",
        b"say a\r\nsay b\r\n",
        b"\n\n  \n# c\nsay a\n\nsay b\n",
        b"#!/usr/bin/env docker-shell\nsay a;say b",
        b"take <<E\r\na\r\nb\r\nE\r\n",
        b"say \\\r\na\nsay b",
        b"docker say a\ndocker say b",
    ],
)
def test_forms_of_a_file_that_make_no_difference(tmp_path: Path, text: bytes) -> None:
    assert run(tmp_path, text) == ("a\nb\n", "", 0)


def test_bytes_that_are_no_utf8_reach_the_command(tmp_path: Path) -> None:
    assert run(tmp_path, b"say \xff\xe9")[0].encode("utf-8", "surrogateescape") == b"\xff\xe9\n"


def test_exit_ends_the_script_with_its_status(tmp_path: Path) -> None:
    assert run(tmp_path, "say a\nexit 7\nsay b") == ("a\n", "", 7)
    assert run(tmp_path, "end 3 || exit\nsay b")[::2] == ("", 3)
    assert run(tmp_path, "exit 300")[2] == 2


def test_variables_last_from_line_to_line(tmp_path: Path) -> None:
    assert (
        run(tmp_path, "X='a b'\nshow \"$X\"\nset X=c Y=\nshow $X\nset\nset -u Y\nset")[0]
        == "<a b>\n<c>\nX=c\nY=''\nX=c\n"
    )


def test_source_runs_here_and_its_messages_name_its_file(tmp_path: Path) -> None:
    (tmp_path / "inner").write_text("X=1\nsay $X\nbroken b\nsay c")
    out, err, status = run(tmp_path, f"source {tmp_path}/inner\nsay d")
    assert (out, err, status) == (
        "1\n",
        "inner:3: broken: No such container: b\nscript:1: source: ended with status 1\n",
        1,
    )


def test_exit_in_a_sourced_file_ends_all(tmp_path: Path) -> None:
    (tmp_path / "inner").write_text("exit 6")
    assert run(tmp_path, f"source {tmp_path}/inner\nsay d") == ("", "", 6)


def test_file_that_sources_itself_is_refused(tmp_path: Path) -> None:
    _, err, status = run(tmp_path, f"source {tmp_path}/script")
    assert "more than 32 deep" in err
    assert status == 1


def test_trace_prints_the_commands(tmp_path: Path) -> None:
    assert run(tmp_path, "say 'a b'\nX=1", trace=True)[1] == "+ say 'a b'\n+ X=1\n"


def test_script_on_stdin_is_not_the_input_of_its_commands(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("take\ntake | cat\n!cat\nsay a\ntake <<< b\n")
    fd = os.open(tmp_path / "script", os.O_RDONLY)
    seen = Captured(In(fd))
    assert run_file(scripted(), "-", [], {}, seen.streams) == 0
    assert seen.both == "a\nb\n"
    os.close(fd)


def test_script_in_a_file_leaves_stdin_to_its_commands(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("input\n")
    fd = os.open(tmp_path / "in", os.O_RDONLY)
    assert run(tmp_path, "say a\ntake", In(fd))[0] == "a\ninput\n"
    os.close(fd)


def test_jobs_are_waited_for_and_their_failure_is_the_scripts(tmp_path: Path) -> None:
    out, err, status = run(tmp_path, "broken a &\nsay b &\nsay c > /dev/null")
    assert (out, status) == ("b\n", 1)
    assert err == "script:1: broken: No such container: a\n"


def test_summary_is_only_for_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("say a\nend 3\nend 4")
    seen = Captured()
    seen.streams.err.isatty = True
    run_file(scripted(), str(tmp_path / "script"), [], {"keep_going": True}, seen.streams)
    assert "script: 3 commands, 2 failed, " in seen.err
    (tmp_path / "script").write_text("say a")
    run_file(scripted(), str(tmp_path / "script"), [], {}, seen.streams)
    assert "script: 1 command, none failed, " in seen.err


def test_arguments_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ShellError, match="no arguments: x"):
        run_file(scripted(), str(tmp_path / "script"), ["x"], {}, Captured().streams)


@pytest.mark.parametrize("path", ["", "nowhere", "/"])
def test_unreadable_script_is_an_error_with_its_cause(path: str) -> None:
    with pytest.raises(ShellError, match="cannot open"):
        run_file(scripted(), path, [], {}, Captured().streams)


# -- lines as they arrive ---------------------------------------------------------------------------------------------


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    read, write = os.pipe()
    try:
        yield read, write
    finally:
        os.close(read)


def test_each_line_runs_as_it_arrives() -> None:
    with pipe() as (read, write):
        seen = Captured(In(read))
        statuses: list[int] = []
        thread = threading.Thread(target=lambda: statuses.append(run_file(scripted(), "-", [], {}, seen.streams)))
        arrived = threading.Event()
        shell_line = seen.streams.out

        def told(data: bytes) -> None:
            assert data == b"a\n"
            arrived.set()

        shell_line._sink = told
        thread.start()
        os.write(write, b"say a\nsay")
        assert arrived.wait(60)
        os.write(write, b" a\n")
        os.close(write)
        thread.join(60)
        assert statuses == [0]


def finish(fd: int, data: bytes) -> None:
    os.write(fd, data)
    os.close(fd)


def test_lines_cut_anywhere_are_the_same() -> None:
    data = "\ufeffsay 'é'\r\n\nsay b".encode()
    for cut in range(len(data)):
        with pipe() as (read, write):
            lines = read_lines(read)
            os.write(write, data[:cut])
            feeder = threading.Thread(target=finish, args=(write, data[cut:]))
            feeder.start()
            assert list(lines) == ["say 'é'", "", "say b"]
            feeder.join()


def test_endless_script_needs_no_more_memory() -> None:
    """What is held is one line."""
    import tracemalloc

    def lines() -> Iterator[str]:
        for number in range(5_000):
            yield f"say {number}"

    tracemalloc.start()
    try:
        for number, chunk in enumerate(chunks(lines()), 1):
            assert chunk.line == number
            if number == 1000:
                tracemalloc.reset_peak()
                before = tracemalloc.get_traced_memory()[0]
        assert tracemalloc.get_traced_memory()[1] < before + 200_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("first", "inner", "last"),
    [
        ("say <<E", "EE", "E"),
        ('say "', '\\"', '"'),
        ("say \\", "b \\", "c"),
        ("say '", '"', "'"),
    ],
)
def test_long_text_of_one_command_is_not_read_again_for_every_line(
    first: str, inner: str, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of a long here-document grows with its lines, not with their square."""
    texts: list[str] = []

    def counted(text: str) -> Tree:
        texts.append(text)
        return parse(text)

    monkeypatch.setattr("shell.scripts.parse", counted)
    (chunk,) = chunks(iter([first, *[inner] * 1000, last]))
    assert chunk.tree is not None
    assert len(texts) <= 4


# -- as a program -----------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    end_all()


def program(*words: str) -> subprocess.Popen[str]:
    return begin("unix:///nowhere.sock", *words)


def test_script_on_stdin_and_status_of_the_program() -> None:
    assert program().communicate("echo a\nX=b\necho $X | cat\nexit 3\n", timeout=120) == ("a\nb\n", "")
    process = program("-x", "-f", "-")
    assert process.communicate("false\necho b", timeout=120) == ("", "+ false\nstdin:1: false: ended with status 1\n")
    assert process.returncode == 1


def test_output_that_nobody_reads_ends_the_script_without_a_word() -> None:
    process = program()
    assert process.stdin and process.stdout and process.stderr
    process.stdout.close()
    process.stdin.write("echo a\necho b >&2\n")
    process.stdin.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(120) == -signal.SIGPIPE


def test_file_with_a_first_line_that_names_us_is_a_script(tmp_path: Path) -> None:
    script = tmp_path / "ask"
    script.write_text("#!/usr/bin/env docker-shell\necho a\nexit 4\n")
    process = program(str(script))
    assert process.communicate(timeout=120) == ("a\n", "")
    assert process.returncode == 4
    assert program(str(script), "x").communicate(timeout=120) == ("", "a script takes no arguments: x\n")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signal_ends_the_script_and_its_programs(number: signal.Signals, status: int) -> None:
    process = program()
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write("echo ready | cat\n!sleep 600\necho after\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    process.stdin.close()
    assert process.stdout.read() == ""
    assert process.wait(120) == status
    process.stdout.close()
    process.stderr.close()
