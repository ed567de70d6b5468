"""Builds without an image's name in front: `builder build`, the build cache, `bake`."""

from __future__ import annotations

from ..engine.transport import Query
from ..errors import ShellError
from ..output import gojson
from ..output.units import human_size
from ..spec import NONE, Args, Call, Family, command
from ..spec.flags import Bool, Bytes, Filter
from .buildx import BAKE, bake, forward
from .image.build import ARGS, DETAILS, FLAGS, build

QUESTION = "WARNING! This will remove {} build cache. Are you sure you want to continue? [y/N] "


class Builder(Family):
    """What is about building and no image."""

    @command(
        "builder build",
        "Build an image from a Dockerfile",
        *FLAGS,
        args=ARGS,
        since="1.31",
        early=forward,
        examples=(("What is here, under a name", "builder build -t site:2 ."),),
        details=DETAILS,
    )
    def CmdBuilderBuild(self, call: Call) -> None:
        build(call)

    @command(
        "builder prune",
        "Remove what builds have cached",
        Bool("all", "a", "Also what images still use"),
        Filter("filter", "", "Only what matches (until=24h)"),
        Bool("force", "f", "Do not ask"),
        Bytes("keep-storage", "", "Keep that much of it"),
        args=NONE,
        terse=True,
        since="1.39",
        early=forward,
        examples=(("What is older than a day", "builder prune -f --filter until=24h"),),
    )
    def CmdBuilderPrune(self, call: Call) -> None:
        if not call["force"] and not _confirmed(call):
            return
        found = call.engine.post("/build/prune", _query(call)) or {}
        if found.get("CachesDeleted"):
            call.out.line("Deleted build cache objects:")
            for name in found["CachesDeleted"]:
                call.out.line(call.out.safe(name))
            call.out.line()
        call.out.line(f"Total reclaimed space: {human_size(found.get('SpaceReclaimed') or 0)}")

    @command(
        "bake",
        "Build what a file describes, by the buildx plugin",
        args=Args("[OPTIONS] [TARGET...]", 0, None),
        since="1.31",
        early=bake,
        examples=(("All targets of docker-bake.hcl", "bake"),),
    )
    def CmdBake(self, call: Call) -> None:
        raise ShellError(BAKE)


def _query(call: Call) -> Query:
    filters: dict[str, dict[str, bool]] = {}
    for name, value in call["filter"]:
        filters.setdefault(name, {})[value] = True
    for entry in call.shell.config.strings("pruneFilters"):
        name, equals, value = entry.partition("=")
        opposite = {"label": "label!", "label!": "label"}.get(name, "")
        if equals and value not in filters.get(opposite, {}):
            filters.setdefault(name, {})[value] = True
    query = {"filters": gojson.dumps(filters) if filters else ""}
    if call["all"]:
        query["all"] = "1"
    if call["keep-storage"]:
        query["keep-storage"] = query["reserved-space"] = str(call["keep-storage"])
    return query


def _confirmed(call: Call) -> bool:
    call.out.write(QUESTION.format("all" if call["all"] else "all dangling"))
    call.out.flush()
    return call.stdin.readline().strip().lower() == b"y"
