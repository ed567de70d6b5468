"""An engine of a module's own, for tests that kill or stop it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.support.mortal import Mortal


@pytest.fixture(scope="module")
def engine(bed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    if os.getuid() != 0:
        pytest.skip("an engine of its own needs root")
    with Mortal(tmp_path_factory.mktemp("mortal")) as mortal:
        yield mortal
