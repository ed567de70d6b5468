"""Images pulled from and pushed to registries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...engine import reference
from ...engine.jsonstream import JsonStream
from ...engine.platform import encoded
from ...engine.transport import image_url
from ...errors import ShellError, TransportError
from ...output import layers
from ...spec import Call, Family, command, exactly
from ...spec.flags import Bool, Flag, String

if TYPE_CHECKING:
    from ...engine.stream import Stream
    from ...streams import Out

TRUST = Bool("disable-content-trust", "", "Skip the check of signatures", default=True)
ONE_PLATFORM = (
    "",
    " Info -> Using --platform pushes only the specified platform manifest of a multi-platform image index.",
    "         Other components, like attestations, will not be included.",
    "         To push the complete multi-platform image, remove the --platform flag.",
    "         ",
)
ALL_TAGS = "tag can't be used with --all-tags/-a"


def _flags(platform: str, since: str) -> tuple[Flag, ...]:
    """What pull and push can be told alike; `platform` says what it means, `since` from which API version on."""
    return (
        Bool("all-tags", "a", "Every tag of the repository"),
        TRUST,
        String("platform", "", platform, complete="platform", since=since),
        Bool("quiet", "q", "Print only the name in the end"),
    )


class ImageTransfer(Family):
    """What moves images between the Engine and registries."""

    @command(
        "image pull",
        "Fetch an image from a registry",
        *_flags("Which platform's image, where there are several", since="1.32"),
        args=exactly(1, "NAME[:TAG|@DIGEST]", "repository"),
        aliases=("pull",),
        examples=(("From a registry of one's own", "pull 127.0.0.1:5000/busybox"),),
    )
    def CmdImagePull(self, call: Call) -> None:
        wanted = reference.parse(call.args[0])
        if not wanted.digest:  # what a digest names needs no signature
            refuse_trust(call)
        wanted = _tagged(call, wanted)
        platform = call["platform"] or call.shell.env.get("DOCKER_DEFAULT_PLATFORM")
        pull(call, wanted, platform, None if call["quiet"] else call.out)
        call.out.line(wanted.full())

    @command(
        "image push",
        "Store an image in a registry",
        *_flags("Only this platform's image", since="1.46"),
        args=exactly(1, "NAME[:TAG]", "image"),
        aliases=("push",),
        examples=(("To a registry of one's own", "push 127.0.0.1:5000/busybox"),),
    )
    def CmdImagePush(self, call: Call) -> None:
        platform = encoded(call["platform"]) if call["platform"] else ""
        for line in ONE_PLATFORM if platform else ():
            call.out.line(line)
        wanted = reference.parse(call.args[0])
        refuse_trust(call)
        wanted = _tagged(call, wanted)
        if wanted.digest:
            raise ShellError("cannot push a digest reference")
        query: dict[str, str | list[str]] = {"tag": wanted.tag} if wanted.tag else {}
        if platform:
            query["platform"] = platform
        path = image_url("/images/{}/push", wanted.name)
        with call.engine.stream("POST", path, query, {}, registry_header(call, wanted)) as stream:
            layers.show(messages(stream), _silent() if call["quiet"] else call.out)
        if call["quiet"]:
            call.out.line(wanted.familiar())


def _tagged(call: Call, wanted: reference.Reference) -> reference.Reference:
    """The reference as it is meant: with docker's tag where it has none, unless every tag is."""
    if call["all-tags"]:
        if wanted.tag or wanted.digest:
            raise ShellError(ALL_TAGS)
        return wanted
    if wanted.tag or wanted.digest:
        return wanted
    if not call["quiet"]:
        call.out.line(f"Using default tag: {wanted.tagged().tag}")
    return wanted.tagged()


def pull(call: Call, wanted: reference.Reference, platform: str, out: Out | None) -> None:
    """POST /images/create; progress on `out`, if any. TransportError when the stream ends before the pull did."""
    query = {"fromImage": wanted.name}
    if wanted.digest or wanted.tag:
        query["tag"] = wanted.digest or wanted.tag
    if platform:
        query["platform"] = platform.lower()
    ended = False

    def noted(stream: Stream) -> Iterator[dict[str, Any]]:
        nonlocal ended
        for message in messages(stream):
            told = str(message.get("status", ""))
            ended = ended or told.startswith(("Status: ", "Digest: ")) or set(message) == {"id"}
            yield message

    with call.engine.stream("POST", "/images/create", query, None, registry_header(call, wanted)) as stream:
        layers.show(noted(stream), out if out is not None else _silent())
    if not ended and wanted.tag:
        raise TransportError(f"the Engine's answer ended before {wanted.familiar()} was pulled")


def registry_header(call: Call, wanted: reference.Reference) -> dict[str, str]:
    """`X-Registry-Auth` for the registry of a reference."""
    from ...config.credentials import auth_header

    return {"X-Registry-Auth": auth_header(call.shell.config, wanted.auth_key(), call.err.line)}


def messages(stream: Stream) -> Iterator[dict[str, Any]]:
    """The messages of a progress stream as they come."""
    decoder = JsonStream()
    for data in stream:
        yield from decoder.feed(data)
    yield from decoder.close()


def _silent() -> Out:
    from ...streams import Out

    return Out(lambda data: None)


def refuse_trust(call: Call) -> None:
    """Docker Content Trust is asked for: we cannot check signatures, and say so rather than skip the check."""
    if call.changed("disable-content-trust"):
        asked = not call["disable-content-trust"]
    else:
        asked = call.shell.env.get("DOCKER_CONTENT_TRUST").lower() in ("1", "t", "true")
    if asked:
        raise ShellError("content trust is not supported: signatures cannot be checked")
