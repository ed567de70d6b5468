"""Patterns as arguments, and --dry-run, against canned listings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest

from shell.cli import DockerCli
from shell.line.runner import Runner
from shell.main import connect
from shell.streams import In
from tests.support.canned import Canned
from tests.unit.line.session import Captured, session

WEB = {"Id": "a" * 64, "Names": ["/web-1"], "State": "running", "Image": "busybox", "ImageID": "sha256:" + "1" * 64}
OLD = {"Id": "b" * 64, "Names": ["/x/link", "/web-2"], "State": "exited", "Image": "busybox", "ImageID": "sha256:2"}
DB = {"Id": "c" * 64, "Names": ["/db"], "State": "running", "Image": "pg", "ImageID": "sha256:3"}
MORE: dict[str, Any] = {"Created": 1, "Labels": {}, "Mounts": [], "SizeRw": 1000, "NetworkSettings": {"Networks": {}}}
IMAGES = [
    {
        "Id": "sha256:" + "1" * 64,
        "RepoTags": ["busybox:1", "busybox:latest"],
        "Size": 5000,
        "Created": 1,
        "Labels": None,
    },
    {"Id": "sha256:" + "4" * 64, "RepoTags": [], "Size": 700, "Created": 1, "Labels": None},
]
VOLUMES = [
    {"Name": "data", "Driver": "local", "Labels": None, "UsageData": {"Size": 10, "RefCount": 0}},
    {"Name": "e" * 64, "Driver": "local", "Labels": {"com.docker.volume.anonymous": ""}, "UsageData": {"Size": 20}},
]
NETWORKS = [
    {"Id": "n1", "Name": "bridge", "Driver": "bridge", "Created": "2026-01-01T00:00:00Z"},
    {"Id": "n2", "Name": "front", "Driver": "bridge", "Created": "2026-01-01T00:00:00Z"},
]
ANSWERS: dict[str, Any] = {
    "GET /containers/json": [{**MORE, **one} for one in (WEB, OLD, DB)],
    "GET /images/json": IMAGES,
    "GET /volumes": {"Volumes": VOLUMES},
    "GET /networks": NETWORKS,
    "GET /system/df": {"Images": [{"Id": IMAGES[0]["Id"], "SharedSize": 1000}], "Volumes": VOLUMES, "BuildCache": []},
    "GET /containers/web-1/json": {"Id": WEB["Id"], "Name": "/web-1", "State": {"Running": True}, "SizeRw": 3000},
    "GET /containers/web-2/json": {
        "Id": OLD["Id"],
        "Name": "/web-2",
        "State": {"Running": False},
        "SizeRw": 2000,
        "Mounts": [],
    },
    "GET /images/busybox:1/json": {"Id": IMAGES[0]["Id"]},
    "GET /images/busybox/json": {"Id": IMAGES[0]["Id"]},
    "GET /volumes/data": VOLUMES[0],
    "GET /networks/front": {"Id": "n2", "Name": "front", "Containers": {}},
    "GET /networks/bridge": NETWORKS[0],
    **{f"POST /containers/{name}/stop": (204, b"") for name in ("web-1", "web-2", "db")},
    **{f"DELETE /containers/{name}": (204, b"") for name in ("web-1", "web-2", "db")},
    "DELETE /volumes/data": (204, b""),
    "DELETE /networks/front": (204, b""),
}


@pytest.fixture
def daemon() -> Iterator[Canned]:
    with Canned(ANSWERS) as canned:
        yield canned


class Result:
    """What a line of the shell printed and asked the daemon for; listings apart."""

    def __init__(self, daemon: Canned, line: str, prompting: bool = False, answer: bytes = b"") -> None:
        shell = session({"DOCKER_HOST": daemon.host, "PATH": "", "HOME": "/nonexistent"})
        shell._connect = lambda: connect(shell)
        shell.prompting = prompting
        seen = Captured(In(held=answer))
        self.status = Runner(shell).run_line(line, seen.streams)
        shell.close()
        self.out, self.err = seen.out, seen.err
        self.acts = [one for one in daemon.requests if not one.startswith("GET")]
        self.asked = [unquote(one) for one in daemon.requests if one.startswith("GET")]


def test_names_are_matched_and_acted_on_in_order(daemon: Canned) -> None:
    done = Result(daemon, "stop 'web-*'")
    assert (done.out, done.status) == ("web-1\nweb-2\n", 0)
    assert sorted(done.acts) == ["POST /containers/web-1/stop", "POST /containers/web-2/stop"]
    assert '"status":{"running":true}' in done.asked[0]


def test_pattern_and_name_together_hit_an_object_once(daemon: Canned) -> None:
    assert Result(daemon, "stop web-1 web-* d?").out == "web-1\nweb-2\ndb\n"


@pytest.mark.parametrize(
    ("pattern", "filters"),
    [
        (":exited", '{"status":{"exited":true}}'),
        (":unhealthy", '{"health":{"unhealthy":true}}'),
        ("label:app=x", '{"label":{"app=x":true}'),
    ],
)
def test_states_and_labels_are_asked_of_the_engine(daemon: Canned, pattern: str, filters: str) -> None:
    assert filters in Result(daemon, f"stop {pattern}").asked[0]


def test_no_match_is_an_error_and_nothing_is_done(daemon: Canned) -> None:
    done = Result(daemon, "stop nothing-*")
    assert (done.err, done.status, done.acts) == ("no container matches nothing-*\n", 1, [])


def test_script_has_to_say_yes_before_something_is_removed(daemon: Canned) -> None:
    done = Result(daemon, "rm web-*")
    assert (done.status, done.acts) == (1, [])
    assert "2 containers: web-1, web-2; --yes" in done.err
    assert Result(daemon, "rm --yes web-*").out == "web-1\nweb-2\n"


def test_prompt_shows_and_asks(daemon: Canned) -> None:
    done = Result(daemon, "rm web-*", prompting=True, answer=b"n\n")
    assert (done.status, done.acts) == (1, [])
    assert done.out == (
        "  container web-1  (running, busybox)\n  container web-2  (exited, busybox)\nrm 2 containers? [y/N] "
    )
    done = Result(daemon, "rm web-*", prompting=True, answer=b"y\n")
    assert sorted(done.acts) == ["DELETE /containers/web-1", "DELETE /containers/web-2"]


def test_name_without_a_pattern_is_not_asked_about(daemon: Canned) -> None:
    done = Result(daemon, "rm web-2", prompting=True)
    assert (done.out, done.asked) == ("web-2\n", [])


def test_command_of_one_takes_a_pattern_of_one(daemon: Canned) -> None:
    done = Result(daemon, "logs web-*")
    assert "requires 1 argument, and web-* matches 2: web-1, web-2" in done.err
    assert done.status == 1


def test_words_behind_the_container_are_not_patterns(daemon: Canned) -> None:
    done = Result(daemon, "exec db ls '*.txt' :exited")
    assert done.asked in ([], ["GET /containers/db/json"])


@pytest.mark.parametrize("line", ["run 'bus*'", "image ls 'bus*'"])
def test_commands_with_patterns_of_their_own_keep_them(daemon: Canned, line: str) -> None:
    Result(daemon, line)
    assert all("reference" in one or "bus*" in one or one.startswith("POST") for one in daemon.requests)


def test_volumes_and_networks_have_patterns_too(daemon: Canned) -> None:
    assert Result(daemon, "volume rm --yes dat*").out == "data\n"
    assert Result(daemon, "network rm --yes '*'").out == "front\n"
    assert '"dangling"' in Result(daemon, "volume rm --yes :unused").asked[-1]


def test_one_command_takes_its_words_as_they_are(daemon: Canned) -> None:
    shell: DockerCli = session({"DOCKER_HOST": daemon.host, "HOME": "/nonexistent"})
    shell._connect = lambda: connect(shell)
    seen = Captured()
    assert shell.run(["stop", "web-*"], seen.streams) == 1
    assert "Error response from daemon: page not found: /containers/web-%2A/stop" in seen.err or "web-*" in seen.err
    shell.close()


# -- --dry-run --------------------------------------------------------------------------------------------------------


def test_removal_is_shown_with_its_size(daemon: Canned) -> None:
    done = Result(daemon, "rm --dry-run web-2")
    assert (done.out, done.status, done.acts) == ("container web-2  2kB\nWould remove 1 object, 2kB\n", 0, [])


def test_what_the_engine_would_refuse_is_told(daemon: Canned) -> None:
    done = Result(daemon, "rm --dry-run web-*")
    assert (done.status, done.acts) == (1, [])
    assert "web-1 is running" in done.err
    assert done.out == "container web-2  2kB\nWould remove 1 object, 2kB\n"
    assert Result(daemon, "rm --dry-run -f web-*").out.endswith("Would remove 2 objects, 5kB\n")


def test_where_all_would_be_refused_there_is_no_total(daemon: Canned) -> None:
    done = Result(daemon, "rm --dry-run web-1")
    assert (done.out, done.status, done.acts) == ("", 1, [])


def test_image_goes_with_its_last_tag(daemon: Canned) -> None:
    assert Result(daemon, "rmi --dry-run busybox:1").out == "tag busybox:1\nWould remove 1 object, 0B\n"
    done = Result(daemon, "rmi --dry-run busybox:1 busybox")
    assert "is used by container aaaaaaaaaaaa" in done.err


def test_volumes_and_networks(daemon: Canned) -> None:
    assert Result(daemon, "volume rm --dry-run data").out == "volume data  10B\nWould remove 1 object, 10B\n"
    assert Result(daemon, "network rm --dry-run front").out == "network front\nWould remove 1 object, 0B\n"


@pytest.mark.parametrize(
    ("line", "plan", "told", "status"),
    [
        ("rm web-2 web-2", "container web-2  2kB\nWould remove 1 object, 2kB\n", "No such container: web-2", 1),
        ("volume rm data data", "volume data  10B\nWould remove 1 object, 10B\n", "get data: no such volume", 1),
        ("network rm front front", "network front\nWould remove 1 object, 0B\n", "network front not found", 1),
        ("network rm bridge", "", "bridge is a pre-defined network and cannot be removed", 1),
        ("rm -l web-2/web", "link web-2/web\nWould remove 1 object, 0B\n", "", 0),
        ("rm -l web-2", "", "Conflict, cannot remove the default link name of the container", 1),
        ("rm -f none", "Would remove 0 objects, 0B\n", "none", 0),
        ("rmi -f none", "Would remove 0 objects, 0B\n", "none", 0),
        ("volume rm -f none", "Would remove 0 objects, 0B\n", "", 0),
        ("network rm -f none", "Would remove 0 objects, 0B\n", "", 0),
    ],
)
def test_plan_is_what_the_command_would_do(daemon: Canned, line: str, plan: str, told: str, status: int) -> None:
    daemon.answers["GET /containers/web-2/web/json"] = daemon.answers["GET /containers/web-2/json"]
    done = Result(daemon, f"{line} --dry-run")
    assert (done.out, done.status, done.acts) == (plan, status, [])
    assert told in done.err and bool(told) == bool(done.err)


def test_a_volume_goes_with_its_last_user(daemon: Canned) -> None:
    mounted = {"Mounts": [{"Type": "volume", "Name": "e" * 64}]}
    daemon.answers["GET /containers/json"] = [{**MORE, **WEB, **mounted}, {**MORE, **OLD, **mounted}]
    for name in ("web-1", "web-2"):
        daemon.answers[f"GET /containers/{name}/json"] = {**ANSWERS[f"GET /containers/{name}/json"], **mounted}
    assert Result(daemon, "rm --dry-run -v web-2").out == "container web-2  2kB\nWould remove 1 object, 2kB\n"
    done = Result(daemon, "rm --dry-run -fv web-2 web-1")
    assert done.out.splitlines()[:-1] == ["container web-2  2kB", "container web-1  3kB", f"volume {'e' * 64}  20B"]


def image(name: str, parent: str, size: int, *tags: str) -> dict[str, Any]:
    return {"Id": name, "ParentId": parent, "RepoTags": [*tags], "Size": size, "Created": 1, "Labels": None}


BUILT = [
    image("base", "", 1000, "base:1"),
    image("step", "base", 1200),
    image("built", "step", 1500, "app:1", "app:2"),
    image("alone", "", 400),
    image("named", "alone", 450, "named:1"),
]


@pytest.fixture
def built(daemon: Canned) -> Canned:
    """Images on images, as commit and the classic builder leave them: to the Engine all their layers are shared."""
    daemon.answers["GET /images/json"] = BUILT
    daemon.answers["GET /containers/json"] = []
    daemon.answers["GET /system/df"] = {"Images": [{"Id": one["Id"], "SharedSize": one["Size"]} for one in BUILT]}
    for one in BUILT:
        base = "x" if one["Id"] in ("alone", "named") else "y"
        for name in (one["Id"], *one["RepoTags"]):
            daemon.answers[f"GET /images/{name}/json"] = {"Id": one["Id"], "RootFS": {"Layers": [base]}}
    return daemon


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("rmi app:1", ["tag app:1"]),
        ("rmi app:1 app:2", ["tag app:1", "tag app:2", "image built  300B", "image step  200B"]),
        ("rmi -f built", ["tag app:1", "tag app:2", "image built  300B", "image step  200B"]),
        ("rmi --no-prune -f built", ["tag app:1", "tag app:2", "image built  300B"]),
        ("rmi base:1", ["tag base:1"]),
        ("rmi -f base", []),
        ("rmi named:1", ["tag named:1", "image named  50B", "image alone  400B"]),
        (
            "rmi base:1 app:1 app:2",
            ["tag base:1", "tag app:1", "tag app:2", "image built  300B", "image step  200B", "image base  1kB"],
        ),
        (
            "image prune -a",
            [
                *("tag base:1", "tag app:1", "tag app:2", "image built  300B", "image step  200B", "image base  1kB"),
                *("tag named:1", "image named  50B", "image alone  400B"),
            ],
        ),
    ],
)
def test_images_go_with_the_parents_that_nothing_needs(built: Canned, line: str, items: list[str]) -> None:
    done = Result(built, f"{line} --dry-run")
    assert done.out.splitlines()[:-1] == items, done.err
    assert done.acts == []


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("container prune --dry-run", ["container web-2  1kB"]),
        ("image prune --dry-run", ["image 444444444444  700B"]),
        ("image prune --dry-run -a", ["image 444444444444  700B"]),
        ("volume prune --dry-run", [f"volume {'e' * 64}  20B"]),
        ("volume prune --dry-run -a", ["volume data  10B", f"volume {'e' * 64}  20B"]),
        ("network prune --dry-run", ["network front"]),
        ("container prune --dry-run --filter until=1h", ["container web-2  1kB"]),
        ("container prune --dry-run --filter label=none", []),
        ("builder prune --dry-run", []),
        ("system prune --dry-run", ["container web-2  1kB", "network front", "image 444444444444  700B"]),
    ],
)
def test_prune_shows_what_would_go(daemon: Canned, line: str, items: list[str]) -> None:
    daemon.answers = {**daemon.answers}
    if line != "image prune --dry-run -a":
        daemon.answers["GET /images/json"] = IMAGES[1:]
    done = Result(daemon, line)
    assert (done.status, done.acts) == (0, []), done.err
    assert done.out.splitlines()[:-1] == items
