"""The tree a Go template is parsed into; str() of a node is its normal spelling, as error messages show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from shell.output.template.strings import quote


@dataclass(eq=False, slots=True)
class Node:
    """``pos`` counts characters from the template's start."""

    pos: int


@dataclass(eq=False, slots=True)
class ListNode(Node):
    nodes: list[Node] = field(default_factory=list)

    def __str__(self) -> str:
        return "".join(map(str, self.nodes))


@dataclass(eq=False, slots=True)
class Text(Node):
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(eq=False, slots=True)
class Identifier(Node):
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(eq=False, slots=True)
class Variable(Node):
    """``$x.A.B``: names is ["$x", "A", "B"]."""

    names: list[str]

    def __str__(self) -> str:
        return ".".join(self.names)


@dataclass(eq=False, slots=True)
class Dot(Node):
    def __str__(self) -> str:
        return "."


@dataclass(eq=False, slots=True)
class Nil(Node):
    def __str__(self) -> str:
        return "nil"


@dataclass(eq=False, slots=True)
class Field(Node):
    names: list[str]

    def __str__(self) -> str:
        return "".join("." + name for name in self.names)


@dataclass(eq=False, slots=True)
class Chain(Node):
    node: Node
    names: list[str]

    def __str__(self) -> str:
        start = f"({self.node})" if isinstance(self.node, Pipe) else str(self.node)
        return start + "".join("." + name for name in self.names)


@dataclass(eq=False, slots=True)
class Bool(Node):
    value: bool

    def __str__(self) -> str:
        return "true" if self.value else "false"


@dataclass(eq=False, slots=True)
class Number(Node):
    """A number as typed, and what it can stand for."""

    text: str
    integer: int | None = None
    real: float | None = None
    imaginary: complex | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(eq=False, slots=True)
class String(Node):
    quoted: str
    text: str

    def __str__(self) -> str:
        return self.quoted


@dataclass(eq=False, slots=True)
class Command(Node):
    args: list[Node] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join(f"({arg})" if isinstance(arg, Pipe) else str(arg) for arg in self.args)


@dataclass(eq=False, slots=True)
class Pipe(Node):
    assigns: bool = False
    variables: list[Variable] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)

    def __str__(self) -> str:
        sign = " = " if self.assigns else " := "
        start = ", ".join(map(str, self.variables)) + sign if self.variables else ""
        return start + " | ".join(map(str, self.commands))


@dataclass(eq=False, slots=True)
class Action(Node):
    pipe: Pipe

    def __str__(self) -> str:
        return "{{" + str(self.pipe) + "}}"


@dataclass(eq=False, slots=True)
class Branch(Node):
    """``if``, ``with`` or ``range``: the word says which."""

    word: str
    pipe: Pipe
    body: ListNode
    otherwise: ListNode | None

    def __str__(self) -> str:
        rest = "{{else}}" + str(self.otherwise) if self.otherwise is not None else ""
        return "{{" + f"{self.word} {self.pipe}" + "}}" + f"{self.body}{rest}" + "{{end}}"


@dataclass(eq=False, slots=True)
class Jump(Node):
    """``break`` or ``continue``."""

    word: str

    def __str__(self) -> str:
        return "{{" + self.word + "}}"


@dataclass(eq=False, slots=True)
class Template(Node):
    name: str
    pipe: Pipe | None

    def __str__(self) -> str:
        return "{{template " + quote(self.name) + (f" {self.pipe}" if self.pipe else "") + "}}"


@dataclass(eq=False, slots=True)
class End(Node):
    """``end`` or ``else``: closes a list, never part of a tree."""

    word: str

    def __str__(self) -> str:
        return "{{" + self.word + "}}"
