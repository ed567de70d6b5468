"""An image as lists show it: docker's placeholders of `images` and `history`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...engine.reference import Reference, parse
from ...engine.timestamps import ZERO, go_string, rfc3339
from ...errors import ShellError
from ...output.rows import Row, ellipsis, truncate_id
from ...output.units import human_duration, human_size

NONE = "<none>"
CREATED = "{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}"
TABLE = "table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t" + CREATED + "\\t{{.Size}}"
TABLE_DIGESTS = "table {{.Repository}}\\t{{.Tag}}\\t{{.Digest}}\\t{{.ID}}\\t" + CREATED + "\\t{{.Size}}"
RAW = """repository: {{ .Repository }}
tag: {{.Tag}}
image_id: {{.ID}}
created_at: {{.CreatedAt}}
virtual_size: {{.Size}}
"""
RAW_DIGESTS = RAW.replace("image_id", "digest: {{.Digest}}\nimage_id")
_HUMAN_FROM = 946684800  # history counts ages from 2000 on only


class ImageRow(Row):
    """An entry of GET /images/json under one of its names."""

    go_type = "*formatter.imageContext"
    HEADERS = {
        "ID": "IMAGE ID",
        "Repository": "REPOSITORY",
        "Tag": "TAG",
        "Digest": "DIGEST",
        "CreatedSince": "CREATED",
        "CreatedAt": "CREATED AT",
        "Size": "SIZE",
        "Containers": "CONTAINERS",
        "VirtualSize": "SIZE",
        "SharedSize": "SHARED SIZE",
        "UniqueSize": "UNIQUE SIZE",
    }
    __slots__ = ("i", "repository", "tag", "digest", "trunc", "now")

    def __init__(
        self,
        image: Mapping[str, Any],
        repository: str = NONE,
        tag: str = NONE,
        digest: str = NONE,
        trunc: bool = True,
        now: float | None = None,
    ) -> None:
        self.i, self.repository, self.tag, self.digest, self.trunc = image, repository, tag, digest, trunc
        self.now = time.time() if now is None else now

    def ID(self) -> str:
        identifier: str = self.i.get("Id") or ""
        return truncate_id(identifier) if self.trunc else identifier

    def Repository(self) -> str:
        return self.repository

    def Tag(self) -> str:
        return self.tag

    def Digest(self) -> str:
        return self.digest

    def CreatedSince(self) -> str:
        created = self.i.get("Created") or 0
        return "" if created == ZERO else human_duration(self.now - created) + " ago"

    def CreatedAt(self) -> str:
        return go_string(self.i.get("Created") or 0)

    def Size(self) -> str:
        return human_size(self.i.get("Size") or 0, 3)

    def Containers(self) -> str:
        count = self.i.get("Containers") or 0
        return "N/A" if count == -1 else str(count)

    def VirtualSize(self) -> str:
        return human_size(self.i.get("Size") or 0)

    def SharedSize(self) -> str:
        shared = self.i.get("SharedSize") or 0
        return "N/A" if shared == -1 else human_size(shared)

    def UniqueSize(self) -> str:
        size, shared = self.i.get("Size") or 0, self.i.get("SharedSize") or 0
        return "N/A" if -1 in (size, shared) else human_size(size - shared)


def is_dangling(image: Mapping[str, Any]) -> bool:
    """An image without a name: none at all, or the ``<none>`` of older Engines."""
    tags, digests = image.get("RepoTags") or [], image.get("RepoDigests") or []
    return not tags and not digests or (tags == ["<none>:<none>"] and digests == ["<none>@<none>"])


def _references(texts: Sequence[str] | None) -> Iterator[Reference]:
    for text in texts or ():
        try:
            yield parse(text)
        except ShellError:
            continue


def named(image: Mapping[str, Any], digests: bool) -> Iterator[tuple[str, str, str]]:
    """Repository, tag and digest of each line that an image makes in the list."""
    if is_dangling(image):
        yield NONE, NONE, NONE
        return
    tags: dict[str, list[str]] = {}
    found: dict[str, list[str]] = {}
    for reference in _references(image.get("RepoTags")):
        if reference.tag:
            tags.setdefault(reference.familiar_name, []).append(reference.tag)
    for reference in _references(image.get("RepoDigests")):
        if reference.digest:
            found.setdefault(reference.familiar_name, []).append(reference.digest)
    for repository, names in tags.items():
        known = found.pop(repository, [])
        for tag in names:
            for digest in known if digests and known else [NONE]:
                yield repository, tag, digest


def digest_only(image: Mapping[str, Any], shown: bool) -> Iterator[tuple[str, str, str]]:
    """The same for repositories that know the image by digest alone; one line per digest if they are shown."""
    if is_dangling(image):
        return
    tagged = {reference.familiar_name for reference in _references(image.get("RepoTags")) if reference.tag}
    found: dict[str, list[str]] = {}
    for reference in _references(image.get("RepoDigests")):
        if reference.digest and reference.familiar_name not in tagged:
            found.setdefault(reference.familiar_name, []).append(reference.digest)
    for repository, digests in found.items():
        for digest in digests if shown else [""]:
            yield repository, NONE, digest


class HistoryRow(Row):
    """A layer of GET /images/{name}/history."""

    go_type = "*image.historyContext"
    HEADERS = {
        "ID": "IMAGE",
        "CreatedSince": "CREATED",
        "CreatedAt": "CREATED AT",
        "CreatedBy": "CREATED BY",
        "Size": "SIZE",
        "Comment": "COMMENT",
    }

    def __init__(self, layer: Mapping[str, Any], trunc: bool, human: bool, now: float) -> None:
        self.h, self.trunc, self.human, self.now = layer, trunc, human, now

    def ID(self) -> str:
        identifier: str = self.h.get("Id") or ""
        return truncate_id(identifier) if self.trunc else identifier

    def CreatedAt(self) -> str:
        return rfc3339(self.h.get("Created") or 0)

    def CreatedSince(self) -> str:
        if not self.human:
            return self.CreatedAt()
        created = self.h.get("Created") or 0
        return "N/A" if created <= _HUMAN_FROM else human_duration(self.now - created) + " ago"

    def CreatedBy(self) -> str:
        text: str = (self.h.get("CreatedBy") or "").replace("\t", " ")
        return ellipsis(text, 45) if self.trunc else text

    def Size(self) -> str:
        size = self.h.get("Size") or 0
        return human_size(size, 3) if self.human else str(size)

    def Comment(self) -> str:
        return self.h.get("Comment") or ""
