"""--dry-run: what `rm` and `prune` would remove, and how much that would give back; nothing is removed.

The rules are the Engine's own: what it would refuse is told as an error here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ..engine.reference import parse
from ..engine.transport import image_url, url
from ..errors import ShellError
from ..output.units import human_size
from ..spec import Call
from .left import BuildCache, Left, own_name
from .prune import prune_filters

ANONYMOUS = re.compile(r"[0-9a-f]{64}")


class Item(NamedTuple):
    """What would go: `size` in bytes, None where it takes no space worth telling."""

    kind: str
    name: str
    size: int | None = None


def show(call: Call) -> int:
    """Print the plan of the call and its total; what would be refused fails the call."""
    total = count = 0
    for item in PLANS[call.spec.name](call):
        size = "" if item.size is None else f"  {human_size(item.size)}"
        call.out.line(call.out.safe(f"{item.kind} {item.name}{size}"))
        total += item.size or 0
        count += 1
    if count or not call.errors:
        call.out.line(f"Would remove {count} object{'' if count == 1 else 's'}, {human_size(total)}")
    call.finish()
    return 0


# -- rm --------------------------------------------------------------------------------------------


def _containers(call: Call) -> Iterator[Item]:
    for name in call.args:
        with call.keep_going():
            found = call.engine.get(url("/containers/{}/json", name), {"size": "1"})
            shown = found["Name"].removeprefix("/")
            if found["State"]["Running"] and not call["force"]:
                raise ShellError(f"{shown} is running: stop it first, or use --force")
            yield Item("container", shown, found.get("SizeRw") or 0)
            for mount in found.get("Mounts") or () if call["volumes"] else ():
                if mount.get("Type") == "volume" and ANONYMOUS.fullmatch(mount.get("Name", "")):
                    yield Item("volume", mount["Name"], Left(call.engine).volume_size(mount["Name"]))


def _images(call: Call) -> Iterator[Item]:
    left = Left(call.engine)
    tags = {one["Id"]: set(one.get("RepoTags") or ()) - {"<none>:<none>"} for one in left.images}
    for name in call.args:
        with call.keep_going():
            found = call.engine.get(image_url("/images/{}/json", name))
            yield from _image(call, left, tags.setdefault(found["Id"], set()), found["Id"], name)


def _image(call: Call, left: Left, tags: set[str], image: str, name: str) -> Iterator[Item]:
    """A tag, and its image when it was the last one."""
    by_id = image.removeprefix("sha256:").startswith(name.removeprefix("sha256:"))
    going = set(tags) if by_id else tags & {_tag(name)}
    if by_id and len(tags) > 1 and not call["force"]:
        raise ShellError(f"{name} has {len(tags)} names: remove those, or use --force")
    users = [one for one in left.containers if one["ImageID"] == image]
    last = going == tags
    if last and any(one["State"] == "running" or not call["force"] for one in users):
        raise ShellError(f"{name} is used by container {users[0]['Id'][:12]}")
    for tag in sorted(going):
        tags.discard(tag)
        yield Item("tag", tag)
    if last:
        yield Item("image", image.removeprefix("sha256:")[:12], left.image_size(image))


def _tag(name: str) -> str:
    return parse(name).tagged().familiar()


def _volumes(call: Call) -> Iterator[Item]:
    left = Left(call.engine)
    for name in call.args:
        with call.keep_going():
            found = call.engine.get(url("/volumes/{}", name))
            if left.volume_users(found["Name"]):
                raise ShellError(f"volume {found['Name']} is in use")
            yield Item("volume", found["Name"], left.volume_size(found["Name"]))


def _networks(call: Call) -> Iterator[Item]:
    for name in call.args:
        with call.keep_going():
            found = call.engine.get(url("/networks/{}", name))
            users = [one["Name"] for one in (found.get("Containers") or {}).values()]
            if users:
                raise ShellError(f"network {found['Name']} is used by {', '.join(sorted(users))}")
            yield Item("network", found["Name"])


# -- prune -----------------------------------------------------------------------------------------


def _prune_containers(call: Call, left: Left | None = None) -> Iterator[Item]:
    left = left or Left(call.engine, prune_filters(call))
    for one in left.stopped():
        yield Item("container", own_name(one), one.get("SizeRw") or 0)


def _prune_images(call: Call, left: Left | None = None) -> Iterator[Item]:
    left = left or Left(call.engine, prune_filters(call))
    for one in left.unused_images(call["all"]):
        for tag in sorted(set(one.get("RepoTags") or ()) - {"<none>:<none>"}):
            yield Item("tag", tag)
        yield Item("image", one["Id"].removeprefix("sha256:")[:12], left.image_size(one["Id"]))


def _prune_volumes(call: Call, left: Left | None = None) -> Iterator[Item]:
    everything = call.spec.name == "volume prune" and call["all"]
    left = left or Left(call.engine, prune_filters(call))
    for one in left.unused_volumes(everything):
        yield Item("volume", one["Name"], left.volume_size(one["Name"]))


def _prune_networks(call: Call, left: Left | None = None) -> Iterator[Item]:
    left = left or Left(call.engine, prune_filters(call))
    yield from (Item("network", one["Name"]) for one in left.unused_networks())


def _prune_cache(call: Call, left: Left | None = None) -> Iterator[Item]:
    if call.spec.name == "builder prune" and call["keep-storage"]:
        raise ShellError("--dry-run cannot tell what --keep-storage would keep")
    for one in BuildCache(call.engine, prune_filters(call)).unused(call["all"]):
        yield Item("cache", one["ID"], one["Size"])


def _prune_all(call: Call) -> Iterator[Item]:
    """As the Engine does it, one kind after the other: what containers used is free when they are gone."""
    left = Left(call.engine, prune_filters(call))
    yield from _prune_containers(call, left)
    left.without(left.stopped())
    yield from _prune_networks(call, left)
    if call["volumes"]:
        yield from _prune_volumes(call, left)
    yield from _prune_images(call, left)
    yield from _prune_cache(call, left)


PLANS: dict[str, Callable[[Call], Iterable[Item]]] = {
    "container rm": _containers,
    "image rm": _images,
    "volume rm": _volumes,
    "network rm": _networks,
    "container prune": _prune_containers,
    "image prune": _prune_images,
    "volume prune": _prune_volumes,
    "network prune": _prune_networks,
    "builder prune": _prune_cache,
    "system prune": _prune_all,
}
