"""Lists and events give the names that exist."""

from __future__ import annotations

from typing import Any

import pytest

from shell.engine.catalog import Catalog, Event


def event(kind: str, action: str, id: str, **about: str) -> Event:
    return Event(kind, action, id, about)


def state(catalog: Catalog, name: str) -> str:
    return {one.name: one.state for one in catalog.container_names()}.get(name, "gone")


def test_a_containers_life() -> None:
    catalog = Catalog()
    assert catalog.apply(event("container", "create", "a1", name="web", image="nginx"))
    assert state(catalog, "web") == "created"
    for action, after in (
        ("start", "running"),
        ("pause", "paused"),
        ("unpause", "running"),
        ("die", "exited"),
        ("restart", "running"),
    ):
        assert catalog.apply(event("container", action, "a1", name="web"))
        assert state(catalog, "web") == after
    assert catalog.running() == 1
    assert catalog.apply(event("container", "rename", "a1", name="front", oldName="/web"))
    assert (state(catalog, "web"), state(catalog, "front")) == ("gone", "running")
    assert catalog.apply(event("container", "destroy", "a1", name="front"))
    assert not catalog.container_names()


@pytest.mark.parametrize("action", ["exec_create: sh", "exec_start: sh", "exec_die", "top", "resize", "attach"])
def test_what_changes_nothing_is_no_change(action: str) -> None:
    catalog = Catalog()
    catalog.apply(event("container", "create", "a1", name="web"))
    names = catalog.container_names()
    assert not catalog.apply(event("container", action, "a1", name="web"))
    assert catalog.container_names() is names


def test_lists_replace_what_was_known() -> None:
    catalog = Catalog()
    catalog.apply(event("container", "create", "a1", name="old"))
    catalog.replace(
        "container",
        [
            {"Id": "b2", "Names": ["/other/link", "/web"], "State": "running", "Image": "nginx"},
            {"Id": "c3", "Names": None, "State": "created", "Image": "x"},
        ],
    )
    assert [one.name for one in catalog.container_names()] == ["web", ""]
    catalog.replace("volume", {"Volumes": None})
    catalog.replace("network", [{"Id": "n1", "Name": "bridge"}])
    assert (list(catalog.volumes), list(catalog.networks.values())) == ([], ["bridge"])


def test_images_have_their_tags_or_else_a_short_id() -> None:
    catalog = Catalog()
    long = "sha256:" + "f" * 64
    catalog.replace("image", [{"Id": "sha256:1", "RepoTags": ["a:1", "b:2"]}, {"Id": long, "RepoTags": None}])
    assert [one.name for one in catalog.image_names()] == ["a:1", "b:2", "f" * 12]
    assert catalog.apply(event("image", "tag", "sha256:1", name="c:3"))
    assert catalog.apply(event("image", "pull", "d:latest", name="d"))
    assert {"c:3", "d:latest"} <= {one.name for one in catalog.image_names()}
    assert catalog.apply(event("image", "delete", "sha256:1"))
    assert [one.name for one in catalog.image_names()] == ["f" * 12, "d:latest"]


def test_volumes_and_networks_come_and_go() -> None:
    catalog = Catalog()
    assert catalog.apply(event("volume", "create", "data"))
    assert not catalog.apply(event("volume", "create", "data"))
    assert catalog.apply(event("network", "create", "n1", name="back"))
    assert (list(catalog.volumes), list(catalog.networks.values())) == (["data"], ["back"])
    assert catalog.apply(event("volume", "destroy", "data"))
    assert catalog.apply(event("network", "destroy", "n1", name="back"))
    assert not catalog.volumes and not catalog.networks


@pytest.mark.parametrize(
    "raw",
    [{}, {"Type": "container"}, {"Type": 1, "Action": "x", "Actor": {"ID": "a"}}, {"Type": "x", "Action": "y"}],
)
def test_what_is_no_event_is_left_out(raw: dict[str, Any]) -> None:
    assert Event.read(raw) is None


def test_an_unknown_kind_changes_nothing() -> None:
    assert not Catalog().apply(event("daemon", "reload", "x"))
