"""`make bench`: a table of ratios against the docker client, and the same as JSON with `--json FILE`.

`python -m tests.bench NAME...` measures only what is named; `--list` tells the names.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench import cases, measure, sessions, streams
from tests.bench.bench import CASES, Bench
from tests.support.engines import BedError, control, packages
from tests.support.oracle import Oracle

MODULES = (cases, sessions, streams)  # their cases are registered by now


def main(argv: Sequence[str] | None = None) -> int:
    asked = _options().parse_args(argv)
    if asked.list:
        print("\n".join(f"{name:16}{about}" for name, (about, _) in CASES.items()))
        return 0
    unknown = [name for name in asked.names if name not in CASES]
    if unknown:
        print(f"bench: no case {', '.join(unknown)}: --list tells their names", file=sys.stderr)
        return 2
    try:
        started = control.up()
    except BedError as error:
        print(f"engines: {error}", file=sys.stderr)
        return 1
    try:
        found = list(_measured(asked))
    finally:
        if started:
            control.down()
    print("\n".join([*machine(), "", *measure.table(found)]))
    if asked.json:
        record = {"machine": machine(), "results": [each.record() for each in found]}
        asked.json.write_text(json.dumps(record, indent=2) + "\n")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="measure only these")
    parser.add_argument("--list", action="store_true", help="tell what there is to measure")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply the number of runs (0.1: a quick look)")
    parser.add_argument("--lines", type=int, default=1000, help="of the scripts; docker is called as often")
    return parser


def _measured(asked: argparse.Namespace) -> Iterator[measure.Comparison]:
    oracle = Oracle()
    bench = Bench(oracle, asked.scale, asked.lines)
    try:
        for name in asked.names or CASES:
            for each in CASES[name][1](bench):
                print(f"  {each.name}: {each.ratio:.2f}, CPU {each.cpu_ratio:.2f}", file=sys.stderr, flush=True)
                yield each
    finally:
        oracle.clean()


def machine() -> list[str]:
    """What the figures were measured with."""
    clients = [line for line in packages.versions("28.5") if line.startswith("docker-cli ")]
    load = "load " + " ".join(f"{number:.1f}" for number in os.getloadavg())
    return [f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {load}", *clients]


if __name__ == "__main__":
    sys.exit(main())
