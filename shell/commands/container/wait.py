"""`wait`: until containers end."""

from __future__ import annotations

from ...spec import Call, Family, at_least, command


class ContainerWait(Family):
    """Ends that are waited for."""

    @command(
        "container wait",
        "Wait until containers end and print their exit statuses",
        args=at_least(1, "CONTAINER [CONTAINER...]", "container:running"),
        aliases=("wait",),
        examples=(("Until both are done", "wait build test"),),
    )
    def CmdContainerWait(self, call: Call) -> None:
        from ...attach.exit import ExitWait

        def act(name: str) -> str:
            with ExitWait(call.engine, name) as waiting:
                return str(waiting.status())

        call.each(call.args, act)
