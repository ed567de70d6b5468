"""Images tagged and removed."""

from __future__ import annotations

from collections.abc import Callable

from ...engine import reference
from ...engine.platform import encoded
from ...engine.transport import image_url
from ...errors import Joined, NotFound, ShellError
from ...spec import Call, Family, at_least, command, exactly
from ...spec.flags import Bool, StringSlice
from ..ours import DRY_RUN, PATTERNS, YES


class ImageNames(Family):
    """What gives names to images and takes them away."""

    @command(
        "image tag",
        "Give an image another name",
        args=exactly(2, "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", "image;image"),
        aliases=("tag",),
        interspersed=False,
        examples=(("For a registry of one's own", "tag busybox 127.0.0.1:5000/busybox:v1"),),
    )
    def CmdImageTag(self, call: Call) -> None:
        source, target = call.args
        _checked(reference.parse_any, source)
        parsed = _checked(reference.parse, target)
        if parsed is None:
            return
        if parsed.digest:
            raise ShellError("refusing to create a tag with a digest reference")
        tagged = parsed.tagged()
        call.engine.post(image_url("/images/{}/tag", source), {"repo": parsed.name, "tag": tagged.tag})

    @command(
        "image rm",
        "Remove images",
        Bool("force", "f", "Also those that stopped containers use, and all names of an ID"),
        Bool("no-prune", "", "Keep parents that have no name"),
        StringSlice("platform", "", "Only what was built for these platforms", complete="platform", since="1.50"),
        DRY_RUN,
        YES,
        args=at_least(1, "IMAGE [IMAGE...]", "image"),
        aliases=("image rmi", "image remove", "rmi"),
        examples=(("Two at once", "rmi busybox:1 busybox:2"),),
        details=PATTERNS,
    )
    def CmdImageRm(self, call: Call) -> None:
        query: dict[str, str | list[str]] = {}
        if call["force"]:
            query["force"] = "1"
        if call["no-prune"]:
            query["noprune"] = "1"
        if call["platform"]:
            query["platforms"] = [encoded(text) for text in call["platform"]]
        for name in call.args:
            with call.keep_going():
                for entry in call.engine.delete(image_url("/images/{}", name), query):
                    kind, what = (
                        ("Deleted", entry["Deleted"]) if entry.get("Deleted") else ("Untagged", entry["Untagged"])
                    )
                    call.out.line(call.out.safe(f"{kind}: {what}"))
        if call["force"] and call.errors and all(isinstance(why, NotFound) for why in call.errors):
            errors, call.errors = call.errors, []
            call.err.line(call.err.safe(str(Joined(errors))))


def _checked(parse: Callable[[str], reference.Reference | None], text: str) -> reference.Reference | None:
    """`parse(text)`, its refusal in the words of the client."""
    try:
        return parse(text)
    except ShellError as why:
        raise ShellError(f'Error parsing reference: "{text}" is not a valid repository/tag: {why}') from None
