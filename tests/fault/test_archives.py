"""Faults of byte streams: what is cut leaves nothing behind, what is hostile changes nothing, and the status tells."""

from __future__ import annotations

import base64
import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shell.files import tar
from shell.files.tar import Header
from tests.support.daemon import LAST_CHUNK, Conversation, Daemon, Step, chunk, empty, head
from tests.support.run import Result, run

CONTENT = os.urandom(200_000)
ARCHIVE = Header(b"data", size=len(CONTENT)).encode() + CONTENT + tar.padding(len(CONTENT)) + tar.END
HALF = ARCHIVE[:100_000]
STAT = base64.b64encode(
    json.dumps({"name": "data", "size": 200_000, "mode": 0o644, "linkTarget": ""}).encode()
).decode()
FOLDER_STAT = base64.b64encode(
    json.dumps({"name": "x", "size": 0, "mode": 1 << 31 | 0o755, "linkTarget": ""}).encode()
).decode()
TAR = {"Content_Type": "application/x-tar", "X_Docker_Container_Path_Stat": STAT}


def start(**fields: str) -> bytes:
    """The head of an archive's answer."""
    return head(200, False, **TAR, **fields)


CUTS: dict[str, tuple[Step, ...]] = {
    "chunked, closed between chunks": (start(Transfer_Encoding="chunked"), chunk(HALF), Conversation.close),
    "chunked, closed within a chunk": (
        start(Transfer_Encoding="chunked"),
        chunk(HALF)[:-5000],
        Conversation.close,
    ),
    "chunked, reset": (start(Transfer_Encoding="chunked"), chunk(HALF), Conversation.reset),
    "a bad last chunk": (start(Transfer_Encoding="chunked"), chunk(ARCHIVE), b"zz\r\n\r\n", Conversation.close),
    "a length that is not met": (start(Content_Length=str(len(ARCHIVE))), HALF, Conversation.close),
    "until close, too early": (start(Connection="close"), HALF, Conversation.close),
    "a clean end, a short archive": (start(Transfer_Encoding="chunked"), chunk(HALF), LAST_CHUNK),
    "a clean end without the end mark": (
        start(Transfer_Encoding="chunked"),
        chunk(ARCHIVE[: -len(tar.END)]),
        LAST_CHUNK,
    ),
}
FILE_IS_WHOLE = ("a bad last chunk", "a clean end without the end mark")  # only what comes behind it is not
LINES = {
    "save": ("save -o {} busybox", "GET /images/get"),
    "export": ("export -o {} web", "GET /containers/web/export"),
    "cp": ("cp --quiet=false web:/data {}", "GET /containers/web/archive"),
}


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with Daemon() as running:
        yield running


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("command", LINES)
def test_f18_to_f22_a_cut_archive_leaves_what_was_there(daemon: Daemon, tmp_path: Path, command: str, cut: str) -> None:
    line, key = LINES[command]
    daemon.answer(key, *CUTS[cut])
    target = tmp_path / "target"
    done = run(line.format(target), daemon)
    assert (done.code, done.out) == (1, "")
    assert done.err.strip() and "Successfully" not in done.err
    whole = command == "cp" and cut in FILE_IS_WHOLE
    assert os.listdir(tmp_path) == (["target"] if whole else [])
    target.write_text("old")
    assert run(line.format(target), daemon).code == 1
    assert os.listdir(tmp_path) == ["target"]
    assert target.read_bytes() == (CONTENT if whole else b"old")


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("line", ["save busybox", "export web", "cp web:/data -"])
def test_a_cut_archive_on_stdout_is_an_error_behind_what_came(daemon: Daemon, line: str, cut: str) -> None:
    daemon.answer(next(key for start, key in LINES.values() if start.split()[0] == line.split()[0]), *CUTS[cut])
    done = program(daemon, line)
    assert done.returncode == 1
    assert ARCHIVE.startswith(done.stdout) and len(done.stdout) >= 90_000
    assert done.stderr.strip()


def program(
    daemon: Daemon, line: str, before: Callable[[], None] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The program run by sh, so that the line can redirect."""
    words = ["sh", "-c", f"exec {sys.executable} -m shell {line}"]
    environ = {"PATH": os.defpath, "DOCKER_HOST": daemon.host, "DOCKER_CONFIG": "/nonexistent", "DOCKER_BUILDKIT": "0"}
    environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    return subprocess.run(words, capture_output=True, timeout=60, env=environ, preexec_fn=before, cwd=cwd)


@pytest.mark.parametrize("command", LINES)
def test_f43_a_full_disk_leaves_nothing(daemon: Daemon, tmp_path: Path, command: str) -> None:
    line, key = LINES[command]
    daemon.answer(key, start(Transfer_Encoding="chunked"), chunk(ARCHIVE), LAST_CHUNK)
    limit = (50_000, 50_000)
    done = program(daemon, line.format(tmp_path / "target"), lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    assert done.returncode == 1
    assert b"file too large" in done.stderr and b"Traceback" not in done.stderr
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("line", ["save busybox", "export web", "cp web:/data -"])
def test_f44_stdout_that_is_full_is_an_error(daemon: Daemon, line: str) -> None:
    daemon.answer(
        next(key for start, key in LINES.values() if start.split()[0] == line.split()[0]),
        start(Transfer_Encoding="chunked"),
        chunk(ARCHIVE),
        LAST_CHUNK,
    )
    words = [sys.executable, "-m", "shell", *line.split()]
    environ = {"PATH": os.defpath, "DOCKER_HOST": daemon.host, "DOCKER_CONFIG": "/nonexistent"}
    environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    with open("/dev/full", "wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, timeout=60, env=environ)
    assert done.returncode == 1
    assert b"no space left on device" in done.stderr


def test_f23_a_hostile_answer_stays_in_its_place(daemon: Daemon, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    evil = Header(b"data/l/evil", size=4)
    entries = [Header(b"data/", tar.DIRECTORY, 0o755), Header(b"data/l", tar.SYMLINK, link=bytes(outside))]
    archive = b"".join(entry.encode() for entry in entries) + evil.encode() + b"evil" + tar.padding(4) + tar.END
    daemon.answer("GET /containers/web/archive", start(Transfer_Encoding="chunked"), chunk(archive), LAST_CHUNK)
    (tmp_path / "here").mkdir()
    done = run(f"cp web:/data {tmp_path}/here", daemon)
    assert (done.code, done.err) == (1, f'"data/l" is outside of "{tmp_path}/here"\n')
    assert os.listdir(outside) == []


def test_entries_beside_what_was_asked_for_are_refused(daemon: Daemon, tmp_path: Path) -> None:
    archive = b"".join(Header(name).encode() for name in (b"data", b"other")) + tar.END
    daemon.answer("GET /containers/web/archive", start(Transfer_Encoding="chunked"), chunk(archive), LAST_CHUNK)
    done = run(f"cp web:/data {tmp_path}/new", daemon)
    assert (done.code, done.err) == (1, f'"other" is outside of "{tmp_path}"\n')
    assert os.listdir(tmp_path) == ["new"]


@pytest.mark.parametrize("header", ["", "!!", "e30=", base64.b64encode(b"[]").decode()])
def test_a_stat_that_is_none(daemon: Daemon, tmp_path: Path, header: str) -> None:
    daemon.answer(
        "GET /containers/web/archive",
        head(Transfer_Encoding="chunked", X_Docker_Container_Path_Stat=header),
        chunk(ARCHIVE),
        LAST_CHUNK,
    )
    done = run(f"cp web:/data {tmp_path}/new", daemon)
    assert (done.code, done.err) == (1, "unable to decode container path stat header\n")
    assert os.listdir(tmp_path) == []


UPLOADS = {
    "load": ("load -i {}/big", "POST /images/load"),
    "import": ("import {}/big x", "POST /images/create"),
    "cp": ("cp {}/big web:/x", "PUT /containers/web/archive"),
    "build": ("build {}", "POST /build"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    (tmp_path / "big").write_bytes(bytes(3_000_000))
    return tmp_path


def upload(daemon: Daemon, folder: Path, command: str, *steps: Step) -> Result:
    line, key = UPLOADS[command]
    daemon.answer("HEAD /containers/web/archive", head(404, Content_Length="0"))
    daemon.answer(key, *steps)
    return run(line.format(folder), daemon, environ={"DOCKER_BUILDKIT": "0"})


@pytest.mark.parametrize("command", UPLOADS)
def test_an_engine_that_dies_while_it_is_sent_to(daemon: Daemon, folder: Path, command: str) -> None:
    done = upload(daemon, folder, command, Conversation.reset)
    assert done.code == 1
    assert "error during connect" in done.err or "Cannot connect" in done.err


@pytest.mark.parametrize("command", UPLOADS)
def test_a_refusal_in_the_middle_is_told(daemon: Daemon, folder: Path, command: str) -> None:
    text = json.dumps({"message": "no space left"}).encode()
    refusal = head(500, Content_Type="application/json", Content_Length=str(len(text))) + text
    done = upload(daemon, folder, command, refusal, Conversation.close)
    assert done.code == 1
    assert done.err.endswith("Error response from daemon: no space left\n")


SILENT = {
    "load": ("load < {}", "POST /images/load"),
    "load -i": ("load -i {}", "POST /images/load"),
    "import": ("import {} x", "POST /images/create"),
    "import -": ("import - x < {}", "POST /images/create"),
    "cp -": ("cp - web:/x < {}", "PUT /containers/web/archive"),
    "build -": ("build - < {}", "POST /build"),
    "build --compress -": ("build --compress - < {}", "POST /build"),
}
REFUSED = json.dumps({"message": "no space left"}).encode()
ENDS: dict[str, tuple[tuple[Step, ...], str]] = {
    "ends": ((Conversation.close,), "error during connect: P.*: (EOF|.*connection reset by peer|.*broken pipe)"),
    "refuses": (
        (head(500, Content_Type="application/json", Content_Length=str(len(REFUSED))) + REFUSED, Conversation.hold),
        "Error response from daemon: no space left",
    ),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("command", SILENT)
def test_an_engine_that_ends_while_the_input_is_silent(daemon: Daemon, tmp_path: Path, command: str, end: str) -> None:
    """docker's client hears a refusal at once too; whether it hears the end is its luck."""
    (line, key), (steps, told) = SILENT[command], ENDS[end]
    fifo = tmp_path / "archive"
    os.mkfifo(fifo)
    daemon.answer(
        "HEAD /containers/web/archive", head(200, X_Docker_Container_Path_Stat=FOLDER_STAT, Content_Length="0")
    )
    daemon.answer(key, *steps, early=True)
    held = os.open(fifo, os.O_RDWR)  # a writer that never ends
    try:
        os.write(held, ARCHIVE[:1024])
        done = program(daemon, line.format(fifo))
    finally:
        os.close(held)
    assert done.returncode == 1
    assert re.fullmatch(told, done.stderr.decode().splitlines()[-1])


PROGRESS = ["load", "import", "build"]


@pytest.mark.parametrize("command", PROGRESS)
def test_f28_an_answer_that_is_cut_is_an_error(daemon: Daemon, folder: Path, command: str) -> None:
    done = upload(daemon, folder, command, head(chunked=True), chunk(b'{"stream":"Step 1"}\n{"st'), Conversation.close)
    assert (done.code, done.err.split("\n")[-2]) == (1, "unexpected EOF")
    assert "Step 1" in done.out


@pytest.mark.parametrize("command", PROGRESS)
def test_an_error_in_the_answer_is_the_status(daemon: Daemon, folder: Path, command: str) -> None:
    error = b'{"errorDetail":{"code":9,"message":"it failed"},"error":"it failed"}\n'
    done = upload(daemon, folder, command, head(chunked=True), chunk(error), LAST_CHUNK)
    assert (done.code, done.err.split("\n")[-2]) == (9 if command == "build" else 1, "it failed")


def test_the_reader_of_a_build_gone_is_no_traceback(daemon: Daemon, folder: Path) -> None:
    daemon.answer("POST /build", head(chunked=True), chunk(b'{"stream":"line\\n"}\n' * 20_000), LAST_CHUNK)
    words = f"{sys.executable} -m shell build {folder} | head -1"
    environ = {"PATH": os.defpath, "DOCKER_HOST": daemon.host, "DOCKER_BUILDKIT": "0"}
    environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(["sh", "-c", words], capture_output=True, timeout=60, env=environ)
    assert b"Traceback" not in done.stderr
    assert done.stdout.startswith(b"Sending build context")


def test_an_empty_answer_to_cp_into_a_container(daemon: Daemon, folder: Path) -> None:
    done = upload(daemon, folder, "cp", empty(200))
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("command", LINES)
def test_a_signal_in_the_middle_leaves_nothing(daemon: Daemon, tmp_path: Path, command: str, number: int) -> None:
    line, key = LINES[command]
    sent = threading.Event()
    daemon.answer(
        key, start(Transfer_Encoding="chunked"), chunk(HALF), lambda conversation: sent.set(), Conversation.hold
    )
    environ = {"PATH": os.defpath, "DOCKER_HOST": daemon.host, "DOCKER_CONFIG": "/nonexistent"}
    environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    words = [sys.executable, "-m", "shell", *line.format(tmp_path / "target").split()]
    process = subprocess.Popen(words, env=environ, stderr=subprocess.PIPE)
    assert sent.wait(60)
    _until(lambda: any(path.stat().st_size for path in tmp_path.iterdir()))
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (128 + number, b"")
    assert os.listdir(tmp_path) == []


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
