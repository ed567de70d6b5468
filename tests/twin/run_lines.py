"""Lines for the comparison of `create` and `run`: every option, right and wrong."""

from __future__ import annotations

from pathlib import Path

CONFIG = """{
  "auths": {"h:5000": {"auth": "YTpi"}, "https://index.docker.io/v1/": {"auth": "YTpi", "identitytoken": "t"}},
  "proxies": {"default": {"httpProxy": "http://proxy", "noProxy": "local"}, "tcp://other": {"ftpProxy": "f"}}
}"""

#: What `@/NAME` in a line is.
FILES = {
    "plain.env": b"A=1\n# nothing\n\nHOME\nNOSUCH\n",
    "blank.env": b"A=1\n  B = 2\nC=a b \n",
    "bad.env": b"A=1\nA B=2\n",
    "noname.env": b"=2\n",
    "bom.env": b"\xef\xbb\xbfA=1\r\nB=2\r\n",
    "bytes.env": b"A\xff=1\n",
    "seccomp.json": b'{ "a" : 1,\n "b":"<x \\" > y" }',
    "cut.json": b'{ "a" : 1',
    "empty.json": b"",
    "tail.json": b'{"a":1}x',
    "comma.json": b'{"a":1,}',
    "there": b"",
}

_DATA = Path(__file__).parents[1] / "data"
#: One line of a command each; those of the second file are for engines of older API versions, `run` comes last.
LINES = tuple((_DATA / "create-lines.txt").read_text().splitlines())
OLD_LINES = tuple((_DATA / "create-lines-old.txt").read_text().splitlines())
RUN_LINES = tuple((_DATA / "run-lines.txt").read_text().splitlines())
