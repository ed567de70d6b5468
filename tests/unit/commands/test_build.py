"""build: where its context comes from, what is sent, what is printed, and who builds."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import shutil
import stat
import subprocess
import tarfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.support.recording import Recording, Reply
from tests.support.run import Result, run

NOTICE = "BuildKit is currently disabled"


class Builder:
    """A recording daemon that builds anything, and a folder."""

    def __init__(self, daemon: Recording, folder: Path) -> None:
        self.daemon = daemon
        self.folder = folder
        self.say({"stream": "Step 1/1 : FROM scratch\n"}, {"aux": {"ID": "sha256:abc"}}, {"stream": "done\n"})

    def say(self, *messages: Any) -> None:
        body = b"".join(json.dumps(message).encode() + b"\n" for message in messages)
        self.daemon.answer_with("POST", "/build", lambda request: Reply(200, body))

    def __call__(self, line: str, given: bytes = b"", **environ: str) -> Result:
        return run(line, self.daemon.host, given=given, environ={"DOCKER_BUILDKIT": "0", **environ})

    @property
    def request(self) -> Any:
        return self.daemon.requests[-1]

    @property
    def members(self) -> dict[str, bytes]:
        """Names and contents of the context that was sent."""
        with tarfile.open(fileobj=io.BytesIO(self.request.body)) as tar:
            return {m.name: (f.read() if (f := tar.extractfile(m)) else b"") for m in tar.getmembers()}

    def mode(self, name: str) -> int:
        """The mode of one of them."""
        with tarfile.open(fileobj=io.BytesIO(self.request.body)) as tar:
            return tar.getmember(name).mode


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Builder]:
    folder = tmp_path / "context"
    (folder / "sub").mkdir(parents=True)
    (folder / "Dockerfile").write_text("FROM scratch\n")
    (folder / "sub" / "file").write_text("file")
    monkeypatch.chdir(folder)
    (tmp_path / "run").mkdir()
    with Recording(tmp_path / "run") as daemon:
        yield Builder(daemon, folder)


def archive(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def test_a_folder_goes_with_its_dockerfile(build: Builder) -> None:
    done = build("build .")
    assert done.out == "Sending build context to Docker daemon  3.584kB\r\r\nStep 1/1 : FROM scratch\ndone\n"
    assert (done.code, NOTICE in done.err) == (0, True)
    assert build.members == {"Dockerfile": b"FROM scratch\n", "sub": b"", "sub/file": b"file"}
    assert dict(build.request.query) == {"dockerfile": ["Dockerfile"], "version": ["1"]}


def test_what_is_ignored_stays_here_but_the_builder_s_own_files(build: Builder) -> None:
    (build.folder / ".dockerignore").write_text("*\n!sub/*\nsub/secret\n")
    (build.folder / "sub" / "secret").write_text("secret")
    build("build .")
    assert set(build.members) == {".dockerignore", "Dockerfile", "sub/file"}


def test_a_dockerfile_from_outside_is_put_in_and_ignored(build: Builder) -> None:
    outside = build.folder.parent / "Other"
    outside.write_text("FROM other\n")
    (build.folder / ".dockerignore").write_text("sub")
    (build.folder / ".dockerignore").chmod(0o640)
    build(f"build -f {outside} .")
    (name,) = build.request.query["dockerfile"]
    assert name.startswith(".dockerfile.")
    assert build.members[name] == b"FROM other\n"
    assert build.members[".dockerignore"] == b"sub\n" + name.encode() + b"\n"
    assert build.mode(".dockerignore") == 0o640  # COPY . takes it into the image
    assert "sub/file" not in build.members


def test_a_dockerfile_from_stdin(build: Builder) -> None:
    build("build -f - .", b"FROM stdin\n")
    (name,) = build.request.query["dockerfile"]
    assert build.members[name] == b"FROM stdin\n"
    assert build.members[".dockerignore"] == b".dockerignore\n" + name.encode() + b"\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_an_archive_on_stdin_is_sent_as_it_is(build: Builder, pack: Callable[[bytes], bytes]) -> None:
    context = pack(archive(Dockerfile=b"FROM scratch\n", x=b"x"))
    assert build("build -", context).code == 0
    assert build.request.body == context
    assert "dockerfile" not in build.request.query
    build("build -f x -", context)
    assert build.request.query["dockerfile"] == ["x"]


def test_a_text_on_stdin_is_the_dockerfile(build: Builder) -> None:
    build("build -", b"FROM scratch\nLABEL a=b\n")
    assert build.members == {"Dockerfile": b"FROM scratch\nLABEL a=b\n"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("build -f - -", "invalid argument: can't use stdin for both build context and dockerfile"),
        (
            "build -f x -",
            "unable to prepare context from STDIN: ambiguous Dockerfile source: "
            "both stdin and flag correspond to Dockerfiles",
        ),
        ("build nosuch", 'unable to prepare context: path "nosuch" not found'),
        ("build --squash .", '"--squash" is only supported on a Docker daemon with experimental features enabled'),
        ("build --disable-content-trust=false .", "content trust is not supported: signatures cannot be checked"),
        (
            "build 'git://h/x.git#--upload-pack=touch'",
            "unable to prepare context: unable to 'git clone' to temporary context directory: "
            "invalid refspec: --upload-pack=touch",
        ),
    ],
)
def test_what_cannot_be_a_context(build: Builder, line: str, message: str) -> None:
    done = build(line, b"FROM scratch")
    assert (done.code, done.out, done.err.split("\n")[-2]) == (1, "", message)
    assert not [request for request in build.daemon.taken() if request.method == "POST"]


def test_quiet_prints_the_id_and_nothing_else(build: Builder) -> None:
    build.say({"stream": "sha256:abc\n"}, {"aux": {"ID": "sha256:abc"}})
    assert build("build -q .").out == "sha256:abc\n"
    build.say({"stream": "Step 1\n"}, {"errorDetail": {"code": 3, "message": "it failed"}})
    done = build("build -q .")
    assert (done.code, done.out) == (3, "")
    assert done.err.endswith("Sending build context to Docker daemon  3.584kB\r\r\nStep 1\nit failed\n")


def test_the_id_file_is_written_when_all_went_well(build: Builder) -> None:
    file = build.folder.parent / "id"
    file.write_text("of an earlier build")
    build.say({"errorDetail": {"message": "no"}})
    assert build(f"build --iidfile {file} .").code == 1
    assert not file.exists()
    build.say({"aux": {"ID": "sha256:abc"}})
    build(f"build --iidfile {file} .")
    assert file.read_text() == "sha256:abc"
    build.say({"stream": "no ID\n"})
    done = build(f"build --iidfile {file} .")
    assert (done.code, done.err.split("\n")[-2]) == (1, f"Server did not provide an image ID. Cannot write {file}")


def test_arguments_come_from_the_environment_and_proxies_from_the_configuration(build: Builder) -> None:
    config = build.folder.parent / "config"
    config.mkdir()
    (config / "config.json").write_text('{"proxies": {"default": {"httpProxy": "http://proxy"}}}')
    build("build --build-arg A=1 --build-arg SET --build-arg UNSET .", SET="2", DOCKER_CONFIG=str(config))
    assert json.loads(build.request.query["buildargs"][0]) == {
        "A": "1",
        "HTTP_PROXY": "http://proxy",
        "SET": "2",
        "UNSET": None,
        "http_proxy": "http://proxy",
    }


def test_compressed_it_is_the_same_context(build: Builder) -> None:
    build("build .")
    plain = build.request.body
    build("build --compress .")
    assert gzip.decompress(build.request.body) == plain


def test_credentials_of_all_registries_go_along(build: Builder) -> None:
    config = build.folder.parent / "config"
    config.mkdir()
    (config / "config.json").write_text('{"auths": {"one:5000": {"auth": "YTpi"}, "two:5000": {"auth": "Yzpk"}}}')
    build("build .", DOCKER_CONFIG=str(config))
    import base64

    sent = json.loads(base64.urlsafe_b64decode(build.request.headers["X-Registry-Config"]))
    assert {key: value["username"] for key, value in sent.items()} == {"one:5000": "a", "two:5000": "c"}


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the test's stderr clean."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """An HTTP server of the test's folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(30)


def test_a_url_is_downloaded_and_sent(build: Builder, served: str, tmp_path: Path) -> None:
    context = gzip.compress(archive(Dockerfile=b"FROM scratch\n"))
    (tmp_path / "context.tgz").write_bytes(context)
    done = build(f"build {served}/context.tgz")
    assert done.code == 0
    assert build.request.body == context
    assert f"Downloading build context from remote url: {served}/context.tgz [" in done.out
    build(f"build -f - {served}/context.tgz", b"FROM given\n")
    (name,) = build.request.query["dockerfile"]
    assert build.members[name] == b"FROM given\n"
    assert build.members["Dockerfile"] == b"FROM scratch\n"


def test_a_url_that_is_not_there_is_an_error(build: Builder, served: str) -> None:
    done = build(f"build {served}/nosuch")
    assert done.code == 1
    assert (
        f"unable to prepare context: unable to download remote context {served}/nosuch: "
        f"failed to GET {served}/nosuch with status 404"
    ) in done.err
    assert not [request for request in build.daemon.taken() if request.method == "POST"]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_repository_its_references_and_folders(build: Builder, served: str, tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "folder").mkdir(parents=True)
    (work / "Dockerfile").write_text("FROM master\n")
    (work / "folder" / "Dockerfile").write_text("FROM folder\n")
    _git(work, "init", "-q", "-b", "master")
    _git(work, "add", ".")
    _git(work, "commit", "-qm", "one")
    _git(work, "tag", "v1")
    (work / "Dockerfile").write_text("FROM newer\n")
    _git(work, "commit", "-qam", "two")
    shutil.copytree(work / ".git", tmp_path / "it.git")
    _git(tmp_path / "it.git", "update-server-info")
    url = f"{served}/it.git"
    for line, content in {
        f"build {url}": b"FROM newer\n",
        f"build {url}#v1": b"FROM master\n",
        f"build {url}#:folder": b"FROM folder\n",
        f"build {url}#master:folder": b"FROM folder\n",
    }.items():
        done = build(line)
        assert done.code == 0, done.err
        assert build.members["Dockerfile"] == content
    for line, message in {
        f"build {url}#nosuch": "error fetching: ",
        f"build {url}#:nosuch": "no such file or directory",
        f"build {url}#:../..": "not within git root",
        f"build -f ../../x {url}": "unable to evaluate symlinks in Dockerfile path",
    }.items():
        done = build(line)
        assert (done.code, message in done.err) == (1, True), done.err


def _git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


PLUGIN = """#!/bin/sh
if [ "$1" = docker-cli-plugin-metadata ]; then echo '{"SchemaVersion":"0.1.0","Vendor":"x"}'; exit 0; fi
echo "words: $@; builder: $BUILDX_BUILDER; from: $DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"
exit 9
"""


@pytest.fixture
def buildx(tmp_path: Path) -> Path:
    """A configuration folder with a plugin called buildx."""
    folder = tmp_path / "config"
    (folder / "cli-plugins").mkdir(parents=True, mode=0o755)
    plugin = folder / "cli-plugins" / "docker-buildx"
    plugin.write_text(PLUGIN)
    plugin.chmod(0o755)
    return folder


def forwarded(folder: Path, line: str, capfd: pytest.CaptureFixture[str], **environ: str) -> Result:
    path = {"PATH": os.defpath, "DOCKER_CONFIG": str(folder), "DOCKER_HOST": "unix:///nosuch.sock"}
    done = run(line, environ={**path, **environ})
    captured = capfd.readouterr()
    return Result(done.out + captured.out, done.err + captured.err, done.code)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("build -t x --progress plain .", "buildx build -t x --progress plain ."),
        ("image build --help", "buildx build --help"),
        ("builder build .", "buildx build ."),
        ("builder prune -f", "buildx prune -f"),
        ("bake --file x one", "buildx bake --file x one"),
        (
            "-D -l warn --tls=false --tlskey /nosuch/key build .",
            "--debug=true --tls=false --tlskey=/nosuch/key --log-level=warn buildx build .",
        ),
    ],
)
def test_buildx_gets_the_words_as_they_are(
    buildx: Path, capfd: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    done = forwarded(buildx, line, capfd)
    assert (done.code, done.out) == (9, f"words: {words}; builder: default; from: docker\n")


def test_what_buildx_prints_can_be_taken_up(buildx: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (buildx / "cli-plugins" / "docker-buildx").write_text(PLUGIN.replace("exit 9", "exit 0"))
    (tmp_path / "script").write_text('X=$(build -q .)\necho "it said $X"\n')
    done = forwarded(buildx, f"-f {tmp_path / 'script'}", capfd)
    assert (done.code, done.out) == (0, "it said words: buildx build -q .; builder: default; from: docker\n")


def test_buildx_ends_with_its_job(buildx: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    plugin = PLUGIN.replace("exit 9", f"touch {begun}; exec sleep 60")
    (buildx / "cli-plugins" / "docker-buildx").write_text(plugin)
    waiting = f"!while [ ! -e {begun} ]; do sleep 0.05; done"
    (tmp_path / "script").write_text(f"build . &\n{waiting}\nkill %1\nwait %1 || echo ended $?\n")
    done = forwarded(buildx, f"-f {tmp_path / 'script'}", capfd)
    assert done.out.splitlines() == ["words: buildx build .; builder: default; from: docker", "ended 130"]


def test_a_builder_that_is_named_is_left_alone(buildx: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert "builder: ;" in forwarded(buildx, "build --builder mine .", capfd).out
    assert "builder: theirs;" in forwarded(buildx, "build .", capfd, BUILDX_BUILDER="theirs").out


def test_without_buildkit_buildx_is_not_run(build: Builder, buildx: Path) -> None:
    done = build("build .", DOCKER_CONFIG=str(buildx))
    assert (done.code, "words:" in done.out) == (0, False)


@pytest.mark.parametrize("mode", [stat.S_IWGRP, stat.S_IWOTH])
@pytest.mark.parametrize("place", ["cli-plugins", "cli-plugins/docker-buildx"])
def test_a_plugin_that_others_can_change_is_refused(build: Builder, buildx: Path, place: str, mode: int) -> None:
    (buildx / place).chmod(0o755 | mode)
    done = build("build .", DOCKER_BUILDKIT="1", DOCKER_CONFIG=str(buildx))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(
        f"plugin refused: others than its owner can write to {buildx / place}\n\nERROR: BuildKit"
    )


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("exit 3", "failed to fetch metadata: exit status 3"),
        ("echo nonsense", "invalid metadata: "),
        ("echo {}", "plugin SchemaVersion version cannot be empty"),
        ("""echo '{"SchemaVersion":"0.1.0"}'""", "plugin metadata does not define a vendor"),
    ],
)
def test_a_broken_plugin_is_said_and_the_engine_builds(build: Builder, buildx: Path, script: str, problem: str) -> None:
    (buildx / "cli-plugins" / "docker-buildx").write_text(f"#!/bin/sh\n{script}\n")
    done = build("build .", DOCKER_BUILDKIT="", DOCKER_CONFIG=str(buildx))
    assert (done.code, done.err.startswith(problem)) == (0, True)
    assert "Install the buildx component" in done.err
