"""system df: how much disk images, containers, volumes and the build cache take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...engine.timestamps import go_string_of, parse_rfc3339
from ...output.formatter import JSON, RAW, TABLE, parse, show
from ...output.rows import Row, truncate_id
from ...output.template.values import Slice, Struct
from ...output.units import human_duration, human_size
from ...spec import Call, Family, command
from ...spec.flags import Bool
from ..container.rows import RAW as RAW_CONTAINER
from ..container.rows import ContainerRow
from ..formats import FORMAT
from ..image.rows import NONE, RAW_DIGESTS, ImageRow, is_dangling, named
from ..volume.listing import RAW_LIST as RAW_VOLUME
from ..volume.listing import VolumeRow

SUMMARY = "table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}"
RAW_SUMMARY = """type: {{.Type}}
total: {{.TotalCount}}
active: {{.Active}}
size: {{.Size}}
reclaimable: {{.Reclaimable}}
"""
IMAGES = (
    "table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}"
    "\\t{{.SharedSize}}\\t{{.UniqueSize}}\\t{{.Containers}}"
)
CONTAINERS = (
    "table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.LocalVolumes}}\\t{{.Size}}"
    "\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Names}}"
)
VOLUMES = "table {{.Name}}\\t{{.Links}}\\t{{.Size}}"
CACHE = (
    "table {{.ID}}\\t{{.CacheType}}\\t{{.Size}}\\t{{.CreatedSince}}"
    "\\t{{.LastUsedSince}}\\t{{.UsageCount}}\\t{{.Shared}}"
)
RAW_CACHE = """build_cache_id: {{.ID}}
parent_id: {{.Parent}}
build_cache_type: {{.CacheType}}
description: {{.Description}}
created_at: {{.CreatedAt}}
created_since: {{.CreatedSince}}
last_used_at: {{.LastUsedAt}}
last_used_since: {{.LastUsedSince}}
usage_count: {{.UsageCount}}
in_use: {{.InUse}}
shared: {{.Shared}}
"""
_ACTIVE = ("running", "paused", "restarting")


class CacheRow(Row):
    """A record of the build cache."""

    go_type = "*formatter.buildCacheContext"
    HEADERS = {
        "ID": "CACHE ID",
        "Parent": "PARENT",
        "CacheType": "CACHE TYPE",
        "Size": "SIZE",
        "CreatedSince": "CREATED",
        "LastUsedSince": "LAST USED",
        "UsageCount": "USAGE",
        "InUse": "IN USE",
        "Shared": "SHARED",
        "Description": "DESCRIPTION",
    }

    def __init__(self, record: Mapping[str, Any], trunc: bool, now: float) -> None:
        self.v, self.trunc, self.now = record, trunc, now

    def ID(self) -> str:
        identifier = self.v.get("ID") or ""
        identifier = truncate_id(identifier) if self.trunc else identifier
        return f"{identifier}*" if self.v.get("InUse") else identifier

    def Parent(self) -> str:
        parent = ", ".join(self.v.get(" Parents") or ()) or self.v.get("Parent") or ""  # the blank is the API's
        return truncate_id(parent) if self.trunc else parent

    def CacheType(self) -> str:
        return self.v.get("Type") or ""

    def Description(self) -> str:
        return self.v.get("Description") or ""

    def Size(self) -> str:
        return human_size(self.v.get("Size") or 0, 3)

    def CreatedAt(self) -> str:
        return go_string_of(self.v.get("CreatedAt") or "")

    def CreatedSince(self) -> str:
        return self._since(self.v.get("CreatedAt") or "0001-01-01T00:00:00Z")

    def LastUsedAt(self) -> str:
        moment = self.v.get("LastUsedAt")
        return go_string_of(moment) if moment else ""

    def LastUsedSince(self) -> str:
        return self._since(self.v.get("LastUsedAt") or "")

    def UsageCount(self) -> str:
        return str(self.v.get("UsageCount") or 0)

    def InUse(self) -> str:
        return "true" if self.v.get("InUse") else "false"

    def Shared(self) -> str:
        return "true" if self.v.get("Shared") else "false"

    def _since(self, moment: str) -> str:
        if not moment:
            return ""
        seconds, nanoseconds = parse_rfc3339(moment)
        return human_duration(self.now - seconds - nanoseconds / 1e9) + " ago"


class UsageRow(Row):
    """One kind of object: how many there are, how much they take, how much could be had back."""

    go_type = "*formatter.diskUsageImagesContext"
    HEADERS = {
        "Type": "TYPE",
        "TotalCount": "TOTAL",
        "Active": "ACTIVE",
        "Size": "SIZE",
        "Reclaimable": "RECLAIMABLE",
    }

    def __init__(self, kind: str, total: int, active: int, size: int, reclaimable: int, share: bool = True) -> None:
        self.kind, self.total, self.active, self.size = kind, total, active, size
        self.reclaimable, self.share = reclaimable, share and size > 0

    def Type(self) -> str:
        return self.kind

    def TotalCount(self) -> str:
        return str(self.total)

    def Active(self) -> str:
        return str(self.active)

    def Size(self) -> str:
        return human_size(self.size)

    def Reclaimable(self) -> str:
        text = human_size(self.reclaimable)
        return f"{text} ({self.reclaimable * 100 // self.size}%)" if self.share else text


def _images(images: Sequence[Mapping[str, Any]], size: int) -> UsageRow:
    used = 0
    for image in images:
        whole, shared = image.get("Size") or 0, image.get("SharedSize") or 0
        if image.get("Containers") and -1 not in (whole, shared):
            used += whole - shared
    active = sum((image.get("Containers") or 0) > 0 for image in images)
    return UsageRow("Images", len(images), active, size, size - used)


def _containers(containers: Sequence[Mapping[str, Any]]) -> UsageRow:
    sizes = [(container.get("SizeRw") or 0, _is_active(container)) for container in containers]
    free = sum(size for size, active in sizes if not active)
    active = sum(active for _, active in sizes)
    return UsageRow("Containers", len(sizes), active, sum(size for size, _ in sizes), free)


def _is_active(container: Mapping[str, Any]) -> bool:
    return any(word in (container.get("State") or "") for word in _ACTIVE)


def _volumes(volumes: Sequence[Mapping[str, Any]]) -> UsageRow:
    used = [volume.get("UsageData") or {} for volume in volumes]
    sizes = [(max(entry.get("Size") or 0, 0), (entry.get("RefCount") or 0)) for entry in used]
    free = sum(size for size, count in sizes if count == 0)
    active = sum(count > 0 for _, count in sizes)
    return UsageRow("Local Volumes", len(sizes), active, sum(size for size, _ in sizes), free)


def _cache_size(records: Sequence[Mapping[str, Any]]) -> int:
    return sum(record.get("Size") or 0 for record in records if not record.get("Shared"))


def _cache(records: Sequence[Mapping[str, Any]]) -> UsageRow:
    size = _cache_size(records)
    used = sum(record.get("Size") or 0 for record in records if record.get("InUse") and not record.get("Shared"))
    active = sum(bool(record.get("InUse")) for record in records)
    return UsageRow("Build Cache", len(records), active, size, size - used, share=False)


class SystemUsage(Family):
    """The disk usage command."""

    @command(
        "system df",
        "Show how much disk images, containers, volumes and the build cache take",
        FORMAT,
        Bool("verbose", "v", "Every object by itself"),
        since="1.25",
        examples=(("What could be had back", "system df --format '{{.Type}} {{.Reclaimable}}'"),),
    )
    def CmdSystemDf(self, call: Call) -> None:
        form: str = call["format"] or TABLE
        found = call.engine.get("/system/df") or {}
        images, containers = found.get("Images") or [], found.get("Containers") or []
        volumes, records = found.get("Volumes") or [], found.get("BuildCache") or []
        if call["verbose"]:
            _Verbose(call, form, images, containers, volumes, records).show()
            return
        form = {TABLE: SUMMARY, RAW: RAW_SUMMARY}.get(form, form)
        size = found.get("LayersSize") or 0
        show(
            call.out,
            form,
            UsageRow,
            [_images(images, size), _containers(containers), _volumes(volumes), _cache(records)],
        )


def _last_used(record: Mapping[str, Any]) -> tuple[Any, ...]:
    moment = record.get("LastUsedAt")
    return (parse_rfc3339(moment) if moment else (-1 << 62, 0), record.get("ID") or "")


class _Verbose:
    """Every object by itself: four tables, or one template over all of them."""

    def __init__(self, call: Call, form: str, images: Any, containers: Any, volumes: Any, records: Any) -> None:
        trunc, now = form.startswith(TABLE), call.shell.env.now()
        self.call, self.form = call, form
        self.images = [ImageRow(image, *_name(image), digest="", trunc=trunc, now=now) for image in images]
        self.containers = [ContainerRow({**entry, "SizeRootFs": 0}, trunc, now) for entry in containers]
        self.volumes = [VolumeRow(volume) for volume in volumes]
        self.records = [CacheRow(record, trunc, now) for record in sorted(records, key=_last_used)]
        self.cache_size = _cache_size(records)

    def show(self) -> None:
        if self.form == TABLE:
            self._tables()
            return
        from ...output.template.errors import TemplateError

        template = parse(_template(self.form))
        try:
            self.call.out.write(template.execute(self._data()))
        except TemplateError as error:
            from ...errors import ShellError

            self.call.out.write(error.written)
            raise ShellError(str(error)) from None

    def _data(self) -> Struct:
        def rows(name: str, items: Sequence[Row]) -> Slice:
            return Slice(list(items), f"[]*formatter.{name}")

        return Struct(
            "formatter.diskUsageContext",
            {
                "Images": rows("imageContext", self.images),
                "Containers": rows("ContainerContext", self.containers),
                "Volumes": rows("volumeContext", self.volumes),
                "BuildCache": rows("buildCacheContext", self.records),
            },
            pointer=True,
        )

    def _tables(self) -> None:
        out = self.call.out
        out.write("Images space usage:\n\n")
        show(out, IMAGES, ImageRow, self.images)
        out.write("\nContainers space usage:\n\n")
        show(out, CONTAINERS, ContainerRow, self.containers)
        out.write("\nLocal Volumes space usage:\n\n")
        show(out, VOLUMES, VolumeRow, self.volumes)
        out.write(f"\nBuild cache usage: {human_size(self.cache_size)}\n\n")
        show(out, CACHE, CacheRow, self.records)


def _name(image: Mapping[str, Any]) -> tuple[str, str]:
    """Repository and tag by the image's first name."""
    if is_dangling(image) or not image.get("RepoTags"):
        return NONE, NONE
    repository, tag, _ = next(named({"RepoTags": image["RepoTags"][:1]}, False), (NONE, NONE, NONE))
    return repository, tag


def _template(form: str) -> str:
    if form == JSON:
        return "{{json .}}"
    if form != RAW:
        text = form[len(TABLE) :] if form.startswith(TABLE) else form
        return text.strip(" ").replace("\\t", "\t").replace("\\n", "\n")
    parts = (
        ("Images", "Image", RAW_DIGESTS),
        ("Containers", "Container", RAW_CONTAINER + "size: {{.Size}}\n"),
        ("Volumes", "Volume", RAW_VOLUME.replace("\\n", "\n")),
        ("BuildCache", "Build Cache", RAW_CACHE),
    )
    return "".join(f"{{{{range .{field}}}}}type: {name}\n{body}\n{{{{end -}}}}\n" for field, name, body in parts).strip(
        "\n"
    )
