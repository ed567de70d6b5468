"""Bring the bed up, take it down, say how it is; safe to call from several processes at once."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.engines import (
    NEWEST,
    PRIVATE_REGISTRY,
    REGISTRY,
    TCP_PORT,
    TLS_PORT,
    VERSIONS,
    BedError,
    bed,
    host,
    image,
    packages,
    probe,
    process,
    run_folder,
    socket,
)
from tests.support.engines import daemons as d

REGISTRIES = ("registry", "registry-auth")


def up() -> bool:
    """Make everything run and answer; False when it already did."""
    if is_up():
        return False
    _require_root("up")
    with _locked():
        if is_up():
            return False
        d.require_ports()
        packages.install(packages.NEEDED, packages.LIBRARIES)
        for name in (*VERSIONS, "tools"):
            packages.fetch(name)
        _start()
        for version in VERSIONS:
            image.provide(version)
        (run_folder() / "up").touch()
    return True


def down() -> bool:
    """Remove the containers and end every process of the bed, also what a killed run left."""
    if not bed().exists():
        return False
    _require_root("down")
    with _locked():
        (run_folder() / "up").unlink(missing_ok=True)
        for version in VERSIONS:
            if probe.engine_answers(socket(version)):
                _remove_containers(version)
            process.stop(f"dockerd-{version}")
            process.stop(f"containerd-{version}")
        for name in REGISTRIES:
            process.stop(name)
        process.stop_leftovers()
        for version in VERSIONS:
            d.remove_traces(version)
        shutil.rmtree(run_folder(), ignore_errors=True)
    return True


def is_up() -> bool:
    """Whether all engines and registries answer and the image is there."""
    engines = all(probe.engine_answers(socket(version)) for version in VERSIONS)
    return engines and (run_folder() / "up").exists() and all(map(probe.registry_answers, (REGISTRY, PRIVATE_REGISTRY)))


def status() -> Iterator[str]:
    """One line per part of the bed."""
    yield f"bed           {bed()}"
    for version in VERSIONS:
        state = "up  " if probe.engine_answers(socket(version)) else "down"
        tcp = f"tcp://127.0.0.1:{TLS_PORT} (TLS)" if version == NEWEST else f"tcp://127.0.0.1:{TCP_PORT}"
        said = next((line for line in packages.versions(version) if line.startswith("docker.io ")), "not fetched")
        yield f"Docker {version:<6} {state}  {host(version)}  {tcp}  {said}"
    for name, address in zip(REGISTRIES, (REGISTRY, PRIVATE_REGISTRY), strict=True):
        yield f"{name:<13} {'up  ' if probe.registry_answers(address) else 'down'}  {address}"


def _start() -> None:
    for name in REGISTRIES:
        d.start_registry(name)
    # One after the other: both write the machine's packet filter when they start.
    for version in reversed(VERSIONS):
        d.start_engine(version)
        d.engine_ready(version)
    for name in REGISTRIES:
        d.registry_ready(name)


def _remove_containers(version: str) -> None:
    """An engine that stops waits ten seconds for a container that ignores SIGTERM."""
    names = image.run(version, "ps", "-aq", check=False).stdout.decode().split()
    if names:
        image.run(version, "rm", "-fv", *names, check=False)


def may_change() -> bool:
    """Whether this user may start and stop the bed."""
    return os.geteuid() == 0


def _require_root(verb: str) -> None:
    if not may_change():
        raise BedError(f"engines need root; run: sudo make {'engine' if verb == 'up' else 'engine-down'}")


@contextmanager
def _locked() -> Iterator[None]:
    """One at a time changes the bed; the others wait."""
    bed().mkdir(parents=True, exist_ok=True)
    with open(bed() / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
