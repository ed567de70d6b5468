"""--dry-run: what `rm` and `prune` would remove, and how much that would give back; nothing is removed.

The rules are the Engine's own: what it would refuse is told as an error here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ..engine.reference import parse
from ..engine.transport import image_url, url
from ..errors import NotFound, ShellError
from ..output.units import human_size
from ..spec import Call
from .imagetree import ImageTree
from .left import PREDEFINED, BuildCache, Left, own_name
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


def _each(call: Call, plan: Callable[[str], Iterable[Item]]) -> Iterator[Item]:
    """The plan of every name. As for the command itself, what is not there is no failure with --force."""
    for name in call.args:
        with call.keep_going():
            try:
                yield from plan(name)
            except NotFound as why:
                if not call["force"]:
                    raise
                if call.spec.name in ("container rm", "image rm"):
                    call.err.line(call.err.safe(str(why)))


def _containers(call: Call) -> Iterator[Item]:
    left = Left(call.engine)
    gone: set[str] = set()

    def plan(name: str) -> Iterator[Item]:
        found = call.engine.get(url("/containers/{}/json", name), {"size": "1"})
        shown = found["Name"].removeprefix("/")
        if call["link"]:
            if "/" not in name.strip("/"):
                raise ShellError("Conflict, cannot remove the default link name of the container")
            yield Item("link", name)
            return
        if found["Id"] in gone:
            raise NotFound(f"No such container: {name}", 404)
        if found["State"]["Running"] and not call["force"]:
            raise ShellError(f"{shown} is running: stop it first, or use --force")
        gone.add(found["Id"])
        yield Item("container", shown, found.get("SizeRw") or 0)
        for volume in _anonymous(found) if call["volumes"] else ():
            if all(one["Id"] in gone for one in left.volume_users(volume)):
                yield Item("volume", volume, left.volume_size(volume))

    return _each(call, plan)


def _anonymous(container: dict[str, Any]) -> list[str]:
    mounts = (mount for mount in container.get("Mounts") or () if mount.get("Type") == "volume")
    return [mount["Name"] for mount in mounts if ANONYMOUS.fullmatch(mount.get("Name", ""))]


def _images(call: Call) -> Iterator[Item]:
    left = Left(call.engine)
    tree = ImageTree(left)

    def plan(name: str) -> Iterator[Item]:
        image = call.engine.get(image_url("/images/{}/json", name))["Id"]
        return _image(call, left, tree, image, name)

    return _each(call, plan)


def _image(call: Call, left: Left, tree: ImageTree, image: str, name: str) -> Iterator[Item]:
    """A tag, and its image when it was the last one."""
    by_id = image.removeprefix("sha256:").startswith(name.removeprefix("sha256:"))
    tags = tree.tags.setdefault(image, set())
    going = set(tags) if by_id else tags & {_tag(name)}
    if image not in tree or not going and tags:
        raise NotFound(f"No such image: {name}", 404)
    if by_id and tree.has_children(image):
        raise ShellError(f"{name} has images that are built on it")
    if by_id and len(tags) > 1 and not call["force"]:
        raise ShellError(f"{name} has {len(tags)} names: remove those, or use --force")
    users = left.image_users(image)
    last = going == tags
    if last and any(one["State"] == "running" or not call["force"] for one in users):
        raise ShellError(f"{name} is used by container {users[0]['Id'][:12]}")
    yield from _untagged(tree, image, going)
    if last and not tree.has_children(image):
        yield from _removed(tree, image, parents=not call["no-prune"])


def _untagged(tree: ImageTree, image: str, tags: Iterable[str]) -> Iterator[Item]:
    for tag in sorted(tags):
        tree.tags[image].discard(tag)
        yield Item("tag", tag)


def _removed(tree: ImageTree, image: str, parents: bool = True) -> Iterator[Item]:
    for one, size in tree.remove(image, parents):
        yield Item("image", one.removeprefix("sha256:")[:12], size)


def _tag(name: str) -> str:
    return parse(name).tagged().familiar()


def _volumes(call: Call) -> Iterator[Item]:
    left = Left(call.engine)
    gone: set[str] = set()

    def plan(name: str) -> Iterator[Item]:
        found = call.engine.get(url("/volumes/{}", name))["Name"]
        if found in gone:
            raise NotFound(f"get {name}: no such volume", 404)
        if left.volume_users(found):
            raise ShellError(f"volume {found} is in use")
        gone.add(found)
        yield Item("volume", found, left.volume_size(found))

    return _each(call, plan)


def _networks(call: Call) -> Iterator[Item]:
    gone: set[str] = set()

    def plan(name: str) -> Iterator[Item]:
        found = call.engine.get(url("/networks/{}", name))
        if found["Id"] in gone:
            raise NotFound(f"network {name} not found", 404)
        if found["Name"] in PREDEFINED and found["Name"] != "ingress":
            raise ShellError(f"{found['Name']} is a pre-defined network and cannot be removed")
        users = [one["Name"] for one in (found.get("Containers") or {}).values()]
        if users:
            raise ShellError(f"network {found['Name']} is used by {', '.join(sorted(users))}")
        gone.add(found["Id"])
        yield Item("network", found["Name"])

    return _each(call, plan)


# -- prune -----------------------------------------------------------------------------------------


def _prune_containers(call: Call, left: Left | None = None) -> Iterator[Item]:
    left = left or Left(call.engine, prune_filters(call))
    for one in left.stopped():
        yield Item("container", own_name(one), one.get("SizeRw") or 0)


def _prune_images(call: Call, left: Left | None = None) -> Iterator[Item]:
    left = left or Left(call.engine, prune_filters(call))
    tree = ImageTree(left)
    for image in [one["Id"] for one in left.unused_images(call["all"])]:
        if image in tree:
            yield from _untagged(tree, image, list(tree.tags[image]))
            if not tree.has_children(image):
                yield from _removed(tree, image)


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
