"""Flags of ours on docker's commands that destroy something."""

from __future__ import annotations

from ..spec.flags import Bool

YES = Bool("yes", "", "Do not ask about what a pattern matches", ours=True)
DRY_RUN = Bool("dry-run", "", "Only print what would be removed, and how large it is", ours=True)
PATTERNS = (
    "In the shell and in scripts a name can be a pattern: web-*, :exited, label:app=shop. What it matches is shown "
    "and asked about at a prompt; a script needs --yes."
)
