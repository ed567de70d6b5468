"""Prune asks before it acts, and nothing but a yes is a yes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.recording import Recording
from tests.support.run import run

PRUNES = ("container prune", "image prune", "network prune", "volume prune", "system prune", "builder prune")

OWN_BUILDER = {"DOCKER_BUILDKIT": "0"}  # else builder prune is buildx's, where that is installed


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Recording]:
    with Recording(tmp_path) as recording:
        recording.answer("POST", "/containers/prune", {"ContainersDeleted": ["c"], "SpaceReclaimed": 1000})
        recording.answer("POST", "/networks/prune", {"NetworksDeleted": ["n"]})
        recording.answer("POST", "/volumes/prune", {"VolumesDeleted": ["v"], "SpaceReclaimed": 20})
        recording.answer("POST", "/images/prune", {"ImagesDeleted": [{"Deleted": "i"}], "SpaceReclaimed": 3})
        recording.answer("POST", "/build/prune", {"CachesDeleted": None, "SpaceReclaimed": 0})
        yield recording


@pytest.mark.parametrize("answer", [b"", b"\n", b"n\n", b"no\n", b"yes\n", b"yy\n", b"\xff\n"])
@pytest.mark.parametrize("line", PRUNES)
def test_nothing_but_y_is_a_yes(daemon: Recording, line: str, answer: bytes) -> None:
    done = run(line, daemon.host, given=answer, environ=OWN_BUILDER)
    assert done.out.startswith("WARNING! This will remove")
    assert done.out.endswith("Are you sure you want to continue? [y/N] ")
    assert (done.code, daemon.taken()) == (0, [])


@pytest.mark.parametrize("answer", [b"y\n", b"Y\n", b" y \n", b"y"])
@pytest.mark.parametrize("line", PRUNES)
def test_a_yes_prunes(daemon: Recording, line: str, answer: bytes) -> None:
    done = run(line, daemon.host, given=answer, environ=OWN_BUILDER)
    assert done.code == 0
    assert daemon.taken()


def test_force_does_not_ask(daemon: Recording) -> None:
    done = run("system prune -f --volumes", daemon.host)
    assert "WARNING" not in done.out
    assert done.out.endswith("Total reclaimed space: 1.023kB\n")
    assert [request.path for request in daemon.taken()] == [
        "/containers/prune",
        "/networks/prune",
        "/volumes/prune",
        "/images/prune",
        "/build/prune",
    ]


def test_a_failure_ends_it_and_is_told(daemon: Recording) -> None:
    daemon.answer("POST", "/networks/prune", {"message": "a prune operation is already running"}, 409)
    done = run("system prune -f", daemon.host)
    assert done.out == "Deleted Containers:\nc\n\n"
    assert (done.err, done.code) == ("Error response from daemon: a prune operation is already running\n", 1)
    assert len(daemon.taken()) == 2


def test_filters_of_the_configuration_are_named_in_the_question(daemon: Recording, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"pruneFilters": ["until=24h"]}')
    done = run("system prune --filter label!=a", daemon.host, environ={"DOCKER_CONFIG": str(tmp_path)})
    assert "  Items to be pruned will be filtered with:\n  - label!=a\n  - until=24h\n" in done.out


def test_an_old_engine_has_no_build_cache(tmp_path: Path) -> None:
    with Recording(tmp_path, "1.30") as daemon:
        done = run("system prune", daemon.host)
        assert "build cache" not in done.out


def test_until_and_volumes_do_not_go_together(daemon: Recording) -> None:
    done = run("system prune --volumes --filter until=1h", daemon.host)
    assert (done.err, done.code) == ('ERROR: The "until" filter is not supported with "--volumes"\n', 1)
    assert daemon.taken() == []


@pytest.mark.parametrize("flag", ["--dry-run", "--dry-run=true"])
def test_dry_run_of_the_builder_is_never_handed_on_to_buildx(daemon: Recording, flag: str) -> None:
    """With DOCKER_BUILDKIT=1 what is handed on would be demanded of the plugin, there or not."""
    daemon.answer("GET", "/system/df", {"BuildCache": []})
    done = run(f"builder prune {flag}", daemon.host, environ={"DOCKER_BUILDKIT": "1"})
    assert (done.out, done.err, done.code) == ("Would remove 0 objects, 0B\n", "", 0)


def record(
    id: str, kind: str, used: str | None = None, shared: bool = False, in_use: bool = False
) -> dict[str, object]:
    return {
        "ID": id,
        "Type": kind,
        "Size": 1000,
        "Shared": shared,
        "InUse": in_use,
        "CreatedAt": "2020-01-01T00:00:00Z",
        "LastUsedAt": used,
    }


CACHE = [
    record("aaa", "regular", "2999-01-01T00:00:00.5Z"),
    record("bbb", "source.local"),
    record("ccc", "regular", shared=True),
    record("ddd", "frontend"),
    record("eee", "regular", in_use=True),
    {**record("fff", "regular"), " Parents": ["ggg"]},
    record("ggg", "source.local"),
    {**record("hhh", "internal", in_use=True), "Parent": "iii"},
    record("iii", "regular"),
]


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("builder prune", "aaa bbb fff ggg"),
        ("builder prune -a", "aaa bbb ccc ddd fff ggg"),
        ("builder prune --filter until=1h", "bbb fff ggg"),
        ("builder prune -a --filter unused-for=24h --filter type=regular", "ccc fff"),
        ("builder prune -a --filter id=^[ac]", "aaa ccc"),
        ("builder prune --filter id=[", ""),
        ("builder prune --filter label=x", "aaa bbb fff ggg"),
        ("builder prune --filter type=source.local", "bbb"),
    ],
)
def test_dry_run_of_the_build_cache_knows_its_filters(daemon: Recording, line: str, ids: str) -> None:
    daemon.answer("GET", "/system/df", {"BuildCache": CACHE})
    done = run(f"{line} --dry-run", daemon.host)
    assert [row.split()[1] for row in done.out.splitlines()[:-1]] == ids.split()
    assert (done.err, done.code) == ("", 0)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--filter inuse=true", "--dry-run cannot tell what the filter 'inuse' matches in the build cache"),
        ("--filter type=a --filter type=b", "filters expect only one value"),
        ("--filter until=1h --filter unused-for=1h", 'conflicting filters: "until" and "unused-for"'),
        ("--keep-storage 1gb", "--dry-run cannot tell what --keep-storage would keep"),
    ],
)
def test_dry_run_refuses_what_only_the_engine_knows(daemon: Recording, words: str, message: str) -> None:
    done = run(f"builder prune --dry-run {words}", daemon.host)
    assert (done.out, done.err, done.code) == ("", f"{message}\n", 1)
