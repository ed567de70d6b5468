"""The kind that a flag or argument has by its name, where its declaration names none."""

from __future__ import annotations

import re

from ..spec import Command
from ..spec.flags import Flag

FLAGS = {
    "attach": "stdin|stdout|stderr",
    "availability": "active|pause|drain",
    "cap-add": "capability",
    "cap-drop": "capability",
    "cgroupns": "host|private",
    "cidfile": "file",
    "compose-file": "file",
    "config-from": "network",
    "detach-keys": "detach-keys",
    "device": "device",
    "endpoint-mode": "vip|dnsrr",
    "env": "env",
    "env-add": "env",
    "env-file": "file",
    "expose": "expose",
    "file": "file",
    "filter": "filter",
    "format": "format",
    "iidfile": "file",
    "image": "image",
    "input": "file",
    "ipc": "ipc",
    "isolation": "default|process|hyperv",
    "link": "link",
    "log-driver": "log-driver",
    "log-level": "debug|info|warn|error|fatal|panic",
    "log-opt": "log-opt",
    "mode": "replicated|global|replicated-job|global-job",
    "mount": "mount",
    "network": "network-or-container",
    "network-add": "network",
    "network-rm": "network",
    "output": "file",
    "pid": "pid",
    "platform": "platform",
    "publish": "port",
    "pull": "always|missing|never",
    "resolve-image": "always|changed|never",
    "restart": "restart-policy",
    "restart-condition": "none|on-failure|any",
    "role": "worker|manager",
    "rollback-failure-action": "pause|continue",
    "rollback-order": "start-first|stop-first",
    "runtime": "runtime",
    "security-opt": "security-opt",
    "signal": "signal",
    "since": "duration",
    "stop-signal": "signal",
    "storage-opt": "storage-opt",
    "ulimit": "ulimit",
    "until": "duration",
    "update-failure-action": "pause|continue|rollback",
    "update-order": "start-first|stop-first",
    "user": "user",
    "userns": "host|",
    "uts": "host|",
    "volume": "bind",
    "volume-driver": "volume-driver",
    "volumes-from": "container",
    "cert": "file",
    "ca-cert": "file",
    "ca-key": "file",
    "checkpoint-dir": "folder",
    "checkpoint": "checkpoint",
}
RICHER = {"ipc", "link", "pid", "restart", "network", "volume", "mount", "publish", "ulimit", "security-opt", "log-opt"}
OF_COMMAND = {
    ("inspect", "type"): "config|container|image|network|node|plugin|secret|service|task|volume",
    ("network create", "driver"): "network-driver",
    ("volume create", "driver"): "volume-driver",
    ("image build", "pull"): "",
    ("service logs", "since"): "duration",
    ("network create", "scope"): "local|swarm|global",
    ("volume create", "scope"): "single|multi",
    ("volume create", "availability"): "active|pause|drain",
    ("swarm init", "availability"): "active|pause|drain",
    ("swarm join", "availability"): "active|pause|drain",
    ("service create", "config"): "config",
    ("service create", "secret"): "secret",
    ("service update", "config-add"): "config",
    ("service update", "config-rm"): "config",
    ("service update", "secret-add"): "secret",
    ("service update", "secret-rm"): "secret",
    ("service create", "network"): "network",
    ("volume create", "sharing"): "none|readonly|onewriter|all",
    ("volume create", "type"): "mount|block",
}
OF_ARGUMENTS = {
    "container start": "container:stopped",
    "container stop": "container:running",
    "container kill": "container:running,job",
    "container pause": "container:unpaused",
    "container unpause": "container:paused",
    "container attach": "container:running",
    "container exec": "container:running;container-command",
    "container top": "container:running;",
    "container port": "container:running;container-port",
    "container stats": "container:running",
    "container wait": "container,job",
    "container rm": "container:removable",
    "container cp": "container-path;container-path",
    "container run": "image;container-command",
    "container create": "image;container-command",
    "container commit": "container;image",
    "container rename": "container;",
    "checkpoint create": "container:running;",
    "checkpoint rm": "container;checkpoint",
    "checkpoint ls": "container",
    "image build": "folder",
    "image pull": "repository",
    "image push": "image",
    "image tag": "image;image",
    "image import": "file;image",
    "image rm": "image-or-digest",
    "image history": "image",
    "image inspect": "image-or-digest",
    "inspect": "object",
    "network connect": "network;container",
    "network disconnect": "network;container",
    "context import": ";file",
    "context create": "",
    "login": "registry",
    "logout": "registry",
    "service scale": "service",
    "swarm join-token": "worker|manager",
    "secret create": ";file",
    "config create": ";file",
    "plugin create": ";folder",
    "plugin install": "",
    "volume create": "",
    "network create": "",
    "stack deploy": "stack",
    "trust inspect": "image",
    "trust sign": "image",
    "trust revoke": "image",
    "manifest inspect": "",
}
PLACES = {
    "CONTAINER": "container",
    "IMAGE": "image",
    "VOLUME": "volume",
    "NETWORK": "network",
    "CONTEXT": "context",
    "NODE": "node",
    "SERVICE": "service",
    "SECRET": "secret",
    "CONFIG": "config",
    "PLUGIN": "plugin",
    "STACK": "stack",
    "PATH": "path",
    "FILE": "file",
}


def flag_kind(flag: Flag, command: str) -> str:
    """What the values of a flag are."""
    if (command, flag.name) in OF_COMMAND:
        return OF_COMMAND[command, flag.name]
    return FLAGS.get(flag.name, "")


def argument_kind(spec: Command) -> str:
    """What the arguments are; `;` parts one position from the next, the last one goes on.

    What a command can act on, and what follows, is known here more exactly than a declaration tells.
    """
    if spec.name in OF_ARGUMENTS:
        return OF_ARGUMENTS[spec.name]
    if spec.args.complete:
        return spec.args.complete
    words = re.findall(r"[A-Z]+", spec.args.usage)
    kinds = [PLACES.get(word, "") for word in words]
    if len(kinds) > 1 and len(set(kinds)) == 1:
        return kinds[0]
    return ";".join(kinds)
