"""The `twins` fixture, on the newest engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import engines
from tests.support.oracle import Oracle
from tests.support.twin import Twins
from tests.twin.differences import KNOWN


@pytest.fixture
def twins(newest: Oracle, tmp_path: Path) -> Iterator[Twins]:
    """Runs a line through the docker client and through ours and compares."""
    pair = Twins(newest, engines.socket(newest.version), tmp_path, KNOWN)
    yield pair
    pair.close()
