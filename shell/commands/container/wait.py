"""`wait`: until containers end, are ready, or jobs are done."""

from __future__ import annotations

import re
import select
from collections.abc import Sequence

from ...attach.exit import ExitWait
from ...cli import DockerCli
from ...errors import ShellError, Status
from ...jobs import job_names, jobs_of
from ...spec import Call, Family, at_least, command
from ...spec.flags import Bool, Duration, String, Uint16


class ContainerWait(Family):
    """Ends that are waited for, and beginnings."""

    @command(
        "container wait",
        "Wait until containers end and print their exit statuses",
        Bool("healthy", "", "Wait until their health checks succeed instead", ours=True),
        String("log", "", "Wait until a line of their output matches this regular expression instead", ours=True),
        Uint16("port", "", "Wait until something answers at this TCP port of theirs instead", ours=True),
        Duration("timeout", "", "Give up after this time, with status 124", ours=True),
        args=at_least(1, "CONTAINER [CONTAINER...]", "container:running"),
        aliases=("wait",),
        terse=True,
        examples=(("Until both are done", "wait build test"), ("Until it can be used", "wait --healthy web")),
        early=lambda shell, words, streams: _all_jobs(shell, words),
        details="In the shell and in scripts, %1 is a job, and without arguments all jobs are waited for. Of "
        "--healthy, --log and --port several can be asked for; each container's name is printed when all have come.",
    )
    def CmdContainerWait(self, call: Call) -> int | None:
        jobs, names = job_names(call.args)
        statuses = [jobs_of(self.shell).wait(jobs_of(self.shell).find(job)) for job in jobs]
        if call.changed("port") and not call["port"]:
            raise ShellError("--port is from 1 to 65535")
        ready = call["healthy"] or call.changed("log") or call.changed("port")
        call.each(names, _Ready(call).wait if ready else lambda name: _ended(call, name))
        return next((status for status in statuses if status), 0)


def _all_jobs(shell: DockerCli, words: Sequence[str]) -> None:
    """Without arguments a line of the shell waits for all jobs; docker's own `wait` has to have one."""
    if shell.lines and list(words) in (["wait"], ["container", "wait"]):
        raise Status(jobs_of(shell).wait_all())


class _Ready:
    """The beginnings that a call asks for; one patience for all its containers."""

    def __init__(self, call: Call) -> None:
        from .ready import Deadline

        self._call = call
        self._deadline = Deadline(call["timeout"])
        try:
            self._pattern = re.compile(call["log"].encode("utf-8", "surrogateescape"))
        except re.error as why:
            raise ShellError(f"--log is no regular expression: {why}") from None

    def wait(self, name: str) -> str:
        from .ready import until_healthy, until_logged, until_port

        call, deadline = self._call, self._deadline
        if call["healthy"]:
            until_healthy(call.engine, name, deadline)
        if call.changed("log"):
            until_logged(call.engine, name, self._pattern, deadline)
        if call.changed("port"):
            until_port(call.engine, name, call["port"], deadline)
        return name


def _ended(call: Call, name: str) -> str:
    from .ready import Deadline

    deadline = Deadline(call["timeout"])
    with ExitWait(call.engine, name) as waiting:
        while call["timeout"]:
            ready = waiting.pending() or select.select([waiting], [], [], deadline.left)[0]
            if ready and waiting.ended():
                break
            deadline.check(name, "still running")
        return str(waiting.answer().get("StatusCode", 0))
