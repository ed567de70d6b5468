"""save load export import commit build builder: the same lines through docker and through ours."""

from __future__ import annotations

import bz2
import gzip
import lzma
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from shell.config import plugins
from tests.support.alone import alone
from tests.support.archive import archive
from tests.support.engines import IMAGE, NEWEST, docker_cli, host
from tests.support.twin import Twins

pytestmark = pytest.mark.twin
CLASSIC = {"DOCKER_BUILDKIT": "0"}
without_buildx = pytest.mark.skipif(
    any(Path(folder, "docker-buildx").exists() for folder in plugins.SYSTEM), reason="buildx is installed here"
)


@pytest.fixture(scope="module", autouse=True)
def stage(twins: Twins) -> None:
    """A container that stands still, an archive, and folders to build from."""
    twins.shared("web")
    twins.fixed("busybox", IMAGE)
    twins.oracle("save", "-o", str(twins.cwd / "image.tar"), IMAGE)
    (twins.cwd / "files.tar").write_bytes(archive(("f", b"content")))
    context = twins.cwd / "context"
    (context / "sub").mkdir(parents=True)
    (context / "Dockerfile").write_text(f"FROM {IMAGE}\nARG A=1\nCOPY . /c/\nRUN find /c | sort; echo A is $A\n")
    (context / "other").write_text(f"FROM {IMAGE} AS first\nRUN echo first\nFROM first\nLABEL a=b\n")
    (context / "fails").write_text(f"FROM {IMAGE}\nRUN echo out; exit 7\n")
    (context / "wrong").write_text("FROM busybox\nNOSUCH x\n")
    (context / "missing").write_text("FROM busybox\nCOPY nosuch /\n")
    (context / "sub" / "file").write_text("file")
    (context / "sub" / "big.log").write_text("log")
    (context / ".dockerignore").write_text("# nothing of this\n**/*.log\nother\n!sub/keep.log\n")
    (twins.cwd / "Dockerfile.outside").write_text(f"FROM {IMAGE}\nRUN ls -a /\n")
    (twins.cwd / "bad").mkdir()
    (twins.cwd / "bad" / ".dockerignore").write_text("[\n")
    (twins.cwd / "bad" / "Dockerfile").write_text("FROM busybox\n")


@pytest.fixture(autouse=True)
def images(twins: Twins) -> Iterator[None]:
    """What a test's lines made under the names `@img…` is removed."""
    yield
    for side in twins.sides:
        for name in [name for key, name in side.names.items() if key.startswith("img")]:
            for tagged in twins.oracle("images", "--format", "{{.Repository}}:{{.Tag}}", name).split():
                twins.oracle.result("rmi", "-f", tagged)


def build(twins: Twins, line: str, given: bytes = b"", version: str = NEWEST) -> None:
    """The line through both, with every layer in the cache already.

    Another process's test that removes an image may take a layer out of the cache between the two: then once more.
    """
    words = [str(docker_cli()), "-H", host(version), *twins.sides[0].words(line)]
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(twins.cwd), **CLASSIC}
    for last in (False, False, True):
        subprocess.run(words, input=given, capture_output=True, cwd=twins.cwd, env=environ, timeout=120)
        try:
            twins(line, given=given, environ=CLASSIC)
            return
        except pytest.fail.Exception:
            if last:
                raise


ARCHIVES = [
    "save -o /nosuch/x @busybox",
    "save -o context @busybox",
    "save -o /dev/null @busybox",
    "save nosuch-image",
    "save -o x nosuch-image",
    "save",
    "save -o x --platform linux/amd64 @busybox",
    "save -o x --platform a/b/c/d @busybox",
    "image save -o x @busybox",
    "save -o x @busybox @busybox",
    "load -i image.tar",
    "load -q -i image.tar",
    "image load --input image.tar",
    "load -i image.tar --platform linux/amd64",
    "load -i nosuch.tar",
    "load extra",
    "export -o /nosuch/x @web",
    "export -o context @web",
    "export -o x @web",
    "container export -o x @web",
    "export nosuch",
    "export",
    "import nosuch.tar",
    "import '' @imga",
    "import",
    "import files.tar UPPER",
    "import -c 'NOSUCH x' files.tar @imga",
    "commit nosuch",
    "commit ' nosuch ' @imga",
    "commit '' @imga",
    "commit @web UPPER",
    "commit @web busybox@sha256:" + "a" * 64,
    "commit -c 'NOSUCH x' @web",
    "commit",
    "commit a b c",
    "image import http://127.0.0.1:1/x @imga",
]


@pytest.mark.parametrize("line", ARCHIVES)
def test_archives(twins: Twins, line: str) -> None:
    twins.word("imga")
    twins(line)


MAKING = [
    "import files.tar @imgb",
    "import files.tar @imgb:tag",
    "import -m message -c 'CMD [\"x\"]' --change 'ENV A=1' files.tar @imgb",
    "import --platform linux/amd64 files.tar @imgb",
    "commit @web @imgb",
    "commit @web @imgb:tag",
    "commit -a me -m 'a message' @web @imgb",
    "commit -p=false -c 'CMD x' -c 'EXPOSE 80' @web @imgb",
    "container commit --pause=false @web @imgb",
    "image import files.tar @imgb",
]


@pytest.mark.parametrize("line", MAKING)
def test_images_made(twins: Twins, line: str) -> None:
    twins.word("imgb")
    twins(line)


def test_through_stdin(twins: Twins) -> None:
    twins.word("imgc")
    twins("import - @imgc", given=archive(("f", b"x")))
    twins("import - @imgc", given=b"no archive at all")
    twins("load", given=(twins.cwd / "image.tar").read_bytes())
    twins("load", given=b"no archive at all")


BUILDS = [
    "build context",
    "build -q context",
    "build --no-cache context",
    "build -t @imgd context",
    "build -t @imgd:1 -t @imgd:2 context",
    "image build -t @imgd context",
    "builder build -t @imgd context",
    "build --build-arg A=2 context",
    "build --build-arg A --label x=y --label z context",
    "build --no-cache --rm=false --force-rm -q context",
    "build -f context/other context",
    "build -f context/other --target first context",
    "build -f context/other --target nosuch context",
    "build -f context/fails context",
    "build -f context/fails -q context",
    "build -f context/wrong context",
    "build -f context/missing context",
    "build -f nosuch context",
    "build -f /nosuch/Dockerfile context",
    "build nosuch",
    "build context/Dockerfile",
    "build bad",
    "build ''",
    "build",
    "build a b",
    "build -t UPPER context",
    "build --add-host bad context",
    "build --add-host h:1.2.3.4 --network none context",
    "build --ulimit nofile=20:10 context",
    "build --ulimit nofile=1000:2000 -m 64m --memory-swap -1 --shm-size 1m context",
    "build --cache-from a,b --pull=false --cpu-shares 5 --cpuset-cpus 0 context",
    "build --squash context",
    "build --nope context",
    "build --iidfile id context",
    "build --iidfile context -q context",
    "build -f - -",
    "build -f x -",
    "build ftp://x",
    "build git://127.0.0.1:1/x.git",
    "build 'http://127.0.0.1:1/x.git#--upload-pack=x'",
    "build 'git://127.0.0.1:1/x.git#-b'",
]


@pytest.mark.parametrize("line", BUILDS)
def test_builds(twins: Twins, line: str) -> None:
    twins.word("imgd")
    build(twins, line)


def test_an_id_file_holds_what_docker_writes(twins: Twins) -> None:
    """The label makes an image that no other test removes from the cache between the two."""
    twins.word("idfile")
    build(twins, "build -q --label of=idfile --iidfile @idfile context")
    build(twins, "build --label of=idfile --iidfile @idfile.2 context")
    for end in ("", ".2"):
        docker, ours = ((twins.cwd / (side.names["idfile"] + end)).read_text() for side in twins.sides)
        assert docker == ours
        assert docker.startswith("sha256:")


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("packer", PACKERS)
def test_a_context_on_stdin(twins: Twins, packer: str) -> None:
    context = archive(
        ("Dockerfile", b"FROM busybox\nCOPY . /c/\nRUN find /c\n"), ("deep/x", b"FROM scratch\nLABEL a=b\n")
    )
    build(twins, "build -", PACKERS[packer](context))
    build(twins, "build -f deep/x -", PACKERS[packer](context))


def test_a_dockerfile_on_stdin(twins: Twins) -> None:
    build(twins, "build -", b"FROM busybox\nRUN echo hi\n")
    build(twins, "build -", b"")
    build(twins, "build -f - nosuch", b"FROM busybox\n")


@pytest.fixture(scope="module")
def web_server() -> Iterator[str]:
    """An HTTP server with a Dockerfile and an archive."""
    files = {
        "/Dockerfile": b"FROM busybox\nRUN echo from afar\n",
        "/context.tar.gz": gzip.compress(
            archive(("Dockerfile", b"FROM busybox\nCOPY . /c/\n"), ("x", b"FROM scratch\n")), 9, mtime=0
        ),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(files[self.path])))
            self.end_headers()
            self.wfile.write(files[self.path])

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the test's stderr clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(30)


@pytest.mark.parametrize("line", ["build @url/Dockerfile", "build @url/context.tar.gz", "build -q @url/Dockerfile"])
def test_a_context_from_afar(twins: Twins, web_server: str, line: str) -> None:
    twins.fixed("url", web_server)
    build(twins, line)


BUILDKIT = [("build context", "1"), ("build context", "maybe"), ("build --help", "1"), ("bake --nope", "")]


@without_buildx
@pytest.mark.parametrize(("line", "value"), BUILDKIT)
def test_buildkit_without_buildx(twins: Twins, line: str, value: str) -> None:
    twins(line, environ={"DOCKER_BUILDKIT": value})


@without_buildx
def test_the_warning_without_buildx(twins: Twins) -> None:
    twins("build nosuch")
    with alone("prune"):
        twins("builder prune --filter until=1h -f --keep-storage 1g")


@pytest.mark.parametrize(
    "line", ["save -o x @busybox", "export -o x @web", "commit @web", "build context", "load -i image.tar"]
)
def test_on_an_older_engine(older: Twins, line: str) -> None:
    older.fixed("busybox", IMAGE)
    older.shared("web")
    (older.cwd / "context").mkdir(exist_ok=True)
    (older.cwd / "context" / "Dockerfile").write_text("FROM busybox\nRUN echo hi\n")
    older.oracle("save", "-o", str(older.cwd / "image.tar"), IMAGE)
    build(older, line, version="20.10")
