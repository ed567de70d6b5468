"""One line through the docker client and through ours, on one engine: requests, output and status compared."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.support.engines import IMAGE, PROJECT, docker_cli
from tests.support.oracle import Oracle
from tests.support.tap import Tap
from tests.support.wire import Request, in_order

PATIENCE = 120.0
TELLING = ("x-registry-auth", "x-registry-config", "upgrade")
AGE = r"(?:Less than a second|About an? (?:minute|hour)|\d+ (?:second|minute|hour)s?)"
# What two runs cannot have in common, and what stands for it.
VOLATILE = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "<id>"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "<short>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[+-]\d\d:?\d\d(?: [A-Z]+)?)?"), "<time>"),
    (re.compile(r"\b1\d{9}(?:\.\d{1,9})?\b"), "<epoch>"),
    (re.compile(rf"{AGE}( ago)? *"), "<age> "),
    # A process in `top`: what it used of the CPU, since when, how long.
    (re.compile(r"(\d+ +\d+) +\d+ +\d\d:\d\d( +\S+) +\d\d:\d\d:\d\d\b"), r"\1 <cpu>\2"),
    (re.compile(r"CREATED +"), "CREATED "),
    (re.compile(r"STATUS +"), "STATUS "),
)


@dataclass
class Outcome:
    """What came of one side's run."""

    out: str
    err: str
    code: int
    requests: list[str]


@dataclass
class Side:
    """One of the two clients: how it is started, its recorder, its config folder, its names."""

    program: Sequence[str]
    tap: Tap
    config: Path
    names: dict[str, str] = field(default_factory=dict)

    def words(self, line: str) -> list[str]:
        """The line's words, `@web` replaced by this side's name."""
        return [re.sub(r"@([a-z]\w*)", lambda m: self.names.get(m[1], m[0]), word) for word in shlex.split(line)]

    def normal(self, text: str) -> str:
        """The text with this side's names, the volatile and our own program's name replaced."""
        for key, name in sorted(self.names.items()):
            text = text.replace(name, f"@{key}")
        text = text.replace(str(self.tap.path), "<socket>").replace(str(self.config), "<config>")
        for pattern, instead in VOLATILE:
            text = pattern.sub(instead, text)
        return text


class Twins:
    """`twins("stop @web")` after `twins.container("web")`: each side stops a container of its own.

    `shared` gives one container to both sides, `word` a name that the line itself uses up. Lines of
    `known` (line -> why) must differ; the day they no longer do, the test says so.
    """

    def __init__(self, oracle: Oracle, engine: Path, folder: Path, known: Mapping[str, str]) -> None:
        self.oracle = oracle
        self.known = known
        self.sides = [
            Side([str(docker_cli())], Tap(engine).__enter__(), _folder(folder / "docker")),
            Side([sys.executable, "-m", "shell"], Tap(engine).__enter__(), _folder(folder / "ours")),
        ]
        self.outcomes: list[Outcome] = []
        self.cwd = _folder(folder / "cwd")

    def close(self) -> None:
        """End the recorders."""
        for side in self.sides:
            side.tap.__exit__(None)

    def container(self, key: str, *command: str, options: tuple[str, ...] = (), started: bool = True) -> None:
        """A container for each side; `@key` in a line names it."""
        self.word(key)
        verb = ("run", "-d") if started else ("create",)
        for side in self.sides:
            self.oracle(*verb, "--name", side.names[key], *options, IMAGE, *(command or ("sleep", "600")))

    def shared(self, key: str, *command: str, options: tuple[str, ...] = ()) -> str:
        """One container for both sides."""
        name = self.oracle.container(*command, stem=key, options=options)
        for side in self.sides:
            side.names[key] = name
        return name

    def word(self, key: str) -> None:
        """A new name of equal length for each side, as `--name @key` or an image's repository."""
        stem = uuid4().hex[:6]
        for side, letter in zip(self.sides, "do", strict=True):
            side.names[key] = f"{key}-{stem}{letter}"
            self.oracle.remember(side.names[key])

    def fixed(self, key: str, value: str) -> None:
        """The same word for both sides."""
        for side in self.sides:
            side.names[key] = value

    def __call__(
        self,
        line: str,
        *,
        given: bytes = b"",
        before: str = "",
        after: str = "",
        environ: Mapping[str, str] | None = None,
        unordered: bool = False,
        known: str = "",
    ) -> Outcome:
        """Run the line on both sides and compare; docker's outcome.

        `before` and `after` are docker's, unrecorded. `unordered`: the Engine itself gives lines in any order.
        `known`: why a line differs that has no fixed name in differences.py.
        """
        __tracebackhide__ = True
        outcomes = []
        for side in self.sides:
            self._prepare(side, before)
            outcomes.append(self.run(side, line, given, environ))
            self._prepare(side, after)
        if unordered:
            for each in outcomes:
                each.out = "\n".join(sorted(each.out.split("\n")))
        self.outcomes = outcomes
        differing = "\n".join(self._compare(*outcomes))
        key = " ".join([*(f"{name}={value}" for name, value in (environ or {}).items()), line])
        known = known or self.known.get(key, "")
        if known:
            assert differing, f"{key!r} no longer differs; it is said to: {known}"
        elif differing:
            pytest.fail(f"docker {line}\n{differing.encode('utf-8', 'backslashreplace').decode()}", pytrace=False)
        return outcomes[0]

    def _prepare(self, side: Side, lines: str) -> None:
        for line in filter(None, lines.split(";")):
            self.oracle(*side.words(line))

    def run(self, side: Side, line: str, given: bytes = b"", environ: Mapping[str, str] | None = None) -> Outcome:
        """One side alone."""
        side.tap.take()
        base = {"PATH": "/usr/bin:/bin", "HOME": str(side.config), "DOCKER_CONFIG": str(side.config), "LANG": "C.UTF-8"}
        done = subprocess.run(
            [*side.program, *side.words(line)],
            input=given,
            capture_output=True,
            cwd=self.cwd,
            timeout=PATIENCE,
            env={
                **base,
                "DOCKER_HOST": side.tap.host,
                "PYTHONPATH": str(PROJECT),
                "LANG": "C.UTF-8",
                **(environ or {}),
            },
        )
        requests = [described(request) for request in side.tap.take()]
        out, err = (stream.decode("utf-8", "surrogateescape") for stream in (done.stdout, done.stderr))
        return Outcome(out, err, done.returncode, requests)

    def _compare(self, docker: Outcome, ours: Outcome) -> list[str]:
        """What differs, each thing as two blocks of text."""
        theirs, own = self.sides
        said = []
        for what, left, right in (
            ("stdout", docker.out, ours.out),
            ("stderr", docker.err, ours.err),
            ("status", str(docker.code), str(ours.code)),
        ):
            if left != right and theirs.normal(left) != own.normal(right):
                said.append(f"--- {what} of docker\n{left}\n--- {what} of ours\n{right}")
        left = "\n".join(sorted(map(theirs.normal, docker.requests)))
        right = "\n".join(sorted(map(own.normal, ours.requests)))
        if left != right:
            said.append(f"--- requests of docker\n{left}\n--- requests of ours\n{right}")
        return said


def described(request: Request) -> str:
    """A request as one line of text: what is to be compared of it."""
    parts: list[Any] = [request.key, "&".join(f"{name}={value}" for name, value in request.query)]
    parts += [
        f"{name}: {json.dumps(value, sort_keys=True)}" for name, value in request.telling.items() if name in TELLING
    ]
    body = in_order(request.json) if request.path == "/containers/create" else request.json
    parts.append(json.dumps(body, sort_keys=True) if request.body else "")
    return " ".join(filter(None, parts))


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
