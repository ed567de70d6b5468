"""Images built by the Engine's own builder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from ...engine import reference
from ...errors import ShellError
from ...files import compression, gopath
from ...output import gojson, layers
from ...spec import Call, Family, command, exactly
from ...spec.flags import Bool, Bytes, Flag, Int64, String, StringSlice
from ...streams import Feed
from ..buildx import forward
from ..container.options.limits import Swap, Ulimit
from ..container.options.values import Checked, environment, extra_host, label
from .announce import sending
from .source import Source, prepare
from .transfer import TRUST, messages, refuse_trust

if TYPE_CHECKING:
    from ...engine.transport import Query
    from ...streams import Out

#: Flag -> the parameter of POST /build that carries its text or number where there is one.
PLAIN = {
    "cpuset-cpus": "cpusetcpus",
    "cpuset-mems": "cpusetmems",
    "cpu-shares": "cpushares",
    "cpu-period": "cpuperiod",
    "cpu-quota": "cpuquota",
    "memory": "memory",
    "memory-swap": "memswap",
    "cgroup-parent": "cgroupparent",
    "shm-size": "shmsize",
    "target": "target",
}
SWITCHES = {"quiet": "q", "no-cache": "nocache", "force-rm": "forcerm", "pull": "pull", "squash": "squash"}
LISTS = {"tag": "t", "security-opt": "securityopt", "add-host": "extrahosts"}


def _tag(text: str) -> str:
    try:
        reference.parse(text)
    except ShellError as why:
        raise ValueError(str(why)) from None
    return text


FLAGS: tuple[Flag, ...] = (
    Checked("add-host", "", "A name and its address for the build (host:ip)", check=extra_host),
    Checked("build-arg", "", "A variable for the build; a name alone takes the environment's", check=environment),
    StringSlice("cache-from", "", "Images whose layers may be used again", complete="image"),
    String("cgroup-parent", "", "Parent cgroup of RUN's containers"),
    Bool("compress", "", "Send the context packed with gzip"),
    Int64("cpu-period", "", "Period of the CPU's scheduler, in microseconds"),
    Int64("cpu-quota", "", "Microseconds of CPU in a period"),
    Int64("cpu-shares", "c", "Share of the CPU's time, as a weight"),
    String("cpuset-cpus", "", "CPUs to run on (0-3, 0,1)"),
    String("cpuset-mems", "", "Memory nodes to use (0-3, 0,1)"),
    TRUST,
    String("file", "f", "The Dockerfile, seen from here; - reads it from stdin", complete="file"),
    Bool("force-rm", "", "Remove the containers in between even of a failed build"),
    String("iidfile", "", "Write the image's ID into this file", complete="file"),
    String("isolation", "", "How containers are kept apart (Windows)"),
    Checked("label", "", "A label for the image", check=label),
    Bytes("memory", "m", "Limit of memory"),
    Swap("memory-swap", "", "Limit of memory and swap together; -1 for none"),
    String("network", "", "Network of RUN's containers", default="default", complete="network", since="1.25"),
    Bool("no-cache", "", "Use no layer again"),
    String("platform", "", "The platform to build for", complete="platform", since="1.38"),
    Bool("pull", "", "Fetch base images anew"),
    Bool("quiet", "q", "Print only the image's ID in the end"),
    Bool("rm", "", "Remove the containers in between", default=True),
    StringSlice("security-opt", "", "Options of security for RUN's containers"),
    Bytes("shm-size", "", "Size of /dev/shm"),
    Bool("squash", "", "Make one layer of the new ones", since="1.25", experimental=True),
    Checked("tag", "t", "A name for the image, name:tag", complete="image", check=_tag),
    String("target", "", "The stage to stop at"),
    Ulimit("ulimit", "", "Limits of RUN's processes (nofile=1024:2048)"),
)
ARGS = exactly(1, "PATH | URL | -", "dir")
DETAILS = (
    "The context is a directory, a tar archive on stdin (-) or at a URL, a git repository, or nothing but "
    "a Dockerfile on stdin. .dockerignore says what of a directory is not sent. Where the buildx plugin is "
    "installed and DOCKER_BUILDKIT is not 0, it does the build."
)


class ImageBuild(Family):
    """`build`."""

    @command(
        "image build",
        "Build an image from a Dockerfile",
        *FLAGS,
        args=ARGS,
        aliases=("build",),
        early=forward,
        examples=(
            ("What is here, under a name", "build -t site:2 ."),
            ("With a Dockerfile from elsewhere", "build -f ../Dockerfile.test ."),
            (
                "A branch's folder of a repository",
                "build https://github.com/docker-library/hello-world.git#master:amd64",
            ),
        ),
        details=DETAILS,
    )
    def CmdImageBuild(self, call: Call) -> None:
        build(call)


def build(call: Call) -> None:
    """Build as the call says. Raises ShellError with the status of what failed in the build."""
    refuse_trust(call)
    _check_experimental(call)
    if call["iidfile"]:
        _remove(call["iidfile"])
    told, output = call.streams.captured() if call["quiet"] else (call.streams, [])
    with ExitStack() as held:
        source = prepare(call, held, told.out)
        try:
            image = _build(call, source, told.out)
        except ShellError:
            if call["quiet"]:
                told.out.flush()
                call.err.data(b"".join(output))
            raise
    if call["quiet"]:
        image = _quiet_result(call, told.out, output)
    if call["iidfile"]:
        _write_id(call["iidfile"], image)


def _quiet_result(call: Call, out: Out, output: list[bytes]) -> str:
    """What the builder has said, which is the image's ID; the progress of sending came before it."""
    out.flush()
    said = b"".join(output).rpartition(b"\r\n")[2]
    call.out.data(said)
    return said.decode("utf-8", "replace")


def _check_experimental(call: Call) -> None:
    if call.changed("squash") and call.engine.greet().get("docker-experimental") != "true":
        raise ShellError('"--squash" is only supported on a Docker daemon with experimental features enabled')


def _build(call: Call, source: Source, out: Out) -> str:
    """Send the context, print what comes back; the image's ID, "" where none was told."""
    pieces = compression.gzip(source.pieces) if call["compress"] else source.pieces
    image = ""

    def note(aux: Any) -> None:
        nonlocal image
        image = str(aux.get("ID", "")) if isinstance(aux, dict) else image

    context = sending(pieces, out)
    body = context if source.stdin is None else Feed(context, source.stdin)
    stream = call.engine.stream("POST", "/build", _query(call, source.dockerfile), body, _headers(call))
    code = 1

    def watched() -> Iterator[dict[str, Any]]:
        nonlocal code
        for message in messages(stream):
            code = int((message.get("errorDetail") or {}).get("code") or 1)
            yield message

    with stream:
        try:
            layers.show(watched(), out, note)
        except layers.Refused as why:
            raise ShellError(str(why), code) from None
    return image


def _headers(call: Call) -> dict[str, str]:
    from ...config.credentials import config_header

    return {"Content-Type": "application/x-tar", "X-Registry-Config": config_header(call.shell.config, call.err.line)}


def _query(call: Call, dockerfile: str) -> Query:
    """POST /build's parameters: only what is not the Engine's own default."""
    query: dict[str, str | list[str]] = {"version": "1"}
    if dockerfile:
        query["dockerfile"] = dockerfile
    query |= {name: str(call[flag]) for flag, name in PLAIN.items() if call[flag]}
    query |= {name: "1" for flag, name in SWITCHES.items() if call[flag]}
    query |= {name: list(call[flag]) for flag, name in LISTS.items() if call[flag]}
    query |= {name: text for name, text in _objects(call).items() if text}
    if not call["rm"]:
        query["rm"] = "0"
    if call["isolation"].lower() not in ("", "default"):
        query["isolation"] = call["isolation"]
    if call["network"] not in ("", "default"):
        query["networkmode"] = call["network"]
    platform = call["platform"] or call.shell.env.get("DOCKER_DEFAULT_PLATFORM")
    if platform:
        query["platform"] = platform.lower()
    return query


def _objects(call: Call) -> dict[str, str]:
    """The parameters that are JSON."""
    arguments = _arguments(call)
    labels = {name: value for name, _, value in (text.partition("=") for text in call["label"])}
    limits = list(call["ulimit"].values())
    return {
        "buildargs": gojson.dumps(arguments) if arguments else "",
        "labels": gojson.dumps(labels) if labels else "",
        "cachefrom": gojson.dumps(list(call["cache-from"])) if call["cache-from"] else "",
        "ulimits": json.dumps(limits, separators=(",", ":")) if limits else "",
    }


def _arguments(call: Call) -> dict[str, str | None]:
    """Variables for the build: what was typed, the environment's value for a bare name, then config.json's proxies."""
    from ..container.options.environment import proxies

    environ = call.shell.env.environ
    typed: dict[str, str | None] = {}
    for text in call["build-arg"]:
        name, equals, value = text.partition("=")
        typed[name] = value if equals else environ.get(name)
    return {**proxies(call, call.engine.endpoint.host_text), **typed}


def _remove(path: str) -> None:
    """An ID file of an earlier build would be wrong if this one fails."""
    try:
        os.rmdir(path) if os.path.isdir(path) else os.unlink(path)
    except FileNotFoundError:
        return
    except OSError as why:
        raise ShellError(f"Removing image ID file: {gopath.failure('remove', path, why)}") from None


def _write_id(path: str, image: str) -> None:
    if not image:
        raise ShellError(f"Server did not provide an image ID. Cannot write {path}")
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(image)
    except OSError as why:
        raise gopath.failure("open", path, why) from None
