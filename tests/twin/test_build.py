"""build by the Engine's own builder: DOCKER_BUILDKIT=0."""

from __future__ import annotations

import io
import tarfile

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin
CLASSIC = {"DOCKER_BUILDKIT": "0"}
FILES = {
    "Dockerfile": "FROM busybox\nARG WHO=me\nCOPY kept /kept\nRUN echo $WHO\nCMD true\n",
    "other/Dockerfile": "FROM busybox\nLABEL a=b\n",
    "fails": "FROM busybox\nRUN exit 7\n",
    "nonsense": "NONSENSE x\n",
    "stages": "FROM busybox AS one\nRUN echo 1\nFROM busybox AS two\nRUN echo 2\n",
    ".dockerignore": "left\n",
    "kept": "kept\n",
    "left": "left\n",
}


@pytest.fixture(scope="module", autouse=True)
def stage(twins: Twins) -> None:
    """A folder to build in."""
    for name, text in FILES.items():
        path = twins.cwd / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


BUILDS = [
    "build --no-cache -t @new .",
    "build -q -t @new .",
    "image build --tag @new --no-cache .",
    "builder build --no-cache -t @new .",
    "build --no-cache --build-arg WHO=you --label a=b -t @new .",
    "build --no-cache -f other/Dockerfile -t @new .",
    "build --no-cache -t @new other",
    "build --no-cache -f fails --force-rm .",
    "build -f nonsense .",
    "build -f nosuch .",
    "build --no-cache -f stages --target one -t @new .",
    "build -f stages --target nosuch .",
    "build --no-cache --pull=false -t @new other",
    "build --no-cache --network none -m 64m -t @new .",
    "build --no-cache --iidfile iid -t @new .",
    "build nosuch-folder",
    "build Dockerfile",
    "build -t Bad .",
    "build --no-cache -t @new -t @new:2 .",
    "build",
    "build a b",
    "build --build-arg",
    "build --no-cache --isolation Default -t @new other",
    "build --platform nonsense/x/y/z .",
]


@pytest.mark.parametrize("line", BUILDS)
def test_build(twins: Twins, line: str) -> None:
    build(twins, line)


def build(twins: Twins, line: str, given: bytes = b"") -> None:
    """Compare, and remove what was built."""
    twins.word("new")
    twins(line, given=given, environ=CLASSIC)
    for side in twins.sides:
        twins.oracle.result("rmi", "-f", side.names["new"], f"{side.names['new']}:2")


@pytest.mark.parametrize("line", ["build --no-cache -t @new -", "build -q -t @new -"])
def test_a_dockerfile_on_stdin(twins: Twins, line: str) -> None:
    build(twins, line, b"FROM busybox\nLABEL on=stdin\n")


def test_a_context_on_stdin(twins: Twins) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        tar.add(twins.cwd / "other/Dockerfile", "Dockerfile")
    build(twins, "build --no-cache -t @new -", content.getvalue())
    build(twins, "build -t @new -")
