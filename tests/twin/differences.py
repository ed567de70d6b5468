"""Lines on which we knowingly differ from docker, and why; a line that no longer differs fails its test."""

from __future__ import annotations

TRAVERSAL = "a name is quoted whole, so that it cannot reach another path of the API"
HTTP = "http:// and https:// are hosts of ours too"
ONE_HOST = "ours is the shorter message, with status 1"
CA = "names the file that cannot be read, as docker did before contexts"
BLANK = "an empty name is sent as one, and the Engine says what is wrong with it"
UNKNOWN = "our lookup: `Error: Command not found`, the nearest names, help"
PLATFORM = "docker runs two messages together"
PING = "our first request is the ping, docker's ping fails in silence"
KEYS = "the Engine's own words say more than docker's `received 400`"
FOLDER = "the file is looked at before anything is sent"
OPTIONS = "the program's own options are more than docker's, so its usage line is its own"
# A line, behind the variables of its environment.
KNOWN: dict[str, str] = {
    "stop ../info": TRAVERSAL,
    "rmi ''": BLANK,
    "history ''": BLANK,
    "push --platform nonsense/x/y/z @repo:1": PLATFORM,
    "attach --detach-keys nonsense @web": KEYS,
    "load -i folder": FOLDER,
    "container nosuch": UNKNOWN,
    "DOCKER_HOST=http://127.0.0.1:1 stop web": HTTP,
    "-H unix:///a -H unix:///b stop web": ONE_HOST,
    "--tlsverify stop web": CA,
    "--nosuch stop web": OPTIONS,
    "-Y stop web": OPTIONS,
}
