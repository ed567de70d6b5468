"""context, line by line, against the docker client; neither needs an engine."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from shell.config.contexts import identity
from tests.support.archive import archive
from tests.support.certificates import authority, issue
from tests.support.pair import Pair, docker_program

pytestmark = [pytest.mark.twin, pytest.mark.skipif(not docker_program(), reason="no docker client here")]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


@pytest.fixture
def stored(pair: Pair) -> Pair:
    """With the contexts `one` (a port nobody listens on) and `two`."""
    for name, host, metadata in (
        ("one", "tcp://127.0.0.1:1", {}),
        ("two", "unix:///two.sock", {"Description": 'my <desc> "q"'}),
    ):
        endpoints = {"docker": {"Host": host, "SkipTLSVerify": False}}
        content = json.dumps({"Name": name, "Metadata": metadata, "Endpoints": endpoints})
        pair.write(f"config/contexts/meta/{identity(name)}/meta.json", content)
    return pair


def members(tar: bytes) -> list[tuple[str, bytes, int, bytes]]:
    """Name, kind, mode and content of each; docker leaves out the blocks that end an archive, so it is completed."""
    with tarfile.open(fileobj=io.BytesIO(tar + bytes(2048))) as archive:
        return [
            (member.name, member.type, member.mode, (file.read() if (file := archive.extractfile(member)) else b""))
            for member in archive
        ]


META = ("meta.json", b'{"Name":"old","Metadata":{"extra":1},"Endpoints":{"docker":{"Host":"unix:///q"}}}')


@pytest.mark.parametrize(
    "line",
    [
        "context create one --docker host=unix:///x",
        "context create x --docker host=unix:///x",
        "context create 'bad name' --docker host=unix:///x",
        "context create default --docker host=unix:///x",
        "context create '' --docker host=unix:///x",
        "context create new",
        "context create new --description text",
        "context create new --from one",
        "context create new --from one --description text",
        "context create new --from default",
        "context create new --from nope",
        "context create new --from one --docker host=unix:///y",
        "context create new --docker from=one",
        "context create new --docker from=two,host=unix:///x",
        "context create new --docker from=default",
        "context create new --docker from=nope",
        "context create new --docker from=",
        "context create new --docker foo=bar",
        "context create new --docker HOST=unix:///x",
        "context create new --docker host=",
        "context create new --docker ''",
        "context create new --docker nokey",
        "context create new --docker 'host=unix:///x,\"'",
        "context create new --docker host=unix:///x,host=unix:///y",
        "context create new --docker host=unix:///x --docker host=unix:///y",
        "context create new --docker host=unix:///x,skip-tls-verify=true",
        "context create new --docker host=unix:///x,skip-tls-verify=foo",
        "context create new --docker 'host=unix:///x,skip-tls-verify=a\\b'",
        "context create new --docker skip-tls-verify=",
        "context create new --docker host=unix:///x,ca=/nope",
        "context create new --docker key=/nope",
        "context create new --docker host=bogus://x",
        "context create new --docker host=bogus://",
        "context create new --docker host=foo",
        "context create new --docker host=http://foo",
        "context create new --docker host=tcp://",
        "context create new --docker host=tcp://a:b:c",
        "context create new --docker host=fd://",
        "context create new --docker host=npipe:////x",
        "context create new --docker host=ssh://u@h",
        "context create new --docker host=ssh://",
        "context create",
        "context create a b",
        "context create --kubernetes x new",
        "context update one --description text",
        "context update one --docker host=unix:///new",
        "context update one --docker from=two",
        "context update one --docker host=",
        "context update one --docker foo=bar",
        "context update one --docker host=bogus://",
        "context update one",
        "context update nope --description x",
        "context update default --description x",
        "context update",
        "context use one",
        "context use nope",
        "context use x",
        "context use default",
        "context use",
        "context use a b",
        "context show",
        "context show x",
        "-c two context show",
        "-c nope context show",
        "-H unix:///a context show",
        "context ls",
        "context list",
        "context ls -q",
        "context ls -qq --format json",
        "context ls --quiet=false",
        "context ls --format json",
        "context ls --format table",
        "context ls --format raw",
        "context ls --format '{{.Name}} {{.Description}} {{.DockerEndpoint}} {{.Current}} {{.Error}}'",
        "context ls --format 'table {{.Name}}\t{{.DockerEndpoint}}\t{{.Error}}'",
        "context ls --format '{{json .}}'",
        "context ls --format '{{.Nope}}'",
        "context ls --format '{{'",
        "context ls x",
        "-c two context ls",
        "-c nope context ls",
        "-c nope context ls --format '{{.Name}}|{{.Error}}'",
        "-H tcp://h:1 context ls",
        "--tls=false context ls",
        "context inspect",
        "context inspect one two",
        "context inspect two nope one",
        "context inspect nope",
        "context inspect default",
        "-H tcp://h:1 context inspect",
        "context inspect --format json one two",
        "context inspect --format json nope",
        "context inspect -f '{{.Name}}' one two",
        "context inspect -f '{{.Name}}' nope",
        "context inspect -f '{{.Name}}' nope two",
        "context inspect -f '{{.Endpoints.docker.Host}} {{.TLSMaterial}} {{.Storage.MetadataPath}}' one",
        "context inspect -f '{{json .}}' two",
        "context inspect -f '{{json .Endpoints}}' two",
        "context inspect -f '{{json .Metadata}}' two",
        "context inspect -f '{{.Metadata.Metadata.Description}}' two",
        "context inspect -f '{{.Metadata.Description}}' two",
        "context inspect -f '{{.Nope}}' two",
        "context inspect -f '{{' two",
        "context inspect --bad",
        "context rm one",
        "context rm one nope two",
        "context rm nope",
        "context rm -f nope",
        "context rm default",
        "context rm -f default one",
        "context rm ''",
        "context rm a/b",
        "context rm",
        "context remove one",
        "-c one context rm one",
        "-c one context rm -f one",
        "context export nope -",
        "context export 'a b' -",
        "context export - x.tar",
        "context export one",
        "context export one given.tar",
        "context export one /no/such/folder/x",
        "context export",
        "context export one a b",
        "context export --kubeconfig one",
        "context import new nope",
        "context import new .",
        "context import one nope",
        "context import default nope",
        "context import x nope",
        "context import new",
        "--tlsverify=false context show",
    ],
)
def test_the_same_line_says_and_stores_the_same(stored: Pair, line: str) -> None:
    stored(line)
    docker, ours = stored.files("config/contexts/**/*.json")
    assert ours == docker


@pytest.mark.parametrize(
    ("line", "variables"),
    [
        ("context show", {"DOCKER_CONTEXT": "two"}),
        ("context show", {"DOCKER_CONTEXT": "nope"}),
        ("context show", {"DOCKER_HOST": "unix:///x", "DOCKER_CONTEXT": "two"}),
        ("context use one", {"DOCKER_HOST": "unix:///x"}),
        ("context use one", {"DOCKER_CONTEXT": "two"}),
        ("context use default", {"DOCKER_HOST": "unix:///x"}),
        ("context ls", {"DOCKER_HOST": "unix:///x"}),
        ("context ls", {"DOCKER_CONTEXT": "two"}),
        ("context ls", {"DOCKER_CONTEXT": "nope"}),
        ("context inspect", {"DOCKER_CONTEXT": "two"}),
        ("context rm one", {"DOCKER_CONTEXT": "one"}),
        ("context rm -f gone", {"DOCKER_CONTEXT": "gone"}),
        ("context create new", {"DOCKER_CONTEXT": "two"}),
        ("context create new", {"DOCKER_HOST": "tcp://h"}),
    ],
)
def test_the_variables_are_heeded_alike(stored: Pair, line: str, variables: dict[str, str]) -> None:
    stored(line, environ=variables)


def test_the_current_context_lasts_until_it_is_removed(stored: Pair) -> None:
    stored("context use one")
    stored("context show")
    docker, ours = stored.files("config/config.json")
    assert b'"currentContext": "one"' in docker["config/config.json"]
    assert b'"currentContext": "one"' in ours["config/config.json"]
    stored("context rm one")
    stored("context rm -f one")
    stored("context show")


@pytest.mark.parametrize(
    "given",
    [
        [META],
        [META, ("tls/docker/ca.pem", b"x")],
        [META, META],
        [],
        [("other", b"x")],
        [("./meta.json", META[1])],
        [META, ("tls/../../x", b"1")],
        [META, ("tls//x/y", b"1")],
        [META, ("tls\\x", b"1")],
        [META, ("tls/x\\y/z", b"1")],
        [META, ("/etc/x", b"1")],
        [META, ("tls/docker", b"1")],
        [META, ("tls/./a/b", b"1")],
        [("meta.json", b"[]")],
        [("meta.json", b"{")],
        [("meta.json", b"")],
        [("meta.json", b"{}")],
        [("meta.json", b"x")],
    ],
    ids=lambda given: " ".join(name.replace("\\", "+") for name, _ in given) or "nothing",
)
def test_an_archive_is_imported_or_refused_alike(pair: Pair, given: list[tuple[str, bytes]]) -> None:
    said = pair("context import new -", given=archive(*given))
    if said.code == 0:
        docker, ours = pair.files("config/contexts/**/*")
        assert ours == docker


def test_a_context_travels_both_ways(pair: Pair, tmp_path: Path) -> None:
    ca = authority()
    client = issue(ca, (), client=True)
    for name, content in (("ca.pem", ca.pem), ("cert.pem", client.pem), ("key.pem", client.key_pem)):
        pair.write(name, content)
    pair("context create far --docker host=tcp://far:2376,ca=ca.pem,cert=cert.pem,key=key.pem")
    pair("context export far")
    docker, ours = pair.files("*.dockercontext")
    assert members(ours["far.dockercontext"]) == members(docker["far.dockercontext"])
    pair("context export far")
    pair("context import near far.dockercontext")
    pair("context create copy --from far")
    pair("context create bare --docker from=far")
    docker, ours = pair.files("config/contexts/**/*")
    assert ours == docker
    pair("context inspect far near copy bare")
    pair("context inspect -f '{{.TLSMaterial}}' far bare")


@pytest.mark.parametrize("line", ["context export one -", "-H tcp://h:1 context export default -"])
def test_an_export_to_stdout_is_the_same_archive(stored: Pair, line: str) -> None:
    docker, ours = (stored.run(side, line) for side in (0, 1))
    assert members(ours.out.encode()) == members(docker.out.encode())
    assert (ours.err, ours.code) == (docker.err, docker.code)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"Name":"q"}',
        '{"Name":"q","Endpoints":{"docker":[]}}',
        '{"Name":"q","Metadata":[]}',
        '{"Name":"q","Metadata":{"a":1},"Endpoints":{"other":{"x":1}}}',
    ],
)
def test_a_strange_entry_is_listed_or_refused_alike(pair: Pair, content: str) -> None:
    pair.write(f"config/contexts/meta/{identity('q')}/meta.json", content)
    pair("context ls")
    if pair.run(0, "context inspect q").code == 0:
        pair("context inspect q")


def test_names_are_listed_in_natural_order(pair: Pair) -> None:
    for name in ("c10", "c2", "cB", "cb", "z1", "a1"):
        pair(f"context create {name} --docker host=unix:///{name}")
    pair("context ls")


def test_files_that_make_no_tls_are_refused_alike(pair: Pair) -> None:
    ca = authority()
    client = issue(ca, (), client=True)
    files = {"garbage": b"x", "cert.pem": client.pem, "key.pem": client.key_pem, "other.pem": issue(ca).key_pem}
    for name, content in files.items():
        pair.write(name, content)
    for given in (
        "ca=garbage",
        "cert=cert.pem,key=garbage",
        "cert=garbage,key=key.pem",
        "cert=cert.pem,key=other.pem",
        "cert=cert.pem",
    ):
        pair(f"context create new{len(given)} --docker host=tcp://a:1,{given}")
        pair(f"context create any{len(given)} --docker host=unix:///a,{given}")
