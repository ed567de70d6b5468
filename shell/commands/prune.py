"""What nobody uses any more is removed: containers, images, networks, volumes, build cache, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ShellError
from ..output.gojson import dumps
from ..output.units import human_size
from ..spec import Call, Family, command
from ..spec.flags import Bool, Bytes, Filter
from .buildx import forward
from .confirm import ask
from .ours import DRY_RUN

if TYPE_CHECKING:
    from ..cli import DockerCli
    from ..streams import Streams

SURE = "\nAre you sure you want to continue?"
FORCE = Bool("force", "f", "Do not ask first")

Filters = dict[str, dict[str, bool]]
Query = dict[str, "str | list[str]"]
#: What was removed, as it is told, and how many bytes that gave back.
Removed = tuple[str, int]


def _filter(hint: str, since: str = "") -> Filter:
    return Filter("filter", "", f"Only what fits NAME=VALUE ({hint})", complete="prune-filter", since=since)


def _forward_unless_dry(shell: DockerCli, words: Sequence[str], streams: Streams) -> None:
    """Hand `builder prune` on to buildx, but not a --dry-run, which buildx does not know."""
    if "--dry-run" not in words and "--dry-run=true" not in words:
        forward(shell, words, streams)


class Prune(Family):
    """The `prune` of every kind of object."""

    @command(
        "container prune",
        "Remove all containers that are not running",
        _filter("until, label"),
        FORCE,
        DRY_RUN,
        since="1.25",
        examples=(("Those that ended more than a day ago", "container prune --filter until=24h"),),
    )
    def CmdContainerPrune(self, call: Call) -> None:
        filters = prune_filters(call)
        ask(call, f"WARNING! This will remove all stopped containers.{SURE}")
        _report(call, *_containers(call, filters))

    @command(
        "image prune",
        "Remove images that nothing needs",
        Bool("all", "a", "Tagged ones too, if no container uses them"),
        _filter("until, label"),
        FORCE,
        DRY_RUN,
        since="1.25",
        examples=(("Everything that no container uses", "image prune --all --force"),),
    )
    def CmdImagePrune(self, call: Call) -> None:
        filters = prune_filters(call, {"dangling": [_bool(not call["all"])]})
        which = "images without at least one container associated to them" if call["all"] else "dangling images"
        ask(call, f"WARNING! This will remove all {which}.{SURE}")
        _report(call, *_images(call, filters))

    @command(
        "network prune",
        "Remove networks that no container is attached to",
        _filter("until, label"),
        FORCE,
        DRY_RUN,
        since="1.25",
        examples=(("Without being asked", "network prune -f"),),
    )
    def CmdNetworkPrune(self, call: Call) -> None:
        filters = prune_filters(call)
        ask(call, f"WARNING! This will remove all custom networks not used by at least one container.{SURE}")
        text, _ = _networks(call, filters)
        if text:
            call.out.line(text)

    @command(
        "volume prune",
        "Remove volumes that no container uses",
        Bool("all", "a", "Named ones too", since="1.42"),
        _filter("label"),
        FORCE,
        DRY_RUN,
        since="1.25",
        examples=(("Named volumes too", "volume prune --all"),),
    )
    def CmdVolumePrune(self, call: Call) -> None:
        filters = prune_filters(call)
        if call["all"] and "all" in filters:
            raise ShellError("conflicting options: cannot specify both --all and --filter all=1")
        if call["all"]:
            filters["all"] = {"true": True}
        named = call["all"] or not call.engine.at_least("1.42")
        which = "all local volumes" if named else "anonymous local volumes"
        ask(call, f"WARNING! This will remove {which} not used by at least one container.{SURE}")
        _report(call, *_volumes(call, filters))

    @command(
        "builder prune",
        "Remove the build cache",
        Bool("all", "a", "All of it, not only what nothing refers to"),
        _filter("until, id, type …"),
        FORCE,
        DRY_RUN,
        Bytes("keep-storage", "", "How much of it may stay"),
        since="1.39",
        terse=True,
        early=_forward_unless_dry,
        examples=(("Down to a gigabyte", "builder prune --force --keep-storage 1gb"),),
    )
    def CmdBuilderPrune(self, call: Call) -> None:
        filters = prune_filters(call)
        which = "build cache" if call["all"] else "dangling build cache"
        ask(call, f"WARNING! This will remove all {which}. Are you sure you want to continue?")
        keep = {name: str(call["keep-storage"]) for name in ("keep-storage", "reserved-space") if call["keep-storage"]}
        _report(call, *_build_cache(call, filters, keep))

    @command(
        "system prune",
        "Remove everything that nothing uses",
        Bool("all", "a", "Images that have a tag too, and the whole build cache"),
        _filter("until, label", since="1.28"),
        FORCE,
        DRY_RUN,
        Bool("volumes", "", "Anonymous volumes too"),
        since="1.25",
        examples=(("Volumes too, without being asked", "system prune -f --volumes"),),
        details="Images, networks and containers that somebody could want again may be among it: read the list.",
    )
    def CmdSystemPrune(self, call: Call) -> None:
        if call["volumes"] and any(name == "until" for name, _ in call["filter"]):
            raise ShellError('ERROR: The "until" filter is not supported with "--volumes"')
        filters = prune_filters(call)
        ask(call, _everything(call, filters))
        total = 0
        for text, space in _all(call, filters):
            total += space
            if text:
                call.out.line(text)
        call.out.line(f"Total reclaimed space: {human_size(total)}")


def _everything(call: Call, filters: Filters) -> str:
    lines = ["all stopped containers", "all networks not used by at least one container"]
    if call["volumes"]:
        lines.append("all anonymous volumes not used by at least one container")
    lines.append(
        "all images without at least one container associated to them" if call["all"] else "all dangling images"
    )
    if _has_build_cache(call):
        lines.append("all build cache" if call["all"] else "unused build cache")
    text = "WARNING! This will remove:\n" + _listed(lines)
    if filters:
        pairs = sorted(f"{name}={value}" for name, values in filters.items() for value in values)
        text += "\n  Items to be pruned will be filtered with:\n" + _listed(pairs)
    return text + SURE


def _listed(lines: Iterable[str]) -> str:
    return "".join(f"  - {line}\n" for line in lines)


def _has_build_cache(call: Call) -> bool:
    return call.engine.at_least("1.31")


def _all(call: Call, filters: Filters) -> Iterable[Removed]:
    """One kind after the other; what fails ends it."""
    yield _containers(call, filters)
    yield _networks(call, filters)
    if call["volumes"]:
        yield _volumes(call, filters)
    yield _images(call, filters | {"dangling": {_bool(not call["all"]): True}})
    if _has_build_cache(call):
        yield _build_cache(call, filters, {})


def _containers(call: Call, filters: Filters) -> Removed:
    answer = call.engine.post("/containers/prune", _query(filters))
    return _told("Deleted Containers:", answer.get("ContainersDeleted")), _space(answer)


def _networks(call: Call, filters: Filters) -> Removed:
    answer = call.engine.post("/networks/prune", _query(filters))
    return _told("Deleted Networks:", answer.get("NetworksDeleted")), 0


def _volumes(call: Call, filters: Filters) -> Removed:
    answer = call.engine.post("/volumes/prune", _query(filters))
    return _told("Deleted Volumes:", answer.get("VolumesDeleted")), _space(answer)


def _images(call: Call, filters: Filters) -> Removed:
    answer = call.engine.post("/images/prune", _query(filters))
    deleted = answer.get("ImagesDeleted") or ()
    lines = [f"untagged: {one['Untagged']}" if one.get("Untagged") else f"deleted: {one['Deleted']}" for one in deleted]
    return _told("Deleted Images:", lines), _space(answer)


def _build_cache(call: Call, filters: Filters, keep: dict[str, str]) -> Removed:
    query: Query = {"filters": dumps(filters) if filters else "", **keep}
    if call["all"]:
        query["all"] = "1"
    answer = call.engine.post("/build/prune", query)
    return _told("Deleted build cache objects:", answer.get("CachesDeleted")), _space(answer)


def _space(answer: dict[str, Any]) -> int:
    return int(answer.get("SpaceReclaimed") or 0)


def _told(title: str, names: Iterable[str] | None) -> str:
    lines = list(names or ())
    return "\n".join([title, *lines, ""]) if lines else ""


def _report(call: Call, text: str, space: int) -> None:
    if text:
        call.out.line(text)
    call.out.line(f"Total reclaimed space: {human_size(space)}")


def _query(filters: Filters) -> Query:
    return {"filters": dumps(filters)} if filters else {}


def _bool(value: bool) -> str:
    return str(value).lower()


def prune_filters(call: Call, more: dict[str, list[str]] | None = None) -> Filters:
    """What was typed, `more`, and the `pruneFilters` of config.json."""
    filters: Filters = {}
    for name, value in call["filter"]:
        filters.setdefault(name, {})[value] = True
    for name, values in (more or {}).items():
        filters.setdefault(name, {}).update(dict.fromkeys(values, True))
    for pair in call.shell.config.strings("pruneFilters"):
        name, equals, value = pair.partition("=")
        if equals and not _contradicts(filters, name, value):
            filters.setdefault(name, {})[value] = True
    return filters


def _contradicts(filters: Filters, name: str, value: str) -> bool:
    """Whether a label of config.json is left out: docker does so unless the opposite filter names other labels."""
    opposite = {"label": "label!", "label!": "label"}.get(name)
    if opposite is None:
        return False
    return not filters.get(opposite) or value in filters[opposite]
