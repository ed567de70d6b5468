"""Tables on a terminal never wrap, keep what matters longest, and say what they left out."""

from __future__ import annotations

import re

import pytest

from shell.output.fitting import BLUE, GREEN, MAGENTA, RED, RESET, fitted, upright
from shell.output.tabwriter import align, display_width
from tests.unit.repl.test_look import contrast

HEADER = "CONTAINER ID\tIMAGE\tCOMMAND\tCREATED\tSTATUS\tPORTS\tNAMES"
ROWS = [
    '0123456789ab\tregistry.example.com/team/service:2024.11\t"/docker-entry…"\t3 minutes ago\tUp 3 minutes (healthy)'
    "\t0.0.0.0:8080->80/tcp, [::]:8080->80/tcp\tfront-web-1",
    '1123456789ab\tbusybox\t"sh"\t3 minutes ago\tExited (1) 2 minutes ago\t\tsad_ride',
    '2123456789ab\t図書館/画像:最新\t"sh"\t3 minutes ago\tPaused\t\t名前',
]


def lines(columns: int, colour: bool = False) -> list[str]:
    return fitted(HEADER, ROWS, columns, colour).splitlines()


def uncoloured(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]+m", "", text)


@pytest.mark.parametrize("columns", [20, 30, 40, 60, 80, 100, 120, 132, 160, 200, 500])
def test_no_line_is_longer_than_the_screen(columns: int) -> None:
    assert max(display_width(line) for line in lines(columns)) <= columns
    assert [uncoloured(line) for line in lines(columns, colour=True)] == lines(columns)


def test_on_a_wide_screen_nothing_is_lost() -> None:
    shown = lines(200)
    for line, row in zip(shown, [HEADER, *ROWS], strict=True):
        for cell in row.split("\t"):
            assert cell in line


@pytest.mark.parametrize(("columns", "left_out"), [(120, 0), (80, 3), (60, 4)])
def test_left_out_columns_are_counted(columns: int, left_out: int) -> None:
    header = lines(columns)[0]
    assert header.endswith(f"+{left_out}") == bool(left_out)
    assert "NAMES" in header
    assert "STATUS" in header


def test_what_fits_is_as_docker_draws_it() -> None:
    assert fitted(HEADER, ROWS[:2], 200, False) == align("\n".join([HEADER, *ROWS[:2], ""]))
    assert fitted("A\tB", ["x\t", "y\tz"], 80, False) == align("A\tB\nx\t\ny\tz\n")


def test_columns_stand_below_each_other() -> None:
    shown = lines(100)
    at = shown[0].index("STATUS")
    assert shown[1][at:].startswith("Up 3 minutes")
    assert shown[2][at:].startswith("Exited (1)")


def test_states_have_colours_and_the_header_is_bold() -> None:
    header, healthy, exited, paused = lines(200, colour=True)
    assert "\x1b[1mNAMES\x1b[0m" in header
    assert f"{GREEN}Up 3 minutes (healthy){RESET}" in healthy
    assert f"{RED}Exited (1) 2 minutes ago{RESET}" in exited


@pytest.mark.parametrize("background", ["000000", "ffffff"])
@pytest.mark.parametrize("code", [GREEN, MAGENTA, RED, BLUE])
def test_states_can_be_read_on_dark_and_on_light(code: str, background: str) -> None:
    xterm = {"38;5;28": "008700", "35": "cd00cd", "31": "cd0000", "94": "5c5cff"}
    assert contrast(xterm[code[2:-1]], background) >= 3.5


def test_cells_with_several_lines_stay_as_they_are() -> None:
    assert "a\nb" in fitted("X\tY", ["a\nb\tc"], 5, False)


def test_sizes_of_system_df_have_bars() -> None:
    header = "TYPE\tTOTAL\tACTIVE\tSIZE\tRECLAIMABLE"
    rows = ["Images\t5\t2\t4GB\t1GB (25%)", "Containers\t3\t1\t2GB\t0B", "Build Cache\t0\t0\t0B\t0B"]
    images, containers, cache = fitted(header, rows, 100, True).splitlines()[1:]
    assert images.endswith("█" * 24)
    assert containers.endswith(" " + "█" * 12)
    assert "█" not in cache
    assert "█" not in fitted(header, rows, 100, False)
    assert max(display_width(uncoloured(line)) for line in fitted(header, rows, 70, True).splitlines()) <= 70


def test_the_vertical_form_shortens_nothing() -> None:
    first, second = upright(HEADER, ROWS[:2], False).split("\n\n")
    assert first.splitlines()[1] == "IMAGE         registry.example.com/team/service:2024.11"
    assert second.splitlines()[5] == "PORTS"
    assert second.splitlines()[6] == "NAMES         sad_ride"
    assert re.sub(r"\x1b\[[\d;]+m", "", upright(HEADER, ROWS, True)) == upright(HEADER, ROWS, False)
    assert upright(HEADER, [], False) == ""
