"""`make bench`: a table of ratios against the docker client, and the same as JSON with `--json FILE`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from tests.bench import cases, measure
from tests.support.engines import BedError, control, packages
from tests.support.oracle import Oracle


def main() -> int:
    parser = argparse.ArgumentParser("tests.bench", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply the number of runs (0.1: a quick look)")
    asked = parser.parse_args()
    try:
        started = control.up()
    except BedError as error:
        print(f"engines: {error}", file=sys.stderr)
        return 1
    oracle = Oracle()
    try:
        found = []
        for each in cases.all_cases(oracle, asked.scale):
            found.append(each)
            print(f"  {each.name}: {each.ratio:.2f}", file=sys.stderr, flush=True)
    finally:
        oracle.clean()
        if started:
            control.down()
    print("\n".join([*machine(), "", *measure.table(found)]))
    if asked.json:
        record = {"machine": machine(), "results": [each.record() for each in found]}
        asked.json.write_text(json.dumps(record, indent=2) + "\n")
    return 0


def machine() -> list[str]:
    """What the figures were measured with."""
    clients = [line for line in packages.versions("28.5") if line.startswith("docker-cli ")]
    return [f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}", *clients]


if __name__ == "__main__":
    sys.exit(main())
