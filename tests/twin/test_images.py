"""Images: images history tag rmi pull push search."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.engines import REGISTRY
from tests.support.twin import Twins

pytestmark = pytest.mark.twin


@pytest.fixture(scope="module", autouse=True)
def stage(twins: Twins) -> None:
    """A repository of the file's own, in the engine and in the registry; `@none` is one the registry lacks."""
    twins.fixed("repo", f"{REGISTRY}/{twins.oracle.name('repo')}")
    twins.fixed("none", f"{REGISTRY}/nosuch")
    repository = twins.sides[0].names["repo"]
    twins.oracle.image(f"{repository}:1", f"{repository}:2")
    for tag in ("1", "2"):
        twins.oracle("push", "-q", f"{repository}:{tag}")


LOOK = [
    "images @repo",
    "image ls @repo",
    "image list @repo",
    "images -q @repo",
    "images -q --no-trunc @repo",
    "images --no-trunc @repo",
    "images --digests @repo",
    "images -a @repo",
    "images @repo:1",
    "images nosuch-1",
    "images -f reference=@repo:1",
    "images -f dangling=true -f reference=@repo",
    "images -f nosuch=x",
    "images -f noequals",
    "images -f dangling=x",
    "images --format '{{.Repository}}:{{.Tag}} {{.ID}} {{.Size}}' @repo",
    "images --format json @repo",
    "images --format '{{json .}}' @repo",
    "images --format 'table {{.Tag}}\\t{{.Digest}}' @repo",
    "images --format 'table {{.Tag}}\\t{{.CreatedAt}}\\t{{.CreatedSince}}' @repo",
    "images --format '{{.Nosuch}}' @repo",
    "images --format '{{' @repo",
    "images --format table @repo",
    "images --format raw @repo",
    "images -q --format '{{.Tag}}' @repo",
    "images 'a b'",
    "images --tree @repo",
    "history @repo:1",
    "history -q @repo:1",
    "history -H=false @repo:1",
    "history --no-trunc @repo:1",
    "history -q --no-trunc @repo:1",
    "history --format json @repo:1",
    "history --format '{{.ID}} {{.CreatedBy}} {{.Size}} {{.Comment}}' @repo:1",
    "history --format 'table {{.Size}}\\t{{.CreatedAt}}' @repo:1",
    "history --format '{{.Nosuch}}' @repo:1",
    "image history @repo:1",
    "history nosuch-1",
    "history ''",
]


@pytest.mark.parametrize("line", LOOK)
def test_look(twins: Twins, line: str) -> None:
    twins(line)


TAGS = [
    ("tag busybox @new", "", "rmi @new"),
    ("image tag busybox @new:v1", "", "rmi @new:v1"),
    ("tag @repo:1 @new:v2", "", "rmi @new:v2"),
    ("tag nosuch-1 @new", "", ""),
    ("tag busybox Bad/NAME", "", ""),
    ("tag busybox @new:a:b", "", ""),
    ("tag busybox @new@sha256:1234", "", ""),
    ("tag busybox ''", "", ""),
    ("tag '' @new", "", ""),
    ("rmi @new", "tag busybox @new", ""),
    ("image rm @new", "tag busybox @new", ""),
    ("image remove @new:x", "tag busybox @new:x", ""),
    ("rmi -f @new", "tag busybox @new", ""),
    ("rmi --no-prune @new", "tag busybox @new", ""),
    ("rmi @new @new:y", "tag busybox @new;tag busybox @new:y", ""),
    ("rmi @new nosuch-1", "tag busybox @new", ""),
    ("rmi nosuch-1 @new", "tag busybox @new", ""),
    ("rmi -f nosuch-1 nosuch-2", "", ""),
    ("rmi nosuch-1", "", ""),
    ("rmi -f nosuch-1", "", ""),
    ("rmi ''", "", ""),
    ("rmi 'a b'", "", ""),
    ("rmi BAD", "", ""),
]


@pytest.mark.parametrize("line, before, after", TAGS)
def test_names(twins: Twins, line: str, before: str, after: str) -> None:
    twins.word("new")
    twins(line, before=before, after=after)


PULLS = [
    ("pull @repo:1", ""),
    ("pull @repo:1", "rmi @repo:1"),
    ("image pull @repo:2", ""),
    ("pull -q @repo:1", ""),
    ("pull --quiet @repo:1", "rmi @repo:1"),
    ("pull -a @repo", ""),
    ("pull -a @repo:1", ""),
    ("pull @repo", ""),
    ("pull @repo:nosuch", ""),
    (f"pull --disable-content-trust=false @repo@sha256:{64 * 'a'}", ""),
    (f"create --disable-content-trust=false @repo@sha256:{64 * 'a'}", ""),
    (f"run --disable-content-trust=false {64 * 'a'}", ""),
    ("pull @none", ""),
    ("pull -q @none", ""),
    ("pull @none:1", ""),
    ("pull --platform linux/amd64 @repo:1", ""),
    ("pull --platform linux/arm64 @repo:1", ""),
    ("pull --platform nonsense/x/y/z @repo:1", ""),
    ("pull Bad", ""),
    ("pull ''", ""),
    ("pull a:b:c", ""),
    ("pull 127.0.0.1:5001/busybox", ""),
    ("push @repo:1", ""),
    ("push -q @repo:1", ""),
    ("image push @repo:2", ""),
    ("push -a @repo", ""),
    ("push -a @repo:1", ""),
    ("push @repo", ""),
    ("push @repo:nosuch", ""),
    ("push nosuch-1", ""),
    ("push Bad", ""),
    ("push @none", ""),
    ("push --platform linux/arm64 @repo:1", ""),
    ("push --platform nonsense/x/y/z @repo:1", ""),
]


@pytest.mark.parametrize("line, before", PULLS)
def test_pull_and_push(twins: Twins, line: str, before: str) -> None:
    twins(line, before=before, unordered=" -a " in line)


class Index(BaseHTTPRequestHandler):
    """A registry's old search: three results, of names, stars and a long description."""

    def do_GET(self) -> None:
        found = [
            {"name": "busybox", "description": "Small\ntools", "star_count": 3000, "is_official": True},
            {"name": "some/busybox", "description": "d" * 80, "star_count": 7, "is_automated": True},
            {"name": "empty", "description": "", "star_count": 0},
        ]
        body = json.dumps({"num_results": len(found), "query": "busybox", "results": found}).encode()
        found_here = self.path.startswith("/v1/search")
        self.send_response(200 if found_here or self.path == "/v1/_ping" else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def index(twins: Twins) -> Iterator[None]:
    """`@index` is a registry that can be searched."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        twins.fixed("index", f"127.0.0.1:{server.server_port}")
        yield
        server.shutdown()
        thread.join()


SEARCHES = [
    "search @index/busybox",
    "search --no-trunc @index/busybox",
    "search --limit 2 @index/busybox",
    "search --limit 0 @index/busybox",
    "search --limit 101 @index/busybox",
    "search -f stars=10 @index/busybox",
    "search -f is-official=true @index/busybox",
    "search -f nosuch=1 @index/busybox",
    "search -f stars=x @index/busybox",
    "search --format '{{.Name}} {{.StarCount}} {{.IsOfficial}} {{.IsAutomated}}' @index/busybox",
    "search --format json @index/busybox",
    "search --format 'table {{.Name}}\\t{{.Description}}' @index/busybox",
    "search --format '{{.Nosuch}}' @index/busybox",
    "search 127.0.0.1:1/busybox",
]


@pytest.mark.parametrize("line", SEARCHES)
def test_search(twins: Twins, index: None, line: str) -> None:
    twins(line)
