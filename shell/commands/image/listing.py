"""images and history: what is stored, and what an image is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...engine import platform
from ...engine.filters import query as filters
from ...engine.transport import image_url
from ...errors import ShellError
from ...output.formatter import ID_ONLY, RAW, TABLE, show
from ...spec import Call, Family, at_most, command, exactly
from ...spec.flags import Bool, Filter, String
from ..formats import FORMAT, NO_TRUNC, chosen
from . import rows

# Words that are commands of `docker image`: as a repository's name they are a slip.
VERBS = (
    ("build", "history", "import", "inspect", "list", "load", "ls", "prune")
    + ("pull", "push", "rm", "save", "tag")
)  # fmt: skip


class ImageListing(Family):
    """Lists of images and of their layers."""

    @command(
        "image ls",
        "List images",
        Bool("all", "a", "Those in between too, and those without a name"),
        Bool("digests", "", "A column of digests"),
        Filter("filter", "f", "Only images that match, as name=value", complete="image-filter"),
        FORMAT,
        NO_TRUNC,
        Bool("quiet", "q", "Only IDs"),
        Bool("tree", "", "Each image with its platforms (experimental)", since="1.47"),
        args=at_most(1, "[REPOSITORY[:TAG]]", "image"),
        aliases=("images", "image list"),
        examples=(
            ("All of a repository", "images busybox"),
            ("Names and sizes only", "images --format '{{.Repository}}:{{.Tag}} {{.Size}}'"),
        ),
    )
    def CmdImageLs(self, call: Call) -> None:
        for name in ("quiet", "no-trunc", "digests", "format") if call["tree"] else ():
            if call[name]:
                name = "show-digest" if name == "digests" else name  # docker's own name of it here
                raise ShellError(f"--{name} is not yet supported with --tree")
        name = call.args[0] if call.args else ""
        pairs = [*call["filter"], ("reference", name)] if name else call["filter"]
        query = {"all": "1"} if call["all"] else {}
        query |= {"manifests": "1"} if call["tree"] else {}
        images = call.engine.get("/images/json", {**query, **_filters(call, pairs)}) or []
        if call["tree"]:
            from .tree import show_tree

            show_tree(call.out, images, call["all"])
        else:
            _show_images(call, images)
        if not images and name in VERBS:
            call.err.line(f'\nNo images found matching "{name}": did you mean "docker image {name}"?')

    @command(
        "image history",
        "Show the layers that an image is made of",
        FORMAT,
        Bool("human", "H", "Sizes and dates for people", default=True),
        NO_TRUNC,
        String("platform", "", "The image's variant, as os[/arch[/variant]]", since="1.48"),
        Bool("quiet", "q", "Only IDs"),
        args=exactly(1, "IMAGE", "image"),
        aliases=("history",),
        examples=(("With whole commands", "history --no-trunc busybox"),),
    )
    def CmdImageHistory(self, call: Call) -> None:
        layers = call.engine.get(image_url("/images/{}/history", call.args[0]), platform.query(call["platform"])) or []
        trunc, human, now = not call["no-trunc"], call["human"], call.shell.env.now()
        show(
            call.out,
            _history_format(call["format"] or TABLE, call["quiet"], human),
            rows.HistoryRow,
            [rows.HistoryRow(layer, trunc, human, now) for layer in layers],
        )


def _filters(call: Call, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Before API 1.25 a reference was a parameter of its own."""
    references = [value for name, value in pairs if name == "reference"]
    if not references or call.engine.at_least("1.25"):
        return filters(pairs)
    return {"filter": references[0], **filters(pair for pair in pairs if pair[0] != "reference")}


def _show_images(call: Call, images: list[dict[str, Any]]) -> None:
    form = _images_format(chosen(call, "imagesFormat", call["quiet"]), call["quiet"], call["digests"])
    trunc, now = not call["no-trunc"], call.shell.env.now()
    lines = _lines(images, call["digests"], call["digests"] or "{{.Digest}}" in form)
    show(
        call.out,
        form,
        rows.ImageRow,
        [rows.ImageRow(image, *name, trunc=trunc, now=now) for image, name in lines],
    )


def _lines(images: list[dict[str, Any]], shown: bool, needed: bool) -> Iterator[tuple[Any, tuple[str, str, str]]]:
    for image in images:
        for name in rows.named(image, needed):
            yield image, name
        for name in rows.digest_only(image, shown):
            yield image, name


def _images_format(form: str, quiet: bool, digests: bool) -> str:
    if form == TABLE:
        return ID_ONLY if quiet else rows.TABLE_DIGESTS if digests else rows.TABLE
    if form == RAW:
        return "image_id: {{.ID}}" if quiet else rows.RAW_DIGESTS if digests else rows.RAW
    if form.startswith(TABLE) and digests and "{{.Digest}}" not in form:
        return form + "\t{{.Digest}}"
    return form


def _history_format(form: str, quiet: bool, human: bool) -> str:
    if form != TABLE:
        return form
    if quiet:
        return ID_ONLY
    age = "CreatedSince" if human else "CreatedAt"
    return f"table {{{{.ID}}}}\\t{{{{.{age}}}}}\\t{{{{.CreatedBy}}}}\\t{{{{.Size}}}}\\t{{{{.Comment}}}}"
