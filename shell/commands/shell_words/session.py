"""help, use, alias, settings, clear: words about the session itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shell.errors import ShellError, UnknownCommand
from shell.spec import NONE, Args, Call, Family, at_most, command, spec_of
from shell.spec.flags import Bool

if TYPE_CHECKING:
    from shell.engine.transport import Engine

CLEAR = "\x1b[H\x1b[2J\x1b[3J"


class Session(Family):
    """What they change ends with the session."""

    @command(
        "help",
        "Explain a command, with examples; alone, list them all",
        args=Args("[COMMAND...]", 0, None, complete="command"),
        examples=(("All commands", "help"), ("One of them", "help container ls")),
        ours=True,
    )
    def CmdHelp(self, call: Call) -> None:
        from shell.spec.help import WIDTH, group_lines, is_group, top_lines, usage_lines

        words = call.args[1:] if call.args[:1] == ["docker"] else call.args
        width = call.out.columns if call.out.isatty else WIDTH
        method, rest = self.shell.find(words)
        if not words:
            lines = top_lines(width)
        elif method is not None and not (rest and is_group(words[:2])):
            spec = spec_of(method)
            spelling = " ".join(words[: len(words) - len(rest)])
            lines = usage_lines(spec, spelling, width)
        elif is_group(words[:1]) and len(words) == 1:
            lines = group_lines(words[0], width)
        else:
            raise UnknownCommand(words)
        for line in lines:
            call.out.line(line)

    @command(
        "use",
        "Talk to another Engine for the rest of the session",
        args=at_most(1, "[CONTEXT|HOST]", complete="context"),
        details="The old connection is closed, a new one is made. Nothing is written; `context use` does that.",
        examples=(("Where are we?", "use"), ("A context", "use prod"), ("A host", "use tcp://10.0.0.7:2375")),
        ours=True,
    )
    def CmdUse(self, call: Call) -> None:
        if not call.args:
            host = call.engine.endpoint.host_text  # before the context: it is found out with it
            call.out.line(call.out.safe(" ".join(dict.fromkeys([self.shell.context, host]))))
            return
        where = call.args[0]
        engine = self._connected(where)
        self.shell.use_engine(lambda: engine, where)
        host = "" if engine.endpoint.host_text == where else f"{engine.endpoint.host_text}, "
        call.out.line(call.out.safe(f"Now using {where} ({host}API {engine.api_version})"))

    def _connected(self, where: str) -> Engine:
        """An Engine at a context or host that has answered; the session is unchanged when there is none."""
        shell = self.shell
        if "://" in where:
            options = shell.options._replace(hosts=[where], context="", changed={*shell.options.changed, "host"})
        else:
            options = shell.options._replace(hosts=[], context=where)
        engine = shell.engine_at(options, shell.env.whole)
        try:
            engine.ping()
        except ShellError:
            engine.close()
            raise
        return engine

    @command(
        "alias",
        "Give the beginning of a command a short name",
        Bool("remove", "r", "Forget these names instead", ours=True),
        args=Args("[NAME[=TEXT]...]", 0, None),
        examples=(("What there is", "alias"), ("A short name", "alias psa='ps -a'")),
        ours=True,
    )
    def CmdAlias(self, call: Call) -> None:
        from shell.line.quoting import quote_word

        aliases = self.shell.settings.aliases
        for word in call.args:
            name, equals, text = word.partition("=")
            if call["remove"]:
                if aliases.pop(name, None) is None:
                    raise ShellError(f"there is no alias {name}")
            elif equals:
                if not name or not name.replace("-", "").replace("_", "").replace(".", "").isalnum():
                    raise ShellError(f"not a name for an alias: {name}")
                aliases[name] = text
            elif name in aliases:
                call.out.line(f"{name}={quote_word(aliases[name])}")
            else:
                raise ShellError(f"there is no alias {name}")
        for name in sorted(aliases) if not call.args else ():
            call.out.line(f"{name}={quote_word(aliases[name])}")

    @command(
        "settings",
        "Show the settings and where they come from",
        Bool("create", "", "Write the file, every setting in it as a comment", ours=True),
        args=NONE,
        examples=(("What holds", "settings"), ("Make a file to edit", "settings --create")),
        ours=True,
    )
    def CmdSettings(self, call: Call) -> None:
        import json

        from shell.settings import KEYS, create

        settings = self.shell.settings
        if call["create"]:
            create(settings.path)
            call.out.line(settings.path)
            return
        call.out.line(f"# {settings.path}")
        for name in KEYS:
            if name != "aliases":
                call.out.line(f"{name} = {json.dumps(getattr(settings, name), ensure_ascii=False)}")

    @command("clear", "Clear the screen", args=NONE, examples=(("A clean screen", "clear"),), ours=True)
    def CmdClear(self, call: Call) -> None:
        if call.out.isatty:
            call.out.write(CLEAR)
