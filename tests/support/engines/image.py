"""The bed's one image: busybox-static with a link for each of its programs, made without a network."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from tests.support.engines import IMAGE, NEWEST, PASSWORD, PRIVATE_REGISTRY, REGISTRY, USER, bed, docker_cli, host

FILES = {
    "etc/passwd": b"root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    "etc/group": b"root:x:0:\nnobody:x:65534:\n",
}
FOLDERS = {"bin": 0o755, "etc": 0o755, "root": 0o700, "tmp": 0o1777, "var": 0o755, "home": 0o755}


def provide(version: str) -> None:
    """Have the image in the engine under its own name and the registry's, and in the registries.

    The newest engine makes it and the others pull it, so that one digest is known to all.
    """
    if version != NEWEST:
        run(version, "pull", "-q", f"{REGISTRY}/{IMAGE}")
        run(version, "tag", f"{REGISTRY}/{IMAGE}", IMAGE)
        return
    if run(version, "image", "inspect", IMAGE, check=False).returncode:
        run(version, "import", "--change", 'CMD ["sh"]', "-", IMAGE, given=rootfs())
    run(version, "tag", IMAGE, f"{REGISTRY}/{IMAGE}")
    run(version, "push", "-q", f"{REGISTRY}/{IMAGE}")
    run(version, "tag", IMAGE, f"{PRIVATE_REGISTRY}/{IMAGE}")
    run(version, "login", "-u", USER, "--password-stdin", PRIVATE_REGISTRY, given=PASSWORD.encode())
    run(version, "push", "-q", f"{PRIVATE_REGISTRY}/{IMAGE}")
    run(version, "rmi", f"{PRIVATE_REGISTRY}/{IMAGE}")


def run(version: str, *words: str, given: bytes = b"", check: bool = True) -> subprocess.CompletedProcess[bytes]:
    """Run the docker client against one engine of the bed, with a config folder of the bed."""
    return subprocess.run(
        [docker_cli(), "-H", host(version), *words],
        input=given,
        capture_output=True,
        check=check,
        env={"PATH": "/usr/bin:/bin", "HOME": str(bed()), "DOCKER_CONFIG": str(bed() / "config")},
    )


def rootfs() -> bytes:
    """The image's files as a tar archive."""
    program = _busybox()
    applets = subprocess.run([program, "--list"], capture_output=True, text=True, check=True).stdout.split()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, mode in FOLDERS.items():
            _add(tar, name, tarfile.DIRTYPE, mode)
        for name, content in FILES.items():
            _add(tar, name, tarfile.REGTYPE, 0o644, content)
        _add(tar, "bin/busybox", tarfile.REGTYPE, 0o755, program.read_bytes())
        for applet in applets:
            if applet != "busybox":
                _add(tar, f"bin/{applet}", tarfile.SYMTYPE, 0o777, link="busybox")
    return buffer.getvalue()


def _busybox() -> Path:
    folder = bed() / "tools"
    return next(file for file in (folder / "bin/busybox", folder / "usr/bin/busybox") if file.exists())


def _add(tar: tarfile.TarFile, name: str, kind: bytes, mode: int, content: bytes = b"", link: str = "") -> None:
    member = tarfile.TarInfo(name)
    member.type, member.mode, member.size, member.linkname = kind, mode, len(content), link
    member.mtime = 1_700_000_000
    tar.addfile(member, io.BytesIO(content))
