"""The README's tutorial runs as it stands there, and leaves what its twin in sh leaves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support import engines
from tests.support.oracle import Oracle

pytestmark = pytest.mark.live
README = (engines.PROJECT / "README.md").read_text()


def blocks() -> list[str]:
    """Ours and sh's, with names that nobody else uses."""
    tutorial = README.partition("## Tutorial")[2].partition("\n## ")[0]
    found = re.findall(r"^```(?:sh)?\n(.*?)^```", tutorial, re.MULTILINE | re.DOTALL)
    assert len(found) == 2
    return [text.replace("shop", f"shop{uuid4().hex[:8]}") for text in found]


@pytest.fixture
def cleaned(newest: Oracle) -> Iterator[list[str]]:
    """Texts whose containers and images are removed whatever happens."""
    texts: list[str] = []
    yield texts
    for stem in {name for text in texts for name in re.findall(r"shop[0-9a-f]{8}", text)}:
        newest.result("rm", "-fv", *(f"{stem}-{n}" for n in (1, 2, 3)))
        newest.result("rmi", "-f", stem)


def run(argv: list[str], folder: Path) -> tuple[subprocess.CompletedProcess[str], float]:
    environ = {
        "PATH": f"{engines.docker_cli().parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "PYTHONPATH": str(engines.PROJECT),
        "DOCKER_HOST": engines.host(),
        "DOCKER_BUILDKIT": "0",
    }
    began = time.monotonic()
    done = subprocess.run(argv, cwd=folder, env=environ, capture_output=True, text=True, timeout=300)
    return done, time.monotonic() - began


def test_tutorial_and_its_twin(newest: Oracle, cleaned: list[str], tmp_path: Path) -> None:
    ours, theirs = blocks()
    cleaned += [ours, theirs]
    for name, text in (("ours", ours), ("theirs", theirs)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "script").write_text(text)
    checked, _ = run([sys.executable, "-m", "shell", "--check", "-f", "script"], tmp_path / "ours")
    assert (checked.stderr, checked.returncode) == ("", 0)

    done, seconds = run([sys.executable, "-m", "shell", "-f", "script"], tmp_path / "ours")
    assert done.returncode == 0, done.stderr
    twin, theirs_seconds = run(["sh", "script"], tmp_path / "theirs")
    assert twin.returncode == 0, twin.stderr
    print(f"docker-shell {seconds:.2f} s, sh and docker {theirs_seconds:.2f} s")  # noqa: T201  (shown with pytest -s)

    for text in (done.stdout, twin.stdout):
        assert "\nOPEN\n" in text
        assert re.search(r"^ +3 serving$", text, re.MULTILINE)
    stem = re.findall(r"shop[0-9a-f]{8}", ours)[0]
    assert re.search(rf"^{stem}-1\n{stem}-2\n{stem}-3$", done.stdout, re.MULTILINE)
    assert "Would remove 3 objects" in done.stdout
    for folder in ("ours", "theirs"):
        logs = sorted(path.read_text() for path in (tmp_path / folder).glob("*.log"))
        assert logs == ["serving\n"] * 3
    assert stem not in newest("ps", "-a", "--format", "{{.Names}}") + newest("images", "--format", "{{.Repository}}")
