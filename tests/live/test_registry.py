"""Lists of the bed's registries, one of which wants a password."""

from __future__ import annotations

import pytest

from shell.engine.registry import Registry, RegistryError
from tests.support.engines import PASSWORD, PRIVATE_REGISTRY, REGISTRY, USER
from tests.support.oracle import Oracle

pytestmark = pytest.mark.live


def test_what_was_pushed_is_listed(newest: Oracle) -> None:
    newest("tag", "busybox:latest", f"{REGISTRY}/listed/busybox:one")
    newest("push", "-q", f"{REGISTRY}/listed/busybox:one")
    registry = Registry(REGISTRY, limit=60)
    assert "listed/busybox" in registry.repositories()
    assert registry.tags("listed/busybox") == ["one"]


def test_a_registry_with_a_password_opens_for_it_only(bed: None) -> None:
    assert isinstance(Registry(PRIVATE_REGISTRY, USER, PASSWORD, limit=60).repositories(), list)
    for user in ("", USER):
        with pytest.raises(RegistryError, match="401"):
            Registry(PRIVATE_REGISTRY, user, "wrong", limit=60).repositories()
