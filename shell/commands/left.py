"""What nobody uses: the Engine's rules for `prune`, applied to its listings.

GET /containers/json, /images/json, /networks, /system/df; each asked at most once.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from ..engine.filters import query
from ..engine.timestamps import parse_rfc3339, timestamp
from ..engine.transport import Engine
from ..errors import ShellError

Object = dict[str, Any]
OVER = ("created", "exited", "dead")
PREDEFINED = ("bridge", "host", "none", "ingress")
ANONYMOUS = "com.docker.volume.anonymous"


class Left:
    """The Engine's objects and which of them are unused; `filters` are prune's, name -> values."""

    def __init__(self, engine: Engine, filters: Mapping[str, Collection[str]] | None = None) -> None:
        self.engine = engine
        self._filters = {name: list(values) for name, values in (filters or {}).items() if name != "dangling"}
        known = ("until", "label", "label!", "all")
        unknown = next((name for name in self._filters if name not in known), "")
        if unknown:
            raise ShellError(f"invalid filter '{unknown}'")
        until = self._filters.get("until")
        self._until = _moment(until[0]) if until else None

    # -- listings ---------------------------------------------------------------------------------------------------

    @cached_property
    def containers(self) -> list[Object]:
        """All of them, with their sizes."""
        found: list[Object] = self.engine.get("/containers/json", {"all": "1", "size": "1"})
        return found

    @cached_property
    def images(self) -> list[Object]:
        """Those that no other is built on."""
        found: list[Object] = self.engine.get("/images/json")
        return found

    @cached_property
    def every_image(self) -> list[Object]:
        """Those that others are built on too."""
        found: list[Object] = self.engine.get("/images/json", {"all": "1"})
        return found

    @cached_property
    def _shares(self) -> dict[str, int]:
        """Image -> the bytes that other images have too."""
        listed = self.engine.get("/system/df", {"type": "image"})["Images"] or ()
        return {one["Id"]: max(one.get("SharedSize", 0), 0) for one in listed}

    @cached_property
    def _volumes(self) -> list[Object]:
        found: list[Object] = self.engine.get("/system/df", {"type": "volume"})["Volumes"] or []
        return found

    def without(self, containers: Iterable[Object]) -> None:
        """Count these containers as gone."""
        gone = {one["Id"] for one in containers}
        self.containers = [one for one in self.containers if one["Id"] not in gone]

    # -- sizes and users --------------------------------------------------------------------------------------------

    def image_size(self, image: Object) -> int:
        """The bytes that only this image has."""
        return max(int(image["Size"]) - self._shares.get(image["Id"], 0), 0)

    def image_users(self, image: str) -> list[Object]:
        """Containers made of it, ended ones too."""
        return [one for one in self.containers if one["ImageID"] == image]

    def volume_size(self, name: str) -> int | None:
        """Bytes, where its driver tells."""
        usage = next((one.get("UsageData") for one in self._volumes if one["Name"] == name), None)
        return int(usage["Size"]) if usage and usage["Size"] >= 0 else None

    def volume_users(self, name: str) -> list[Object]:
        """Containers that have it, ended ones too."""
        return [
            one
            for one in self.containers
            if any(mount.get("Type") == "volume" and mount.get("Name") == name for mount in one.get("Mounts") or ())
        ]

    # -- what is unused ---------------------------------------------------------------------------------------------

    def stopped(self) -> Iterator[Object]:
        """Containers that prune removes."""
        for one in self.containers:
            if one["State"] in OVER and self._fits(one.get("Labels"), one["Created"]):
                yield one

    def unused_images(self, tagged: bool) -> Iterator[Object]:
        """Images that no container uses: those without a tag, or all."""
        used = {one["ImageID"] for one in self.containers}
        listed = self.images if tagged else self.engine.get("/images/json", query([("dangling", "true")]))
        for one in listed:
            if one["Id"] not in used and self._fits(one.get("Labels"), one["Created"]):
                yield one

    def unused_volumes(self, named: bool) -> Iterator[Object]:
        """Local volumes that no container has: those without a name of their own, or all."""
        named = named or "all" in self._filters or not self.engine.at_least("1.42")
        for one in self._volumes:
            labels = one.get("Labels") or {}
            ours = one["Driver"] == "local" and (named or ANONYMOUS in labels)
            if ours and self._fits(labels, None) and not self.volume_users(one["Name"]):
                yield one

    def unused_networks(self) -> Iterator[Object]:
        """Networks that no running container is attached to."""
        used = {
            network.get("NetworkID")
            for one in self.containers
            if one["State"] not in OVER
            for network in (one.get("NetworkSettings", {}).get("Networks") or {}).values()
        }
        for one in self.engine.get("/networks"):
            created = parse_rfc3339(one["Created"])[0]
            if one["Id"] not in used and one["Name"] not in PREDEFINED and self._fits(one.get("Labels"), created):
                yield one

    def _fits(self, labels: Mapping[str, str] | None, created: float | None) -> bool:
        """Whether prune's filters let it go."""
        if self._until is not None and created is not None and created > self._until:
            return False
        own = labels or {}
        wanted = all(_has(own, value) for value in self._filters.get("label", ()))
        unwanted = [_has(own, value) for value in self._filters.get("label!", ())]
        return wanted and not (unwanted and all(unwanted))


def own_name(container: Object) -> str:
    """A container's name, not those that links give it: they have a second slash."""
    names = [str(name).removeprefix("/") for name in container.get("Names") or ()]
    return next((name for name in names if "/" not in name), str(container["Id"])[:12])


def _has(labels: Mapping[str, str], pair: str) -> bool:
    name, equals, value = pair.partition("=")
    return name in labels and (not equals or labels[name] == value)


class BuildCache:
    """The records of the build cache; `filters` are those of POST /build/prune, name -> values.

    Labels count for nothing there. Raises ShellError for what the Engine refuses, and for a filter whose effect only it
    knows.
    """

    def __init__(self, engine: Engine, filters: Mapping[str, Collection[str]] | None = None) -> None:
        self._engine = engine
        one: dict[str, str] = {}
        for name, values in (filters or {}).items():
            if name in ("label", "label!"):
                continue
            if name not in ("until", "unused-for", "type", "id"):
                raise ShellError(f"--dry-run cannot tell what the filter '{name}' matches in the build cache")
            if len(values) > 1:
                raise ShellError("filters expect only one value")
            one[name] = next(iter(values))
        if "until" in one and "unused-for" in one:
            raise ShellError('conflicting filters: "until" and "unused-for"')
        age = one.get("until") or one.get("unused-for")
        self._until = _moment(age) if age else None
        self._type, self._id = one.get("type"), one.get("id")

    def unused(self, everything: bool) -> Iterator[Object]:
        """Records that prune removes; without `everything` those that nothing refers to.

        What a record that stays is built on stays too.
        """
        spared = () if everything else ("internal", "frontend")
        records = self._engine.get("/system/df", {"type": "build-cache"}).get("BuildCache") or []
        gone = {
            one["ID"]: one
            for one in records
            if not one["InUse"] and (everything or not one["Shared"]) and one["Type"] not in spared and self._fits(one)
        }
        stay = [one for one in records if one["ID"] not in gone]
        while stay:
            stay = [gone.pop(id) for id in _parents(stay.pop()) if id in gone] + stay
        yield from gone.values()

    def _fits(self, record: Object) -> bool:
        used = parse_rfc3339(record.get("LastUsedAt") or record["CreatedAt"])[0]
        return (
            (self._until is None or used <= self._until)
            and self._type in (None, record["Type"])
            and (self._id is None or _found(self._id, record["ID"]))
        )


def _parents(record: Object) -> list[str]:
    """IDs; the field's name has a space in front since API 1.42, and is another one before."""
    return record.get(" Parents") or record.get("Parents") or [record.get("Parent", "")]


def _moment(text: str) -> float:
    try:
        return float(timestamp(text, time.time()))
    except ValueError as why:
        raise ShellError(str(why)) from None


def _found(pattern: str, text: str) -> bool:
    """What is no regular expression is found nowhere."""
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False
