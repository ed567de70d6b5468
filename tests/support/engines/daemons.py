"""The bed's daemons: what each is started with and how it shows that it is ready."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.support.engines import (
    PRIVATE_REGISTRY,
    REGISTRY,
    TCP_PORT,
    TLS_PORT,
    bed,
    probe,
    process,
    run_folder,
    socket,
)
from tests.support.engines import tls as certificates

BRIDGES = {"28.5": ("dsh-285", "172.30.28"), "20.10": ("dsh-2010", "172.30.20")}
POOLS = {"28.5": "10.228.0.0/16", "20.10": "10.210.0.0/16"}
# bcrypt of PASSWORD, made with cost 5: a registry checks it on every request.
HTPASSWD = "tester:$2b$05$/7iLYwRPrGvhh7dMsqvBg.CW8VpeVAag.Qo9APqRIf8NaZp.w25aG\n"
REGISTRY_CONFIG = """\
version: 0.1
log: {{level: warn}}
storage:
  filesystem: {{rootdirectory: {folder}}}
  delete: {{enabled: true}}
http: {{addr: {address}, secret: bed}}
"""
REGISTRY_AUTH = """\
auth:
  htpasswd: {{realm: bed, path: {file}}}
"""
CONTAINERD_CONFIG = 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n'


def require_ports() -> None:
    """Refuse to begin where somebody else listens on a port of the bed."""
    ports = {"dockerd-28.5": TLS_PORT, "dockerd-20.10": TCP_PORT}
    ports |= {name: int(_address(name).rpartition(":")[2]) for name in ("registry", "registry-auth")}
    for name, port in ports.items():
        if not process.alive(name):
            probe.require_free(port, f"the bed's {name}")


def start_engine(version: str) -> None:
    """Start containerd and dockerd of one version; a daemon that answers already is left as it is."""
    if probe.engine_answers(socket(version)):
        return
    folder = _fresh_run_folder(version)
    if not process.alive(f"dockerd-{version}"):
        _make_bridge(version)
    programs = bed() / version / "usr"
    path = f"{programs}/bin:{programs}/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
    process.start(f"containerd-{version}", _containerd(version), path)
    process.wait_until(f"containerd-{version}", (folder / "containerd.sock").is_socket)
    process.start(f"dockerd-{version}", [*_dockerd(version), *_tcp(version)], path)


def engine_ready(version: str) -> None:
    """Wait for the engine's answer."""
    process.wait_until(f"dockerd-{version}", lambda: probe.engine_answers(socket(version)))


def start_registry(name: str) -> None:
    """Start `registry` (open) or `registry-auth` (asks for USER and PASSWORD)."""
    address = _address(name)
    if process.alive(name) and probe.registry_answers(address):
        return
    process.stop(name)
    config = bed() / "conf" / f"{name}.yml"
    text = REGISTRY_CONFIG.format(folder=bed() / "data" / name, address=address)
    if name == "registry-auth":
        text += REGISTRY_AUTH.format(file=_write(bed() / "conf/htpasswd", HTPASSWD))
    process.start(name, [bed() / "tools/usr/bin/docker-registry", "serve", _write(config, text)])


def registry_ready(name: str) -> None:
    """Wait for the registry's answer."""
    process.wait_until(name, lambda: probe.registry_answers(_address(name)))


def remove_traces(version: str) -> None:
    """Unmount what a killed engine left under the bed and remove the bridge, if it is this bed's."""
    mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    for mount in reversed([m.encode().decode("unicode_escape") for m in mounts]):
        if mount.startswith((f"{bed()}/data/{version}/", f"{run_folder()}/{version}/")):
            subprocess.run(["umount", "-l", mount], capture_output=True)
    if _bridge_mark(version).exists():
        subprocess.run([_ip(), "link", "delete", BRIDGES[version][0]], capture_output=True)
    shutil.rmtree(run_folder() / version, ignore_errors=True)


def _address(name: str) -> str:
    return PRIVATE_REGISTRY if name == "registry-auth" else REGISTRY


def _containerd(version: str) -> list[str | Path]:
    """A containerd of the engine's own: dockerd would take the machine's where one runs."""
    folder = run_folder() / version
    config = _write(bed() / "conf" / f"containerd-{version}.toml", CONTAINERD_CONFIG)
    command: list[str | Path] = [bed() / version / "usr/bin/containerd", "--config", config]
    command += ["--address", folder / "containerd.sock", "--state", folder / "containerd"]
    return [*command, "--root", bed() / "data" / version / "containerd", "--log-level", "warn"]


def _dockerd(version: str) -> list[str | Path]:
    folder = run_folder() / version
    return [
        bed() / version / "usr/sbin/dockerd",
        f"--config-file={_write(bed() / 'conf/daemon.json', '{}')}",
        f"--data-root={bed() / 'data' / version / 'docker'}",
        f"--exec-root={folder / 'exec'}",
        f"--pidfile={folder / 'docker.pid'}",
        f"--containerd={folder / 'containerd.sock'}",
        f"--bridge={BRIDGES[version][0]}",
        f"--default-address-pool=base={POOLS[version]},size=24",
        f"--group={os.environ.get('SUDO_GID', os.getgid())}",
        f"--host=unix://{socket(version)}",
    ]


def _tcp(version: str) -> list[str]:
    """The newest engine's TCP port takes only clients of the bed's CA; the older one's is plain."""
    if version != "28.5":
        return [f"--host=tcp://127.0.0.1:{TCP_PORT}", "--tls=false"]
    folder = certificates.make()
    pair = [f"--tlscert={folder}/server-cert.pem", f"--tlskey={folder}/server-key.pem"]
    return [f"--host=tcp://127.0.0.1:{TLS_PORT}", "--tlsverify", f"--tlscacert={folder}/ca.pem", *pair]


def _fresh_run_folder(version: str) -> Path:
    """Remove sockets and pid files of processes that are gone."""
    folder = run_folder() / version
    folder.mkdir(parents=True, exist_ok=True)
    if not process.alive(f"containerd-{version}"):
        (folder / "containerd.sock").unlink(missing_ok=True)
    if not process.alive(f"dockerd-{version}"):
        (folder / "docker.sock").unlink(missing_ok=True)
        (folder / "docker.pid").unlink(missing_ok=True)
    return folder


def _make_bridge(version: str) -> None:
    """A bridge of the engine's own, since docker0 may be somebody's; a mark says that this bed made it."""
    name, network = BRIDGES[version]
    if not Path(f"/sys/class/net/{name}").exists():
        subprocess.run([_ip(), "link", "add", name, "type", "bridge"], check=True)
        _bridge_mark(version).touch()
    subprocess.run([_ip(), "address", "replace", f"{network}.1/24", "dev", name], check=True)
    subprocess.run([_ip(), "link", "set", name, "up"], check=True)


def _bridge_mark(version: str) -> Path:
    return run_folder() / version / "made-bridge"


def _ip() -> str:
    return shutil.which("ip", path="/usr/sbin:/usr/bin:/sbin:/bin") or "ip"


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file
