"""What moves files: cp, export, import, commit, save, load."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.twin import Twins

pytestmark = pytest.mark.twin


@pytest.fixture(scope="module", autouse=True)
def stage(twins: Twins) -> None:
    """A container with files of all kinds, an image, and files here."""
    make = "mkdir -p /d/sub; echo one > /d/f; ln -s f /d/link; echo two > /d/sub/g; chmod 600 /d/f; sleep 600"
    twins.shared("web", "sh", "-c", make)
    twins.oracle("exec", twins.sides[0].names["web"], "sh", "-c", "until [ -e /d/sub/g ]; do :; done")
    twins.fixed("image", twins.oracle.name("image"))
    twins.oracle.image(twins.sides[0].names["image"])
    (twins.cwd / "here").write_text("from here\n")
    (twins.cwd / "folder").mkdir()
    (twins.cwd / "folder/inside").write_text("inside\n")
    twins.oracle("save", "-o", str(twins.cwd / "image.tar"), twins.sides[0].names["image"])
    (twins.cwd / "broken.tar").write_text("no archive\n")


COPIES = [
    "cp @web:/d/f @out",
    "cp @web:/d @out",
    "cp @web:/d/. @out",
    "cp -L @web:/d/link @out",
    "cp @web:/d/link @out",
    "cp -a @web:/d/f @out",
    "cp -q @web:/d/f @out",
    "container cp @web:/d/f @out",
    "cp @web:/nosuch @out",
    "cp @web:/d/f /nosuch-folder/x",
    "cp nosuch-1:/etc/passwd @out",
    "cp here nosuch-1:/tmp",
    "cp here @web:/nosuch/deep/x",
    "cp nosuch-file @web:/tmp",
    "cp here @out",
    "cp @web:/d @web:/e",
    "cp here",
    "cp - @web:/d/f",
    "cp @web:/d/f folder",
    "cp ''  @web:/d",
]


@pytest.mark.parametrize("line", COPIES)
def test_copies(twins: Twins, line: str) -> None:
    twins.word("out")
    twins(line)
    theirs, own = (twins.cwd / side.names["out"] for side in twins.sides)
    assert tree(theirs) == tree(own)


INTO = [
    "cp here @own:/tmp",
    "cp here @own:/tmp/other",
    "cp folder @own:/tmp",
    "cp folder/. @own:/tmp",
    "cp -a here @own:/",
]


@pytest.mark.parametrize("line", INTO)
def test_copies_into(twins: Twins, line: str) -> None:
    twins.container("own")
    twins(line)
    look = ("sh", "-c", "find /tmp -type f; cat /here; true")
    told = [twins.oracle("exec", side.names["own"], *look) for side in twins.sides]
    assert told[0] == told[1]


def test_a_copy_as_an_archive(twins: Twins) -> None:
    assert "two" in twins("cp @web:/d -").out


ARCHIVES = [
    "export -o @out @web",
    "container export --output @out @web",
    "export nosuch-1",
    "export -o @out nosuch-1",
    "export -o /nosuch-folder/x @web",
    "save -o @out @image",
    "image save --output @out @image",
    "save -o @out nosuch-1",
    "save nosuch-1",
    "save -o /nosuch-folder/x @image",
    "save",
    "save --platform linux/arm64 -o @out @image",
    "load -i image.tar",
    "load -q -i image.tar",
    "image load --input image.tar",
    "load -i nosuch.tar",
    "load -i broken.tar",
    "load -i folder",
    "load --platform linux/arm64 -i image.tar",
    "load x",
]


@pytest.mark.parametrize("line", ARCHIVES)
def test_archives(twins: Twins, line: str) -> None:
    twins.word("out")
    twins(line)
    theirs, own = (twins.cwd / side.names["out"] for side in twins.sides)
    assert theirs.exists() == own.exists()
    assert not theirs.exists() or theirs.stat().st_size == own.stat().st_size


def test_archives_on_the_streams(twins: Twins) -> None:
    told = twins("load", given=(twins.cwd / "image.tar").read_bytes())
    assert told.out.startswith("Loaded image")
    assert twins("export @web").out


MAKES = [
    "commit @web @new",
    "container commit -m why -a who @web @new:1",
    "commit -c 'CMD [\"x\"]' -c 'ENV A=b' @web @new",
    "commit --pause=false @web @new",
    "commit -p @web @new",
    "commit --change 'NONSENSE x' @web @new",
    "commit @web Bad",
    "commit nosuch-1 @new",
    "commit",
    "import image.tar @new",
    "image import -m why -c 'CMD x' image.tar @new:1",
    "import --platform linux/amd64 image.tar @new",
    "import --platform nonsense/x/y/z image.tar @new",
    "import nosuch.tar @new",
    "import broken.tar @new",
    "import image.tar Bad",
    "import http://127.0.0.1:1/x @new",
    "import",
]


@pytest.mark.parametrize("line", MAKES)
def test_images_are_made(twins: Twins, line: str) -> None:
    twins.word("new")
    twins(line)
    for side in twins.sides:
        twins.oracle.result("rmi", "-f", side.names["new"], f"{side.names['new']}:1")


def tree(top: Path) -> list[tuple[str, str, int]]:
    """Names, kinds with contents, and modes."""
    found = [top, *sorted(top.rglob("*"))] if top.exists() else []
    return [(str(path.relative_to(top)), content(path), path.lstat().st_mode) for path in found]


def content(path: Path) -> str:
    """What tells a file from another."""
    return str(path.readlink()) if path.is_symlink() else path.read_text() if path.is_file() else "folder"
