"""Compiles the pipelines of a Go template into closures."""

from __future__ import annotations

from collections.abc import Callable

from shell.output.template import nodes as n
from shell.output.template.functions import nothing
from shell.output.template.state import NO_FINAL, Argument, State, call, chain, check, field
from shell.output.template.strings import quote
from shell.output.template.values import INVALID, Value

Eval = Callable[[State, Value, Value], Value]


def _no_args(state: State, command: list[n.Node], final: Value) -> None:
    if len(command) > 1 or final is not NO_FINAL:
        raise state.fail(f"can't give argument to non-function {command[0]}")


def _constant(state: State, node: n.Number) -> Value:
    """A number whose place says nothing of its type: its spelling does."""
    if node.imaginary is not None:
        return node.imaginary
    text = node.text
    hexadecimal = text[:2].lower() == "0x" and not set(text) & set("pP")
    if node.real is not None and not hexadecimal and text[0] != "'" and set(text) & set(".eEpP"):
        return node.real
    if node.integer is None:
        return INVALID
    if node.integer >= 1 << 63:
        state.node = node
        raise state.fail(f"{text} overflows int")
    return node.integer


def _compile_command(command: list[n.Node]) -> Eval:
    """One stage of a pipeline, its arguments included."""
    first, args = command[0], [_compile_argument(arg) for arg in command[1:]]
    match first:
        case n.Field(names=names):
            return _field_eval(first, names, args)
        case n.Variable(names=names):
            return _variable_eval(first, names, command, args)
        case n.Chain():
            return _chain_eval(first, args)
        case n.Identifier(name=name):
            return _function_eval(first, name, command, args)
        case n.Pipe():
            return _pipe_eval(first, command)
    return _literal_eval(first, command)


def _field_eval(node: n.Field, names: list[str], args: list[Argument]) -> Eval:
    if len(names) > 1 or args:

        def walk(state: State, dot: Value, final: Value) -> Value:
            state.node = node
            return chain(state, dot, node, names, dot, state.boxed, args, final)

        return walk
    name = names[0]

    def one(state: State, dot: Value, final: Value) -> Value:
        state.node = node
        return field(state, dot, node, name, dot, state.boxed, args, final)

    return one


def _variable_eval(node: n.Variable, names: list[str], command: list[n.Node], args: list[Argument]) -> Eval:
    def evaluate(state: State, dot: Value, final: Value) -> Value:
        state.node = node
        _, value, boxed = state.variable(names[0])
        if len(names) == 1:
            _no_args(state, command, final)
            return value
        return chain(state, dot, node, names[1:], value, boxed, args, final)

    return evaluate


def _chain_eval(node: n.Chain, args: list[Argument]) -> Eval:
    start = _compile_argument(node.node)

    def evaluate(state: State, dot: Value, final: Value) -> Value:
        state.node = node
        if isinstance(node.node, n.Nil):
            raise state.fail(f"indirection through explicit nil in {node}")
        value = start(state, dot, "value")
        return chain(state, dot, node, node.names, value, False, args, final)

    return evaluate


def _function_eval(node: n.Identifier, name: str, command: list[n.Node], args: list[Argument]) -> Eval:
    at = n.Command(node.pos, command)

    def evaluate(state: State, dot: Value, final: Value) -> Value:
        state.node = node
        return call(state, dot, state.functions[name], name, at, args, final, NO_FINAL)

    return evaluate


def _pipe_eval(node: n.Pipe, command: list[n.Node]) -> Eval:
    inner = compile_pipe(node)

    def evaluate(state: State, dot: Value, final: Value) -> Value:
        _no_args(state, command, final)
        return inner(state, dot, NO_FINAL)

    return evaluate


def _literal_eval(node: n.Node, command: list[n.Node]) -> Eval:
    def evaluate(state: State, dot: Value, final: Value) -> Value:
        state.node = node
        _no_args(state, command, final)
        match node:
            case n.Dot():
                return dot
            case n.Nil():
                raise state.fail("nil is not a command")
            case n.Number():
                return _constant(state, node)
            case n.Bool(value=value):
                return value
            case n.String(text=text):
                return text
        raise state.fail(f"can't evaluate command {quote(str(node))}")

    return evaluate


def _compile_argument(node: n.Node) -> Argument:
    """An argument: how it is read depends on the type that the function wants."""
    if isinstance(node, (n.Field, n.Variable, n.Pipe, n.Identifier, n.Chain)):
        inner = compile_pipe(node) if isinstance(node, n.Pipe) else _compile_command([node])

        def evaluated(state: State, dot: Value, go_type: str) -> Value:
            state.node = node
            return check(state, inner(state, dot, NO_FINAL), go_type)

        return evaluated

    def literal(state: State, dot: Value, go_type: str) -> Value:
        state.node = node
        if isinstance(node, n.Dot):
            return check(state, dot, go_type)
        if isinstance(node, n.Nil):
            if go_type in ("string", "int", "bool"):
                raise state.fail(f"cannot assign nil to {go_type}")
            return nothing(go_type)
        return _literal(state, node, go_type)

    return literal


def _literal(state: State, node: n.Node, go_type: str) -> Value:
    anything = go_type in ("any", "value")
    if isinstance(node, n.String) and (anything or go_type == "string"):
        return node.text
    if isinstance(node, n.Bool) and (anything or go_type == "bool"):
        return node.value
    if isinstance(node, n.Number):
        if anything:
            return _constant(state, node)
        if go_type == "int" and node.integer is not None:
            return node.integer
    wanted = {"int": "integer"}.get(go_type, go_type)
    if go_type in ("string", "int", "bool"):
        raise state.fail(f"expected {wanted}; found {node}")
    raise state.fail(f"can't handle {node} for arg of type {go_type}")


def compile_pipe(pipe: n.Pipe) -> Eval:
    """A pipeline: each stage's value is the next one's last argument; variables take the result."""
    stages = [_compile_command(command.args) for command in pipe.commands]
    names, assigns = [variable.names[0] for variable in pipe.variables], pipe.assigns

    def evaluate(state: State, dot: Value, final: Value) -> Value:
        state.node = pipe
        state.step()
        value: Value = final
        for stage in stages:
            value = stage(state, dot, value)
            if value is None:
                value = INVALID
        for name in names:
            if assigns:
                state.assign(name, value)
            else:
                state.variables.append((name, value, False))
        return value

    return evaluate
