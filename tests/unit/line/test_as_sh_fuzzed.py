"""Two thousand lines put together at random, through one sh and through ours: the same words."""

from __future__ import annotations

import os
import random
import subprocess

import pytest

from shell.line.runner import Runner
from tests.unit.line.session import Captured, session

PIECES = (
    "a", "b=c", "--x", "*", "é", "{}", "a#", "!", "%", "-n", "=", "~", ".", "/x", ":", "@", "^", "[z]", "?",
    "''", '""', "'a b'", '"a b"', "'$X'", "'\"'", '"\'"', r"'\'", r'"\\"', r'"\""', r'"\$X"', r'"\a"', "'a\nb'", '"\n"',
    r"\ ", r"\a", r"\'", r"\"", r"\\", r"\$X", r"\;", r"\#", "\\\n", '"a\\\nb"',
    "${X}", "${Y}", '"$X"', '"${X}y"', "$Y.", '"$Y"', "${E}", '"$E"', "${S}", '"$S"', "x${S}y", '"$"', "$?",
    "$(say a)", '"$(say a b)"', "$(say a b)", "$(say)", '"$(say)"', "$(say $Y)", '"$(say "$Y")"', "$(say ')')",
    " ", " ", " ", "\t", " # c\nshow ", "; show ", " && show ", "\nshow ", " | cat; show ",
)  # fmt: skip
SETTINGS = "X=1; Y='p  q'; E=; S=' s '\n"
PROGRAMS = """show() { for a; do printf '<%s>' "$a"; done; echo; }
say() { for a; do printf '%s\\n' "$a"; done; }
set -f
"""


def made(seed: int) -> str:
    chance = random.Random(seed)
    return "show " + "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 9)))


@pytest.mark.parametrize("batch", range(20))
def test_random_lines_give_the_same_words(batch: int) -> None:
    lines = [f"{made(seed)}\nshow 'end of {seed}'\n" for seed in range(batch * 100, batch * 100 + 100)]
    text = SETTINGS + "".join(lines)
    environ = {"HOME": "/home/me", "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    theirs = subprocess.run(
        ["/bin/sh"], input=PROGRAMS + text, env=environ, capture_output=True, text=True, timeout=120
    )
    seen = Captured()
    status = Runner(session(environ)).run_line(text, seen.streams)
    assert (seen.out.splitlines(), status) == (theirs.stdout.splitlines(), 0), seen.err
