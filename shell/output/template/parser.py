"""Reads a Go template into its tree, with Go's complaints about a wrong one."""

from __future__ import annotations

from collections.abc import Container, Iterator

from shell.output.template.errors import TemplateError
from shell.output.template.lexer import Kind, Lexer, Token
from shell.output.template.nodes import (
    Action,
    Bool,
    Branch,
    Chain,
    Command,
    Dot,
    End,
    Field,
    Identifier,
    Jump,
    ListNode,
    Nil,
    Node,
    Number,
    Pipe,
    String,
    Template,
    Text,
    Variable,
)
from shell.output.template.numbers import number
from shell.output.template.strings import quote, unquote

MAX_DEPTH = 60  # nested actions and parentheses; deeper ones would exhaust Python's stack
_OPERANDS = {
    Kind.BOOL,
    Kind.CHAR_CONSTANT,
    Kind.COMPLEX,
    Kind.DOT,
    Kind.FIELD,
    Kind.IDENTIFIER,
    Kind.NUMBER,
    Kind.NIL,
    Kind.RAW_STRING,
    Kind.STRING,
    Kind.VARIABLE,
    Kind.LEFT_PAREN,
}
_LITERALS = (Bool, Dot, Nil, Number, String)


class Parser:
    """One pass over one template text; ``trees`` maps each defined name to its list."""

    def __init__(self, text: str, functions: Container[str], name: str = "") -> None:
        self.text = text
        self.name = name
        self.functions = functions
        self.trees: dict[str, ListNode] = {}
        self._source: Iterator[Token] = Lexer(text).tokens()
        self._pushed: list[Token] = []
        self._last = Token(Kind.EOF, 0, "", 1)
        self._variables = ["$"]
        self._range_depth = 0
        self._depth = 0
        self._action_line = 0

    # -- tokens

    def _next(self) -> Token:
        if self._pushed:
            return self._pushed.pop()
        self._last = next(self._source, self._last)
        return self._last

    def _peek(self) -> Token:
        token = self._next()
        self._pushed.append(token)
        return token

    def _next_word(self) -> Token:
        while (token := self._next()).kind is Kind.SPACE:
            pass
        return token

    def _peek_word(self) -> Token:
        token = self._next_word()
        self._pushed.append(token)
        return token

    # -- complaints

    def _fail(self, message: object) -> TemplateError:
        return TemplateError(f"template: {self.name}:{self._last.line}: {message}")

    def _unexpected(self, token: Token, context: str) -> TemplateError:
        if token.kind is not Kind.ERROR:
            return self._fail(f"unexpected {token} in {context}")
        extra = ""
        if self._action_line and self._action_line != token.line:
            extra = f" in action started at {self.name}:{self._action_line}"
            if token.text.endswith(" action"):
                extra = extra[len(" in action") :]
        return self._fail(f"{token}{extra}")

    def _expect(self, kind: Kind, context: str) -> Token:
        token = self._next_word()
        if token.kind is not kind:
            raise self._unexpected(token, context)
        return token

    def _unquote(self, literal: str) -> str:
        try:
            return unquote(literal)
        except ValueError as error:
            raise self._fail(error) from None

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fail(f"nested deeper than {MAX_DEPTH}")

    # -- templates

    def parse(self) -> dict[str, ListNode]:
        """The trees by name; the text itself is the one named like the parser."""
        root = ListNode(self._peek().pos, [])
        while self._peek().kind is not Kind.EOF:
            if self._peek().kind is Kind.LEFT_DELIM:
                delim = self._next()
                token = self._next_word()
                if token.kind is Kind.DEFINE:
                    self._definition()
                    continue
                self._pushed += [token, delim]
            node = self._text_or_action()
            if isinstance(node, End):
                raise self._fail(f"unexpected {node}")
            root.nodes.append(node)
        self._add(self.name, root)
        return self.trees

    def _add(self, name: str, tree: ListNode) -> None:
        known = self.trees.get(name)
        if known is None or _is_empty(known):
            self.trees[name] = tree
        elif not _is_empty(tree):
            raise self._fail(f"template: multiple definition of template {quote(name)}")

    def _definition(self) -> None:
        context = "define clause"
        token = self._next_word()
        if token.kind not in (Kind.STRING, Kind.RAW_STRING):
            raise self._unexpected(token, context)
        name = self._unquote(token.text)
        self._expect(Kind.RIGHT_DELIM, context)
        self._add(name, self._scoped_list(context))

    def _scoped_list(self, context: str) -> ListNode:
        """The list of a definition or block: it sees none of the variables around it."""
        variables, depth = self._variables, self._range_depth
        self._variables, self._range_depth = ["$"], 0
        tree, end = self._item_list()
        if end.word != "end":
            raise self._fail(f"unexpected {end} in {context}")
        self._variables, self._range_depth = variables, depth
        return tree

    def _item_list(self) -> tuple[ListNode, End]:
        tree = ListNode(self._peek_word().pos, [])
        while self._peek_word().kind is not Kind.EOF:
            node = self._text_or_action()
            if isinstance(node, End):
                return tree, node
            tree.nodes.append(node)
        raise self._fail("unexpected EOF")

    def _text_or_action(self) -> Node:
        token = self._next_word()
        if token.kind is Kind.TEXT:
            return Text(token.pos, token.text)
        if token.kind is not Kind.LEFT_DELIM:
            raise self._unexpected(token, "input")
        self._action_line = token.line
        try:
            return self._action()
        finally:
            self._action_line = 0

    # -- actions

    def _action(self) -> Node:
        token = self._next_word()
        match token.kind:
            case Kind.BLOCK:
                return self._block()
            case Kind.BREAK | Kind.CONTINUE:
                return self._jump(token)
            case Kind.ELSE:
                return self._else()
            case Kind.END:
                return End(self._expect(Kind.RIGHT_DELIM, "end").pos, "end")
            case Kind.IF | Kind.RANGE | Kind.WITH:
                return self._control(token.text)
            case Kind.TEMPLATE:
                return self._template()
        self._pushed.append(token)
        return Action(self._peek().pos, self._pipeline("command", Kind.RIGHT_DELIM))

    def _jump(self, word: Token) -> Node:
        token = self._next_word()
        if token.kind is not Kind.RIGHT_DELIM:
            raise self._unexpected(token, "{{" + word.text + "}}")
        if not self._range_depth:
            raise self._fail("{{" + word.text + "}} outside {{range}}")
        return Jump(word.pos, word.text)

    def _else(self) -> Node:
        token = self._peek_word()
        if token.kind in (Kind.IF, Kind.WITH):
            return End(token.pos, "else")
        return End(self._expect(Kind.RIGHT_DELIM, "else").pos, "else")

    def _control(self, word: str) -> Node:
        self._enter()
        seen = len(self._variables)
        pipe = self._pipeline(word, Kind.RIGHT_DELIM)
        self._range_depth += word == "range"
        body, end = self._item_list()
        self._range_depth -= word == "range"
        otherwise = self._otherwise(word, end) if end.word == "else" else None
        del self._variables[seen:]
        self._depth -= 1
        return Branch(pipe.pos, word, pipe, body, otherwise)

    def _otherwise(self, word: str, end: End) -> ListNode:
        """What follows ``{{else``: a chained ``if`` or ``with`` shares the one ``{{end}}``."""
        kind = self._peek().kind
        if (word == "if" and kind is Kind.IF) or (word == "with" and kind is Kind.WITH):
            self._next()
            return ListNode(end.pos, [self._control(word)])
        tree, closing = self._item_list()
        if closing.word != "end":
            raise self._fail(f"expected end; found {closing}")
        return tree

    def _template_name(self, token: Token, context: str) -> str:
        if token.kind not in (Kind.STRING, Kind.RAW_STRING):
            raise self._unexpected(token, context)
        return self._unquote(token.text)

    def _block(self) -> Node:
        context = "block clause"
        token = self._next_word()
        name = self._template_name(token, context)
        pipe = self._pipeline(context, Kind.RIGHT_DELIM)
        self._enter()
        self._add(name, self._scoped_list(context))
        self._depth -= 1
        return Template(token.pos, name, pipe)

    def _template(self) -> Node:
        context = "template clause"
        token = self._next_word()
        name = self._template_name(token, context)
        pipe = None
        following = self._next_word()
        if following.kind is not Kind.RIGHT_DELIM:
            self._pushed.append(following)
            pipe = self._pipeline(context, Kind.RIGHT_DELIM)
        return Template(token.pos, name, pipe)

    # -- pipelines

    def _pipeline(self, context: str, end: Kind) -> Pipe:
        self._enter()
        pipe = Pipe(self._peek_word().pos)
        while self._declares(pipe, context):
            pass
        while (token := self._next_word()).kind is not end:
            if token.kind not in _OPERANDS:
                raise self._unexpected(token, context)
            self._pushed.append(token)
            pipe.commands.append(self._command())
        self._check(pipe, context)
        self._depth -= 1
        return pipe

    def _declares(self, pipe: Pipe, context: str) -> bool:
        """Read ``$x :=``, ``$x =`` or ``$x,`` if it is there; True if another variable must follow."""
        if self._peek_word().kind is not Kind.VARIABLE:
            return False
        variable = self._next()
        adjacent = self._peek()
        following = self._peek_word()
        if following.kind in (Kind.ASSIGN, Kind.DECLARE):
            pipe.assigns = following.kind is Kind.ASSIGN
            self._next_word()
            self._declare(pipe, variable)
            return False
        if following.kind is Kind.CHAR and following.text == ",":
            self._next_word()
            self._declare(pipe, variable)
            if context != "range" or len(pipe.variables) >= 2:
                raise self._fail(f"too many declarations in {context}")
            if self._peek_word().kind not in (Kind.VARIABLE, Kind.RIGHT_DELIM, Kind.RIGHT_PAREN):
                raise self._fail("range can only initialize variables")
            return True
        if adjacent.kind is Kind.SPACE:
            self._pushed.append(adjacent)
        self._pushed.append(variable)
        return False

    def _declare(self, pipe: Pipe, variable: Token) -> None:
        pipe.variables.append(Variable(variable.pos, variable.text.split(".")))
        self._variables.append(variable.text)

    def _check(self, pipe: Pipe, context: str) -> None:
        if not pipe.commands:
            raise self._fail(f"missing value for {context}")
        for stage, command in enumerate(pipe.commands[1:], 2):
            if isinstance(command.args[0], _LITERALS):
                raise self._fail(f"non executable command in pipeline stage {stage}")

    def _command(self) -> Command:
        command = Command(self._peek_word().pos, [])
        while True:
            self._peek_word()
            operand = self._operand()
            if operand is not None:
                command.args.append(operand)
            token = self._next()
            if token.kind is Kind.SPACE:
                continue
            if token.kind in (Kind.RIGHT_DELIM, Kind.RIGHT_PAREN):
                self._pushed.append(token)
            elif token.kind is not Kind.PIPE:
                raise self._unexpected(token, "operand")
            break
        if not command.args:
            raise self._fail("empty command")
        return command

    def _operand(self) -> Node | None:
        node = self._term()
        if node is None or self._peek().kind is not Kind.FIELD:
            return node
        pos, names = self._peek().pos, []
        while self._peek().kind is Kind.FIELD:
            names.append(self._next().text[1:])
        if isinstance(node, Field):
            return Field(pos, node.names + names)
        if isinstance(node, Variable):
            return Variable(pos, node.names + names)
        if isinstance(node, _LITERALS):
            raise self._fail(f"unexpected . after term {quote(str(node))}")
        return Chain(pos, node, names)

    def _term(self) -> Node | None:
        token = self._next_word()
        pos, text = token.pos, token.text
        match token.kind:
            case Kind.IDENTIFIER:
                if text not in self.functions:
                    raise self._fail(f"function {quote(text)} not defined")
                return Identifier(pos, text)
            case Kind.DOT:
                return Dot(pos)
            case Kind.NIL:
                return Nil(pos)
            case Kind.VARIABLE:
                if text not in self._variables:
                    raise self._fail(f"undefined variable {quote(text)}")
                return Variable(pos, [text])
            case Kind.FIELD:
                return Field(pos, [text[1:]])
            case Kind.BOOL:
                return Bool(pos, text == "true")
            case Kind.CHAR_CONSTANT | Kind.COMPLEX | Kind.NUMBER:
                return self._number(pos, text)
            case Kind.LEFT_PAREN:
                return self._pipeline("parenthesized pipeline", Kind.RIGHT_PAREN)
            case Kind.STRING | Kind.RAW_STRING:
                return String(pos, text, self._unquote(text))
        self._pushed.append(token)
        return None

    def _number(self, pos: int, text: str) -> Node:
        try:
            return number(pos, text)
        except ValueError as error:
            raise self._fail(error) from None


def _is_empty(tree: ListNode) -> bool:
    return all(isinstance(node, Text) and not node.text.strip() for node in tree.nodes)
