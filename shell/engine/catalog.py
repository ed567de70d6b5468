"""What the picture holds: lists as the Engine gives them, and the changes that its events tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .names import ContainerName, ImageName

MOST = 50_000  # objects of a kind; more are not remembered
NOBODY = "<none>"
STATES = {
    "create": "created",
    "start": "running",
    "restart": "running",
    "unpause": "running",
    "pause": "paused",
    "die": "exited",
    "stop": "exited",
}


class Event(NamedTuple):
    """One event (GET /events): kind of object, what happened, its ID, and what is told about it."""

    kind: str
    action: str
    id: str
    about: Mapping[str, str]
    at: float = 0.0

    @classmethod
    def read(cls, event: Mapping[str, Any]) -> Event | None:
        """None for what is none of the four kinds, or has no ID."""
        actor = event.get("Actor") or {}
        kind, action, id = event.get("Type"), event.get("Action"), actor.get("ID")
        if not (isinstance(kind, str) and isinstance(action, str) and isinstance(id, str) and id):
            return None
        return cls(kind, action, id, actor.get("Attributes") or {}, float(event.get("timeNano") or 0) / 1e9)


class Catalog:
    """Containers, images, volumes and networks by ID or name. Not for several threads at once."""

    def __init__(self) -> None:
        self.containers: dict[str, ContainerName] = {}
        self.images: dict[str, str] = {}  # name -> ID
        self.volumes: dict[str, None] = {}
        self.networks: dict[str, str] = {}  # ID -> name
        self._container_names: tuple[ContainerName, ...] | None = None
        self._image_names: tuple[ImageName, ...] | None = None
        self._running: int | None = None

    def container_names(self) -> tuple[ContainerName, ...]:
        """Every container, the newest first as far as the list told."""
        if self._container_names is None:
            self._container_names = tuple(self.containers.values())
        return self._container_names

    def image_names(self) -> tuple[ImageName, ...]:
        """Every name of every image."""
        if self._image_names is None:
            self._image_names = tuple(ImageName(short(id), name) for name, id in self.images.items())
        return self._image_names

    def running(self) -> int:
        """How many containers run."""
        if self._running is None:
            self._running = sum(container.state == "running" for container in self.containers.values())
        return self._running

    def replace(self, kind: str, found: Any) -> None:
        """A whole list in the API's form."""
        getattr(self, f"_replace_{kind}")(found or ())
        self._forget()

    def apply(self, event: Event) -> bool:
        """One event; whether it changed anything."""
        change = getattr(self, f"_on_{event.kind}", None)
        changed = bool(change is not None and change(event))
        if changed:
            self._forget()
        return changed

    def _forget(self) -> None:
        self._container_names = self._image_names = self._running = None

    # -- lists ------------------------------------------------------------------------------------------------------

    def _replace_container(self, found: Any) -> None:
        self.containers = {
            str(item["Id"]): ContainerName(
                str(item["Id"]), _own_name(item.get("Names") or ()), str(item.get("State", "")), str(item.get("Image"))
            )
            for item in found[:MOST]
        }

    def _replace_image(self, found: Any) -> None:
        images: dict[str, str] = {}
        for item in found[:MOST]:
            id = str(item["Id"])
            tags = [tag for tag in item.get("RepoTags") or () if NOBODY not in tag]
            for name in tags or [short(id)]:
                images[name] = id
        self.images = images

    def _replace_volume(self, found: Any) -> None:
        self.volumes = {str(item["Name"]): None for item in (found or {}).get("Volumes") or ()}

    def _replace_network(self, found: Any) -> None:
        self.networks = {str(item["Id"]): str(item["Name"]) for item in found}

    # -- events -----------------------------------------------------------------------------------------------------

    def _on_container(self, event: Event) -> bool:
        if event.action == "destroy":
            return self.containers.pop(event.id, None) is not None
        before = self.containers.get(event.id)
        name = event.about.get("name", "")
        if event.action == "rename" and before is not None:
            self.containers[event.id] = ContainerName(event.id, name, before.state, before.image)
            return True
        state = STATES.get(event.action, "")
        if not state:
            return False
        if before is None:
            if len(self.containers) >= MOST:
                return False
            self.containers[event.id] = ContainerName(event.id, name, state, event.about.get("image", ""))
            return True
        if before.state == state:
            return False
        self.containers[event.id] = ContainerName(event.id, before.name, state, before.image)
        return True

    def _on_image(self, event: Event) -> bool:
        """Names come at once; what an event does not tell comes with the next list."""
        if event.action == "delete":
            gone = [name for name, id in self.images.items() if id == event.id]
            for name in gone:
                del self.images[name]
            return bool(gone)
        name = event.id if event.action == "pull" else event.about.get("name", "") if event.action == "tag" else ""
        if not name or ":" not in name or "@" in name or name in self.images or len(self.images) >= MOST:
            return False
        self.images[name] = event.id if event.action == "tag" else ""
        return True

    def _on_volume(self, event: Event) -> bool:
        if event.action == "create" and event.id not in self.volumes and len(self.volumes) < MOST:
            self.volumes[event.id] = None
            return True
        if event.action == "destroy" and event.id in self.volumes:
            del self.volumes[event.id]
            return True
        return False

    def _on_network(self, event: Event) -> bool:
        if event.action == "create" and event.id not in self.networks and len(self.networks) < MOST:
            self.networks[event.id] = event.about.get("name", event.id)
            return True
        if event.action in ("destroy", "remove") and event.id in self.networks:
            del self.networks[event.id]
            return True
        return False


def _own_name(names: Any) -> str:
    """The name without links: `/web`, not `/other/web`."""
    own = [name for name in names if isinstance(name, str) and name.count("/") == 1]
    return (own or [""])[0].lstrip("/")


def short(id: str) -> str:
    """The first twelve digits of an ID."""
    return id.removeprefix("sha256:")[:12]
