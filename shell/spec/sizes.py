"""Sizes with units for the flags; the arithmetic is imported when a size is read."""

from __future__ import annotations


def parse_size(text: str) -> int:
    """Bytes of `512m`, `1.5GiB`, `42`; ValueError in docker's words."""
    from ..output.units import ram_size

    return ram_size(text)
