"""The values templates work on: how Go's types are told apart among Python's.

str, bool, int, float, complex, list and dict stand for string, bool, int, float64, complex128, []interface {} and
map[string]interface {}; None for nil. The classes here stand for what Python has no type for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

Value = Any


class Invalid:
    """The absent value: a missing key's, or nil once it left its place. Prints ``<no value>``."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "<no value>"


INVALID: Final = Invalid()


class Number(str):
    """json.Number: a number kept as the daemon spelt it."""

    __slots__ = ()
    go_type = "json.Number"


class Text(str):
    """A string of a named type such as container.ContainerState."""

    __slots__ = ("go_type",)
    go_type: str

    def __new__(cls, text: str, go_type: str) -> Text:
        made = super().__new__(cls, text)
        made.go_type = go_type
        return made


class Int(int):
    """An integer of another type than int: uint64, time.Duration…"""

    go_type: str

    def __new__(cls, value: int, go_type: str) -> Int:
        made = super().__new__(cls, value)
        made.go_type = go_type
        return made


class Slice(list[Value]):
    """A slice of a known element type; ``zero`` is that type's zero value."""

    def __init__(self, items: list[Value], go_type: str, zero: Value = None, nil: bool = False) -> None:
        super().__init__(items)
        self.go_type, self.zero, self.nil = go_type, zero, nil


class Map(dict[str, Value]):
    """A map of known types; what is missing in it is ``zero``. Only a key of the type ``key`` finds anything."""

    def __init__(
        self, items: dict[str, Value], go_type: str, zero: Value = None, nil: bool = False, key: str = "string"
    ) -> None:
        super().__init__(items)
        self.go_type, self.zero, self.nil, self.key = go_type, zero, nil, key


class Ordered(dict[str, Value]):
    """A map that stands for a struct without a schema: its JSON keeps the order that it came in."""

    go_type = "map[string]interface {}"


class Struct:
    """A Go struct: fields by Go's names, in Go's order. ``pointer``: reached through a pointer."""

    __slots__ = ("go_type", "fields", "pointer")
    html = False  # whether its JSON escapes HTML as a list's element, where Go calls a pointer's MarshalJSON

    def __init__(self, go_type: str, fields: dict[str, Value], pointer: bool = False) -> None:
        self.go_type, self.fields, self.pointer = go_type, fields, pointer

    def lookup(self, name: str) -> Value:
        """The field, also one of an embedded struct; KeyError if there is none."""
        return self.fields[name]

    def members(self) -> list[tuple[str, Value]]:
        """Names and values as JSON has them."""
        return list(self.fields.items())


class Nil:
    """A nil pointer of a known type."""

    def __init__(self, go_type: str) -> None:
        self.go_type = go_type

    def __bool__(self) -> bool:
        return False


class Pointer:
    """A pointer to a value of a basic type: it is there, so it is true, whatever it points to."""

    def __init__(self, value: Value, go_type: str) -> None:
        self.value, self.go_type = value, go_type


class Methods:
    """Base of what has methods for templates: those whose Python name begins with a capital letter.

    Their parameters are annotated str or int; a result is any value of this module.
    """

    go_type = "struct {}"
    html = False  # whether its JSON escapes HTML even where the JSON around it does not

    def to_json(self) -> Value:
        """What its JSON is; the members of a dict stay in their order."""
        return {}


def parameters(method: Callable[..., Value]) -> list[str]:
    """Go's types of a method's parameters, self left out."""
    annotations = method.__annotations__.items()  # inspect knows them too, at the price of a whole command's start
    return ["int" if kind in (int, "int") else "string" for name, kind in annotations if name != "return"]


class Stringer:
    """Base of values with a String() of their own, such as times."""

    go_type = "fmt.Stringer"

    def go_string(self) -> str:
        raise NotImplementedError


_NAMES: dict[type, str] = {
    str: "string",
    bool: "bool",
    int: "int",
    float: "float64",
    complex: "complex128",
    list: "[]interface {}",
    dict: "map[string]interface {}",
    type(None): "<nil>",
}


def type_name(value: Value) -> str:
    """Go's name of the value's type."""
    known = _NAMES.get(type(value))
    if known is not None:
        return known
    if isinstance(value, Struct):
        return ("*" if value.pointer else "") + value.go_type
    return str(getattr(value, "go_type", "interface {}"))


def is_generic(value: Value) -> bool:
    """A container whose elements are interface {}: what JSON of unknown shape becomes."""
    return type(value) in (dict, list)


def is_nil(value: Value) -> bool:
    return value is None or isinstance(value, Nil) or bool(getattr(value, "nil", False))


def truth(value: Value) -> bool:
    """Go's idea of true: neither nil nor zero nor empty; structs always are."""
    return True if isinstance(value, (Struct, Methods)) and not isinstance(value, (str, int)) else bool(value)


def is_integer(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
