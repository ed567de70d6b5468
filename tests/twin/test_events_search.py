"""events and search print what docker prints; --since and --until take what docker's take."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.canned import Canned

pytestmark = pytest.mark.twin

FOUND = [
    {
        "star_count": 12345,
        "is_official": True,
        "name": "nginx",
        "is_automated": False,
        "description": "Official build of Nginx. " + "x" * 60 + "\nnext\rline é",
    },
    {"star_count": 0, "is_official": False, "name": "a/b", "is_automated": True, "description": ""},
]
EVENTS: list[dict[str, Any]] = [
    {
        "status": "start",
        "id": "abc",
        "from": "img",
        "Type": "container",
        "Action": "start",
        "Actor": {"ID": "abc", "Attributes": {"image": "img", "name": "web", "b": "c"}},
        "scope": "local",
        "time": 1700000000,
        "timeNano": 1700000000123456789,
    },
    {"Type": "network", "Action": "connect", "Actor": {"ID": "n", "Attributes": {}}, "time": 1700000001},
    {"Type": "image", "Action": "pull", "Actor": {"ID": "i"}},
]
STREAM = b"".join(json.dumps(event).encode() + b"\n" for event in EVENTS)
SEARCH_LINES = r"""
search nginx
search --no-trunc nginx
search --limit 5 nginx
search --limit 0 nginx
search --limit 500 nginx
search -f stars=3 -f is-official=true nginx
search --format json nginx
search --format '{{json .}}' nginx
search --format '{{.Name}} {{.StarCount}} {{.IsOfficial}} {{.Description}}' nginx
search --format '{{.IsAutomated}}' nginx
search --format 'table {{.Name}}\t{{.IsOfficial}}' nginx
search ''
search -f x nginx
search localhost:5000/x
search A/B:c
search --format table nginx
search --format raw nginx
search
search a b
""".strip().split("\n")
EVENT_LINES = r"""
events
system events
events --format json
events --format '{{json .}}'
events --format '{{.Type}} {{.Action}} {{.Actor.ID}} {{.Actor.Attributes}} {{.Time}} {{.TimeNano}} {{.Status}} {{.ID}}'
events --format '{{.Nope}}'
events --format '{{'
events --format '{{.status}}'
events --format '{{index .Actor.Attributes "name"}} {{.Actor.Attributes.name}} {{.Actor}}'
events --format '{{if eq .Type "container"}}c{{end}} {{upper .Status}}'
events -f type=container -f event=start
events --format table
events x
""".strip().split("\n")
MOMENTS = """
1700000000
2024-01-01
2024-01-01T10:20:30.5
2024-01-01T10:20:30Z
2024-01-01T10:20
2024-01-01T10
2024-01-01T10:20:30+02:00
2024-01-01Z
2024-01-01T10Z
2024-01-01T10:20Z
x
2024-13-01
2024-00-01
2024-01-01T25:00:00
2024-01-01T10:60:00
2024-01-01T10:00:61
2024-1-1
1.5
1700000000.000000001
0
-1
2024-01-01T10:20:30.5-07:00
2024-01-01 10:00
2024-01-01T10:20:30z
1.2.3
2024-02-30
2024-02-29
2024-01-01T10:20:30+0200
2024-01-01+02:00
2024-01-01T10:20:30.123456789Z
2024-01-01T
T10
2024-01-01T10:20:30,5
2024-01-01T10:20:30.5Zx
2024-01-01T10:20:30x
2024-01-01x
20240101
2024-01
2024
1e9
12:30
2024-01-01T10:20:30-
2024-01-01-02:00
2024-01-01T10-02:00
""".strip().split("\n")


@pytest.mark.parametrize("line", SEARCH_LINES)
def test_search(bed: None, line: str) -> None:
    with Canned({"/images/search": FOUND}) as daemon:
        assert daemon.compare(line) == ""


def test_nothing_found(bed: None) -> None:
    with Canned({"/images/search": []}) as daemon:
        assert daemon.compare("search nginx") == ""


@pytest.mark.parametrize("line", EVENT_LINES)
def test_events(bed: None, line: str) -> None:
    with Canned({"/events": STREAM}) as daemon:
        assert daemon.compare(line) == ""


@pytest.mark.parametrize("moment", MOMENTS)
def test_moments(bed: None, moment: str) -> None:
    with Canned({"/events": STREAM}) as daemon:
        assert daemon.compare(f"events --since '{moment}'") == ""


def test_both_ends(bed: None) -> None:
    with Canned({"/events": STREAM}) as daemon:
        assert daemon.compare("events --since 2024-01-01 --until=2024-01-02T10:20:30.5Z") == ""


def test_a_refusal(bed: None) -> None:
    with Canned({"/events": (400, {"message": "invalid filter"})}) as daemon:
        assert daemon.compare("events -f x=y") == ""
