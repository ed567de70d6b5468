"""Help pages on screens of any width."""

from __future__ import annotations

import pytest

from shell.spec.help import group_lines, top_lines, usage_lines
from shell.spec.surface import commands


@pytest.mark.parametrize("width", [40, 80, 200])
def test_help_is_no_wider_than_the_screen(width: int) -> None:
    as_typed = ("Usage:  ", "\tdocker ", "Run 'docker")  # these, and examples, are wrapped by the terminal
    for name, spec in commands():
        lines = list(usage_lines(spec, "", width))
        examples = {f"  {line}" for _, line in spec.examples}
        long = [line for line in lines if len(line) > width and not line.startswith(as_typed) and line not in examples]
        assert not long, name
    for line in (*top_lines(width), *group_lines("container", width)):
        assert len(line) <= width or line.startswith(as_typed)


def test_what_a_flag_does_stands_below_it_where_there_is_no_room_beside() -> None:
    ps = dict(commands())["container ls"]
    assert "  -a, --all             Stopped containers too" in usage_lines(ps)
    narrow = list(usage_lines(ps, width=40))
    assert narrow[narrow.index("  -a, --all") + 1] == "        Stopped containers too"
