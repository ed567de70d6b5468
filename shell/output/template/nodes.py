"""The tree a Go template is parsed into; str() of a node is its normal spelling, as error messages show it.

``pos`` counts characters from the template's start.
"""

from __future__ import annotations

from typing import NamedTuple

from shell.output.template.strings import quote


class ListNode(NamedTuple):
    pos: int
    nodes: list[Node]

    def __str__(self) -> str:
        return "".join(map(str, self.nodes))


class Text(NamedTuple):
    pos: int
    text: str

    def __str__(self) -> str:
        return self.text


class Identifier(NamedTuple):
    pos: int
    name: str

    def __str__(self) -> str:
        return self.name


class Variable(NamedTuple):
    """``$x.A.B``: names is ["$x", "A", "B"]."""

    pos: int
    names: list[str]

    def __str__(self) -> str:
        return ".".join(self.names)


class Dot(NamedTuple):
    pos: int

    def __str__(self) -> str:
        return "."


class Nil(NamedTuple):
    pos: int

    def __str__(self) -> str:
        return "nil"


class Field(NamedTuple):
    pos: int
    names: list[str]

    def __str__(self) -> str:
        return "".join("." + name for name in self.names)


class Chain(NamedTuple):
    pos: int
    node: Node
    names: list[str]

    def __str__(self) -> str:
        start = f"({self.node})" if isinstance(self.node, Pipe) else str(self.node)
        return start + "".join("." + name for name in self.names)


class Bool(NamedTuple):
    pos: int
    value: bool

    def __str__(self) -> str:
        return "true" if self.value else "false"


class Number:
    """A number as typed, and what it can stand for."""

    def __init__(self, pos: int, text: str) -> None:
        self.pos = pos
        self.text = text
        self.integer: int | None = None
        self.real: float | None = None
        self.imaginary: complex | None = None

    def __str__(self) -> str:
        return self.text


class String(NamedTuple):
    pos: int
    quoted: str
    text: str

    def __str__(self) -> str:
        return self.quoted


class Command(NamedTuple):
    pos: int
    args: list[Node]

    def __str__(self) -> str:
        return " ".join(f"({arg})" if isinstance(arg, Pipe) else str(arg) for arg in self.args)


class Pipe:
    def __init__(self, pos: int) -> None:
        self.pos = pos
        self.assigns = False
        self.variables: list[Variable] = []
        self.commands: list[Command] = []

    def __str__(self) -> str:
        sign = " = " if self.assigns else " := "
        start = ", ".join(map(str, self.variables)) + sign if self.variables else ""
        return start + " | ".join(map(str, self.commands))


class Action(NamedTuple):
    pos: int
    pipe: Pipe

    def __str__(self) -> str:
        return "{{" + str(self.pipe) + "}}"


class Branch(NamedTuple):
    """``if``, ``with`` or ``range``: the word says which."""

    pos: int
    word: str
    pipe: Pipe
    body: ListNode
    otherwise: ListNode | None

    def __str__(self) -> str:
        rest = "{{else}}" + str(self.otherwise) if self.otherwise is not None else ""
        return "{{" + f"{self.word} {self.pipe}" + "}}" + f"{self.body}{rest}" + "{{end}}"


class Jump(NamedTuple):
    """``break`` or ``continue``."""

    pos: int
    word: str

    def __str__(self) -> str:
        return "{{" + self.word + "}}"


class Template(NamedTuple):
    pos: int
    name: str
    pipe: Pipe | None

    def __str__(self) -> str:
        return "{{template " + quote(self.name) + (f" {self.pipe}" if self.pipe else "") + "}}"


class End(NamedTuple):
    """``end`` or ``else``: closes a list, never part of a tree."""

    pos: int
    word: str

    def __str__(self) -> str:
        return "{{" + self.word + "}}"


Node = (
    ListNode
    | Text
    | Identifier
    | Variable
    | Dot
    | Nil
    | Field
    | Chain
    | Bool
    | Number
    | String
    | Command
    | Pipe
    | Action
    | Branch
    | Jump
    | Template
    | End
)
