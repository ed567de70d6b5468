"""Jobs: lines with & run in threads of their own, each with its own connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from .errors import ShellError
from .streams import In, Out, Streams

if TYPE_CHECKING:
    from .cli import DockerCli
    from .line.runner import Runner
    from .line.tree import AndOr

ENDING = 10.0  # seconds that closing the session waits for its cancelled jobs


def jobs_of(shell: DockerCli) -> Jobs:
    """The session's jobs, made when first asked for."""
    if shell.jobs is None:
        shell.jobs = Jobs(shell)
    return shell.jobs


def job_names(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Words that are jobs (`%1`), and the others: no object's name begins with %."""
    found = list(words)
    return [word for word in found if word.startswith("%")], [word for word in found if not word.startswith("%")]


class Job:
    """One of them. `status` is None while it runs; `text` is the line."""

    def __init__(self, number: int, text: str, runner: Runner) -> None:
        self.number = number
        self.text = text
        self.status: int | None = None
        self.ended = threading.Event()
        self.foreground = False  # somebody waits for it and sees it end
        self._runner = runner

    def cancel(self) -> None:
        """End it: its connections are closed, its programs ended."""
        self._runner.cancel()

    def wait(self) -> int:
        """Its status, once it has one."""
        while not self.ended.wait(3600):
            pass
        return self.status or 0

    @property
    def state(self) -> str:
        """`running`, `done`, or `status N`."""
        return "running" if self.status is None else "done" if self.status == 0 else f"status {self.status}"


class Jobs:
    """All jobs of a session. `announce` prints a text above the prompt; without it a job prints where it was begun."""

    def __init__(self, shell: DockerCli, announce: Callable[[str], None] | None = None) -> None:
        self.shell = shell
        self.announce = announce
        self.warned = False  # that leaving ends them
        self._jobs: dict[int, Job] = {}
        self._lock = threading.Lock()
        self._printing = threading.Lock()

    def start(self, runner: Runner, item: AndOr, text: str, streams: Streams) -> Job:
        """Run an and-or list of `text` in the background."""
        from .line.borrowed import Borrowed  # here: `rm` and `stop` ask for jobs too, and read no lines
        from .line.runner import Runner

        streams.flush()
        own = Runner(self.shell, runner.report, Borrowed(runner.lender), runner.lender, dict(runner.variables))
        own.status, own.last, own.trace, own.script = runner.status, runner.last, runner.trace, runner.script
        with self._lock:
            number = max(self._jobs, default=0) + 1
            job = self._jobs[number] = Job(number, text[item.start : item.end], own)
        self.warned = False
        outputs = [_Lines(self._emitter(job, out)) for out in (streams.out, streams.err)]
        inner = Streams(In(), _AtOnce(outputs[0].feed), _AtOnce(outputs[1].feed))
        if self.announce:
            self.announce(f"[{number}] {job.text}")
        run = self.shell.env.carried(self._run)
        threading.Thread(
            target=run, args=(job, own, item, text, inner, outputs), name=f"job {number}", daemon=True
        ).start()
        return job

    def _run(self, job: Job, runner: Runner, item: AndOr, text: str, streams: Streams, outputs: list[_Lines]) -> None:
        status = 1
        try:
            status = runner.run_job(item, text, streams)
        finally:
            streams.flush()
            for lines in outputs:
                lines.close()
            if runner.borrowed is not None:
                runner.borrowed.close()
            job.status = status
            job.ended.set()
            if self.announce and not job.foreground:
                self.announce(f"[{job.number}] {job.state}: {job.text}")

    def _emitter(self, job: Job, out: Out) -> Callable[[bytes], None]:
        """Whole lines: above the prompt with the job's number, else as they are."""

        def emit(data: bytes) -> None:
            if self.announce:
                self.announce(_numbered(job.number, data))
                return
            with self._printing:
                out.data(data)
                out.flush()

        return emit

    # -- the table --------------------------------------------------------------------------------------------------

    def all(self) -> list[Job]:
        """Every job that nobody has waited for, by number."""
        with self._lock:
            return [self._jobs[number] for number in sorted(self._jobs)]

    def running(self) -> list[Job]:
        """Those that have not ended."""
        return [job for job in self.all() if job.status is None]

    def warning(self) -> str:
        """What to tell before leaving ends those that run; "" when none does, or when it was told just now."""
        count = len(self.running())
        if self.warned or not count:
            return ""
        self.warned = True
        are, them = ("s are", "them") if count > 1 else (" is", "it")
        return f"{count} job{are} running; exit again to end {them}"

    def find(self, name: str = "") -> Job:
        """The job called `%1` or `1`; the newest for "" and `%%`."""
        jobs = self.all()
        digits = name.removeprefix("%")
        if digits in ("", "%", "+") and jobs:
            return jobs[-1]
        for job in jobs:
            if digits == str(job.number):
                return job
        raise ShellError(f"no such job: {name}" if name else "there are no jobs")

    def wait(self, job: Job) -> int:
        """Its status; it leaves the table."""
        status = job.wait()
        with self._lock:
            self._jobs.pop(job.number, None)
        return status

    def wait_all(self) -> int:
        """All of them; the status of the first one, by number, that failed."""
        statuses = [self.wait(job) for job in self.all()]
        return next((status for status in statuses if status), 0)

    def forget_ended(self) -> None:
        """Drop what has ended: it was shown."""
        with self._lock:
            for number in [number for number, job in self._jobs.items() if job.status is not None]:
                del self._jobs[number]

    def close(self) -> None:
        """Cancel all and wait for them, but not for ever."""
        running = self.running()
        for job in running:
            job.cancel()
        for job in running:
            job.ended.wait(ENDING)


class _AtOnce(Out):
    """Holds nothing back."""

    def data(self, data: bytes) -> None:
        super().data(data)
        self.flush()


class _Lines:
    """Bytes into whole lines, so that the output of jobs does not mix within one."""

    def __init__(self, emit: Callable[[bytes], None]) -> None:
        self._emit = emit
        self._held = b""

    def feed(self, data: bytes) -> None:
        whole, newline, rest = data.rpartition(b"\n")
        if newline:
            self._emit(self._held + whole + newline)
            self._held = rest
        else:
            self._held += rest

    def close(self) -> None:
        """What stands behind the last line end."""
        if self._held:
            held, self._held = self._held, b""
            self._emit(held)


def _numbered(number: int, data: bytes) -> str:
    from .output.sanitize import safe

    lines = data.decode("utf-8", "replace").removesuffix("\n").split("\n")
    return "\n".join(f"[{number}] {safe(line)}" for line in lines)
