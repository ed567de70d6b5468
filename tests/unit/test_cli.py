"""The lookup, and failures that become messages and statuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shell.cli import BrokenFamily, DockerCli
from shell.commands.index import INDEX, Entry
from shell.env import Env
from shell.errors import DaemonError, Joined, NotFound, ShellError
from shell.spec import Call, Family, at_least, command, method_name, spec_of
from shell.spec.flags import Bool
from shell.streams import In, Out, Streams, tie
from tests.support.daemon import Daemon, reply
from tests.support.run import run


@pytest.mark.parametrize(
    ("words", "name", "rest"),
    [
        (["stop", "-t", "5", "web"], "container stop", ["-t", "5", "web"]),
        (["container", "stop", "web"], "container stop", ["web"]),
        (["container", "remove", "web"], "container rm", ["web"]),
        (["system", "dial-stdio"], "system dial-stdio", []),
        (["rm", "stop"], "container rm", ["stop"]),
        (["image", "tag", "image", "tag"], "image tag", ["image", "tag"]),
    ],
)
def test_the_longest_run_of_words_is_the_command(words: list[str], name: str, rest: list[str]) -> None:
    method, left = DockerCli(Env()).find(words)
    assert method is not None and (spec_of(method).name, left) == (name, rest)


@pytest.mark.parametrize(
    "words",
    [
        [],
        *([word] for word in ("", "STOP", "Stop", "container_stop", "container", "-a", "__class__", "stop ", "find")),
        *([word] for word in ("stop\n", "run_", "1stop", "systemdial-stdio")),
        ["system", "dial", "stdio"],
    ],
)
def test_nothing_else_is_found(words: list[str]) -> None:
    assert DockerCli(Env()).find(words) == (None, words)


def test_a_method_has_the_name_of_its_words() -> None:
    assert method_name(["container", "ls"]) == "CmdContainerLs"
    assert method_name(["swarm", "join-token"]) == "CmdSwarmJoin_token"
    with pytest.raises(TypeError, match="CmdWrong declares 'right'; call it CmdRight"):

        @command("right", "Right")
        def CmdWrong(self: Any, call: Call) -> None: ...


def test_a_module_that_does_not_import_is_no_missing_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise AttributeError("module has no attribute x")

    monkeypatch.setattr("shell.cli.import_module", broken)
    monkeypatch.setitem(INDEX, "CmdBroken", Entry("broken", "broken", "Broken"))
    with pytest.raises(BrokenFamily, match="shell.commands.broken does not import"):
        DockerCli(Env()).find(["broken"])


class Trial(Family):
    """Commands for these tests; `act` is what they do."""

    act: Callable[[Call], Any] = staticmethod(lambda call: None)

    @command("trial", "A trial", Bool("all", "a", "All"), args=at_least(0, "[WORD...]"))
    def CmdTrial(self, call: Call) -> int | None:
        result: int | None = type(self).act(call)
        return result


class Attempt:
    """What a run of `trial` left."""

    def __init__(self, act: Callable[[Call], Any], *words: str) -> None:
        seen: list[bytes] = []
        out, err = Out(seen.append), Out(lambda data: seen.append(b"E " + data))
        tie(out, err)
        Trial.act = staticmethod(act)
        shell = DockerCli(Env({}))
        vars(shell)["CmdTrial"] = Trial(shell).CmdTrial
        streams = Streams(In(), out, err)
        self.code = shell.run(["trial", *words], streams)
        streams.flush()
        self.text = b"".join(seen).decode()


def test_what_was_printed_comes_before_the_message() -> None:
    def act(call: Call) -> None:
        call.out.line("first")
        raise ShellError("second")

    ran = Attempt(act)
    assert (ran.text, ran.code) == ("first\nE second\n", 1)


@pytest.mark.parametrize(
    ("failure", "text", "code"),
    [
        (ShellError("told", 7), "E told\n", 7),
        (DaemonError("no", 500), "E Error response from daemon: no\n", 1),
        (KeyboardInterrupt(), "", 130),
        (BrokenPipeError(), "", 141),
        (PermissionError(13, "Permission denied", "/x"), "E /x: permission denied\n", 1),
        (KeyError("Id"), "E unexpected answer from the daemon: KeyError: 'Id'\n", 1),
        (Joined([NotFound("a", 404), ShellError("b", 2)]), "E Error response from daemon: a\nb\n", 1),
    ],
)
def test_a_failure_becomes_a_message_and_a_status(failure: BaseException, text: str, code: int) -> None:
    def act(call: Call) -> None:
        raise failure

    ran = Attempt(act)
    assert (ran.text, ran.code) == (text, code)


@pytest.mark.parametrize("parallel", [False, True])
def test_each_goes_on_prints_in_order_and_fails_at_the_end(parallel: bool) -> None:
    def one(name: str) -> str | None:
        if name.startswith("bad"):
            raise ShellError(f"{name} failed")
        return name

    ran = Attempt(lambda call: call.each(call.args, one, parallel), "a", "bad1", "b", "bad2", "c")
    assert (ran.text, ran.code) == ("a\nb\nc\nE bad1 failed\nbad2 failed\n", 1)


def test_the_method_s_number_is_the_status() -> None:
    assert Attempt(lambda call: 9).code == 9


def test_only_what_was_typed_counts_as_changed() -> None:
    seen = []
    Attempt(lambda call: seen.append((call["all"], call.changed("all"), call.args)), "-a=false", "x")
    assert seen == [(False, True, ["x"])]


def test_an_unknown_word_gets_the_nearest_names_and_the_list_on_stderr() -> None:
    ran = run("stpo web")
    assert ran.code == 1 and ran.out == ""
    first, second, *rest = ran.err.split("\n")
    assert first == "Error: Command not found: stpo" and "stop" in second
    assert any(line.split()[:1] == ["rmi"] for line in rest)


@pytest.mark.parametrize("line", ["container --help", "container -h", "help container"])
def test_a_group_s_help_is_asked_for_as_a_command_s(line: str) -> None:
    done = run(line)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage:  docker container COMMAND\n")
    assert run("nosuch --help").code == 1


def test_a_deprecated_flag_still_works_and_says_so() -> None:
    with Daemon() as daemon:
        daemon.answer("POST /containers/web/stop", reply(None, 204))
        ran = run("stop --time 3 web", daemon)
        assert ran.code == 0 and "has been deprecated" in ran.out + ran.err
        assert daemon.seen("POST /containers/web/stop")[0].query == (("t", "3"),)


def test_an_older_engine_refuses_a_newer_flag_before_anything_is_sent(tmp_path: Path) -> None:
    with Daemon(api="1.41") as daemon:
        ran = run("rmi --platform linux/amd64 busybox", daemon)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == '"--platform" requires API version 1.50, but the Docker daemon API version is 1.41\n'


def test_the_version_can_be_forced() -> None:
    with Daemon() as daemon:
        daemon.answer("POST /containers/web/pause", reply(None, 204))
        assert run("pause web", daemon, environ={"DOCKER_API_VERSION": "1.30"}).code == 0
        assert {request.raw.split("/")[1] for request in daemon.requests} == {"v1.30"}


def test_the_table_of_commands_is_json() -> None:
    ran = run("--dump-spec")
    entries = {entry["path"]: entry for entry in json.loads(ran.out)}
    assert entries["rm"]["same_as"] and entries["rm"]["flags"][0] == {"name": "force", "short": "f", "type": "bool"}
