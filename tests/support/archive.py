"""Tar archives as Python writes them, for what reads archives."""

from __future__ import annotations

import io
import tarfile


def archive(*files: tuple[str, bytes]) -> bytes:
    """An archive of these names and contents."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
