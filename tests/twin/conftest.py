"""The `twins` fixture, on the newest engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import engines
from tests.support.oracle import Oracle
from tests.support.twin import Twins
from tests.twin.differences import KNOWN


@pytest.fixture(scope="module")
def twins(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Runs a line through the docker client and through ours and compares; its containers live as long as the file."""
    with pair_on(engines.NEWEST, tmp_path_factory.mktemp("twins")) as pair:
        yield pair


@pytest.fixture(scope="module")
def older(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """The same on Docker 20.10."""
    with pair_on("20.10", tmp_path_factory.mktemp("older")) as pair:
        yield pair


@contextmanager
def pair_on(version: str, folder: Path) -> Iterator[Twins]:
    """Twins on one engine of the bed."""
    oracle = Oracle(version)
    pair = Twins(oracle, engines.socket(version), folder, KNOWN)
    try:
        yield pair
    finally:
        pair.close()
        oracle.clean()
