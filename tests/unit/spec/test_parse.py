"""Flags as pflag reads them, and its sentences when it does not."""

from __future__ import annotations

from typing import Any

import pytest

from shell.spec import Command, at_least
from shell.spec.flags import (
    Bool,
    Bytes,
    Decimal,
    Duration,
    Filter,
    Float,
    Int,
    List,
    Map,
    String,
    StringSlice,
    StringToString,
    Uint16,
    Uint64,
)
from shell.spec.parse import FlagError, parse

SPEC = Command(
    "thing",
    "A command for these tests",
    at_least(0, "[WORD...]"),
    (
        Bool("all", "a", "A"),
        Bool("quiet", "q", "Q"),
        Bool("rm", "", "R", default=True),
        Int("last", "n", "N", default=-1),
        String("format", "f", "F"),
        String("hostname", "h", "H"),
        List("env", "e", "E"),
        Map("log-opt", "", "L"),
        StringSlice("cap", "", "C"),
        StringToString("driver-opts", "", "S"),
        Duration("wait", "w", "W"),
        Bytes("memory", "m", "M"),
        Decimal("cpus", "", "C"),
        Filter("filter", "", "F"),
        Uint16("port", "", "P"),
        Uint64("big", "", "B"),
        Float("ratio", "", "R"),
    ),
)


@pytest.mark.parametrize(
    ("words", "values", "args"),
    [
        (["-aq"], {"all": True, "quiet": True}, []),
        (["-n5"], {"last": 5}, []),
        (["-n=5"], {"last": 5}, []),
        (["-n", "-5", "x"], {"last": -5}, ["x"]),
        (["-n", "0x1F"], {"last": 31}, []),
        (["-n", "010"], {"last": 8}, []),
        (["-an3", "x"], {"all": True, "last": 3}, ["x"]),
        (["--all=false"], {"all": False}, []),
        (["--rm=0"], {"rm": False}, []),
        (["-a=T"], {"all": True}, []),
        (["x", "-a", "y"], {"all": True}, ["x", "y"]),
        (["--", "-a"], {}, ["-a"]),
        (["-", "-a"], {"all": True}, ["-"]),
        (["-hweb"], {"hostname": "web"}, []),
        (["-f", "{{.ID}}", "--format={{.X}}"], {"format": "{{.X}}"}, []),
        (["--format="], {"format": ""}, []),
        (["-e", "A=1", "-eB=2"], {"env": ["A=1", "B=2"]}, []),
        (["--log-opt", "a=b=c", "--log-opt", "d"], {"log-opt": {"a": "b=c", "d": ""}}, []),
        (["--cap", "a,b", "--cap", 'c,"d,e"'], {"cap": ["a", "b", "c", "d,e"]}, []),
        (["--driver-opts", "a=1,b=2"], {"driver-opts": {"a": "1", "b": "2"}}, []),
        (["-w", "1h5m"], {"wait": 3_900_000_000_000}, []),
        (["-w1.5s"], {"wait": 1_500_000_000}, []),
        (["-m", "512m"], {"memory": 512 << 20}, []),
        (["-m", "1.5g"], {"memory": 3 << 29}, []),
        (["-m", "10 kB"], {"memory": 10240}, []),
        (["--cpus", "1.5"], {"cpus": 1_500_000_000}, []),
        (["--filter", "Label=a=b"], {"filter": [("label", "a=b")]}, []),
        (["--port", "65535"], {"port": 65535}, []),
    ],
)
def test_words_become_values(words: list[str], values: dict[str, Any], args: list[str]) -> None:
    parsed = parse(SPEC, words)
    assert (parsed.values, parsed.args) == (values, args)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-Zq"], "unknown shorthand flag: 'Z' in -Zq"),
        (["-aZ"], "unknown shorthand flag: 'Z' in -Z"),
        (["--nope=1"], "unknown flag: --nope"),
        (["--nope"], "unknown flag: --nope"),
        (["-n"], "flag needs an argument: 'n' in -n"),
        (["-an"], "flag needs an argument: 'n' in -an"),
        (["--last"], "flag needs an argument: --last"),
        (["---x"], "bad flag syntax: ---x"),
        (["--=x"], "bad flag syntax: --=x"),
        (["-n", "x"], 'invalid argument "x" for "-n, --last" flag: strconv.ParseInt: parsing "x": invalid syntax'),
        (
            ["-n", "99999999999999999999"],
            'invalid argument "99999999999999999999" for "-n, --last" flag: '
            'strconv.ParseInt: parsing "99999999999999999999": value out of range',
        ),
        (
            ['--rm=a"b'],
            'invalid argument "a\\"b" for "--rm" flag: strconv.ParseBool: parsing "a\\"b": invalid syntax',
        ),
        (["--rm=x"], 'invalid argument "x" for "--rm" flag: strconv.ParseBool: parsing "x": invalid syntax'),
        (
            ["--port", "65536"],
            'invalid argument "65536" for "--port" flag: strconv.ParseUint: parsing "65536": value out of range',
        ),
        (["--big", "-1"], 'invalid argument "-1" for "--big" flag: strconv.ParseUint: parsing "-1": invalid syntax'),
        (["-w", "5"], 'invalid argument "5" for "-w, --wait" flag: time: missing unit in duration "5"'),
        (["-w", "x"], 'invalid argument "x" for "-w, --wait" flag: time: invalid duration "x"'),
        (["-w", "5x"], 'invalid argument "5x" for "-w, --wait" flag: time: unknown unit "x" in duration "5x"'),
        (["-m", "x"], 'invalid argument "x" for "-m, --memory" flag: invalid size: \'x\''),
        (["-m", "5x"], 'invalid argument "5x" for "-m, --memory" flag: invalid suffix: \'x\''),
        (["--cpus", "x"], 'invalid argument "x" for "--cpus" flag: failed to parse x as a rational number'),
        (["--filter", "x"], 'invalid argument "x" for "--filter" flag: bad format of filter (expected name=value)'),
        (["--driver-opts", "x"], 'invalid argument "x" for "--driver-opts" flag: x must be formatted as key=value'),
    ],
)
def test_a_wrong_flag_is_refused_in_pflag_s_words(words: list[str], message: str) -> None:
    with pytest.raises(FlagError) as why:
        parse(SPEC, words)
    assert str(why.value) == message


def test_the_first_argument_ends_the_flags_where_the_command_says_so() -> None:
    spec = Command("run", "Run", at_least(1, "IMAGE"), (Bool("rm", "", "R"),), interspersed=False)
    assert parse(spec, ["--rm", "alpine", "ls", "--help", "--", "-x"]).args == ["alpine", "ls", "--help", "--", "-x"]


@pytest.mark.parametrize("text", ["1", "t", "T", "TRUE", "true", "True"])
def test_go_spells_true_in_six_ways(text: str) -> None:
    assert parse(SPEC, [f"--all={text}"]).values == {"all": True}
