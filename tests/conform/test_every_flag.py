"""Nothing is accepted and ignored: every flag changes what is sent or what is printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shell.spec import Command
from shell.spec.flags import Flag
from shell.spec.surface import commands
from tests.support.objects import Known, archive
from tests.support.run import run

# A line of each command to which the flag is added; `@` is a folder of the test's own.
LINES = {
    "builder build": "builder build @",
    "builder prune": "builder prune -f",
    "container commit": "commit web new",
    "container cp": "cp web:/f -",
    "container create": "create busybox",
    "container exec": "exec web ls",
    "container export": "export web",
    "container kill": "kill web",
    "container logs": "logs web",
    "container ls": "ps",
    "container prune": "container prune -f",
    "container run": "run -d busybox",
    "container start": "start web",
    "container stats": "stats --no-stream web",
    "container stats --all": "stats --no-stream",
    "container stats --no-stream": "stats web",
    "container stop": "stop web",
    "container update": "update --cpu-shares 5 web",
    "container update --cpu-shares": "update --memory 64m web",
    "container attach": "attach web",
    "container run --detach": "run busybox",
    "container run --detach-keys": "run busybox",
    "container start --checkpoint-dir": "start --checkpoint one web",
    "container start --detach-keys": "start -a web",
    "builder prune --force": "builder prune",
    "container prune --force": "container prune",
    "image prune --force": "image prune",
    "network prune --force": "network prune",
    "system prune --force": "system prune",
    "volume prune --force": "volume prune",
    "context create": "context create new",
    "context update": "context update default",
    "login": "login -u me",
    "login --username": "login -p secret",
    "volume create --secret": "volume create --group g data",
    "volume create --topology-preferred": "volume create --group g data",
    "volume create --topology-required": "volume create --group g data",
    "image build": "build @",
    "image import": "import @/f.tar",
    "image load": "load -i @/f.tar",
    "image load --input": "load",
    "image prune": "image prune -f",
    "image push": "push busybox",
    "image save": "save busybox",
    "network connect": "network connect front web",
    "network create": "network create back",
    "network disconnect": "network disconnect front web",
    "network prune": "network prune -f",
    "system prune": "system prune -f",
    "volume create": "volume create data",
    "volume prune": "volume prune -f",
    "volume update": "volume update data",
}
ARGUMENTS = {"CONTAINER": "web", "IMAGE": "busybox", "NETWORK": "front", "VOLUME": "data", "NAME": "busybox"}
BY_KIND = {
    "bool": "true",
    "int": "7",
    "int64": "7",
    "uint": "7",
    "uint16": "7",
    "uint64": "7",
    "uint32": "7",
    "float": "0.5",
    "decimal": "1.5",
    "bytes": "64m",
    "duration": "7s",
    "map": "a=b",
    "filter": "label=x",
    "list": "a=b",
    "ulimit": "nofile=7",
    "stringToString": "a=b",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a line writes under the name `x` is not left in the project."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("flags")
    (made / "Dockerfile").write_text("FROM busybox\n")
    (made / "f.tar").write_bytes(archive())
    return made


def cases() -> Iterator[Any]:
    for name, spec in commands():
        if spec.ours:
            continue
        for flag in spec.flags:
            if not flag.ours and f"{name} --{flag.name}" not in ELSEWHERE:
                yield pytest.param(spec, flag, id=f"{name} --{flag.name}")


# Flags that need more than a recorded answer, and the tests that show what they do.
STREAMS = "tests/live/test_attached.py, tests/fault/test_streams.py"
COPIES = "tests/twin/test_copy.py"
CONTEXTS = "tests/twin/test_context.py: a context must be there"
MISSING = "tests/twin/test_make.py: `create -q` of an image that is not there"
ELSEWHERE = {
    "container attach --no-stdin": STREAMS,
    "container attach --sig-proxy": STREAMS,
    "container run --sig-proxy": STREAMS,
    "container cp --archive": COPIES,
    "container cp --quiet": COPIES,
    "container create --quiet": MISSING,
    "container run --quiet": MISSING,
    "image load --quiet": "tests/twin/test_archives.py: only at a terminal is there anything to leave out",
    "context update --description": CONTEXTS,
    "context update --docker": CONTEXTS,
    "container stats --no-stream": "tests/unit/commands: without it the table goes on",
    "network rm --force": "tests/twin: `network rm -f nosuch`",
}
OLD = {"container create --kernel-memory": "1.41", "container run --kernel-memory": "1.41"}  # newer kernels have none


@pytest.mark.parametrize(("spec", "flag"), list(cases()))
def test_a_flag_changes_something(spec: Command, flag: Flag, tmp_path: Path, folder: Path) -> None:
    name = f"{spec.name} --{flag.name}"
    line = LINES.get(name) or LINES.get(spec.name) or _line(spec)
    given = _given(spec, flag, folder)
    api = OLD.get(name, "1.51")
    without = _outcome(line, [], tmp_path / "without", folder, api)
    assert _outcome(line, given, tmp_path / "with", folder, api) != without, (line, given)


def _outcome(line: str, flags: list[str], tmp_path: Path, folder: Path, api: str) -> Any:
    words = line.replace("@", str(folder)).split()
    tmp_path.mkdir()
    before = 2 if " ".join(words[:2]) in WORDS else 1
    with Known(tmp_path, experimental=True, api_version=api) as daemon:
        done = run(
            [*words[:before], *flags, *words[before:]],
            daemon.host,
            given=b"secret\n",
            environ={"DOCKER_BUILDKIT": "0", "HOME": str(tmp_path)},
        )
        sent = [
            (r.method, r.path, dict(r.query), _plain(r.body), r.headers.get("X-Registry-Auth")) for r in daemon.taken()
        ]
    files = {str(path): path.read_bytes() for path in [*tmp_path.rglob("*"), *folder.iterdir()] if path.is_file()}
    return sent, done.out, done.err, done.code, {name.replace(str(tmp_path), ""): data for name, data in files.items()}


WORDS = {spelling for _, spec in commands() for spelling in spec.spellings if " " in spelling}


def _plain(body: Any) -> str:
    return repr(body) if isinstance(body, bytes) else json.dumps(body, sort_keys=True)


def _line(spec: Command) -> str:
    names = [word.strip("[]|.") for word in spec.args.usage.split() if not word.startswith("[")]
    return " ".join([spec.name, *(ARGUMENTS.get(name.split(":")[0], "x") for name in names)])


def _given(spec: Command, flag: Flag, folder: Path) -> list[str]:
    text = VALUES.get(f"{spec.name} --{flag.name}") or VALUES.get(f"--{flag.name}")
    if text is None:
        text = "false" if flag.default is True else BY_KIND.get(flag.surface, "x")
    return [f"--{flag.name}={part.replace('@', str(folder))}" for part in text.split(" AND ")]


VALUES = {
    "--iidfile": "@/iid",
    "--cidfile": "@/cid",
    "context create --docker": "host=tcp://h:1",
    "context create --from": "default",
}
