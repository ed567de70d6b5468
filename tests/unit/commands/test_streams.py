"""cp, save, load, export, import, commit and builder prune: what is sent, what is said, what is refused."""

from __future__ import annotations

import base64
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shell.files import tar
from shell.files.tar import Header
from tests.support.daemon import LAST_CHUNK, Daemon, chunk, empty, head, reply
from tests.support.recording import Recording
from tests.support.run import run

MODE_DIR, MODE_SYMLINK, MODE_DEVICE = 1 << 31, 1 << 27, 1 << 26
TARGET = "PUT /containers/web/archive"


def archive(name: str, content: bytes) -> bytes:
    return Header(name.encode(), size=len(content)).encode() + content + tar.padding(len(content)) + tar.END


def stat_of(mode: int, link: str = "", size: int = 3) -> str:
    return base64.b64encode(json.dumps({"name": "x", "size": size, "mode": mode, "linkTarget": link}).encode()).decode()


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with Daemon() as running:
        yield running


def there(daemon: Daemon, *stats: str) -> None:
    """What HEAD tells of paths in the container, in turn; without any: nothing is there."""
    for found in stats:
        daemon.answer("HEAD /containers/web/archive", head(Content_Length="0", X_Docker_Container_Path_Stat=found))
    if not stats:
        daemon.answer("HEAD /containers/web/archive", head(404, Content_Length="0"))


def sent(daemon: Daemon) -> tuple[dict[str, str], list[str]]:
    """The query of the upload and the names in its archive."""
    request = daemon.seen(TARGET)[-1]
    with tarfile.open(fileobj=io.BytesIO(request.body)) as packed:
        return dict(request.query), packed.getnames()


@pytest.mark.parametrize(
    ("stats", "path", "name"),
    [
        ([], "/", "to"),
        ([stat_of(MODE_DIR)], "/to", "file"),
        ([stat_of(0o644)], "/", "to"),
        ([stat_of(MODE_SYMLINK, "/real/dir"), stat_of(MODE_DIR)], "/real/dir", "file"),
        ([stat_of(MODE_SYMLINK, "real"), stat_of(0o644)], "/", "real"),
    ],
)
def test_where_a_file_goes(daemon: Daemon, tmp_path: Path, stats: list[str], path: str, name: str) -> None:
    (tmp_path / "file").write_text("abc")
    there(daemon, *stats)
    daemon.answer(TARGET, empty(200))
    done = run(f"cp --quiet=false {tmp_path}/file web:/to", daemon)
    assert sent(daemon) == ({"path": path, "noOverwriteDirNonDir": "true"}, [name])
    assert done.err.startswith("Successfully copied 2.05kB to web:/")


def test_a_device_is_no_destination(daemon: Daemon, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("abc")
    there(daemon, stat_of(MODE_DEVICE))
    done = run(f"cp {tmp_path}/file web:/dev/x", daemon)
    assert done.err == 'destination "web:/dev/x" must be a directory or a regular file: got a device\n'


def test_archive_mode_keeps_owners(daemon: Daemon, tmp_path: Path) -> None:
    there(daemon)
    daemon.answer(TARGET, empty(200))
    assert run(f"cp -a {tmp_path} web:/to", daemon).err == ""
    assert sent(daemon)[0]["copyUIDGID"] == "true"


def test_success_is_told_at_a_terminal_unless_quiet(daemon: Daemon, tmp_path: Path) -> None:
    body = archive("x", b"abc")
    daemon.answer(
        "GET /containers/web/archive",
        head(Transfer_Encoding="chunked", X_Docker_Container_Path_Stat=stat_of(0o644)),
        chunk(body),
        LAST_CHUNK,
    )
    assert run(f"cp web:/x {tmp_path}/y", daemon).err == ""
    assert run(f"cp web:/x {tmp_path}/y", daemon, columns=80).err == f"Successfully copied 2.05kB to {tmp_path}/y\n"
    assert run(f"cp -q web:/x {tmp_path}/y", daemon, columns=80).err == ""
    assert (tmp_path / "y").read_bytes() == b"abc"


def test_a_followed_link_gives_its_own_name(daemon: Daemon, tmp_path: Path) -> None:
    there(daemon, stat_of(MODE_SYMLINK, "real"))
    daemon.answer(
        "GET /containers/web/archive",
        head(Transfer_Encoding="chunked", X_Docker_Container_Path_Stat=stat_of(0o644)),
        chunk(archive("real", b"abc")),
        LAST_CHUNK,
    )
    assert run(f"cp -L web:/link {tmp_path}", daemon).code == 0
    assert dict(daemon.seen("GET /containers/web/archive")[-1].query) == {"path": "/real"}
    assert (tmp_path / "link").read_bytes() == b"abc"


@pytest.mark.parametrize("line", ["save busybox", "export web"])
def test_no_archive_goes_to_a_terminal(daemon: Daemon, line: str) -> None:
    done = run(line, daemon, columns=80)
    assert (done.code, done.out) == (1, "")
    assert done.err == "cowardly refusing to save to a terminal. Use the -o flag or redirect\n"


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[Recording]:
    with Recording(tmp_path) as running:
        running.answer("POST", "/images/load", {"stream": "Loaded image: x\n"})
        running.answer("POST", "/images/create", {"status": "sha256:abc"})
        running.answer("POST", "/commit", {"Id": "sha256:abc"}, 201)
        running.answer("POST", "/build/prune", {"CachesDeleted": ["one", "two"], "SpaceReclaimed": 12345})
        yield running


def query_of(recording: Recording) -> dict[str, Any]:
    return {key: values if len(values) > 1 else values[0] for key, values in recording.taken()[-1].query.items()}


@pytest.mark.parametrize(
    ("line", "query"),
    [
        ("load", {"quiet": "1"}),
        ("load --platform linux/arm64", {"quiet": "1", "platform": '{"architecture":"arm64","os":"linux"}'}),
        ("import -", {"fromSrc": "-"}),
        ("import -m hi -c A -c B - x:1", {"fromSrc": "-", "message": "hi", "changes": ["A", "B"], "repo": "x:1"}),
        ("import --platform Linux http://h/x", {"fromSrc": "http://h/x", "platform": "linux"}),
        (
            "commit -a me -p=false web x",
            {
                "author": "me",
                "comment": "",
                "container": "web",
                "pause": "0",
                "repo": "docker.io/library/x",
                "tag": "latest",
            },
        ),
        ("builder prune -f", {"filters": ""}),
        (
            "builder prune -af --filter until=1h --keep-storage 1k",
            {"all": "1", "filters": '{"until":{"1h":true}}', "keep-storage": "1024", "reserved-space": "1024"},
        ),
    ],
)
def test_what_is_sent(recording: Recording, line: str, query: dict[str, Any]) -> None:
    assert run(line, recording.host, given=b"archive", environ={"DOCKER_BUILDKIT": "0"}).code == 0
    assert query_of(recording) == query


@pytest.mark.parametrize(("answer", "asked"), [(b"y\n", True), (b"Y\n", True), (b"n\n", False), (b"", False)])
def test_the_build_cache_is_removed_when_that_is_wanted(recording: Recording, answer: bytes, asked: bool) -> None:
    done = run("builder prune", recording.host, given=answer, environ={"DOCKER_BUILDKIT": "0"})
    question = "WARNING! This will remove all dangling build cache. Are you sure you want to continue? [y/N] "
    told = "Deleted build cache objects:\none\ntwo\n\nTotal reclaimed space: 12.35kB\n" if asked else ""
    assert (done.code, done.out) == (0, question + told)
    assert bool(recording.taken()) is asked


def test_a_plain_answer_to_load_is_handed_on(daemon: Daemon) -> None:
    daemon.answer("POST /images/load", head(Content_Type="text/plain", Content_Length="6") + b"loaded")
    assert run("load", daemon, given=b"archive").out == "loaded"


def test_the_error_of_load_is_the_daemon_s(daemon: Daemon) -> None:
    daemon.answer("POST /images/load", reply({"errorDetail": {"message": "bad archive"}, "error": "bad archive"}))
    done = run("load", daemon, given=b"archive")
    assert (done.code, done.out, done.err) == (1, "", "bad archive\n")
