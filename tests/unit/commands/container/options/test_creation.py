"""Creating a container: pulls, warnings, the files that go with it, and what an old engine is not sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.recording import Recording, Reply, Request
from tests.support.run import run

CREATE = "/containers/create"


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Recording]:
    with Recording(tmp_path) as recording:
        recording.answer("POST", CREATE, {"Id": "abc", "Warnings": ["from afar"]}, 201)
        yield recording


def _missing_until_pulled(daemon: Recording) -> None:
    def create(request: Request) -> Reply:
        pulled = any(seen.path == "/images/create" for seen in daemon.requests)
        return Reply(201, b'{"Id":"abc"}') if pulled else Reply(404, b'{"message":"No such image: a:latest"}')

    daemon.answer_with("POST", CREATE, create)
    daemon.answer_with("POST", "/images/create", lambda request: Reply(200, b'{"status":"Status: done"}\n'))


def test_a_missing_image_is_pulled_once(daemon: Recording) -> None:
    _missing_until_pulled(daemon)
    done = run("create a", daemon.host)
    assert (done.out, done.code) == ("abc\n", 0)
    assert done.err == "Unable to find image 'a:latest' locally\nStatus: done\n"
    sent = [request.path for request in daemon.taken()]
    assert sent == [CREATE, "/images/create", CREATE]


def test_a_quiet_pull_says_nothing(daemon: Recording) -> None:
    _missing_until_pulled(daemon)
    done = run("create -q a", daemon.host)
    assert (done.out, done.err, done.code) == ("abc\n", "", 0)


def test_never_means_never(daemon: Recording) -> None:
    _missing_until_pulled(daemon)
    done = run("create --pull never a", daemon.host)
    assert (done.err, done.code) == ("Error response from daemon: No such image: a:latest\n", 1)
    assert [request.path for request in daemon.taken()] == [CREATE]


def test_always_pulls_first(daemon: Recording) -> None:
    _missing_until_pulled(daemon)
    run("create --pull always a:1", daemon.host)
    pull, create = daemon.taken()
    assert (pull.query["fromImage"], pull.query["tag"]) == (["docker.io/library/a"], ["1"])
    assert create.path == CREATE


def test_an_image_id_is_not_pulled(daemon: Recording) -> None:
    _missing_until_pulled(daemon)
    assert run(f"create {'a' * 64}", daemon.host).code == 1
    assert [request.path for request in daemon.taken()] == [CREATE]


def test_warnings_of_both_sides(daemon: Recording) -> None:
    done = run("create --dns 127.0.0.53 a", daemon.host)
    assert done.err == "WARNING: from afar\nWARNING: Localhost DNS (127.0.0.53) may fail in containers.\n"


def test_the_id_file_goes_away_with_a_refusal(daemon: Recording, tmp_path: Path) -> None:
    daemon.answer("POST", CREATE, {"message": "no"}, 409)
    run(f"create --cidfile {tmp_path}/cid a", daemon.host)
    assert not (tmp_path / "cid").exists()


def test_a_refusal_of_our_own_sends_nothing(daemon: Recording) -> None:
    done = run("create -p x a", daemon.host)
    assert (done.code, daemon.taken()) == (125, [])
    assert done.err == "docker: invalid containerPort: x\n\nRun 'docker create --help' for more information\n"


def test_content_trust_is_refused_rather_than_ignored(daemon: Recording) -> None:
    assert "content trust" in run("create --disable-content-trust=false a", daemon.host).err
    assert "content trust" in run("create a", daemon.host, environ={"DOCKER_CONTENT_TRUST": "1"}).err
    assert daemon.taken() == []


def test_credentials_go_with_the_api_socket(daemon: Recording, tmp_path: Path) -> None:
    daemon.answer("PUT", "/containers/abc/archive")
    (tmp_path / "config.json").write_text('{"auths": {"h:5000": {"auth": "YTpi"}}}')
    run("create --use-api-socket a", daemon.host, environ={"DOCKER_CONFIG": str(tmp_path)})
    create, put = daemon.taken()
    assert create.body["Env"] == ["DOCKER_CONFIG=/run/secrets/docker"]
    assert create.body["HostConfig"]["Mounts"][0]["Target"] == "/var/run/docker.sock"
    assert b"YTpi" in put.body


def test_proxies_of_the_configuration_become_variables(daemon: Recording, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"proxies": {"default": {"httpProxy": "http://p", "noProxy": "n"}}}')
    run("create -e http_proxy=mine a", daemon.host, environ={"DOCKER_CONFIG": str(tmp_path)})
    env = daemon.taken()[0].body["Env"]
    assert sorted(env) == ["HTTP_PROXY=http://p", "NO_PROXY=n", "http_proxy=mine", "no_proxy=n"]


def test_the_usual_platform_is_asked_for(daemon: Recording) -> None:
    usual = {"DOCKER_DEFAULT_PLATFORM": "linux/aarch64"}
    run("create a", daemon.host, environ=usual)
    run("create --platform linux/386 a", daemon.host, environ=usual)
    run("create --platform '' a", daemon.host, environ=usual)
    assert [request.query.get("platform") for request in daemon.taken()] == [["linux/arm64"], ["linux/386"], None]


def _old(tmp_path: Path, version: str) -> Recording:
    recording = Recording(tmp_path, version)
    recording.answer("POST", CREATE, {"Id": "abc"}, 201)
    return recording


def test_kernel_memory_is_for_old_engines(tmp_path: Path) -> None:
    with _old(tmp_path, "1.41") as daemon:
        run("create --kernel-memory 5m a", daemon.host)
        assert daemon.taken()[0].body["HostConfig"]["KernelMemory"] == 5 << 20


@pytest.mark.parametrize(
    ("line", "version", "message"),
    [
        (
            "create --platform linux/amd64 a",
            "1.30",
            '"--platform" requires API version 1.32, but the Docker daemon API version is 1.30',
        ),
        (
            "create --mac-address 92:d0:c6:0a:29:33 a",
            "1.43",
            '"specify mac-address per network" requires API version 1.44, but the Docker daemon API version is 1.43',
        ),
        (
            "create --mount type=bind,src=/a,dst=/b,ro,bind-propagation=rprivate,bind-recursive=readonly a",
            "1.43",
            "bind-recursive=readonly requires API v1.44 or later",
        ),
    ],
)
def test_what_an_engine_is_too_old_for(tmp_path: Path, line: str, version: str, message: str) -> None:
    with _old(tmp_path, version) as daemon:
        done = run(line, daemon.host)
        assert (done.err, done.code, daemon.taken()) == (f"{message}\n", 1, [])


def test_a_terminal_tells_its_size(daemon: Recording) -> None:
    run("create a", daemon.host, columns=100)
    sizes: Any = daemon.taken()[0].body["HostConfig"]["ConsoleSize"]
    assert sizes == [24, 100]
