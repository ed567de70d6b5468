"""What shows containers and changes nothing: ps inspect port top diff logs events info version."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.support.twin import Twins
from tests.twin.differences import VERSION

pytestmark = pytest.mark.twin

TALKS = "echo one; echo two >&2; printf 'three\\tx\\n'; touch /new; rm /etc/group; echo x >> /etc/passwd; exit 3"


@pytest.fixture(scope="module", autouse=True)
def stage(twins: Twins) -> Iterator[None]:
    """A server that runs, one that talked and ended, an image, a network."""
    twins.fixed("net", twins.oracle.name("net"))
    network = twins.oracle("network", "create", twins.sides[0].names["net"])
    options = (
        "-p",
        "127.0.0.1:0:80",
        "-p",
        "127.0.0.1:0:53/udp",
        "--label",
        "tier=front",
        "-e",
        "A=b c",
        "-v",
        "/data",
    )
    twins.shared("web", "httpd", "-f", "-p", "80", "-h", "/", options=options)
    done = twins.shared("done", "sh", "-c", TALKS, options=("--label", "tier=back"))
    twins.oracle.ended(done)
    twins.fixed("image", twins.oracle.name("image"))
    twins.oracle.image(twins.sides[0].names["image"])
    twins.fixed("id", twins.oracle.inspect(done)["Id"])
    twins.fixed("short", twins.oracle.inspect(done)["Id"][:12])
    yield
    twins.oracle("network", "rm", network)


PS = [
    "ps --filter name=@web",
    "ps -a --filter name=@done",
    "ps --filter name=@done",
    "ps -f name=@web -f name=@done -a",
    "ps -aq -f name=@done",
    "ps -aq --no-trunc -f name=@done",
    "ps -a --no-trunc -f name=@web -f name=@done",
    "ps -as -f name=@done",
    "ps -a -f id=@short",
    "ps -a -f exited=3 -f name=@done",
    "ps -a -f status=running -f name=@web",
    "ps -a -f status=nosuch",
    "ps -f nosuch=x",
    "ps -f noequals",
    "ps -a -f label=tier=front -f name=@web",
    "ps -a -f ancestor=nosuchimage",
    "ps -f publish=80x",
    "ps -f name=nosuch-at-all",
    "ps -qf name=nosuch-at-all",
    "container ls -f name=@web",
    "container list -qf name=@web",
    "container ps -f name=@web",
    "ps -a -f name=@done --format '{{.ID}}\\t{{.Names}}\\t{{.Image}}\\t{{.Command}}'",
    "ps -a -f name=@done --format json",
    "ps -a -f name=@done --format '{{json .}}'",
    "ps -a -f name=@done --format 'table {{.Names}}\\t{{.Status}}\\t{{.Labels}}'",
    "ps -a -f name=@web --format '{{.Ports}} {{.Mounts}} {{.LocalVolumes}} {{.Networks}}'",
    "ps -a -f name=@web --format '{{.Label \"tier\"}} {{.State}} {{.RunningFor}}'",
    "ps -a -f name=@web --format 'table {{.Label \"tier\"}}\\t{{.Size}}'",
    "ps -a -f name=@done --format '{{upper .Names}} {{len .ID}} {{.Image | printf \"%q\"}}'",
    "ps -a -f name=@done --format '{{.Nosuch}}'",
    "ps -a -f name=@done --format '{{.Names'",
    "ps -a -f name=@done --format '{{nosuch .Names}}'",
    "ps -a -f name=nosuch-at-all --format 'table {{.Names}}'",
    "ps -a -f name=@done --format ''",
    "ps -a -f name=@done --format table",
    "ps -a -f name=@done --format '{{.}}'",
    "ps -a -f name=@done --format raw",
    "ps -aqf name=@done --format '{{.Names}}'",
    "ps -a -f name=@done --format plain",
    "ps -n 1 -f name=@done",
    "ps -lf name=@done",
    "ps --last 2 -f name=@web",
]

INSPECT = [
    "inspect @web",
    "inspect @done",
    "inspect @web @done",
    "inspect @short",
    "container inspect @done",
    "container inspect -s @done",
    "inspect -s @done",
    "inspect @image",
    "inspect --type image @image",
    "inspect --type container @done",
    "inspect --type image @done",
    "inspect --type volume nosuch-1",
    "inspect --type network @net",
    "inspect --type nosuch @done",
    "inspect --type '' @done",
    "inspect @net",
    "inspect nosuch-1",
    "inspect @done nosuch-1",
    "inspect nosuch-1 nosuch-2",
    "container inspect nosuch-1",
    "image inspect nosuch-1",
    "image inspect @image",
    "image inspect @image nosuch-1",
    "inspect -f '{{.State.ExitCode}}' @done",
    "inspect -f '{{.State.Status}} {{.Config.Image}} {{.RestartCount}}' @done @web",
    "inspect -f '{{json .Config}}' @done",
    "inspect -f '{{json .State}}' @web",
    "inspect -f '{{.Config.Env}} {{.HostConfig.PortBindings}}' @web",
    "inspect -f '{{range $p, $c := .NetworkSettings.Ports}}{{$p}} {{(index $c 0).HostIp}};{{end}}' @web",
    "inspect -f '{{.Nosuch}}' @done",
    "inspect -f '{{.State.Nosuch}}' @done",
    "inspect -f '{{.' @done",
    "inspect -f '{{.ID}}' @done",
    "inspect -f '{{.Id}}' @done",
    "inspect -f '{{index .Config.Labels \"tier\"}}' @web",
    "inspect -f '{{.Config.Cmd}} {{len .Mounts}} {{.HostConfig.Memory}}' @web",
    "inspect --format json @done",
    "inspect -f '{{.SizeRw}}' @done",
    "inspect -f '{{.State}}' @done",
    "inspect -f '{{.NetworkSettings.Networks}}' nosuch-1",
    "inspect -f '{{println .Name}}' @done nosuch-1",
    "inspect ''",
    "pull --disable-content-trust=false @image",
    "push --disable-content-trust=false @image",
]

LOGS = [
    "logs @done",
    "container logs @done",
    "logs -t @done",
    "logs -f @done",
    "logs --tail 1 @done",
    "logs -n 1 @done",
    "logs --tail all @done",
    "logs --tail x @done",
    "logs --details @done",
    "logs --since 1h @done",
    "logs --until 1h @done",
    "logs --since 2020-01-01 @done",
    "logs --since 2020-01-01T00:00:00Z --until 2020-01-02 @done",
    "logs --since nonsense @done",
    "logs nosuch-1",
    "logs @web",
    "logs ' @done '",
]

OTHERS = [
    "info -f '{{.Driver}} {{.ServerErrors}} {{.OSType}}'",
    "info -f '{{.ClientInfo.Context}}'",
    "version -f '{{.Server.Platform.Name}} {{.Server.KernelVersion}} {{.Server.Experimental}}'",
    "version -f json --nosuch",
    "port @web 53/udp",
    "port @web",
    "port @web 80",
    "port @web 80/tcp",
    "port @web 81",
    "port @web 80/nosuch",
    "port @web x",
    "port @web 'x\"y'",
    "port @web 080",
    "port @web 0x50",
    "port @web 80/",
    "port @web 65536",
    "container port @web",
    "port @done",
    "port nosuch-1",
    "top @web",
    "container top @web",
    "top @web -o pid,comm",
    "top @web -eo pid,comm",
    "top @done",
    "top nosuch-1",
    "top @web --nosuch",
    "diff @done",
    "container diff @done",
    "diff @web",
    "diff nosuch-1",
    "info --format '{{.ServerVersion}} {{.Driver}} {{.OSType}} {{.NCPU}}'",
    "info -f '{{.Nosuch}}'",
    "info -f '{{.'",
    "system info -f '{{json .DefaultAddressPools}}'",
    "version --format '{{.Server.Version}} {{.Server.APIVersion}} {{.Server.Os}}'",
    "version -f '{{.Nosuch}}'",
    "version -f '{{json .Server}}'",
    "version -f '{{.Client.DefaultAPIVersion}}'",
]

EVENTS = [
    "events --since 1h --until 0s -f container=@told",
    "events --since 1h --until 0s -f container=@told -f event=die",
    "events --since 1h --until 0s -f container=@told --format '{{.Action}} {{.Actor.Attributes.exitCode}}'",
    "events --since 1h --until 0s -f container=@told --format json",
    "events --since 1h --until 0s -f container=@told --format '{{json .}}'",
    "events --since 1h --until 0s -f container=@told --format '{{.Nosuch}}'",
    "events --since 1h --until 0s -f container=nosuch-1",
    "events --since 2020-01-01 --until 2020-01-02",
    "events --since nonsense --until 0s",
    "events --until 0s -f container=nosuch --format '{{.'",
    "system events --since 1h --until 0s -f container=@told",
]


@pytest.mark.parametrize("line", [*PS, *INSPECT, *LOGS, *OTHERS])
def test_look(twins: Twins, line: str) -> None:
    twins(line, unordered="diff" in line)


@pytest.mark.parametrize("line", EVENTS)
def test_events(twins: Twins, line: str) -> None:
    """Of a container that has just been: the Engine keeps 256 events, and other tests make many."""
    twins.oracle.told(twins.shared("told", "true"))
    twins(line)


COUNTS = (" Containers:", "  Running:", "  Paused:", "  Stopped:", " Images:", "  Goroutines:", "  File Desc")


@pytest.mark.parametrize("line", ["info", "version", "system info", "system info -f '{{json .}}'", "version -f json"])
def test_the_server_s_part(twins: Twins, line: str) -> None:
    twins(line, known=VERSION)
    told = [server(outcome.out) for outcome in twins.outcomes]
    assert told[0] == told[1]
    assert [outcome.err for outcome in twins.outcomes] == [twins.outcomes[0].err] * 2


def server(text: str) -> object:
    """What was told of the Engine: each client tells of itself too, and other tests make containers meanwhile."""
    if text.startswith("{"):
        told = json.loads(text)
        counted = ("Containers", "Images", "NGoroutines", "NFd", "SystemTime", "Client", "NEventsListener")
        return {name: value for name, value in told.items() if not name.startswith(counted)}
    lines = text[text.index("\nServer:") :].splitlines()
    return [_in_order(line) for line in lines if not line.startswith(COUNTS)]


def _in_order(line: str) -> str:
    """docker ranges over a Go map for this line: now one order, now another."""
    head, names, rest = line.partition(" Runtimes: ")
    return head + names + " ".join(sorted(rest.split())) if names else line
