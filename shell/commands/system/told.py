"""The Engine's side of `info`, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...output.units import bytes_size, human_duration

Told = Mapping[str, Any]


def _yes(value: Any) -> str:
    return "true" if value else "false"


def _filled(*pairs: tuple[str, Any]) -> Iterator[str]:
    """Lines of those that have a value."""
    for title, value in pairs:
        if value:
            yield f" {title}: {value}"


def _block(title: str, lines: list[str], indent: str = "  ") -> Iterator[str]:
    if lines:
        yield f" {title}:"
        yield from (indent + line for line in lines)


def server_lines(info: Told, debug: bool, user: str, errors: list[str]) -> Iterator[str]:
    """All lines; what cannot be told goes to ``errors``. ``debug``: whether the client tells more of everything."""
    yield from _counts(info)
    yield from _drivers(info)
    yield from _block("CDI spec directories", info.get("CDISpecDirs") or [])
    devices = [f"{device.get('Source', '')}: {device.get('ID', '')}" for device in info.get("DiscoveredDevices") or ()]
    yield from _block("Discovered Devices", devices)
    swarm = info.get("Swarm") or {}
    yield f" Swarm: {swarm.get('LocalNodeState') or ''}"
    yield from _swarm(swarm)
    if info.get("Runtimes"):
        yield f" Runtimes: {' '.join(info['Runtimes'])}"
        yield f" Default Runtime: {info.get('DefaultRuntime') or ''}"
    if info.get("OSType") == "linux":
        yield from _linux(info, errors)
    if info.get("OSType") == "windows":
        yield f" Default Isolation: {info.get('Isolation') or ''}"
    yield from _host(info)
    yield from _debug(info, debug)
    yield from _rest(info, user)


def _counts(info: Told) -> Iterator[str]:
    yield f" Containers: {info.get('Containers') or 0}"
    for word in ("Running", "Paused", "Stopped"):
        yield f"  {word}: {info.get('Containers' + word) or 0}"
    yield f" Images: {info.get('Images') or 0}"
    yield from _filled(("Server Version", info.get("ServerVersion")), ("Storage Driver", info.get("Driver")))
    yield from (f"  {name}: {value}" for name, value in info.get("DriverStatus") or ())
    yield from (f" {name}: {value}" for name, value in info.get("SystemStatus") or ())


def _drivers(info: Told) -> Iterator[str]:
    yield from _filled(
        ("Logging Driver", info.get("LoggingDriver")),
        ("Cgroup Driver", info.get("CgroupDriver")),
        ("Cgroup Version", info.get("CgroupVersion")),
    )
    plugins = info.get("Plugins") or {}
    yield " Plugins:"
    for kind in ("Volume", "Network", "Authorization", "Log"):
        names = plugins.get(kind) or []
        if names or kind != "Authorization":
            yield f"  {kind}: {' '.join(names)}"


def _linux(info: Told, errors: list[str]) -> Iterator[str]:
    yield f" Init Binary: {info.get('InitBinary') or ''}"
    for title, name in (("containerd", "ContainerdCommit"), ("runc", "RuncCommit"), ("init", "InitCommit")):
        yield f" {title} version: {(info.get(name) or {}).get('ID') or ''}"
    try:
        lines = [line for option in info.get("SecurityOptions") or () for line in _security(option)]
    except ValueError as error:
        errors.append(str(error))
    else:
        yield from _block("Security Options", lines)


def _security(option: str) -> list[str]:
    """``name=seccomp,profile=builtin`` -> the name and its profile; ValueError with docker's complaint."""
    if "=" not in option:
        return [option]
    name, profiles = "", []
    for part in option.split(","):
        key, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f'invalid security option "{part}"')
        if not key or not value:
            raise ValueError("invalid empty security option")
        if key == "name":
            name = value
        elif key == "profile":
            profiles.append(f" Profile: {value}")
    return [name, *profiles]


def _host(info: Told) -> Iterator[str]:
    yield from _filled(
        ("Kernel Version", info.get("KernelVersion")),
        ("Operating System", info.get("OperatingSystem")),
        ("OSType", info.get("OSType")),
        ("Architecture", info.get("Architecture")),
    )
    yield f" CPUs: {info.get('NCPU') or 0}"
    yield f" Total Memory: {bytes_size(info.get('MemTotal') or 0)}"
    yield from _filled(("Name", info.get("Name")), ("ID", info.get("ID")))
    yield f" Docker Root Dir: {info.get('DockerRootDir') or ''}"


def _debug(info: Told, debug: bool) -> Iterator[str]:
    yield f" Debug Mode: {_yes(info.get('Debug'))}"
    if info.get("Debug") or debug:
        yield f"  File Descriptors: {info.get('NFd') or 0}"
        yield f"  Goroutines: {info.get('NGoroutines') or 0}"
        yield f"  System Time: {info.get('SystemTime') or ''}"
        yield f"  EventsListeners: {info.get('NEventsListener') or 0}"


def _rest(info: Told, user: str) -> Iterator[str]:
    yield from _filled(
        ("HTTP Proxy", info.get("HttpProxy")),
        ("HTTPS Proxy", info.get("HttpsProxy")),
        ("No Proxy", info.get("NoProxy")),
        ("Username", user),
    )
    yield from _block("Labels", info.get("Labels") or [])
    yield f" Experimental: {_yes(info.get('ExperimentalBuild'))}"
    registries = info.get("RegistryConfig") or {}
    known, ranges = registries.get("IndexConfigs") or {}, registries.get("InsecureRegistryCIDRs") or []
    if known or ranges:
        yield " Insecure Registries:"
        yield from (f"  {entry.get('Name') or ''}" for entry in known.values() if not entry.get("Secure"))
        yield from (f"  {address}" for address in ranges)
    yield from _block("Registry Mirrors", registries.get("Mirrors") or [])
    yield f" Live Restore Enabled: {_yes(info.get('LiveRestoreEnabled'))}"
    yield from _filled(("Product License", info.get("ProductLicense")))
    pools = info.get("DefaultAddressPools") or ()
    yield from _block("Default Address Pools", [f"Base: {pool['Base']}, Size: {pool['Size']}" for pool in pools], "   ")


def _swarm(swarm: Told) -> Iterator[str]:
    state, failure = swarm.get("LocalNodeState") or "", swarm.get("Error") or ""
    if state in ("inactive", "locked"):
        return
    yield f"  NodeID: {swarm.get('NodeID') or ''}"
    if failure:
        yield f"  Error: {failure}"
    manages = bool(swarm.get("ControlAvailable"))
    yield f"  Is Manager: {_yes(manages)}"
    cluster = swarm.get("Cluster")
    if cluster and manages and not failure and state != "error":
        yield f"  ClusterID: {cluster.get('ID') or ''}"
        yield f"  Managers: {swarm.get('Managers') or 0}"
        yield f"  Nodes: {swarm.get('Nodes') or 0}"
        yield from _cluster(cluster)
    yield f"  Node Address: {swarm.get('NodeAddr') or ''}"
    managers = sorted(entry.get("Addr") or "" for entry in swarm.get("RemoteManagers") or ())
    if managers:
        yield "  Manager Addresses:"
        yield from (f"   {address}" for address in managers)


def _cluster(cluster: Told) -> Iterator[str]:
    if cluster.get("DefaultAddrPool") is not None:
        yield "  Default Address Pool: " + "".join(f"{pool}  " for pool in cluster["DefaultAddrPool"])
        yield f"  SubnetSize: {cluster.get('SubnetSize') or 0}"
    if cluster.get("DataPathPort"):
        yield f"  Data Path Port: {cluster['DataPathPort']}"
    spec = cluster.get("Spec") or {}
    raft = spec.get("Raft") or {}
    yield "  Orchestration:"
    limit = (spec.get("Orchestration") or {}).get("TaskHistoryRetentionLimit") or 0
    yield f"   Task History Retention Limit: {limit}"
    yield "  Raft:"
    yield f"   Snapshot Interval: {raft.get('SnapshotInterval') or 0}"
    if raft.get("KeepOldSnapshots") is not None:
        yield f"   Number of Old Snapshots to Retain: {raft['KeepOldSnapshots']}"
    yield f"   Heartbeat Tick: {raft.get('HeartbeatTick') or 0}"
    yield f"   Election Tick: {raft.get('ElectionTick') or 0}"
    yield "  Dispatcher:"
    yield f"   Heartbeat Period: {_age((spec.get('Dispatcher') or {}).get('HeartbeatPeriod'))}"
    yield from _authority(spec.get("CAConfig") or {})
    yield f"  Autolock Managers: {_yes((spec.get('EncryptionConfig') or {}).get('AutoLockManagers'))}"
    yield f"  Root Rotation In Progress: {_yes(cluster.get('RootRotationInProgress'))}"


def _age(nanoseconds: int | None) -> str:
    return human_duration((nanoseconds or 0) / 1e9)


def _authority(config: Told) -> Iterator[str]:
    yield "  CA Configuration:"
    yield f"   Expiry Duration: {_age(config.get('NodeCertExpiry'))}"
    yield f"   Force Rotate: {config.get('ForceRotate') or 0}"
    certificate = (config.get("SigningCACert") or "").strip()
    if certificate:
        yield "   Signing CA Certificate: "
        yield from certificate.split("\n")
        yield ""
    external = config.get("ExternalCAs") or ()
    if external:
        yield "   External CAs:"
        yield from (f"     {entry.get('Protocol') or ''}: {entry.get('URL') or ''}" for entry in external)
