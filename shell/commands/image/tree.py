"""images --tree: every image with its platforms below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...output.rows import truncate_id
from ...output.units import human_size
from ...streams import Out
from ..platform import described
from .rows import is_dangling

WARNING = "WARNING: This is an experimental feature. The output may change and shouldn't be depended on."
SPACING = "   "
NARROWEST = 12  # of the column of names; other columns go before it gets narrower
COLUMNS = (
    ("ID", 12, str.ljust),
    ("DISK USAGE", 10, str.rjust),
    ("CONTENT SIZE", 12, str.rjust),
    ("EXTRA", 5, str.ljust),
)
_BOLD, _END = "\x1b[39m\x1b[1m", "\x1b[0m"  # docker marks the titles even where no terminal is


@dataclass
class Line:
    """Names (several for an image, a platform for its child) and the cells beside the last of them."""

    names: Sequence[str]
    cells: tuple[str, str, str, str]
    children: list[Line] = field(default_factory=list)


def _cells(identifier: str, size: int, content: int, used: bool) -> tuple[str, str, str, str]:
    return truncate_id(identifier), human_size(size, 3), human_size(content, 3), "U" if used else ""


def _child(manifest: Mapping[str, Any]) -> Line:
    data, size = manifest.get("ImageData") or {}, manifest.get("Size") or {}
    used = bool(data.get("Containers"))
    cells = _cells(manifest.get("ID") or "", size.get("Total") or 0, size.get("Content") or 0, used)
    return Line([described(data.get("Platform") or {})], cells)


def _line(image: Mapping[str, Any]) -> Line:
    manifests = [entry for entry in image.get("Manifests") or () if entry.get("Kind") == "image"]
    children = [_child(manifest) for manifest in manifests]
    content = sum((entry.get("Size") or {}).get("Content") or 0 for entry in image.get("Manifests") or ())
    used = (image.get("Containers") or 0) > 0 or any(child.cells[3] for child in children)
    names = sorted(image.get("RepoTags") or ["<untagged>"], key=len, reverse=True)
    return Line(names, _cells(image.get("Id") or "", image.get("Size") or 0, content, used), children)


def _widest(lines: Sequence[Line]) -> int:
    """What the column of names takes; docker counts the bytes of the branches."""
    names = [len(name.encode("utf-8", "surrogateescape")) for line in lines for name in line.names]
    children = [len(child.names[0]) + len("└─ ".encode()) for line in lines for child in line.children]
    return max([len("IMAGE"), *names, *children])


def _fit(columns: int) -> tuple[int, int]:
    """How many columns there is room for beside the names, and the room left for those."""
    room = max(columns, 20)
    for at, (_, width, _) in enumerate(COLUMNS):
        if room - width - len(SPACING) < NARROWEST:
            return at, room
        room -= width + len(SPACING)
    return len(COLUMNS), room


def show_tree(out: Out, images: Sequence[Mapping[str, Any]], everything: bool) -> None:
    """Print the tree, the newest image first."""
    shown = [image for image in images if everything or not is_dangling(image)]
    shown.sort(key=lambda image: -(image.get("Created") or 0))
    lines = [_line(image) for image in shown]
    columns = out.columns if out.isatty else 80
    count, room = _fit(columns)
    printer = _Printer(out, min(room, _widest(lines)), count)
    printer.head(columns)
    spaced = any(line.children for line in lines)
    for line in lines:
        printer.image(line)
        if spaced:
            out.line()


class _Printer:
    def __init__(self, out: Out, width: int, count: int) -> None:
        self.out, self.width, self.columns = out, width, COLUMNS[:count]

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}{_END}" if self.out.colour else text

    def head(self, columns: int) -> None:
        self.out.line(self._paint(WARNING, "93"))
        self.out.line("Info ->  U In Use ".rjust(columns))
        self.out.line()
        titles = [("IMAGE", self.width, str.ljust), *self.columns]
        cells = [place(title, width).replace(title, f"{_BOLD}{title}{_END}") for title, width, place in titles]
        self.out.line(SPACING.join(cells))

    def _name(self, name: str) -> str:
        return name.ljust(self.width) if len(name) <= self.width else f"{name[: self.width - 1]}…"

    def _cut(self, name: str) -> str:
        return name if len(name) <= self.width else name[: self.width - 3] + "..."

    def image(self, line: Line) -> None:
        *above, last = [self.out.safe(name) for name in line.names]
        for name in above:
            self.out.line(self._paint(name, "34;1"))
        self.out.line(self._paint(self._name(last), "34;1") + self._details(line))
        for at, child in enumerate(line.children):
            branch = "└─ " if at == len(line.children) - 1 else "├─ "
            self.out.line(self._name(self._cut(branch + child.names[0])) + self._details(child))

    def _details(self, line: Line) -> str:
        cells = zip(line.cells, self.columns, strict=False)
        return "".join(SPACING + place(cell, width) for cell, (_, width, place) in cells)
