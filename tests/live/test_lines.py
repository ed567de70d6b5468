"""Lines and scripts on a real engine: pipes, jobs, readiness, patterns, what --dry-run promises."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import engines
from tests.support.alone import alone
from tests.support.engines import IMAGE
from tests.support.oracle import Oracle
from tests.support.tap import Tap

pytestmark = pytest.mark.live
Script = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def script(newest: Oracle, tmp_path: Path) -> Script:
    """Runs lines as a script from stdin on the newest engine."""

    def run(text: str, *options: str, host: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "shell", *options],
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path),
                "PYTHONPATH": str(engines.PROJECT),
                "DOCKER_HOST": host or engines.host(),
            },
        )

    return run


def test_input_reaches_commands_from_programs_files_and_texts(newest: Oracle, script: Script) -> None:
    name = newest.container()
    done = script(f"""echo from a pipe | exec -i {name} cat
exec -i {name} cat <<E
from a text
E
echo from a file > f
exec -i {name} cat < f
exec -i {name} cat
docker exec {name} sh -c 'echo out; echo err >&2' 2>&1 | sort
""")
    assert (done.stdout, done.stderr) == ("from a pipe\nfrom a text\nfrom a file\nerr\nout\n", "")


def test_archives_stay_whole_through_pipes_and_files(newest: Oracle, script: Script, tmp_path: Path) -> None:
    name = newest.container()
    done = script(f"""export {name} > all.tar
export {name} | cat > piped.tar
export {name} | tar -t | grep -c bin/busybox
save {IMAGE} | load
cat all.tar | import - {name}:imported
rmi {name}:imported > /dev/null
""")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "1"
    assert f"Loaded image: {IMAGE}" in done.stdout
    for file in ("all.tar", "piped.tar"):
        listed = subprocess.run(["tar", "-tf", tmp_path / file], capture_output=True, text=True, check=True)
        assert "bin/busybox" in listed.stdout


def test_reader_that_quits_ends_a_stream(newest: Oracle, script: Script) -> None:
    name = newest.container("sh", "-c", "while echo tick; do sleep 0.05; done")
    done = script(f"logs -f {name} | head -n 2\nevents | true\nlogs -f {name} > /dev/full || echo full")
    assert (done.stdout, done.returncode) == ("tick\ntick\nfull\n", 0)


def test_one_connection_serves_all_plain_calls(newest: Oracle, script: Script) -> None:
    name = newest.container()
    with Tap(engines.socket()) as tap:
        done = script(f"inspect {name} > /dev/null\nps -q > /dev/null\n" * 20, host=tap.host)
        assert done.returncode == 0, done.stderr
        assert len(tap.take()) >= 40
        assert tap.accepted == 1


def test_jobs_run_in_parallel_and_tell_their_status(newest: Oracle, script: Script) -> None:
    name = newest.container()
    done = script(f"exec {name} sh -c 'echo a; exit 3' &\nexec {name} echo b &\nwait %1 || echo $?\nwait %2\njobs")
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.splitlines()) == ["3", "a", "b"]


def test_ending_a_job_closes_its_stream(newest: Oracle, script: Script) -> None:
    name = newest.container()
    done = script(f"logs -f {name} &\nkill %1\nwait %1 || echo $?\nps -q --filter name={name} | wc -l")
    assert (done.stdout.split(), done.stderr) == (["130", "1"], "")


def test_check_asks_the_engine_nothing(newest: Oracle, script: Script) -> None:
    with Tap(engines.socket()) as tap:
        done = script("ps --bad\nrm -f web-*\nstop\nps", "--check", host=tap.host)
        assert done.returncode == 2
        assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["stdin:1:4", "stdin:3:1"]
        assert tap.accepted == 0


# -- waiting ---------------------------------------------------------------------------------------

HEALTHY = ("--health-cmd", "test -e /healthy", "--health-interval", "200ms", "--health-retries", "1")


def test_waits_until_healthy(newest: Oracle, script: Script) -> None:
    name = newest.container("sh", "-c", "sleep 1; touch /healthy; sleep 600", options=HEALTHY)
    done = script(f"wait --healthy --timeout 60s {name}")
    assert (done.stdout, done.stderr) == (f"{name}\n", "")
    assert newest.inspect(name)["State"]["Health"]["Status"] == "healthy"


def test_waits_for_a_line_of_the_log(newest: Oracle, script: Script) -> None:
    name = newest.container("sh", "-c", "echo first; sleep 1; echo now ready; sleep 600")
    assert script(f"wait --log 'r[e]ady$' --timeout 60s {name}").stdout == f"{name}\n"


def test_waits_for_a_port(newest: Oracle, script: Script) -> None:
    name = newest.container("sh", "-c", "sleep 1; httpd -f -p 8080 -h /", options=("-p", "127.0.0.1:0:8080"))
    done = script(f"wait --port 8080 --timeout 60s {name}\nexec {name} wget -q -O /dev/null http://127.0.0.1:8080/etc/")
    assert done.stdout == f"{name}\n"


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--healthy", "not healthy"),
        ("--log x", "no line matches x"),
        ("--port 81", "nothing listens at 81"),
        ("", "still"),
    ],
)
def test_gives_up_in_time(newest: Oracle, script: Script, flags: str, message: str) -> None:
    name = newest.container(options=HEALTHY)
    done = script(f"wait {flags} --timeout 500ms {name}")
    assert done.returncode == 124
    assert done.stderr.startswith(f"stdin:1: wait: {name}: {message}")


def test_end_before_readiness_is_an_error(newest: Oracle, script: Script) -> None:
    name = newest.container("sh", "-c", "echo bye; exit 3", options=HEALTHY)
    newest("wait", name)
    for flags in ("--healthy", "--log nothing", "--port 80"):
        done = script(f"wait {flags} {name}")
        assert done.returncode == 1
        assert f"{name} ended with status 3 before it" in done.stderr
    assert script(f"wait --log bye {name}\nwait {name}").stdout == f"{name}\n3\n"


def test_a_port_that_cannot_be_is_refused(newest: Oracle, script: Script) -> None:
    done = script(f"wait --port 70000 {newest.container()}")
    assert done.returncode == 125
    assert 'invalid argument "70000" for "--port" flag' in done.stderr
    assert "--port is from 1 to 65535" in script("wait --port 0 any").stderr


def test_a_container_without_an_address_never_listens(newest: Oracle, script: Script) -> None:
    done = script(f"wait --port 80 {newest.container(options=('--network', 'none'))}")
    assert done.returncode == 1
    assert "has no address that its port 80 could be reached at" in done.stderr


def test_container_without_a_health_check_never_becomes_healthy(newest: Oracle, script: Script) -> None:
    assert "has no health check" in script(f"wait --healthy {newest.container()}").stderr


def test_a_script_that_is_ended_hands_the_signal_on_and_ends_behind_it(newest: Oracle, tmp_path: Path) -> None:
    """Though the container takes it well."""
    name = newest.remember(newest.name("term"))
    waits = "trap 'echo asked; exit 0' TERM; echo ready; while :; do sleep 0.1; done"
    (tmp_path / "script").write_text(f'run --rm --name {name} {IMAGE} sh -c "{waits}"\necho after\n')
    with subprocess.Popen(
        [sys.executable, "-m", "shell", "-f", str(tmp_path / "script")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(engines.PROJECT), "DOCKER_HOST": engines.host()},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.terminate()
        assert process.stdout.read() == "asked\n"
        assert process.wait(120) == 143


# -- patterns and --dry-run ------------------------------------------------------------------------


def test_patterns_select_on_the_engine(newest: Oracle, script: Script) -> None:
    stem = newest.name("sel")
    names = [newest.remember(f"{stem}-{n}") for n in (1, 2, 3)]
    for name in names:
        newest("run", "-d", "--name", name, "--label", f"of={stem}", IMAGE, "sleep", "600")
    done = script(f"stop -t 0 {stem}-[12]\nstop -t 0 label:of={stem}\nrm {stem}-*")
    assert done.stdout.split() == [names[0], names[1], names[2]]
    assert f"3 containers: {', '.join(names)}" in done.stderr
    assert script(f"rm --yes label:of={stem}").stdout.split() == names
    assert "no container matches" in script(f"rm --yes {stem}-*").stderr


def test_what_dry_run_says_is_what_goes(newest: Oracle, script: Script) -> None:
    """With a label of our own, so that other tests' objects stay."""
    label = newest.name("gone")
    for n in (1, 2):
        newest("run", "--name", newest.remember(f"{label}-{n}"), "--label", label, IMAGE, "sh", "-c", "echo x > /f")
    newest("network", "create", "--label", label, label)
    newest("volume", "create", "--label", label, label)
    newest("build", "--label", label, "-q", "-", given=f"FROM {IMAGE}\nRUN echo {label}\n".encode())
    kinds = ("container", "network", "volume", "image")
    flags = {"volume": "-a"}
    lines = [f"{kind} prune --filter label={label} {flags.get(kind, '')}" for kind in kinds]
    planned = script("".join(f"{line} --dry-run\n" for line in lines))
    assert planned.returncode == 0, planned.stderr
    before = newest("ps", "-aq", "--no-trunc", "--filter", f"label={label}").split()
    images = newest("images", "-aq").split()
    with alone("prune"):
        done = script("".join(f"{line} -f\n" for line in lines))
    assert done.returncode == 0, done.stderr
    said = re.findall(r"^(container|network|volume|image) (\S+)", planned.stdout, re.MULTILINE)
    assert [kind for kind, _ in said[:5]] == ["container", "container", "network", "volume", "image"]
    assert set(before) < set(done.stdout.split())
    removed = re.findall(r"^deleted: sha256:(\w{12})", done.stdout, re.MULTILINE)
    assert [name for kind, name in said if kind == "image"] == [one for one in removed if one in images]  # no layers
    assert done.stdout.split().count(label) == 2


def test_dry_run_of_rm_removes_nothing(newest: Oracle, script: Script) -> None:
    name = newest.container()
    done = script(f"rm --dry-run -f {name}\nrm --dry-run {name}")
    assert done.stdout.startswith(f"container {name}  ")
    assert f"{name} is running" in done.stderr
    assert newest.inspect(name)["State"]["Running"]
