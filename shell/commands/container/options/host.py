"""HostConfig of a new container: what can be wrong, looked at in docker's order, and what only passes through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import namespaces, networks, security, volumes

if TYPE_CHECKING:
    from ....spec.call import Call


def checked(call: Call) -> dict[str, Any]:
    """The fields whose words may be refused. Raises ShellError for the first that docker would name."""
    made: dict[str, Any] = {
        "PidMode": namespaces.pid_mode(call["pid"]),
        "UTSMode": namespaces.uts_mode(call["uts"]),
        "UsernsMode": namespaces.userns_mode(call["userns"]),
        "CgroupnsMode": namespaces.cgroupns_mode(call["cgroupns"]),
        "RestartPolicy": namespaces.restart_policy(call["restart"]),
        "LogConfig": security.log_config(call["log-driver"], call["log-opt"]),
    }
    secure = security.security(call["security-opt"])
    made |= {
        "SecurityOpt": secure.options,
        "MaskedPaths": secure.masked_paths,
        "ReadonlyPaths": secure.readonly_paths,
    }
    storage = security.storage_options(call["storage-opt"])
    return made | ({"StorageOpt": storage} if storage else {})


def passed(call: Call) -> dict[str, Any]:
    """The fields that go out as they were typed."""
    made = {
        "ContainerIDFile": call["cidfile"],
        "NetworkMode": networks.network_mode(call),
        "AutoRemove": call["rm"],
        "VolumeDriver": call["volume-driver"],
        "VolumesFrom": call["volumes-from"] or None,
        "ConsoleSize": _console_size(call),
        "CapAdd": security.capabilities(call["cap-add"]),
        "CapDrop": security.capabilities(call["cap-drop"]),
        "Dns": call["dns"],
        "DnsOptions": call["dns-option"],
        "DnsSearch": call["dns-search"],
        "ExtraHosts": call["add-host"] or None,
        "GroupAdd": call["group-add"] or None,
        "IpcMode": call["ipc"],
        "Cgroup": "",
        "Links": call["link"] or None,
        "OomScoreAdj": call["oom-score-adj"],
        "Privileged": call["privileged"],
        "PublishAllPorts": call["publish-all"],
        "ReadonlyRootfs": call["read-only"],
        "ShmSize": call["shm-size"],
        "Isolation": call["isolation"],
    }
    return made | _only_given(call)


def _only_given(call: Call) -> dict[str, Any]:
    """Fields that are left out where nothing was said."""
    given = {
        "Annotations": call["annotation"],
        "Tmpfs": volumes.tmpfs(call["tmpfs"]),
        "Sysctls": call["sysctl"],
        "Runtime": call["runtime"],
        "Mounts": [mount.body for mount in call["mount"]],
    }
    made = {name: value for name, value in given.items() if value}
    return made | ({"Init": call["init"]} if call.changed("init") else {})


def _console_size(call: Call) -> list[int]:
    """Rows and columns; older engines do not heed them."""
    if not call.out.isatty or not call.engine.at_least("1.42"):
        return [0, 0]
    return [call.out.rows, call.out.columns]
