"""jobs and fg; wait and kill know jobs too."""

from __future__ import annotations

from shell.errors import Interrupted
from shell.jobs import jobs_of
from shell.spec import NONE, Family, at_most, command
from shell.spec.call import Call


class JobWords(Family):
    """What can be done with lines that run behind an &."""

    @command(
        "jobs",
        "List what runs in the background",
        args=NONE,
        examples=(("What runs, and how the others ended", "jobs"),),
        ours=True,
    )
    def CmdJobs(self, call: Call) -> int | None:
        jobs = jobs_of(self.shell)
        for job in jobs.all():
            call.out.line(f"[{job.number}] {job.state:<10} {call.out.safe(job.text)}")
        jobs.forget_ended()
        return None

    @command(
        "fg",
        "Wait for a job in the foreground: Ctrl-C ends it",
        args=at_most(1, "[%JOB]", complete="job"),
        examples=(("The newest one", "fg"), ("The second", "fg %2")),
        ours=True,
    )
    def CmdFg(self, call: Call) -> int | None:
        jobs = jobs_of(self.shell)
        job = jobs.find(call.args[0] if call.args else "")
        job.foreground = True
        try:
            return jobs.wait(job)
        except KeyboardInterrupt:
            job.cancel()
            jobs.wait(job)
            raise Interrupted from None
