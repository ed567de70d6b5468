import signal

import pytest


@pytest.fixture(autouse=True)
def _alarm():
    def boom(*a):
        raise TimeoutError("alarm")

    signal.signal(signal.SIGALRM, boom)
    signal.alarm(15)
    yield
    signal.alarm(0)
