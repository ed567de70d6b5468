"""Lines on which we knowingly differ from docker, and why; a line that no longer differs fails its test."""

from __future__ import annotations

TRAVERSAL = "a name is quoted whole, so that it cannot reach another path of the API"
HTTP = "http:// and https:// are hosts of ours too"
ONE_HOST = "ours is the shorter message, with status 1"
CA = "names the file that cannot be read, as docker did before contexts"
BLANK = "an empty name is sent as one, and the Engine says what is wrong with it"
UNKNOWN = "our lookup: `Error: Command not found`, the nearest names, help"
PLATFORM = "docker runs two messages together"
KEYS = "the Engine's own words say more than docker's `received 400`"
FOLDER = "the file is looked at before anything is sent"
VERSION = "each client tells its own version"
INSIDES = "docker shows the insides of its row, addresses of memory and all: nothing that could be relied on"
TRUST = "docker asks a notary, whose signatures we cannot check: refused before anything is sent"
OPTIONS = "the program's own options are more than docker's, so its usage line is its own"
# A line, behind the variables of its environment.
KNOWN: dict[str, str] = {
    "stop ../info": TRAVERSAL,
    "rmi ''": BLANK,
    "push --platform nonsense/x/y/z @repo:1": PLATFORM,
    "attach --detach-keys nonsense @web": KEYS,
    "load -i folder": FOLDER,
    "DOCKER_HOST=unix:///nonexistent/docker.sock info": VERSION,
    "container nosuch": UNKNOWN,
    "DOCKER_HOST=http://127.0.0.1:1 stop web": HTTP,
    "-H unix:///a -H unix:///b stop web": ONE_HOST,
    "--tlsverify stop web": CA,
    "--nosuch stop web": OPTIONS,
    "-Y stop web": OPTIONS,
    "ps -a -f name=@done --format '{{.}}'": INSIDES,
    "pull --disable-content-trust=false @image": TRUST,
    "push --disable-content-trust=false @image": TRUST,
}

# Lines that need no engine (tests/twin/test_options.py).
WITHOUT_ENGINE: dict[str, str] = {
    "-H unix:///a -H unix:///b ps": "one sentence for it, whatever docker's version says (three so far)",
    "-H http://127.0.0.1:1 ps": "http:// and https:// are hosts for us; docker knows them in contexts only",
    "-H https://127.0.0.1:1 ps": "as http://",
    "-H fd:// ps": "fd:// is an inherited socket; docker takes it for a host name",
    "-H fd://3 ps": "as fd://",
    "-H ssh://me@127.0.0.1 ps": "ssh:// is not there yet and says so",
    "-H tcp://127.0.0.1:99999 ps": "refused when it is read, not when it is dialled",
    "-H /no/such.sock ps": "a path is a socket, as in docker 29; docker 28 makes a host name of it",
    "-H tcp://127.0.0.1:1 --tls ps": "encrypting alone needs no CA file; docker wants one that it never looks into",
    "-H tcp://127.0.0.1:1 --tlsverify ps": "the message says that it is the CA that is missing",
    "-H tcp://127.0.0.1:1 --tls --tlscert /nope ps": "the message says that it is the key pair that is missing",
    "-l bogus --version": "--version answers whatever the other options say",
}
