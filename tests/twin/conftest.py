"""The `twins` fixture, on the newest engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import engines
from tests.support.oracle import Oracle
from tests.support.twin import Twins
from tests.twin.differences import KNOWN


@pytest.fixture(scope="module")
def twins(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Runs a line through the docker client and through ours and compares; its containers live as long as the file."""
    oracle = Oracle()
    pair = Twins(oracle, engines.socket(oracle.version), tmp_path_factory.mktemp("twins"), KNOWN)
    yield pair
    pair.close()
    oracle.clean()
