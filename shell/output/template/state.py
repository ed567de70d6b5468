"""One execution of a Go template, and how it reaches fields, methods and functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from shell.output.template import nodes as n
from shell.output.template.errors import CallError, TemplateError
from shell.output.template.functions import BUILTINS, CALLED, Function, nothing
from shell.output.template.strings import quote, to_bytes
from shell.output.template.values import (
    INVALID,
    Invalid,
    Methods,
    Nil,
    Struct,
    Value,
    is_generic,
    parameters,
    truth,
    type_name,
)

MAX_STEPS = 2_000_000
MAX_OUTPUT = 64 * 1024 * 1024
NO_FINAL: Any = object()  # nothing comes through the pipe; a method's ``this`` if there is none

Argument = Callable[["State", Value, str], Value]
Walk = Callable[["State", Value], None]


class State:
    """One execution: where it is, its variables, what it has written and how much it may still do."""

    def __init__(
        self,
        name: str,
        text: str,
        bodies: Mapping[str, Walk],
        functions: Mapping[str, Function],
        missing_error: bool,
        data: Value,
    ) -> None:
        self.root, self.text, self.bodies = name, text, bodies
        self.functions, self.missing_error = functions, missing_error
        self.node: n.Node | None = None
        self.name = name
        self.boxed = False
        self.depth = 0
        self.steps = MAX_STEPS
        self.size = 0
        self.out: list[str] = []
        self.variables: list[tuple[str, Value, bool]] = [("$", data, False)]

    def fail(self, message: object) -> TemplateError:
        if self.node is None:
            return TemplateError(f"template: {self.name}: {message}")
        before = self.text[: self.node.pos]
        column = len(to_bytes(before[before.rfind("\n") + 1 :]))
        place = f"{self.root}:{before.count(chr(10)) + 1}:{column}"
        return TemplateError(f"template: {place}: executing {quote(self.name)} at <{self.node}>: {message}")

    def write(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_OUTPUT:
            raise self.fail(f"output exceeds {MAX_OUTPUT} bytes")
        self.out.append(text)

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise self.fail(f"exceeded {MAX_STEPS} steps")

    def bounded(self, value: Value) -> Value:
        """The value, unless it is a string longer than the whole output may be."""
        if isinstance(value, str):
            self.size += len(value) >> 4
            if len(value) > MAX_OUTPUT or self.size > MAX_OUTPUT:
                raise self.fail(f"output exceeds {MAX_OUTPUT} bytes")
        return value

    def variable(self, name: str) -> tuple[str, Value, bool]:
        for entry in reversed(self.variables):
            if entry[0] == name:
                return entry
        raise self.fail(f"undefined variable: {name}")

    def assign(self, name: str, value: Value, boxed: bool = False) -> None:
        for at in range(len(self.variables) - 1, -1, -1):
            if self.variables[at][0] == name:
                self.variables[at] = (name, value, boxed)
                return
        raise self.fail(f"undefined variable: {name}")


@lru_cache(maxsize=512)
def _method(kind: type, name: str) -> Function | None:
    """The template method of that name of a Python class."""
    found = getattr(kind, name, None) if name[:1].isupper() else None
    if found is None or not callable(found):
        return None
    return Function(found, tuple(parameters(found)))


def check(state: State, value: Value, go_type: str) -> Value:
    """The value as an argument of that type."""
    if value is INVALID:
        try:
            return nothing(go_type)
        except CallError as error:
            raise state.fail(error) from None
    if go_type in ("any", "value"):
        return value
    found = "interface {}" if value is None else type_name(value)
    if found != go_type:
        raise state.fail(f"wrong type for value; expected {go_type}; got {found}")
    return value


def call(
    state: State, dot: Value, function: Function, name: str, at: n.Node, args: list[Argument], final: Value, this: Value
) -> Value:
    """Call a function or (``this`` given) a method with its arguments checked."""
    piped = final is not NO_FINAL
    given, fixed = len(args) + piped, len(function.params)
    if function.rest is not None:
        if given < fixed:
            raise state.fail(f"wrong number of args for {name}: want at least {fixed} got {len(args)}")
    elif given != fixed:
        raise state.fail(f"wrong number of args for {name}: want {fixed} got {given}")
    if name in ("and", "or") and function is BUILTINS[name]:
        return _logic(state, dot, name == "or", args, final)
    types = function.params + (function.rest or "",) * (given - fixed)
    values = [arg(state, dot, go_type) for arg, go_type in zip(args, types, strict=False)]
    if piped:
        values.append(check(state, final, types[given - 1]))
    try:
        result = function.call(*values) if this is NO_FINAL else function.call(this, *values)
    except CallError as error:
        state.node = at
        called = str(at.args[1]) if name == "call" and isinstance(at, n.Command) and len(at.args) > 1 else ""
        raise state.fail(f"error calling {name}: {str(error).replace(CALLED, called)}") from None
    return state.bounded(result)


def _logic(state: State, dot: Value, stop: bool, args: list[Argument], final: Value) -> Value:
    """and, or: later arguments are not looked at once the answer is known."""
    value: Value = INVALID
    for arg in args:
        value = arg(state, dot, "value")
        if truth(value) == stop:
            return value
    return value if final is NO_FINAL else check(state, final, "value")


def field(
    state: State, dot: Value, at: n.Node, name: str, receiver: Value, boxed: bool, args: list[Argument], final: Value
) -> Value:
    """``.Name`` of the receiver: a map's entry, a struct's field or a method's result."""
    if isinstance(receiver, Invalid):
        if state.missing_error:
            raise state.fail(f"nil data; no entry for key {quote(name)}")
        return INVALID
    if receiver is None:
        raise state.fail(f"nil pointer evaluating interface {{}}.{name}")
    if isinstance(receiver, Methods):
        kind: type = type(receiver)
        method = _method(kind, name)
        if method is not None:
            return call(state, dot, method, name, at, args, final, receiver)
    has_args = bool(args) or final is not NO_FINAL
    if isinstance(receiver, dict) and getattr(receiver, "key", "string") == "string":
        if has_args:
            raise state.fail(f"{name} is not a method but has arguments")
        if name in receiver:
            return receiver[name]
        if state.missing_error:
            raise state.fail(f"map has no entry for key {quote(name)}")
        return INVALID
    if isinstance(receiver, Struct):
        try:
            value = receiver.lookup(name)
        except KeyError:
            pass
        else:
            if has_args:
                raise state.fail(f"{name} has arguments but cannot be invoked as function")
            return value
    go_type = "interface {}" if boxed else type_name(receiver)
    if isinstance(receiver, Nil):
        raise state.fail(f"nil pointer evaluating {go_type}.{name}")
    raise state.fail(f"can't evaluate field {name} in type {go_type}")


def chain(
    state: State,
    dot: Value,
    at: n.Node,
    names: list[str],
    receiver: Value,
    boxed: bool,
    args: list[Argument],
    final: Value,
) -> Value:
    for name in names[:-1]:
        container = receiver
        receiver = field(state, dot, at, name, receiver, boxed, [], NO_FINAL)
        boxed = is_generic(container)
    return field(state, dot, at, names[-1], receiver, boxed, args, final)
