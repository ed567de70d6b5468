"""Which Engine is meant: docker's order of options, environment, config.json and contexts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shell.config.contexts import Context, Store
from shell.config.endpoint import EndpointError, context_name, resolve
from shell.config.file import Config
from shell.config.options import GlobalOptions
from shell.engine.tlsoptions import TLSFilesError
from shell.errors import ShellError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store(tmp_path / "contexts")
    for name, host in (("mine", "tcp://context:1"), ("other", "unix:///other.sock"), ("none", "")):
        store.save(Context(name, {}, {"docker": {"Host": host, "SkipTLSVerify": False}}))
    return tmp_path


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"DOCKER_CONFIG": str(folder), **more}


def host_of(folder: Path, options: GlobalOptions, **more: str) -> str:
    environ = environment(folder, **more)
    return resolve(options, environ, Config.load(environ)).host_text


def options(*hosts: str, **more: Any) -> GlobalOptions:
    return GlobalOptions(hosts=hosts, changed={*more, *(["host"] if hosts else [])}, **more)


@pytest.mark.parametrize(
    ("given", "variables", "host"),
    [
        (options(), {}, "unix:///var/run/docker.sock"),
        (options("tcp://a:1"), {"DOCKER_HOST": "tcp://b:1", "DOCKER_CONTEXT": "mine"}, "tcp://a:1"),
        (options(), {"DOCKER_HOST": "tcp://b:1", "DOCKER_CONTEXT": "mine"}, "tcp://b:1"),
        (options(), {"DOCKER_CONTEXT": "mine"}, "tcp://context:1"),
        (options(context="other"), {"DOCKER_HOST": "tcp://b:1", "DOCKER_CONTEXT": "mine"}, "unix:///other.sock"),
        (options(context="default"), {"DOCKER_CONTEXT": "mine"}, "unix:///var/run/docker.sock"),
        (options(context="default"), {"DOCKER_HOST": "tcp://b:1"}, "tcp://b:1"),
        (options(""), {"DOCKER_CONTEXT": "mine"}, "unix:///var/run/docker.sock"),
        (options(context="none"), {}, "unix:///var/run/docker.sock"),
        (options(), {"DOCKER_HOST": ""}, "unix:///var/run/docker.sock"),
    ],
)
def test_the_engine_in_force(folder: Path, given: GlobalOptions, variables: dict[str, str], host: str) -> None:
    assert host_of(folder, given, **variables) == host


def test_the_current_context_of_the_file_comes_last(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"currentContext": "mine"}))
    assert host_of(folder, options()) == "tcp://context:1"
    assert host_of(folder, options(), DOCKER_CONTEXT="other") == "unix:///other.sock"
    assert host_of(folder, options(), DOCKER_HOST="tcp://b:1") == "tcp://b:1"


def test_a_missing_context_matters_only_when_it_is_meant(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"currentContext": "gone"}))
    assert host_of(folder, options("unix:///a")) == "unix:///a"
    with pytest.raises(EndpointError) as error:
        host_of(folder, options())
    path = Store(folder / "contexts").meta_path("gone") / "meta.json"
    assert error.value.reason == f'context "gone": context not found: open {path}: no such file or directory'
    assert str(error.value) == f"Failed to initialize: unable to resolve docker endpoint: {error.value.reason}"


def test_a_host_and_a_context_are_in_conflict(folder: Path) -> None:
    with pytest.raises(ShellError, match="conflicting options: cannot specify both --host and --context"):
        options("", context="mine").check()


def test_two_hosts_are_one_too_many(folder: Path) -> None:
    with pytest.raises(ShellError, match="^Please specify only one -H$"):
        host_of(folder, options("tcp://a", "tcp://b"))


def test_a_log_level_is_one_of_logrus(folder: Path) -> None:
    options(log_level="DEBUG").check()
    with pytest.raises(ShellError, match="^Unable to parse logging level: bogus$"):
        options(log_level="bogus").check()


def test_a_bad_host_is_refused(folder: Path) -> None:
    with pytest.raises(EndpointError) as error:
        host_of(folder, options(), DOCKER_HOST="bar://x")
    assert error.value.reason == "invalid bind address format: bar://x"


def test_the_name_in_force_is_not_checked(folder: Path) -> None:
    assert context_name(options(), {"DOCKER_CONTEXT": "gone"}, Config.read(folder / "config.json")) == "gone"


# -- TLS --------------------------------------------------------------------------------------------------------------


def certificates(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).touch()


@pytest.mark.parametrize(
    ("given", "variables", "verified"),
    [
        (options("tcp://a"), {}, None),
        (options("tcp://a", tls=True), {}, False),
        (options("tcp://a", tlsverify=True), {}, True),
        (options("tcp://a", tlsverify=False), {}, False),
        (options("tcp://a", tls=False, tlsverify=True), {}, True),
        (options("tcp://a"), {"DOCKER_TLS": "0"}, False),
        (options("tcp://a"), {"DOCKER_TLS_VERIFY": "0"}, True),
        (options("tcp://a"), {"DOCKER_TLS_VERIFY": ""}, None),
        (options("tcp://a", tls=False), {"DOCKER_TLS": "1"}, None),
        (options("tcp://a", tlsverify=False), {"DOCKER_TLS_VERIFY": "1"}, False),
        (options("unix:///a", tlsverify=True), {}, None),
        (options("https://a"), {}, True),
        (options("https://a", tls=True), {}, False),
    ],
)
def test_tls_is_asked_for_by_options_and_by_any_value_of_the_variables(
    folder: Path, given: GlobalOptions, variables: dict[str, str], verified: bool | None
) -> None:
    certificates(folder, "ca.pem")
    environ = environment(folder, **variables)
    tls = resolve(given, environ, Config.load(environ)).tls
    assert (tls.verify if tls else None) == verified


def test_with_tls_the_default_engine_is_the_encrypted_port(folder: Path) -> None:
    assert host_of(folder, options(tls=True)) == "tcp://localhost:2376"


@pytest.mark.parametrize("host", ["tcp://a", "unix:///a"])
def test_verifying_needs_the_ca_whatever_the_host(folder: Path, host: str) -> None:
    with pytest.raises(TLSFilesError) as error:
        host_of(folder, options(host, tlsverify=True))
    path = folder / "ca.pem"
    assert str(error.value) == f"Couldn't read ca cert {path}: open {path}: no such file or directory"


def test_encrypting_alone_needs_no_ca(folder: Path) -> None:
    assert host_of(folder, options("tcp://a", tls=True)) == "tcp://a:2375"


def test_the_files_come_from_the_cert_path_and_only_when_they_exist(folder: Path) -> None:
    certificates(folder / "certs", "ca.pem", "cert.pem")
    environ = environment(folder, DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(folder / "certs"))
    tls = resolve(options("tcp://a"), environ, Config.load(environ)).tls
    assert tls is not None
    assert (tls.ca, tls.cert, tls.key) == (f"{folder}/certs/ca.pem", f"{folder}/certs/cert.pem", "")


def test_files_that_were_named_must_exist(folder: Path) -> None:
    certificates(folder, "ca.pem")
    with pytest.raises(TLSFilesError, match="open /nope: no such file or directory"):
        host_of(folder, options("tcp://a", tls=True, tlscert="/nope"))
    with pytest.raises(TLSFilesError, match="Couldn't read ca cert /nope"):
        host_of(folder, options("tcp://a", tls=True, tlscacert="'/nope'"))


def test_a_context_brings_its_own_tls(folder: Path) -> None:
    store = Store(folder / "contexts")
    store.replace_endpoint_tls("mine", "docker", {"ca.pem": b"x"})
    environ = environment(folder)
    tls = resolve(options(context="mine"), environ, Config.load(environ)).tls
    assert tls is not None
    assert tls.verify
    assert tls.ca == str(store.tls_path("mine") / "docker" / "ca.pem")


def test_a_context_may_skip_the_check(folder: Path) -> None:
    context = Context("skips", {}, {"docker": {"Host": "tcp://a:1", "SkipTLSVerify": True}})
    Store(folder / "contexts").save(context)
    environ = environment(folder)
    tls = resolve(options(context="skips"), environ, Config.load(environ)).tls
    assert tls is not None
    assert tls.skip
