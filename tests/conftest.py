"""Fixtures for all tests: the bed is brought up by the first test that asks for it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support import engines
from tests.support.engines import control
from tests.support.oracle import Oracle

# A loaded machine is no failure, and the same examples every time: what they find is found before a merge.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_configure() -> None:
    """The engine, context and settings of whoever runs the tests are no part of them."""
    for name in [name for name in os.environ if name.startswith("DOCKER_") and name != "DOCKER_SHELL_BED"]:
        del os.environ[name]


# A runner may start us with signals ignored (nohup, a background job); what tests start must not inherit that.
for _number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _number is signal.SIGINT else signal.SIG_DFL)


@pytest.fixture(scope="session")
def bed() -> None:
    """Engines and registries that answer; left running for the tests of other processes."""
    if not control.may_change() and not control.is_up():
        pytest.skip("the engines need root: sudo make engine")
    control.up()


@pytest.fixture(params=engines.VERSIONS)
def docker(bed: None, request: pytest.FixtureRequest) -> Iterator[Oracle]:
    """The real docker client on each of the engines in turn; `docker.version` says on which."""
    oracle = Oracle(request.param)
    yield oracle
    oracle.clean()


@pytest.fixture
def newest(bed: None) -> Iterator[Oracle]:
    """The real docker client on the newest engine only."""
    oracle = Oracle()
    yield oracle
    oracle.clean()
