"""Credentials: the file, helpers, the environment, and the headers they end in."""

from __future__ import annotations

import base64
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from shell.config.credentials import INDEX_SERVER, Credentials, Keeper, auth_header, config_header, hostname_of
from shell.config.file import Config
from shell.config.helpers import Helper, HelperError
from shell.errors import ShellError

HOST = "127.0.0.1:5001"
ME = Credentials(HOST, "me", "a:b")
AUTH = base64.b64encode(b"me:a:b").decode()

HELPER = """#!/bin/sh
question=$(cat)
echo "$1 $question" >> "$LOG"
case "$1" in
get) if [ -f "$KEPT" ]; then cat "$KEPT"; else echo "credentials not found in native keychain"; exit 1; fi;;
list) printf '{"%s":"me"}' "$LISTED";;
esac
"""


class World:
    """A config folder, and a PATH with helpers on it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin, self.log, self.kept = folder, folder / "bin", folder / "log", folder / "kept"
        self.bin.mkdir()
        self.environ = {
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "DOCKER_CONFIG": str(folder),
            "LOG": str(self.log),
            "KEPT": str(self.kept),
            "LISTED": HOST,
        }
        self.warnings: list[str] = []

    def helper(self, name: str, script: str = HELPER) -> None:
        path = self.bin / f"docker-credential-{name}"
        path.write_text(script)
        path.chmod(0o755)

    def config(self, **data: Any) -> Config:
        (self.folder / "config.json").write_text(json.dumps(data))
        return Config.load(self.environ)

    def keeper(self, **data: Any) -> Keeper:
        return Keeper(self.config(**data), self.warnings.append)

    @property
    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    @property
    def written(self) -> Any:
        return json.loads((self.folder / "config.json").read_text())


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def decoded(header: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(header))


# -- the file ---------------------------------------------------------------------------------------------------------


def test_the_files_credentials_go_into_the_header(world: World) -> None:
    config = world.config(auths={HOST: {"auth": AUTH}})
    assert decoded(auth_header(config, HOST)) == {"username": "me", "password": "a:b", "serveraddress": HOST}


def test_the_header_is_url_safe(world: World) -> None:
    auth = base64.b64encode("ü?>:~~~".encode()).decode()
    header = auth_header(world.config(auths={HOST: {"auth": auth}}), HOST)
    assert not set(header) & set("+/")
    assert decoded(header)["username"] == "ü?>"


def test_without_credentials_the_header_is_an_empty_object(world: World) -> None:
    assert auth_header(world.config(), HOST) == "e30="


def test_an_entry_under_a_whole_url_is_found_by_its_host(world: World) -> None:
    keeper = world.keeper(auths={f"http://{HOST}/v1/": {"auth": AUTH}})
    assert keeper.get(HOST).username == "me"


def test_an_identity_token_takes_the_passwords_place(world: World) -> None:
    keeper = world.keeper(auths={HOST: {"auth": base64.b64encode(b"me:").decode(), "identitytoken": "tok"}})
    assert keeper.get(HOST).fields() == {"username": "me", "serveraddress": HOST, "identitytoken": "tok"}


def test_a_password_is_kept_as_docker_keeps_it(world: World) -> None:
    keeper = world.keeper(other=1)
    assert keeper.save(ME) is True
    assert world.written == {"other": 1, "auths": {HOST: {"auth": AUTH}}}
    assert keeper.save(ME) is False
    assert stat.S_IMODE((world.folder / "config.json").stat().st_mode) == 0o600


def test_a_token_is_kept_without_a_warning(world: World) -> None:
    assert world.keeper().save(Credentials(HOST, "me", identity_token="tok")) is False
    assert world.written["auths"][HOST] == {"auth": base64.b64encode(b"me:").decode(), "identitytoken": "tok"}


def test_logging_out_forgets_one_registry_only(world: World) -> None:
    world.keeper(auths={HOST: {"auth": AUTH}, "other": {"auth": AUTH}}).erase(HOST)
    assert world.written == {"auths": {"other": {"auth": AUTH}}}


def test_forgetting_what_is_not_there_writes_nothing(world: World) -> None:
    keeper = world.keeper(auths={})
    before = (world.folder / "config.json").stat().st_mtime_ns
    keeper.erase(HOST)
    assert (world.folder / "config.json").stat().st_mtime_ns == before


def test_a_broken_file_is_never_written(world: World) -> None:
    path = world.folder / "config.json"
    path.write_text("{")
    with pytest.raises(ShellError, match="left as it is"):
        Keeper(Config.load(world.environ)).save(ME)
    assert path.read_text() == "{"


# -- helpers ----------------------------------------------------------------------------------------------------------


def test_a_registrys_helper_comes_before_the_common_store_and_the_file(world: World) -> None:
    world.helper("mine")
    world.kept.write_text(json.dumps({"ServerURL": HOST, "Username": "kept", "Secret": "s"}))
    keeper = world.keeper(credsStore="nope", credHelpers={HOST: "mine"}, auths={HOST: {"auth": AUTH}})
    assert keeper.get(HOST) == Credentials(HOST, "kept", "s")
    assert world.asked == [f"get {HOST}"]


@pytest.mark.parametrize(
    ("answer", "user"),
    [('{"username":"kept","SECRET":"s"}', "kept"), ('{"Username":"kept","Secret":"s"} \nmore', "kept"), ("null\n", "")],
)
def test_a_helpers_answer_is_read_as_go_reads_it(world: World, answer: str, user: str) -> None:
    world.helper("mine")
    world.kept.write_text(answer)
    assert world.keeper(credsStore="mine").get(HOST).username == user


def test_a_helpers_token_is_an_identity_token(world: World) -> None:
    world.helper("mine")
    world.kept.write_text(json.dumps({"ServerURL": HOST, "Username": "<token>", "Secret": "tok"}))
    assert world.keeper(credsStore="mine").get(HOST).fields() == {"serveraddress": HOST, "identitytoken": "tok"}


def test_what_a_helper_does_not_keep_is_not_looked_for_in_the_file(world: World) -> None:
    world.helper("mine")
    assert world.keeper(credsStore="mine", auths={HOST: {"auth": AUTH}}).get(HOST) == Credentials()


def test_a_helper_is_given_the_secret_and_the_file_is_not(world: World) -> None:
    world.helper("mine")
    assert world.keeper(credsStore="mine").save(ME) is False
    question = json.loads(world.asked[0].removeprefix("store "))
    assert question == {"ServerURL": HOST, "Username": "me", "Secret": "a:b"}
    assert world.written == {"credsStore": "mine", "auths": {HOST: {}}}


def test_logging_out_asks_the_helper_and_clears_the_file(world: World) -> None:
    world.helper("mine")
    world.keeper(credsStore="mine", auths={HOST: {}}).erase(HOST)
    assert world.asked == [f"erase {HOST}"]
    assert world.written["auths"] == {}


def test_the_systems_store_is_taken_into_use_where_nothing_is_configured(world: World) -> None:
    world.helper("pass")
    world.helper("secretservice")
    (world.bin / "pass").write_text("")
    (world.bin / "pass").chmod(0o755)
    world.keeper().save(ME)
    assert world.written == {"auths": {HOST: {}}, "credsStore": "pass"}


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("#!/bin/sh\necho no luck; exit 3", "error getting credentials - err: exit status 3, out: `no luck`"),
        ("#!/bin/sh\necho why >&2; exit 1", "error getting credentials - err: exit status 1, out: `why`"),
        ("#!/bin/sh\necho garbage", "error getting credentials - err: its answer is no JSON object, out: `garbage\n`"),
        ("#!/bin/sh\nyes", "error getting credentials - err: its answer is longer than 1048576 bytes, out: ``"),
        ("no program", "error getting credentials - err: fork/exec {path}: exec format error, out: ``"),
    ],
    ids=["status", "status with stderr", "garbage", "endless", "no program"],
)
def test_a_helper_that_fails_is_the_end_of_it(world: World, script: str, why: str) -> None:
    world.helper("mine", script)
    keeper = world.keeper(credsStore="mine", auths={HOST: {"auth": AUTH}})
    with pytest.raises(HelperError) as error:
        keeper.get(HOST)
    assert str(error.value) == why.format(path=world.bin / "docker-credential-mine")


def test_a_helper_that_is_silent_is_given_up_and_ended(world: World) -> None:
    world.helper("mine", '#!/bin/sh\necho $$ > "$LOG"; exec sleep 1000')
    with pytest.raises(HelperError, match=r"no answer within 0\.5 s"):
        Helper("mine", world.environ, limit=0.5).get(HOST)
    if world.asked:
        with pytest.raises(ProcessLookupError):
            os.kill(int(world.asked[0]), 0)


@pytest.mark.parametrize("name", ["nope", "../../bin/mine", "mine/x"])
def test_a_helper_is_a_program_on_the_path_and_nothing_else(world: World, name: str) -> None:
    (world.folder / "docker-credential-mine").write_text(HELPER)
    with pytest.raises(HelperError, match=r"executable file not found in \$PATH"):
        Helper(name, world.environ).get(HOST)


def test_a_pull_without_its_helper_is_warned_and_asks_without_credentials(world: World) -> None:
    config = world.config(credHelpers={HOST: "nope"}, auths={HOST: {"auth": AUTH}})
    assert auth_header(config, HOST, world.warnings.append) == "e30="
    assert len(world.warnings) == 1
    with pytest.raises(HelperError):
        auth_header(config, HOST)


# -- all of them, and the environment ---------------------------------------------------------------------------------


def test_a_build_is_given_what_is_kept_everywhere(world: World) -> None:
    world.helper("mine")
    world.kept.write_text(json.dumps({"Username": "kept", "Secret": "s"}))
    config = world.config(credHelpers={"special": "mine", "broken": "nope"}, auths={HOST: {"auth": AUTH}})
    found = decoded(config_header(config, world.warnings.append))
    assert found == {
        HOST: {"username": "me", "password": "a:b", "serveraddress": HOST},
        "special": {"username": "kept", "password": "s", "serveraddress": "special"},
    }
    assert "broken" in world.warnings[0]


def test_a_common_store_is_asked_for_its_list(world: World) -> None:
    world.helper("mine")
    world.kept.write_text(json.dumps({"Username": "kept", "Secret": "s"}))
    assert world.keeper(credsStore="mine").all() == {HOST: Credentials(HOST, "kept", "s")}


def test_the_variable_takes_precedence(world: World) -> None:
    world.environ["DOCKER_AUTH_CONFIG"] = json.dumps({"auths": {HOST: {"auth": AUTH}}})
    keeper = world.keeper(credsStore="nope")
    assert keeper.get(HOST) == ME


def test_a_broken_variable_is_warned_of(world: World) -> None:
    world.environ["DOCKER_AUTH_CONFIG"] = "bad"
    world.keeper(auths={HOST: {"auth": AUTH}})
    why = "invalid character 'b' looking for beginning of value"
    assert world.warnings == [f"Failed to create credential store from DOCKER_AUTH_CONFIG:  {why}"]


@pytest.mark.parametrize(
    ("server", "host"),
    [
        (HOST, HOST),
        ("http://127.0.0.1:5001/v2/", HOST),
        ("https://user@reg.example/x", "reg.example"),
        ("reg.example/path", "reg.example"),
        (INDEX_SERVER, "index.docker.io"),
    ],
)
def test_a_registry_is_known_by_its_host(server: str, host: str) -> None:
    assert hostname_of(server) == host
