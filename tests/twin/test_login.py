"""login and logout against the bed's registry that asks for a password, as docker does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.engines import NEWEST, PASSWORD, PRIVATE_REGISTRY, REGISTRY, USER, host
from tests.support.pair import Pair

pytestmark = pytest.mark.twin
GOOD = f"login -u {USER} -p {PASSWORD} {PRIVATE_REGISTRY}"
HELPER = """#!/bin/sh
question=$(cat)
echo "$1 $question" >> "$HOME/asked"
[ "$1" = get ] && { echo "credentials not found in native keychain"; exit 1; }
exit 0
"""


@pytest.fixture
def pair(bed: None, tmp_path: Path) -> Pair:
    return Pair(tmp_path)


HERE = {"DOCKER_HOST": host(NEWEST)}


@pytest.mark.parametrize(
    "line",
    [
        GOOD,
        f"login -u {USER} -p wrong {PRIVATE_REGISTRY}",
        f"login -u {USER} -p any {REGISTRY}",
        f"login -u ' {USER} ' -p ' {PASSWORD} ' {PRIVATE_REGISTRY}",
        f"login -u {USER} -p {PASSWORD} http://{PRIVATE_REGISTRY}/v2/",
        f"login -u {USER} -p {PASSWORD} 127.0.0.1:1",
        "login -u a -p b 'bad host/'",
        f"login {PRIVATE_REGISTRY}",
        f"login -u {USER} {PRIVATE_REGISTRY}",
        f"login -p x {PRIVATE_REGISTRY}",
        f"login -u '' -p x {PRIVATE_REGISTRY}",
        f"login -u {USER} -p '' {PRIVATE_REGISTRY}",
        f"login --password-stdin {PRIVATE_REGISTRY}",
        f"login --password-stdin -u {USER} {PRIVATE_REGISTRY}",
        f"login --password-stdin -u '' {PRIVATE_REGISTRY}",
        f"login -p x --password-stdin -u {USER} {PRIVATE_REGISTRY}",
        "login",
        "login -u x",
        "login ''",
        "login docker.io",
        f"logout {PRIVATE_REGISTRY}",
        f"logout http://{PRIVATE_REGISTRY}/v2/",
        "logout",
        "logout ''",
        "logout docker.io",
    ],
)
def test_the_same_line_says_and_stores_the_same(pair: Pair, line: str) -> None:
    pair(line, environ=HERE)
    docker, ours = (side.get("config/config.json", b"{}") for side in pair.files("config/*.json"))
    assert json.loads(ours) == json.loads(docker)


@pytest.mark.parametrize("given", [PASSWORD, f"{PASSWORD}\n", f"{PASSWORD}\r\n", f" {PASSWORD}\r\n\n", "wrong"])
def test_a_password_comes_from_stdin(pair: Pair, given: str) -> None:
    pair(f"login --password-stdin -u {USER} {PRIVATE_REGISTRY}", given=given.encode(), environ=HERE)


def test_a_blank_password_is_asked_for_and_nobody_is_there_to_answer(pair: Pair) -> None:
    said = pair.run(1, f"login -u {USER} -p ' ' {PRIVATE_REGISTRY}", environ=HERE)
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith("\nError: Cannot perform an interactive login from a non TTY device\n")


def test_a_second_login_uses_what_is_kept(pair: Pair) -> None:
    pair(GOOD, environ=HERE)
    pair(f"login {PRIVATE_REGISTRY}", environ=HERE)
    pair(GOOD, environ=HERE)
    pair(f"logout {PRIVATE_REGISTRY}", environ=HERE)
    docker, ours = pair.files("config/config.json")
    assert ours == docker
    pair(f"login {PRIVATE_REGISTRY}", environ=HERE)


def test_the_variable_is_warned_of(pair: Pair) -> None:
    kept = {"auths": {PRIVATE_REGISTRY: {"auth": "dGVzdGVyOnNlY3JldA=="}}}
    environ = {**HERE, "DOCKER_AUTH_CONFIG": json.dumps(kept)}
    pair(f"login {PRIVATE_REGISTRY}", environ=environ)
    pair(f"logout {PRIVATE_REGISTRY}", environ=environ)


def test_a_helper_is_asked_as_docker_asks_it(pair: Pair) -> None:
    pair.write("bin/docker-credential-fake", HELPER)
    pair.write("config/config.json", '{"credsStore": "fake"}')
    for folder in pair.folders:
        (folder / "bin/docker-credential-fake").chmod(0o755)
    for line in (GOOD, f"login {PRIVATE_REGISTRY}", f"logout {PRIVATE_REGISTRY}"):
        said = [
            pair.run(side, line, environ={**HERE, "PATH": f"{pair.folders[side]}/bin:/usr/bin:/bin"}) for side in (0, 1)
        ]
        assert said[1] == said[0]
    docker, ours = pair.files("asked")
    assert ours == docker
    docker, ours = pair.files("config/config.json")
    assert json.loads(ours["config/config.json"]) == json.loads(docker["config/config.json"])


def test_a_missing_helper_keeps_nothing(pair: Pair) -> None:
    pair.write("config/config.json", json.dumps({"credHelpers": {PRIVATE_REGISTRY: "nope"}}))
    pair(GOOD, environ=HERE)
    docker, ours = pair.files("config/config.json")
    assert ours == docker


def test_what_one_program_keeps_the_other_uses(pair: Pair) -> None:
    """Our login opens docker's pull, and the other way round; both are refused after a logout."""
    for writer, reader in ((0, 1), (1, 0)):
        folder = pair.folders[writer] / "config"
        environ = {**HERE, "DOCKER_CONFIG": str(folder)}
        assert pair.run(writer, GOOD, environ=environ).code == 0
        assert pair.run(reader, f"login {PRIVATE_REGISTRY}", environ=environ).out == "Login Succeeded\n"
        assert pair.run(reader, f"logout {PRIVATE_REGISTRY}", environ=environ).code == 0
        assert pair.run(writer, f"login {PRIVATE_REGISTRY}", environ=environ).code == 1


def test_what_could_not_be_erased_is_told_once(pair: Pair) -> None:
    pair.write("config/config.json", '{"credsStore": "nope"}')
    done = pair.run(1, f"logout {PRIVATE_REGISTRY}", environ=HERE)
    told = [line.partition(": ")[0] for line in done.err.splitlines()[1:]]
    assert told == [PRIVATE_REGISTRY, f"http://{PRIVATE_REGISTRY}", f"https://{PRIVATE_REGISTRY}"]
