"""cp in both directions: docker's table of rules, and what the trees look like afterwards."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin

INSIDE = """
mkdir -p /src/dir/sub /src/empty
cd /src
echo one > file; echo two > dir/a; echo three > dir/sub/b
ln -s dir link2dir; ln -s file link2file; ln -s /src/file abslink; ln -s nowhere dangling; ln dir/a dir/hard
chmod 4755 dir/a; chmod 0700 dir/sub; mkfifo dir/fifo; ln -s ../file dir/up
touch -d '2020-01-02 03:04:05' dir/sub/b dir/sub
"""
LISTING = """
cd /to/{} && find . | sort | while read -r f; do
stat -c '%n %f %h %u %g' "$f"; test -L "$f" && readlink "$f"; test -f "$f" && cat "$f"; done; true
"""
EMPTY = """
rm -rf /to/{0}; mkdir -p /to/{0}/dir/sub; cd /to/{0}
echo F > file; echo DA > dir/a; ln -s dir link2dir; ln -s file link2file; ln -s nowhere dangling
"""


@pytest.fixture(scope="module", autouse=True)
def stage(twins: Twins) -> None:
    """One container with a tree in /src; a folder of each side's own here (`@here`) and there (`/to/@there`)."""
    name = twins.shared("web")
    twins.oracle("exec", name, "sh", "-c", INSIDE)


@pytest.fixture(autouse=True)
def places(twins: Twins) -> None:
    twins.word("here")
    twins.word("there")
    for side in twins.sides:
        fill(twins.cwd / side.names["here"])


def fill(folder: Path) -> None:
    (folder / "dir" / "sub").mkdir(parents=True)
    (folder / "empty").mkdir()
    for name, text in {"file": "LOCAL", "dir/a": "LA", "dir/sub/b": "LB"}.items():
        (folder / name).write_text(text)
    (folder / 'f"ile').write_text("quoted")
    for name, target in {"link2dir": "dir", "link2file": "file", "dangling": "nowhere", "dir/up": "../file"}.items():
        (folder / name).symlink_to(target)
    os.link(folder / "dir" / "a", folder / "dir" / "hard")
    (folder / "dir" / "a").chmod(0o4711)
    os.mkfifo(folder / "dir" / "fifo")
    os.utime(folder / "dir" / "sub" / "b", (1_577_934_245, 1_577_934_245))


def tree(folder: Path) -> list[tuple[Any, ...]]:
    """Everything below a folder; times only where they are old enough to have been copied."""
    found = []
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        link = os.readlink(path) if path.is_symlink() else ""
        content = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
        time = status.st_mtime if status.st_mtime < 1_700_000_000 else 0
        found.append((str(path.relative_to(folder)), oct(status.st_mode), link, content, time))
    return found


OUT = [
    "cp @web:/src/dir @here/new",
    "cp @web:/src/dir @here/new/",
    "cp @web:/src/dir @here/new/.",
    "cp @web:/src/dir/ @here/new",
    "cp @web:/src/dir/. @here/new",
    "cp @web:/src/dir/. @here/dir",
    "cp @web:/src/dir @here/dir",
    "cp @web:/src/dir @here/file",
    "cp @web:/src/dir @here/link2dir",
    "cp @web:/src/dir @here/dangling",
    "cp @web:/src/dir @here/no/x",
    "cp -a @web:/src/dir @here/new",
    "cp @web:/src/file @here",
    "cp @web:/src/file @here/",
    "cp @web:/src/file @here/new",
    "cp @web:/src/file @here/new/",
    "cp @web:/src/file @here/file",
    "cp @web:/src/file @here/file/",
    "cp @web:/src/file @here/dir",
    "cp @web:/src/file @here/link2file",
    "cp @web:/src/file @here/dangling",
    "cp @web:/src/file/ @here/new",
    "cp @web:src/file @here/new",
    "cp @web:/src/dir/../file @here/new",
    "cp @web:/src/link2file @here/new",
    "cp -L @web:/src/link2file @here/new",
    "cp -L @web:/src/link2file @here/dir",
    "cp @web:/src/link2dir @here/new",
    "cp -L @web:/src/link2dir @here/new",
    "cp -L @web:/src/link2dir/ @here/dir",
    "cp @web:/src/link2dir/. @here/new",
    "cp --follow-link @web:/src/abslink @here/new",
    "cp @web:/src/dangling @here/new",
    "cp -L @web:/src/dangling @here/new",
    "cp @web:/src @here/new",
    "cp @web:/src/empty @here/dir",
    "cp @web:/nope @here/new",
    "cp nosuch:/x @here/new",
    "container cp @web:/src/file @here/new",
    "cp --quiet=false @web:/src/file @here/new",
    "cp -q @web:/src/file @here/new",
    "cp @web:/src/file /dev/null",
    "cp @web:/src/file '@here/no\"such/x'",
    "cp @web:/src/dir '@here/f\"ile'",
    "cp @web:/src/file ''",
    "cp '' x",
    "cp @web:/src/file",
    "cp x y",
    "cp @web:/a @web:/b",
    "cp --nope @web:/a b",
]


@pytest.mark.parametrize("line", OUT)
def test_out_of_a_container(twins: Twins, line: str) -> None:
    twins(line)
    docker, ours = (tree(twins.cwd / side.names["here"]) for side in twins.sides)
    assert ours == docker


INTO = [
    "cp @here/dir @web:/to/@there/new",
    "cp @here/dir @web:/to/@there/new/",
    "cp @here/dir/ @web:/to/@there/dir",
    "cp @here/dir/. @web:/to/@there/dir",
    "cp @here/dir/. @web:/to/@there/new",
    "cp @here/dir @web:/to/@there/link2dir",
    "cp @here/file @web:/to/@there",
    "cp @here/file @web:/to/@there/new",
    "cp @here/file @web:/to/@there/file",
    "cp @here/file @web:/to/@there/dir",
    "cp @here/file @web:/to/@there/dir/",
    "cp @here/file @web:/to/@there/link2file",
    "cp @here/file @web:/to/@there/dangling",
    "cp @here/file @web:/to/@there/no/x",
    "cp @here/file/ @web:/to/@there/new",
    "cp -a @here/dir @web:/to/@there/new",
    "cp -L @here/link2file @web:/to/@there/new",
    "cp @here/link2file @web:/to/@there/new",
    "cp @here/link2dir @web:/to/@there/new",
    "cp @here/link2dir/ @web:/to/@there/dir",
    "cp -L @here/link2dir @web:/to/@there/new",
    "cp -L @here/dangling @web:/to/@there/new",
    "cp @here/empty @web:/to/@there/dir",
    "cp @here/nope @web:/to/@there/new",
    "cp /nope @web:/to/@there/new",
    "cp --quiet=false @here/dir @web:/to/@there/new",
    "cp @here/file nosuch:/x",
    "cp @here/file @web:/dev/null",
]


@pytest.mark.parametrize("line", INTO)
def test_into_a_container(twins: Twins, line: str) -> None:
    web = twins.sides[0].names["web"]
    for side in twins.sides:
        twins.oracle("exec", web, "sh", "-c", EMPTY.format(side.names["there"]))
    twins(line)
    docker, ours = (twins.oracle("exec", web, "sh", "-c", LISTING.format(side.names["there"])) for side in twins.sides)
    assert ours == docker


def test_an_archive_through_stdin_and_stdout(twins: Twins) -> None:
    web = twins.sides[0].names["web"]
    archive = twins.oracle.result("cp", f"{web}:/src/dir", "-").stdout
    for side in twins.sides:
        twins.oracle("exec", web, "sh", "-c", EMPTY.format(side.names["there"]))
    twins("cp - @web:/to/@there/dir", given=archive)
    twins("cp --quiet=false - @web:/to/@there", given=archive)
    twins("cp - @web:/to/@there/file", given=archive)
    twins("cp - @web:/nope", given=archive)
    docker, ours = (twins.oracle("exec", web, "sh", "-c", LISTING.format(side.names["there"])) for side in twins.sides)
    assert ours == docker
    twins("cp @web:/src/dir/sub -")
    twins("cp @web:/nope -")
