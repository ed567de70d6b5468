"""inspect: everything the Engine knows of an object, of one kind or of whichever has the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..engine.transport import image_url, url
from ..errors import NotFound, ShellError
from ..spec import Call, Family, at_least, command
from ..spec.flags import Bool, String
from .inspecting import FORMAT, Found, inspect

SWARM = ("service", "task", "node", "secret", "config")
# In the order in which a bare name is looked for.
PATHS = {
    "container": "/containers/{}/json",
    "image": "/images/{}/json",
    "network": "/networks/{}",
    "volume": "/volumes/{}",
    "service": "/services/{}",
    "task": "/tasks/{}",
    "node": "/nodes/{}",
    "plugin": "/plugins/{}/json",
    "secret": "/secrets/{}",
    "config": "/configs/{}",
}
TYPED = ("container", "image", "network", "volume")
SIZE = Bool("size", "s", "The sizes of containers too")


class Inspect(Family):
    """The inspect commands."""

    @command(
        "inspect",
        "Show everything about objects, whatever their kind",
        FORMAT,
        SIZE,
        String("type", "", "Objects of this kind only", complete="|".join(sorted(PATHS))),
        args=at_least(1, "NAME|ID [NAME|ID...]", "container,image,network,volume"),
        examples=(("The address of a container", "inspect -f '{{.NetworkSettings.IPAddress}}' web"),),
    )
    def CmdInspect(self, call: Call) -> None:
        kind: str = call["type"]
        listed = '", "'.join(sorted(PATHS))
        if call.changed("type") and not kind:
            raise ShellError(f'type is empty: must be one of "{listed}"')
        if kind and kind not in PATHS:
            raise ShellError(f'unknown type: "{kind}": must be one of "{listed}"')
        inspect(call, call.args, lambda name: _of(call, kind, name) if kind else _any(call, name))

    @command(
        "container inspect",
        "Show everything about containers",
        FORMAT,
        SIZE,
        args=at_least(1, "CONTAINER [CONTAINER...]", "container"),
        examples=(("When one was started", "container inspect -f '{{.State.StartedAt}}' web"),),
    )
    def CmdContainerInspect(self, call: Call) -> None:
        inspect(call, call.args, lambda name: _get(call, "container", name))

    @command(
        "image inspect",
        "Show everything about images",
        FORMAT,
        String("platform", "", "The image's variant, as os[/arch[/variant]]", since="1.49"),
        args=at_least(1, "IMAGE [IMAGE...]", "image"),
        examples=(("The layers of one", "image inspect -f '{{json .RootFS.Layers}}' busybox"),),
    )
    def CmdImageInspect(self, call: Call) -> None:
        query = {}
        if call["platform"]:
            from ..engine.platform import encoded

            query = {"platform": encoded(call["platform"])}
        inspect(call, call.args, lambda name: _get(call, "image", name, query))

    @command(
        "network inspect",
        "Show everything about networks",
        FORMAT,
        Bool("verbose", "v", "What other nodes know of it too"),
        args=at_least(1, "NETWORK [NETWORK...]", "network"),
        since="1.21",
        examples=(("Who is in it", "network inspect -f '{{range .Containers}}{{println .Name}}{{end}}' bridge"),),
    )
    def CmdNetworkInspect(self, call: Call) -> None:
        query = {"verbose": "true"} if call["verbose"] else {}
        inspect(call, call.args, lambda name: _get(call, "network", name, query))

    @command(
        "volume inspect",
        "Show everything about volumes",
        FORMAT,
        args=at_least(1, "VOLUME [VOLUME...]", "volume"),
        since="1.21",
        examples=(("Where one is", "volume inspect -f '{{.Mountpoint}}' data"),),
    )
    def CmdVolumeInspect(self, call: Call) -> None:
        inspect(call, call.args, lambda name: _get(call, "volume", name)._replace(strict=True))


def _get(call: Call, kind: str, name: str, query: dict[str, str] | None = None) -> Found:
    if kind == "image" and not name:
        raise ShellError("Error: No such image: ")
    if not name.strip() and kind != "image":
        raise ShellError(f"invalid {kind} name or ID: value is empty")
    path = (image_url if kind == "image" else url)(PATHS[kind], name)
    query = dict(query or {})
    if kind == "container" and call["size"]:
        query["size"] = "1"
    if kind == "service":
        query["insertDefaults"] = "true"
    body = call.engine.call("GET", path, query).body
    return Found(body.decode("utf-8", "surrogateescape").strip(), kind if kind in TYPED else "")


def _of(call: Call, kind: str, name: str) -> Found:
    found = _get(call, kind, name)
    if call["size"] and kind != "container":
        call.err.line(f"WARNING: --size ignored for {kind}")
    return found


def _skippable(error: ShellError) -> bool:
    text = str(error)
    return isinstance(error, NotFound) or "not supported" in text or "invalid reference format" in text


def _any(call: Call, name: str) -> Found:
    """The first object of that name, in docker's order of kinds."""
    for kind in _kinds(lambda: _is_manager(call)):
        try:
            return _of(call, kind, name)
        except ShellError as error:
            if not _skippable(error):
                raise
    raise ShellError(f"Error: No such object: {name}")


def _kinds(manager: Callable[[], bool]) -> Iterator[str]:
    """All kinds; those of a swarm only where the Engine manages one, which is asked when it matters."""
    swarm: bool | None = None
    for kind in PATHS:
        if kind in SWARM:
            swarm = manager() if swarm is None else swarm
            if not swarm:
                continue
        yield kind


def _is_manager(call: Call) -> bool:
    try:
        info = call.engine.get("/info")
    except ShellError as error:
        call.err.line(str(error))
        return False
    return bool((info.get("Swarm") or {}).get("ControlAvailable"))
