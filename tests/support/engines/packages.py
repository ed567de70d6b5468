"""Debian packages fetched with apt and unpacked into the bed, so that no service of the machine starts."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.support.engines import BedError, bed

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# Where each folder of the bed comes from: (suites to try, packages).
SOURCES: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "28.5": [
        (("sid", "trixie"), ("docker.io", "containerd", "docker-cli", "docker-buildx", "docker-compose")),
        (("bookworm",), ("runc", "tini")),
    ],
    "20.10": [(("bookworm",), ("docker.io", "containerd", "runc", "tini"))],
    "tools": [(("bookworm",), ("docker-registry", "busybox-static"))],
}
# What must be on the machine itself: program -> package.
NEEDED = {"iptables": "iptables", "ip": "iproute2", "dpkg": "dpkg", "umount": "mount"}
# Libraries that the unpacked programs load: Docker 20.10 the second one.
LIBRARIES = {"libseccomp.so.2": "libseccomp2", "libdevmapper.so.1.02.1": "libdevmapper1.02.1"}


def install(programs: dict[str, str], libraries: dict[str, str] | None = None) -> None:
    """Install what the machine lacks; another user than root is told the line to run."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    missing = [package for program, package in programs.items() if not shutil.which(program, path=path)]
    missing += [package for name, package in (libraries or {}).items() if name not in _loadable()]
    if not missing:
        return
    if os.geteuid() != 0:
        raise BedError(f"packages are missing; run: sudo apt-get install -y {' '.join(missing)}")
    print(f"installing {' '.join(missing)}", flush=True)
    options = ["-qq", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    try:
        _apt([*options, "install", *missing])
    except BedError:
        _apt(["-qq", "update"])
        _apt([*options, "install", *missing])


def fetch(name: str) -> Path:
    """The folder `name` of the bed with its packages unpacked; nothing is done when it is there."""
    target = bed() / name
    if (target / ".complete").exists():
        return target
    fresh = bed() / f".{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    said = [line for suites, packages in SOURCES[name] for line in _unpack_first(suites, packages, fresh)]
    (fresh / ".complete").write_text("\n".join(said) + "\n")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    print(f"{name}: {', '.join(said)}", flush=True)
    return target


def versions(name: str) -> list[str]:
    """`package version` of all that was unpacked into the folder `name`."""
    file = bed() / name / ".complete"
    return file.read_text().splitlines() if file.exists() else []


def _unpack_first(suites: Sequence[str], packages: Sequence[str], target: Path) -> list[str]:
    for suite in suites[:-1]:
        try:
            return _unpack(suite, packages, target)
        except BedError as error:
            print(f"{suite}: {error}; trying the next suite", flush=True)
    return _unpack(suites[-1], packages, target)


def _unpack(suite: str, packages: Sequence[str], target: Path) -> list[str]:
    folder = bed() / "apt" / suite / "deb"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _apt([*_suite(suite), "-qq", "download", *packages], folder)
    said = []
    for file in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg", "-x", file, target], check=True)
        name, version, *_ = file.name.split("_")
        said.append(f"{name} {version.replace('%3a', ':')}")
    shutil.rmtree(folder)
    return said


def _suite(suite: str) -> list[str]:
    """apt's options for one suite's own list, in the bed; the machine's lists stay as they are."""
    folder = bed() / "apt" / suite
    options = []
    for key, value in {
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "APT::Sandbox::User": "root",
    }.items():
        options += ["-o", f"{key}={value}"]
    if not (folder / "updated").exists():
        (folder / "lists/partial").mkdir(parents=True, exist_ok=True)
        signed = f"[signed-by={KEYRING}] " if Path(KEYRING).exists() else ""
        (folder / "sources.list").write_text(f"deb {signed}{_mirror()} {suite} main\n")
        _apt([*options, "-qq", "update"])
        (folder / "updated").touch()
    return options


def _mirror() -> str:
    """The Debian mirror of the machine's own apt sources, so that a configured one is honoured."""
    form = "$(REPO_URI)"
    asked = subprocess.run(
        ["apt-get", "indextargets", "--format", form, "Created-By: Packages"], capture_output=True, text=True
    )
    mirrors = [line for line in asked.stdout.split() if line.rstrip("/").endswith("/debian")]
    if not mirrors:
        raise BedError("no Debian mirror among this machine's apt sources; the bed is made of Debian packages")
    return mirrors[0]


def _apt(arguments: Sequence[str], folder: Path | None = None) -> None:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    done = subprocess.run(
        ["apt-get", "-o", "Acquire::Retries=3", *arguments],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise BedError(f"apt-get {' '.join(arguments[-3:])} failed: {done.stdout.strip()[-800:]}")


def _loadable() -> str:
    """Every library that the loader knows, as one text."""
    return subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True).stdout
