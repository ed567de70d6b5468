"""Which hosts go through a proxy: the cases of golang.org/x/net/http/httpproxy."""

from __future__ import annotations

import pytest

from shell.engine.tunnel import proxy_for


@pytest.mark.parametrize(
    ("host", "no_proxy", "used"),
    [
        ("engine", "", True),
        ("localhost", "", False),
        ("127.0.0.9", "", False),
        ("::1", "", False),
        ("engine", "*", False),
        ("engine", "engine", False),
        ("a.engine", "engine", False),
        ("bengine", "engine", True),
        ("engine", ".engine", True),
        ("a.engine", ".engine", False),
        ("a.engine", "*.engine", False),
        ("engine", "engine:2375", False),
        ("engine", "engine:99", True),
        ("10.1.2.3", "10.0.0.0/8", False),
        ("11.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "other, 10.1.2.3", False),
        ("ENGINE", "engine", False),
    ],
)
def test_exceptions(host: str, no_proxy: str, used: bool) -> None:
    environ = {"HTTP_PROXY": "http://p:1", "NO_PROXY": no_proxy}
    assert bool(proxy_for(host, 2375, environ, tls=False)) is used


def test_tls_has_a_variable_of_its_own() -> None:
    environ = {"HTTP_PROXY": "p:1", "https_proxy": "q:2"}
    assert proxy_for("engine", 1, environ, tls=False) == "http://p:1"
    assert proxy_for("engine", 1, environ, tls=True) == "http://q:2"
    assert proxy_for("engine", 1, {}, tls=True) == ""
