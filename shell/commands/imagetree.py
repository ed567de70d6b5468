"""Images while they become fewer: which ones go with a tag, and what that frees. The Engine's rules, on its listing."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.transport import image_url
from .left import Left, Object


class ImageTree:
    """What remains: `tags` by ID, children, users. What is removed here is gone for every later question."""

    def __init__(self, left: Left) -> None:
        self._left = left
        self._known: dict[str, Object] = {one["Id"]: one for one in left.every_image}
        self._count = len(self._known)
        self.tags = {image: set(one.get("RepoTags") or ()) - {"<none>:<none>"} for image, one in self._known.items()}

    def __contains__(self, image: str) -> bool:
        return image in self._known

    def has_children(self, image: str) -> bool:
        """Whether another image is built on it: then it loses its tags only."""
        return any(one.get("ParentId") == image for one in self._known.values())

    def remove(self, image: str, parents: bool = True) -> Iterator[tuple[str, int]]:
        """It, then the parents that nothing needs any more: each with the bytes that its end frees."""
        while True:
            one = self._known.pop(image)
            yield image, self._freed(one)
            image = one.get("ParentId") or ""
            if not parents or image not in self._known or self._needed(image):
                return

    def _needed(self, image: str) -> bool:
        return bool(self.tags[image]) or self.has_children(image) or bool(self._left.image_users(image))

    def _freed(self, one: Object) -> int:
        """What it has more than its parent, else than all others: the Engine counts those that are gone too."""
        if parent := self._known.get(one.get("ParentId") or ""):
            return max(int(one["Size"]) - int(parent["Size"]), 0)
        alone = self._left.image_size(one)
        earlier = self._count - len(self._known) > 1
        return int(one["Size"]) if earlier and alone < one["Size"] and not self._has_base(one["Id"]) else alone

    def _has_base(self, image: str) -> bool:
        """Whether an image that remains begins with the same layer."""
        base = self._base(image)
        return any(self._base(other) == base for other in self._known)

    def _base(self, image: str) -> list[str]:
        found = self._left.engine.get(image_url("/images/{}/json", image))
        layers: list[str] = (found.get("RootFS") or {}).get("Layers") or []
        return layers[:1]
