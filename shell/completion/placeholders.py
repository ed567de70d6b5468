"""What may stand in the template of --format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..engine.names import Word
from .candidate import Candidate
from .place import Place
from .world import Ask, World

if TYPE_CHECKING:
    from ..engine.transport import Engine

FIELDS = {
    "container ls": "ID Names Image Command CreatedAt RunningFor Ports State Status Size Labels Mounts Networks "
    "LocalVolumes Platform",
    "container stats": "BlockIO CPUPerc Container ID MemPerc MemUsage Name NetIO PIDs",
    "image ls": "ID Repository Tag Digest CreatedSince CreatedAt Size Containers SharedSize UniqueSize VirtualSize",
    "image history": "ID CreatedSince CreatedAt CreatedBy Size Comment",
    "volume ls": "Name Driver Mountpoint Scope Labels Links Size Availability Group Status",
    "network ls": "ID Name Driver Scope IPv4 IPv6 Internal Labels CreatedAt",
    "search": "Name Description StarCount IsOfficial IsAutomated",
    "context ls": "Name Description DockerEndpoint Current Error ContextType",
    "plugin ls": "ID Name Description Enabled PluginReference",
    "config ls": "ID Name CreatedAt UpdatedAt Labels",
    "secret ls": "ID Name CreatedAt UpdatedAt Labels Driver",
    "node ls": "ID Self Hostname Status Availability ManagerStatus TLSStatus EngineVersion",
    "node ps": "ID Name Image Node DesiredState CurrentState Error Ports",
    "service ps": "ID Name Image Node DesiredState CurrentState Error Ports",
    "stack ps": "ID Name Image Node DesiredState CurrentState Error Ports",
    "service ls": "ID Name Mode Replicas Image Ports",
    "stack services": "ID Name Mode Replicas Image Ports",
    "stack ls": "Name Services",
    "system df": "Type TotalCount Active Size Reclaimable",
    "system events": "Action Actor Actor.ID Actor.Attributes From ID Scope Status Time TimeNano Type",
    "version": "Client.Version Client.APIVersion Client.GoVersion Client.GitCommit Client.Os Client.Arch "
    "Server.Version Server.APIVersion Server.MinAPIVersion Server.GitCommit Server.GoVersion Server.Os Server.Arch "
    "Server.KernelVersion Server.BuildTime Server.Components",
    "container inspect": "Id Name Created Path Args State State.Status State.Running State.Pid State.ExitCode "
    "State.StartedAt State.FinishedAt State.Health.Status State.OOMKilled Image RestartCount LogPath Mounts Config "
    "Config.Image Config.Env Config.Cmd Config.Entrypoint Config.Labels Config.User Config.WorkingDir HostConfig "
    "HostConfig.Binds HostConfig.RestartPolicy.Name NetworkSettings NetworkSettings.IPAddress NetworkSettings.Ports "
    "NetworkSettings.Networks",
    "image inspect": "Id RepoTags RepoDigests Created Architecture Os Size Config Config.Env Config.Cmd "
    "Config.Entrypoint Config.ExposedPorts Config.Labels Config.User Config.WorkingDir RootFS.Layers",
    "network inspect": "Id Name Created Driver Scope Internal IPAM IPAM.Config Containers Labels Options",
    "volume inspect": "Name Driver Mountpoint CreatedAt Labels Options Scope",
}
FIELDS["inspect"] = FIELDS["container inspect"]
INSPECT = {
    "inspect": "/containers/{}/json",
    "container inspect": "/containers/{}/json",
    "image inspect": "/images/{}/json",
    "network inspect": "/networks/{}",
    "volume inspect": "/volumes/{}",
    "node inspect": "/nodes/{}",
    "service inspect": "/services/{}",
    "secret inspect": "/secrets/{}",
    "config inspect": "/configs/{}",
    "plugin inspect": "/plugins/{}/json",
}
DEEPEST = 4


def format_candidates(place: Place, world: World) -> Iterator[Candidate]:
    """The formats by name; behind `{{` the fields, alone and as JSON."""
    typed = place.value
    opened = typed.rfind("{{")
    if opened < 0 or "}}" in typed[opened:]:
        if "{{" not in typed:
            yield Candidate("json", "every field, one JSON object a line")
            if place.spec.name in FIELDS and "inspect" not in place.spec.name:
                yield Candidate("table ", "a table of the fields that follow", whole=False)
            yield Candidate("{{json .}}", "everything as JSON")
        opened = len(typed) if typed.endswith(("}}", " ", "\\t")) else 0
    for name in fields(place, world):
        yield Candidate(f"{typed[:opened]}{{{{.{name}}}}}", "", opened)
    if typed.startswith("{{json", opened):
        for name in fields(place, world):
            yield Candidate(f"{typed[:opened]}{{{{json .{name}}}}}", "", opened)


def fields(place: Place, world: World) -> Sequence[str]:
    """The fields of the objects that are named on the line, else those that such objects usually have."""
    command = place.spec.name
    if command in INSPECT and place.args:
        name = place.args[0]
        found = world.asked(f"fields {command} {name}", _asking(INSPECT[command], name))
        if found:
            return [word.name for word in found]
    if command == "system info":
        return [word.name for word in world.asked("fields info", _asking("/info", ""))]
    return FIELDS.get(command, "").split()


def _asking(path: str, name: str) -> Ask:
    def ask(engine: Engine) -> list[Word]:
        from ..engine.transport import image_url

        return [Word(field) for field in _flat(engine.get(image_url(path, name) if name else path), "", 1)]

    return ask


def _flat(value: Any, above: str, depth: int) -> Iterator[str]:
    for key, inner in value.items():
        if not str(key).isidentifier():
            continue
        yield f"{above}{key}"
        if isinstance(inner, dict) and depth < DEEPEST:
            yield from _flat(inner, f"{above}{key}.", depth + 1)
