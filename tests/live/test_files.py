"""Files through a real engine, old and new: what goes out comes back the same."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.engines import IMAGE, host
from tests.support.oracle import Oracle
from tests.support.run import Result, run

pytestmark = pytest.mark.live


@pytest.fixture
def images(docker: Oracle) -> Iterator[str]:
    """A repository of the test's own; its images are removed."""
    name = f"files-{os.getpid()}-{time.monotonic_ns()}"
    yield name
    for tagged in docker("images", "--format", "{{.Repository}}:{{.Tag}}", name).split():
        docker.result("rmi", "-f", tagged)


def shell(docker: Oracle, line: str, given: bytes = b"", **environ: str) -> Result:
    done = run(line, host(docker.version), given=given, environ={"DOCKER_BUILDKIT": "0", **environ})
    assert "Traceback" not in done.err
    return done


def tree(folder: Path) -> list[tuple[Any, ...]]:
    found = []
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        kind = stat.S_IFMT(status.st_mode)
        content = path.read_bytes() if kind == stat.S_IFREG else b""
        link = os.readlink(path) if kind == stat.S_IFLNK else ""
        found.append((str(path.relative_to(folder)), status.st_mode, int(status.st_mtime), link, content))
    return found


def fill(folder: Path) -> None:
    """Files of many kinds; times in whole seconds, as archives carry them."""
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "big").write_bytes(os.urandom(3_000_000))
    (folder / "deep" / "er" / ("long" * 40)).write_text("long name")
    (folder / "deep" / "grün").write_text("not ASCII")
    (folder / "run").write_text("#!/bin/sh\n")
    (folder / "run").chmod(0o4755)
    (folder / "shut").write_text("read only")
    (folder / "shut").chmod(0o400)
    (folder / "absolute").symlink_to("/etc/hostname")
    (folder / "out").symlink_to("../../elsewhere")
    os.link(folder / "run", folder / "twin")
    os.mkfifo(folder / "fifo")
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, (1_600_000_000, 1_600_000_000), follow_symlinks=False)


def test_a_tree_comes_back_as_it_went(docker: Oracle, tmp_path: Path) -> None:
    web = docker.container()
    source, back = tmp_path / "source", tmp_path / "back"
    source.mkdir()
    fill(source)
    assert shell(docker, f"cp {source} {web}:/tree").code == 0
    assert shell(docker, f"cp {web}:/tree {back}").code == 0
    assert tree(back) == tree(source)
    assert (back / "twin").samefile(back / "run")


def test_ten_thousand_files(docker: Oracle, tmp_path: Path) -> None:
    web = docker.container()
    for number in range(10_000):
        folder = tmp_path / "many" / str(number % 50)
        if number < 50:
            folder.mkdir(parents=True)
        (folder / str(number)).write_text(str(number))
    assert shell(docker, f"cp {tmp_path}/many {web}:/").code == 0
    assert docker("exec", web, "sh", "-c", "find /many -type f | wc -l") == "10000"
    assert shell(docker, f"cp {web}:/many {tmp_path}/back").code == 0
    assert len(list((tmp_path / "back").rglob("*"))) == 10_050


def test_save_and_load(docker: Oracle, images: str, tmp_path: Path) -> None:
    docker("tag", IMAGE, f"{images}:1")
    assert shell(docker, f"save -o {tmp_path}/image.tar {images}:1").code == 0
    docker("rmi", f"{images}:1")
    done = shell(docker, f"load -i {tmp_path}/image.tar")
    assert (done.code, done.out) == (0, f"Loaded image: {images}:1\n")
    docker("rmi", f"{images}:1")
    done = shell(docker, "load", (tmp_path / "image.tar").read_bytes())
    assert (done.code, done.out) == (0, f"Loaded image: {images}:1\n")


def test_export_import_and_commit(docker: Oracle, images: str, tmp_path: Path) -> None:
    web = docker.container()
    docker("exec", web, "sh", "-c", "echo mine > /mine")
    assert shell(docker, f"export -o {tmp_path}/web.tar {web}").code == 0
    with tarfile.open(tmp_path / "web.tar") as archive:
        content = archive.extractfile("mine")
        assert content is not None and content.read() == b"mine\n"
    assert shell(docker, f"import -c 'CMD cat /mine' {tmp_path}/web.tar {images}:a").code == 0
    assert docker("run", "--rm", f"{images}:a") == "mine"
    assert shell(docker, f"commit -c 'CMD cat /mine' {web} {images}:b").code == 0
    assert docker("run", "--rm", f"{images}:b") == "mine"


def test_build_with_arguments_ignored_files_and_a_target(docker: Oracle, images: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(
        f"FROM {IMAGE} AS first\nARG WORD=none\nCOPY . /c/\nRUN echo $WORD > /word\nFROM first\nRUN false\n"
    )
    (tmp_path / "kept.txt").write_text("kept")
    (tmp_path / "left.log").write_text("left")
    (tmp_path / ".dockerignore").write_text("**\n!kept.*\n")
    file = tmp_path.parent / "id"
    done = shell(docker, f"build -t {images} --target first --build-arg WORD=given --iidfile {file} {tmp_path}")
    assert done.code == 0, done.err
    assert done.out.endswith(f"Successfully tagged {images}:latest\n")
    assert file.read_text() == docker("inspect", "-f", "{{.Id}}", images)
    assert docker("run", "--rm", images, "sh", "-c", "ls -A /c; cat /word").split() == ["kept.txt", "given"]
    done = shell(docker, f"build {tmp_path}")
    assert done.code != 0
    assert "returned a non-zero code: 1" in done.err


def test_a_build_ends_with_its_client(docker: Oracle) -> None:
    mark = f"sleep {time.monotonic_ns() % 10**6 + 10**6}"
    dockerfile = f"FROM {IMAGE}\nRUN {mark}\n"
    environ = {**os.environ, "DOCKER_HOST": host(docker.version), "DOCKER_BUILDKIT": "0"}
    process = subprocess.Popen(
        [sys.executable, "-m", "shell", "build", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environ,
    )
    assert process.stdin is not None
    process.stdin.write(dockerfile.encode())
    process.stdin.close()
    _until(lambda: mark in docker("ps", "--no-trunc", "--format", "{{.Command}}"))
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    _until(lambda: mark not in docker("ps", "--no-trunc", "--format", "{{.Command}}"))


def _until(true: Any) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_an_archive_through_stdin_and_stdout(docker: Oracle, tmp_path: Path) -> None:
    web = docker.container()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("from-stdin")
        member.size = 5
        archive.addfile(member, io.BytesIO(b"hello"))
    assert shell(docker, f"cp - {web}:/tmp", buffer.getvalue()).code == 0
    assert docker("exec", web, "cat", "/tmp/from-stdin") == "hello"
    done = shell(docker, f"cp {web}:/tmp/from-stdin -")
    with tarfile.open(fileobj=io.BytesIO(done.out.encode())) as archive:
        assert archive.getnames() == ["from-stdin"]
