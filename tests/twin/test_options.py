"""Global options, host strings and broken configurations, as the docker client takes them; no engine answers here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.pair import Pair, docker_program
from tests.twin.differences import WITHOUT_ENGINE

pytestmark = [pytest.mark.twin, pytest.mark.skipif(not docker_program(), reason="no docker client here")]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "unix://",
        "unix:///nope",
        "unix://rel/x",
        "unix://a/b?c",
        "unix://unix:///x",
        "unix://tcp://x",
        "tcp://127.0.0.1:1",
        " tcp://127.0.0.1:1 ",
        "127.0.0.1:1",
        "tcp://127.0.0.1:1/path",
        "tcp://127.0.0.1:1/path/",
        "tcp://127.0.0.1:1?x=y",
        "tcp://127.0.0.1:1#f",
        "tcp://u:p@127.0.0.1:1",
        "tcp://@127.0.0.1:1",
        "tcp://[::1]:1",
        "tcp://[::1]",
        "tcp://[::1",
        "tcp://[::1]x",
        "tcp://[::1]:x",
        "tcp://tcp://127.0.0.1:1",
        "tcp://unix:///x",
        "tcp://a:b:c",
        "tcp://127.0.0.1:abc",
        "tcp://127.0.0.1:-1",
        "tcp:x",
        "tcp://exa mple:1",
        "tcp://h|x:1",
        "tcp://h%41:1",
        "tcp://%zz:1",
        "tcp://127.0.0.1:1/a%zzb",
        "bar://",
        "ftp://x",
        "UNIX:///x",
        "TCP://x",
        "://",
        "npipe:////./pipe/x",
        "npipe://",
    ],
)
def test_a_host_string_ends_as_with_docker(pair: Pair, host: str) -> None:
    pair("ps", environ={"DOCKER_HOST": host})


@pytest.mark.parametrize("host", ["''", "127.0.0.1:1", "unix:///nope", "bar://", "tcp://a:b:c", "npipe://"])
def test_the_option_takes_what_the_variable_takes(pair: Pair, host: str) -> None:
    pair(f"-H {host} ps")
    pair(f"--host={host} ps", environ={"DOCKER_HOST": "tcp://127.0.0.1:2", "DOCKER_CONTEXT": "nope"})


@pytest.mark.parametrize(
    "line",
    [
        "-H unix:///a -c x ps",
        "-H unix:///a -c default ps",
        "-H '' -c x ps",
        "-H unix:///a -c '' ps",
        "-c nope ps",
        "-c default ps",
        "-c nope images",
        "--context nope context show",
        "--context=nope ps",
        "-cnope ps",
        "-l bogus ps",
        "-l bogus context show",
        "-l '' context show",
        "--debug=false context show",
        "--tls=foo context show",
        "--tlsverify=2 context show",
        "--config nonexistent ps",
        "--config '' ps",
        "--config other context use default",
        "--tlscacert /x -H tcp://127.0.0.1:1 ps",
        "--tlscert /x --tlskey /y -H tcp://127.0.0.1:1 ps",
        "--tls=false -H tcp://127.0.0.1:1 ps",
        "--tls=false --tlscacert /nope context ls",
    ],
)
def test_an_option_ends_as_with_docker(pair: Pair, line: str) -> None:
    docker, ours = pair.run(0, line), pair.run(1, line)
    assert (ours.out, ours.code) == (docker.out, docker.code)
    assert ours.err == docker.err or _first(ours.err) == _first(docker.err) and docker.code == 125


def _first(text: str) -> str:
    """The message of a usage error; the lines behind it name the program."""
    return text.partition("\n")[0]


@pytest.mark.parametrize(
    "variables",
    [
        {"DOCKER_HOST": "tcp://127.0.0.1:1", "DOCKER_CONTEXT": "nope"},
        {"DOCKER_CONTEXT": "nope"},
        {"DOCKER_CONTEXT": "default"},
        {"DOCKER_CONTEXT": ""},
        {"DOCKER_TLS": "", "DOCKER_TLS_VERIFY": "", "DOCKER_HOST": "tcp://127.0.0.1:1"},
        {"DOCKER_CUSTOM_HEADERS": "a"},
        {"DOCKER_CUSTOM_HEADERS": "=a"},
        {"DOCKER_CUSTOM_HEADERS": '"a'},
        {"DOCKER_CUSTOM_HEADERS": 'a"b=c'},
        {"DOCKER_CUSTOM_HEADERS": "\n"},
        {"DOCKER_CUSTOM_HEADERS": "a=b,"},
        {"DOCKER_CUSTOM_HEADERS": " a =b, c="},
    ],
)
def test_a_variable_ends_as_with_docker(pair: Pair, variables: dict[str, str]) -> None:
    pair("ps", environ=variables)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "null",
        "[]",
        "{",
        "x",
        '{"a":1,}',
        "{'a':1}",
        '{"a" 1}',
        '{"a":1 "b":2}',
        '{"a":tru}',
        '{"a":01}',
        '{"a":[1,]}',
        '{"a":NaN}',
        "{} trailing",
        '{"auths":[]}',
        '{"auths":{"a":{"auth":"!!!"}}}',
        '{"auths":{"a":{"auth":"YWJj"}}}',
        '{"auths":{"a":{"auth":"YQ"}}}',
        '{"psFormat":1}',
        '{"pruneFilters":"x"}',
        '{"CURRENTCONTEXT":"nope"}',
        '{"currentContext":"nope"}',
        '{"experimental":true}',
    ],
)
def test_a_configuration_is_understood_or_warned_of_as_by_docker(pair: Pair, content: str) -> None:
    """Only what clients built with any Go say alike; the rest of Go's sentences is in the unit tests."""
    pair.write("config/config.json", content)
    pair("context show")


def test_a_configuration_that_is_a_folder_is_warned_of(pair: Pair) -> None:
    for folder in pair.folders:
        (folder / "config/config.json").mkdir()
    pair("context show")


@pytest.mark.parametrize("line", WITHOUT_ENGINE)
def test_a_known_difference_is_still_one(pair: Pair, line: str) -> None:
    assert pair.run(1, line) != pair.run(0, line), f"{line!r} no longer differs ({WITHOUT_ENGINE[line]})"


def test_what_docker_overwrites_ours_leaves_alone(pair: Pair) -> None:
    """The one thing in which we differ on purpose: a configuration that nobody understands stays as it is."""
    pair.write("config/config.json", "{")
    pair("context create one --docker host=unix:///x")
    docker, ours = pair.run(0, "context use one"), pair.run(1, "context use one")
    assert (docker.code, ours.code) == (0, 1)
    docker_file, our_file = (side["config/config.json"] for side in pair.files("config/config.json"))
    assert our_file == b"{"
    assert json.loads(docker_file)["currentContext"] == "one"


def test_unknown_keys_and_their_order_survive_ours(pair: Pair) -> None:
    before = {"zebra": {"a": 1}, "auths": {}, "HttpHeaders": {"x": "y"}, "unknown": [1, 2]}
    pair.write("config/config.json", json.dumps(before))
    pair("context create one --docker host=unix:///x")
    pair("context use one")
    after = json.loads(pair.files("config/config.json")[1]["config/config.json"])
    assert list(after.items()) == [*before.items(), ("currentContext", "one")]
