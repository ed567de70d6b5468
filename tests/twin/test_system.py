"""system df, version and info print what docker prints, and ask for what docker asks."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from shell.commands.system import info, version
from shell.config import plugins
from shell.spec import Call
from tests.support.canned import Canned
from tests.support.engines import docker_cli
from tests.twin.test_image_lists import IMAGES
from tests.twin.test_networks_volumes import VOLUMES
from tests.twin.test_ps import CONTAINERS

pytestmark = pytest.mark.twin

NOW = int(time.time())
ANSWERS: dict[str, Any] = json.loads(Path(__file__).with_name("system.json").read_text(encoding="utf-8"))


def moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.5Z", time.gmtime(seconds))


VOLUME, OTHER, _ = VOLUMES["Volumes"]
USAGE = {
    "LayersSize": 123457789,
    "Images": [
        IMAGES[0] | {"Containers": 2, "SharedSize": 1000},
        IMAGES[1] | {"Containers": 0},
        IMAGES[2] | {"Containers": 0, "SharedSize": 5},
        IMAGES[3],
        IMAGES[4] | {"Containers": 1, "Size": -1},
    ],
    "Containers": CONTAINERS,
    "Volumes": [
        VOLUME | {"UsageData": {"RefCount": 0, "Size": 500}},
        OTHER | {"UsageData": {"RefCount": 2, "Size": -1}},
        OTHER | {"UsageData": {"RefCount": 2, "Size": 99999}},
    ],
    "BuildCache": [
        {
            "ID": "abcdefghijklmnop",
            " Parents": ["x" * 20, "y"],
            "Type": "regular",
            "Description": "d",
            "InUse": True,
            "Size": 1000,
            "CreatedAt": moment(NOW - 86400 * 3 - 600),
            "LastUsedAt": moment(NOW - 86400 * 2 - 600),
            "UsageCount": 3,
        },
        {
            "ID": "b",
            "Type": "source.local",
            "Shared": True,
            "Size": 50,
            "CreatedAt": moment(NOW - 86400 * 10 - 600),
            "UsageCount": 1,
        },
        {
            "ID": "a",
            "Parent": "p",
            "Type": "exec",
            "Size": 7,
            "CreatedAt": moment(NOW - 86400 * 10 - 600),
            "UsageCount": 1,
        },
    ],
}
NOTHING: dict[str, Any] = {"LayersSize": 0, "Images": [], "Containers": [], "Volumes": [], "BuildCache": []}
USAGE_LINES = r"""
system df
system df -v
system df --format json
system df --format '{{json .}}'
system df --format '{{.Type}} {{.Size}}'
system df --format 'table {{.Type}}\t{{.Reclaimable}}'
system df --format raw
system df --format '{{.Nope}}'
system df --format '{{'
system df -v --format json
system df -v --format raw
system df -v --format '{{range .Images}}{{.ID}} {{.Repository}} {{.UniqueSize}}{{println}}{{end}}'
system df -v --format '{{range .BuildCache}}{{json .}}{{end}}'
system df -v --format '{{len .Volumes}} {{.Nope}}'
system df -v --format 'table {{len .Volumes}}'
system df -v --format '{{'
system df x
""".strip().split("\n")
ABOUT_LINES = r"""
info
system info
info -f json
info -f '{{json .}}'
info -f '{{.Nope}}'
info -f '{{.ID}} {{.Nope}}'
info -f '{{'
info -f '{{.ClientInfo.Version}}'
info -f '{{.ClientInfo.Context}} {{.ClientInfo.Plugins}} {{json .ClientInfo}}'
info -f '{{.ServerErrors}} {{.ClientErrors}}'
info -f '{{.Driver}} {{.DriverStatus}} {{.Plugins.Volume}} {{.NCPU}} {{.MemTotal}}'
info -f '{{.Swarm.LocalNodeState}} {{.SecurityOptions}}'
info -f '{{range .DriverStatus}}{{index . 0}}={{index . 1}};{{end}} {{json .Plugins}} {{.RegistryConfig.Mirrors}}'
info -f '{{range $k, $v := .Runtimes}}{{$k}} {{$v.Path}}{{end}} {{json .Runtimes}} {{.Runtimes}}'
info -f '{{.DefaultRuntime}} {{.ServerVersion}} {{.CgroupVersion}} {{.HTTPProxy}} {{.HttpProxy}}'
info x
version
version -f json
version -f '{{json .}}'
version -f '{{.Nope}}'
version -f '{{'
version -f '{{.Server.Nope}}'
version -f '{{.Client.Version}} {{.Server.Os}} {{.Server.APIVersion}} {{.Server.Platform.Name}} {{.Server.Platform}}'
version -f '{{.Server.ApiVersion}}'
version -f '{{range .Server.Components}}{{.Name}} {{.Version}} {{index .Details "GitCommit"}}{{println}}{{end}}'
version -f 'x\ty'
version --format '{{.Client}}'
version x
""".strip().split("\n")


@pytest.fixture
def same_client(bed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our program tells of itself what the docker CLI tells of itself."""
    with Canned({}) as daemon:
        theirs = json.loads(daemon.docker("version", "--format", "{{json .Client}}").stdout)
    del theirs["ApiVersion"]

    def told(call: Call) -> dict[str, Any]:
        return dict(theirs)

    monkeypatch.setattr(version, "client_version", told)
    monkeypatch.setattr(info, "client_version", told)


@pytest.mark.parametrize("line", USAGE_LINES)
def test_usage(bed: None, line: str) -> None:
    with Canned({"/system/df": USAGE}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["system df", "system df -v", "system df --format json", "system df -v --format json"])
def test_usage_of_nothing(bed: None, line: str) -> None:
    with Canned({"/system/df": NOTHING}) as daemon:
        assert daemon.compare(line) == ""
    with Canned({"/system/df": dict.fromkeys(NOTHING)}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ABOUT_LINES)
def test_about(same_client: None, line: str) -> None:
    with Canned({"/info": ANSWERS["info"], "/version": ANSWERS["version"]}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["info", "info -f json", "version", "version -f json"])
def test_about_a_full_answer(same_client: None, line: str) -> None:
    platform = {"Platform": {"Name": "Docker Engine - Community"}, "Components": [{"Name": "x"}]}
    with Canned({"/info": ANSWERS["info"] | ANSWERS["more"], "/version": platform}) as daemon:
        assert daemon.compare(line, {"auths": {"https://index.docker.io/v1/": {"auth": "dTpw"}}}) == ""


@pytest.mark.parametrize("line", ["info", "info -f json", "version", "version -f json"])
def test_about_an_empty_answer(same_client: None, line: str) -> None:
    answers = {"/info": {"Swarm": {"LocalNodeState": "active"}}, "/version": {"Components": [{}]}}
    with Canned(answers) as daemon:
        assert daemon.compare(line) == ""


def written(folder: Path, name: str, *answer: str) -> None:
    """A plugin that prints that."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"docker-{name}").write_text("\n".join(["#!/bin/sh", "cat <<'END'", *answer, "END", ""]))
    (folder / f"docker-{name}").chmod(0o755)


def good(**more: object) -> str:
    return json.dumps({"SchemaVersion": "0.1.0", "Vendor": "us", **more})


PLUGIN_LINES = (
    "info",
    "info -f json",
    "info -f '{{.ClientInfo.Plugins}}'",
    "info -f '{{range .ClientInfo.Plugins}}{{.Name}} {{.Vendor}} {{.Path}} {{.Err}};{{end}}'",
    "info -f '{{with .ClientInfo}}{{range .Plugins}}{{json .}}{{end}}{{end}}'",
    "info -f '{{.Driver}}'",
)


@pytest.mark.parametrize("line", PLUGIN_LINES)
def test_client_plugins(same_client: None, tmp_path: Path, line: str) -> None:
    with Canned({"/info": ANSWERS["info"]}) as daemon:
        folder = Path(daemon.folder) / "config" / "cli-plugins"
        for name in ("docker-buildx", "docker-compose"):
            file = docker_cli().parents[1] / "libexec/docker/cli-plugins" / name
            if file.exists():
                folder.mkdir(parents=True, exist_ok=True)
                (folder / name).symlink_to(file)
        for name in ("v10", "v9", "image", "help", "a-b", "Upper"):
            written(folder, name, good())
        written(folder, "full", good(Version="1.0", ShortDescription="<All> &", URL="http://x", Hidden=True, More=1))
        written(tmp_path, "v9", good(Vendor="first"))
        assert daemon.compare(line, {"cliPluginsExtraDirs": [str(tmp_path), "/nonexistent"]}) == ""


@pytest.mark.parametrize("line", ["info", "info -f '{{.ClientInfo.Plugins}}'"])
def test_client_plugins_that_are_none(same_client: None, line: str) -> None:
    with Canned({"/info": ANSWERS["info"]}) as daemon:
        folder = Path(daemon.folder) / "config" / "cli-plugins"
        answers = (
            "",
            "[1]",
            "null",
            "hello",
            good() + " x",
            good(Vendor=5, Version="1"),
            good(Vendor=""),
            good(hidden=1),
        )
        for number, answer in enumerate(answers):
            written(folder, f"p{number}", answer)
        for number, schema in enumerate(("abc", "1", "1.x", "2.0.0", " 1.0.0", "")):
            written(folder, f"s{number}", good(SchemaVersion=schema))
        for name, text in (("fails", "#!/bin/sh\nexit 3\n"), ("killed", "#!/bin/sh\nkill -9 $$\n"), ("junk", "junk")):
            (folder / f"docker-{name}").write_text(text)
            (folder / f"docker-{name}").chmod(0o755)
        (folder / "docker-locked").write_text("#!/bin/sh\n")
        (folder / "docker-dangling").symlink_to("/nonexistent")
        (folder / "docker-linked").symlink_to("/usr")
        (folder / "docker-folder").mkdir()
        assert daemon.compare(line) == ""


def test_a_plugin_that_hangs_holds_nothing_up(
    same_client: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins, "SECONDS", 0.2)
    written(tmp_path, "fine", good())
    (tmp_path / "docker-hangs").write_text("#!/bin/sh\nexec sleep 600\n")
    (tmp_path / "docker-hangs").chmod(0o755)
    monkeypatch.setattr(plugins, "SYSTEM", ())
    with Canned({"/info": ANSWERS["info"]}) as daemon:
        done = daemon.ours("info", config={"cliPluginsExtraDirs": [str(tmp_path)]})
    assert done.returncode == 0
    assert f"{tmp_path}/docker-hangs gives no answer" in done.stderr


@pytest.mark.parametrize(
    "line",
    ["info", "version", "info -f json", "version -f json", "version -f '{{.Server.Version}}'", "info -f '{{.ID}}'"],
)
def test_no_answer(same_client: None, line: str) -> None:
    with Canned({}) as daemon:
        assert daemon.compare(line) == ""


def test_odd_security_options(same_client: None) -> None:
    with Canned({"/info": ANSWERS["info"] | {"SecurityOptions": ["name=x,bad"]}}) as daemon:
        assert daemon.compare("info") == ""


def test_windows(same_client: None) -> None:
    swarm = {"LocalNodeState": "error", "Error": "boom", "NodeID": "n"}
    with Canned({"/info": ANSWERS["info"] | {"OSType": "windows", "Swarm": swarm}}) as daemon:
        assert daemon.compare("info") == ""


@pytest.mark.parametrize("line", ["version", "version -f json"])
def test_an_older_engine(same_client: None, line: str) -> None:
    answer = {
        "Version": "20.10",
        "ApiVersion": "1.41",
        "MinAPIVersion": "1.12",
        "GitCommit": "x",
        "GoVersion": "go1",
        "Os": "linux",
        "Arch": "amd64",
        "BuildTime": "2021-01-01T00:00:00.000+02:00",
        "Experimental": True,
    }
    with Canned({"/version": answer}, api="1.41") as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("line", ["volume ls", "top x", "stop x", "inspect --type container x"])
@pytest.mark.parametrize("status", [404, 418, 500, 599])
def test_a_refusal_without_a_word(bed: None, line: str, status: int) -> None:
    nothing = (status, b"")
    paths = ("/volumes", "/containers/x/top", "/containers/x/stop", "/containers/x/json")
    with Canned(dict.fromkeys(paths, nothing)) as daemon:
        assert daemon.compare(line) == ""
