"""No secret of an entered line is remembered, and the line stays one that can be run."""

from __future__ import annotations

import pytest

from shell.line.parser import parse
from shell.repl.secrets import without_secrets

CASES = {
    "login -p hunter2 -u me": 'login -p "$PASSWORD" -u me',
    "login -phunter2": 'login -p"$PASSWORD"',
    "docker login --password=hunter2 x": 'docker login --password="$PASSWORD" x',
    "ps && login -p 'hun ter2' x": 'ps && login -p "$PASSWORD" x',
    "run -e DB_PASSWORD=hunter2 -e A=b img": 'run -e DB_PASSWORD="$DB_PASSWORD" -e A=b img',
    "run --env=API_KEY=hunter2 img": 'run --env=API_KEY="$API_KEY" img',
    "run -eMY_TOKEN=hunter2 img": 'run -eMY_TOKEN="$MY_TOKEN" img',
    "run -it -e 'SECRET=hunter2 x' img": 'run -it -e SECRET="$SECRET" img',
    'build --build-arg "TOKEN=$(x) hunter2" .': 'build --build-arg TOKEN="$TOKEN" .',
    "PASSWORD=hunter2": 'PASSWORD="$PASSWORD"',
    "swarm join --token hunter2 10.0.0.1": 'swarm join --token "$TOKEN" 10.0.0.1',
    "pull https://me:hunter2@host/x": "pull https://me:***@host/x",
    "!export PASSWORD=hunter2": '!export PASSWORD="$PASSWORD"',
    "echo $(login -p hunter2)": 'echo $(login -p "$PASSWORD")',
    "login -p 'hunter2": 'login -p "$PASSWORD"',
    "run -e PGPASS=hunter2 img": 'run -e PGPASS="$PGPASS" img',
    "echo hunter2 | login -u me --password-stdin": 'echo "$PASSWORD" | login -u me --password-stdin',
    "echo hunter2 |\\\n login --password-stdin": 'echo "$PASSWORD" |\\\n login --password-stdin',
    "!printf %s 'hun|ter2'| docker login --password-stdin": '!printf "$PASSWORD"| docker login --password-stdin',
    "build - <<END\nENV TOKEN=hunter2 x\nENV A=b\nEND": "build - <<END\nENV TOKEN=$TOKEN\nENV A=b\nEND",
    "login -u me --password-stdin <<END\nhunter2\nEND": "",
}


@pytest.mark.parametrize(("line", "kept"), CASES.items())
def test_the_secret_is_gone_and_the_line_still_parses(line: str, kept: str) -> None:
    assert without_secrets(line) == kept
    parse(kept)


@pytest.mark.parametrize(
    "line",
    [
        "run -p 80:80 -e AUTHOR=me img",
        "run -e PASSWORD img",
        "run -e PASSWORD=$PW img",
        "build --secret id=npm,src=token.txt .",
        "exec -e PWD=/srv web ls",
        "ps --filter name=web",
        'echo "$PW" | login -u me --password-stdin',
        "cat password.txt | login -u me --password-stdin",
        "run -i img <<END\nPASSWORD=$PW\nTOKENS\nEND",
        "unfinished 'quote",
        "",
    ],
)
def test_a_line_without_secrets_stays_as_it_is(line: str) -> None:
    assert without_secrets(line) == line
