"""What the menu offers, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .world import World, offered


def test_commands_groups_and_their_commands() -> None:
    top = offered("")
    assert {"ps", "run", "container", "image", "exit"} <= set(top)
    assert "ls" not in top
    assert {"ls", "stop", "start"} <= set(offered("container "))
    assert offered("container sto") == ["stop"]
    assert offered("no-such-command x") == []


def test_beginnings_come_before_parts_and_parts_before_scattered_letters() -> None:
    found = offered("i")
    assert found[: len([name for name in found if name.startswith("i")])] == [n for n in found if n.startswith("i")]
    assert offered("ename")[0] == "rename"
    assert offered("rstrt") == ["restart"]


def test_what_was_used_last_comes_first() -> None:
    assert offered("stop ") == ["web", "asleep"]
    assert offered("stop ", World(used=("asleep",))) == ["asleep", "web"]


def test_aliases_are_commands() -> None:
    assert "psa" in offered("ps", aliases={"psa": "ps -a"})
    assert "--filter" in offered("psa --f", aliases={"psa": "ps -a"})


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("start ", ["worker", "fresh"]),
        ("stop ", ["web", "asleep"]),
        ("unpause ", ["asleep"]),
        ("pause ", ["web"]),
        ("kill w", ["web"]),
        ("rm ", ["worker", "fresh"]),
        ("rm -f ", ["web", "worker", "asleep", "fresh"]),
        ("restart ", ["web", "worker", "asleep", "fresh"]),
        ("stop web ", ["asleep"]),
        ("stop aaa1", ["aaa111000000"]),
        ("rmi ", ["busybox:latest", "nginx:1.27"]),
        ("tag busybox:latest n", ["nginx:1.27"]),
        ("create --name x -it b", ["busybox:latest"]),
        ("wait %", ["%1"]),
        ("kill %", ["%1"]),
        ("stop :pa", [":paused"]),
    ],
)
def test_names_that_the_command_can_act_on(line: str, names: list[str]) -> None:
    assert offered(line) == names


def test_behind_an_image_comes_its_own_command() -> None:
    world = World(answers={"/images/busybox/json": {"Config": {"Cmd": ["sh", "-l"]}}})
    assert offered("run -it busybox ", world) == ["sh"]
    assert offered("create busybox ", world) == ["sh"]
    assert offered("run busybox cat b", world) == []


def test_flags_with_those_given_left_out_unless_they_repeat() -> None:
    assert {"--all", "--filter", "-a", "-f"} <= set(offered("ps -"))
    assert offered("ps --al") == ["--all"]
    assert "--all" not in offered("ps -a --")
    assert "--filter" in offered("ps -f status=running --")
    assert offered("stop -- --") == []
    assert "--env" not in offered("create busybox --e", World(answers={"/images/busybox/json": {}}))


def test_flags_are_offered_unasked_only_on_demand() -> None:
    assert offered("ps ") == []
    assert "--all" in offered("ps ", flags_too=True)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("stop -s KI", ["KILL"]),
        ("stop --signal=SIGKI", ["--signal=SIGKILL"]),
        ("create --pull ", ["always", "missing", "never"]),
        ("create --restart on", ["on-failure"]),
        ("create --cap-add net_a", ["NET_ADMIN"]),
        ("create --cap-add CAP_NET_A", ["CAP_NET_ADMIN"]),
        ("create --network br", ["bridge"]),
        ("create --network container:w", ["container:web", "container:worker"]),
        ("create --ipc container:we", ["container:web"]),
        ("create -v da", ["data:"]),
        ("create -v data:/srv:r", ["data:/srv:ro", "data:/srv:rw"]),
        ("create --mount type=vol", ["type=volume"]),
        ("create --mount type=volume,source=ca", ["type=volume,source=cache"]),
        ("create --mount type=volume,read", ["type=volume,readonly"]),
        ("create -e LA", ["LANG"]),
        ("create --log-driver json", ["json-file"]),
        ("create --log-driver json-file --log-opt max-s", ["max-size="]),
        ("create --log-opt mode=non", ["mode=non-blocking"]),
        ("create --ulimit nof", ["nofile="]),
        ("ps -f status=ru", ["status=running"]),
        ("ps -f ancestor=ng", ["ancestor=nginx:1.27"]),
        ("ps --filter=health=un", ["--filter=health=unhealthy"]),
        ("ps --format {{.Na", ["{{.Names}}"]),
        ("ps --format {{.ID}}:{{.Sta", ["{{.ID}}:{{.State}}", "{{.ID}}:{{.Status}}"]),
        ("fg ", ["%1"]),
    ],
)
def test_values_by_kind(line: str, values: list[str]) -> None:
    world = World({"/info": {"Plugins": {"Log": ["json-file", "local"]}}})
    assert offered(line, world)[: len(values)] == values


def test_filter_keys_want_a_value() -> None:
    assert {"status=", "label=", "ancestor="} <= set(offered("ps -f "))


def test_local_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "source").mkdir()
    (tmp_path / "some file").write_text("")
    (tmp_path / ".hidden").write_text("")
    assert offered("create --env-file ") == ["source/", "some file"]
    assert offered("create --env-file .h") == [".hidden"]
    assert offered(f"create -v {tmp_path}/so")[0] == f"{tmp_path}/source/"
    (tmp_path / "source" / "inner").write_text("")
    assert offered("create --env-file source/in") == ["source/inner"]
    assert offered("create --env-file nowhere/in") == []


def test_ports_that_the_image_used_last_exposes() -> None:
    ports: Any = {"Config": {"ExposedPorts": {"80/tcp": {}, "53/udp": {}}}}
    world = World({"/images/nginx:1.27/json": ports}, used=("nginx:1.27",))
    assert offered("create -p ", world) == ["53:53/udp", "53/udp", "80:80", "80"]
    assert offered("create -p 8080:", world) == ["8080:53/udp", "8080:80"]


def test_a_refused_question_is_no_candidate_and_no_failure() -> None:
    assert offered("ps --format {{.Wrong") == []


def test_the_command_that_another_one_runs_completes_as_by_itself() -> None:
    assert offered("watch -n 2 stop ") == offered("stop ")
    assert offered("explain docker stop --sig") == ["--signal"]
    assert offered("explain container sto") == ["stop"]
    assert offered("watch -n") == ["-n"]
