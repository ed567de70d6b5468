"""Runs a Go template: its tree becomes Python closures once, and they run for every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shell.output.template import nodes as n
from shell.output.template.errors import TemplateError
from shell.output.template.expressions import compile_pipe
from shell.output.template.functions import BUILTINS, Function
from shell.output.template.parser import Parser
from shell.output.template.printing import shown, text_of
from shell.output.template.state import NO_FINAL, State, Walk
from shell.output.template.strings import quote
from shell.output.template.values import INVALID, Invalid, Value, is_generic, is_integer, truth

MAX_TEMPLATE_DEPTH = 50


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


def _compile(node: n.Node) -> Walk:
    match node:
        case n.Text(text=text):
            return lambda state, dot: state.write(text)
        case n.Action():
            return _action(node)
        case n.ListNode():
            return _list(node)
        case n.Branch(word="range"):
            return _range(node)
        case n.Branch():
            return _branch(node)
        case n.Template():
            return _template(node)
        case n.Jump(word=word):
            return _jump(word)
    raise AssertionError(f"unknown node {node}")


def _action(node: n.Action) -> Walk:
    evaluate, silent = compile_pipe(node.pipe), bool(node.pipe.variables)

    def walk(state: State, dot: Value) -> None:
        value = evaluate(state, dot, NO_FINAL)
        if not silent:
            state.node = node
            state.write(value if type(value) is str else shown(value))

    return walk


def _list(node: n.ListNode) -> Walk:
    walks = [_compile(child) for child in node.nodes]
    if len(walks) == 1:
        return walks[0]

    def walk(state: State, dot: Value) -> None:
        for one in walks:
            one(state, dot)

    return walk


def _jump(word: str) -> Walk:
    signal = _Break if word == "break" else _Continue

    def walk(state: State, dot: Value) -> None:
        raise signal

    return walk


def _branch(node: n.Branch) -> Walk:
    evaluate, body = compile_pipe(node.pipe), _compile(node.body)
    otherwise = _compile(node.otherwise) if node.otherwise is not None else None
    moves = node.word == "with"

    def walk(state: State, dot: Value) -> None:
        state.node = node
        mark, boxed = len(state.variables), state.boxed
        value = evaluate(state, dot, NO_FINAL)
        try:
            if truth(value):
                state.boxed = boxed and not moves
                body(state, value if moves else dot)
            elif otherwise is not None:
                otherwise(state, dot)
        finally:
            del state.variables[mark:]
            state.boxed = boxed

    return walk


def _items(state: State, value: Value, node: n.Branch) -> Iterator[tuple[Value, Value]]:
    """Index and element of what is ranged over."""
    if isinstance(value, list):
        return enumerate(value)
    if isinstance(value, dict):
        return ((key, value[key]) for key in sorted(value))
    if is_integer(value):
        if len(node.pipe.variables) > 1:
            raise state.fail(f"can't use {value} to iterate over more than one variable")
        return ((INVALID, number) for number in range(value))
    if isinstance(value, Invalid):
        return iter(())
    raise state.fail(f"range can't iterate over {text_of(value)}")


def _range(node: n.Branch) -> Walk:
    evaluate, body = compile_pipe(node.pipe), _compile(node.body)
    otherwise = _compile(node.otherwise) if node.otherwise is not None else None
    names, assigns = [variable.names[0] for variable in node.pipe.variables], node.pipe.assigns

    def walk(state: State, dot: Value) -> None:
        state.node = node
        mark, was_boxed = len(state.variables), state.boxed
        value = evaluate(state, dot, NO_FINAL)
        inner, boxed, ran = len(state.variables), is_generic(value), False
        try:
            for index, element in _items(state, value, node):
                ran = True
                state.step()
                _bind(state, names, assigns, index, element, boxed)
                state.boxed = boxed
                try:
                    body(state, element)
                except _Continue:
                    pass
                except _Break:
                    break
                finally:
                    del state.variables[inner:]
            state.boxed = was_boxed
            if not ran and otherwise is not None:
                otherwise(state, dot)
        finally:
            del state.variables[mark:]
            state.boxed = was_boxed

    return walk


def _bind(state: State, names: list[str], assigns: bool, index: Value, element: Value, boxed: bool) -> None:
    """Give a range's variables this round's values: one name takes the element, two take index and element."""
    if not names:
        return
    values = [(element, boxed)] if len(names) == 1 else [(index, False), (element, boxed)]
    for at, (name, (value, box)) in enumerate(zip(names, values, strict=True)):
        if assigns:
            state.assign(name, value, box)
        else:
            state.variables[at - len(names)] = (name, value, box)


def _template(node: n.Template) -> Walk:
    evaluate = compile_pipe(node.pipe) if node.pipe is not None else None

    def walk(state: State, dot: Value) -> None:
        state.node = node
        body = state.bodies.get(node.name)
        if body is None:
            raise state.fail(f"template {quote(node.name)} not defined")
        if state.depth >= MAX_TEMPLATE_DEPTH:
            raise state.fail(f"exceeded maximum template depth ({MAX_TEMPLATE_DEPTH})")
        value = evaluate(state, dot, NO_FINAL) if evaluate is not None else INVALID
        kept = state.variables, state.boxed, state.name
        state.variables, state.boxed, state.name = [("$", value, False)], False, node.name
        state.depth += 1
        body(state, value)
        state.depth -= 1
        state.variables, state.boxed, state.name = kept

    return walk


class Template:
    """A parsed template; messages call it by its name. TemplateError if the text is none, or if running it fails."""

    def __init__(self, text: str, functions: Mapping[str, Function], name: str = "") -> None:
        self.text, self.name = text, name
        self.functions = {**BUILTINS, **functions}
        trees = Parser(text, self.functions, name).parse()
        self.bodies = {name: _compile(tree) for name, tree in trees.items()}

    def execute(self, data: Value, missing_error: bool = False, functions: Mapping[str, Function] | None = None) -> str:
        """The text it makes of the data; ``missing_error``: a missing key fails instead of ``<no value>``.

        ``functions`` replace some of those it was parsed with.
        """
        known = {**self.functions, **functions} if functions else self.functions
        state = State(self.name, self.text, self.bodies, known, missing_error, INVALID if data is None else data)
        try:
            self.bodies[self.name](state, state.variables[0][1])
        except RecursionError:
            raise state.fail(f"exceeded maximum template depth ({MAX_TEMPLATE_DEPTH})") from None
        except TemplateError as error:
            error.written = "".join(state.out)
            raise
        return "".join(state.out)
